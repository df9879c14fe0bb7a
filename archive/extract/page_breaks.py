"""Where do the pages of a text end in which breaks stand?"""

from archive.model import Page

PAGE_BREAK = "\f"
"""Stands for a break while a document is read; no office format can hold it."""


def paged(text: str) -> tuple[str, tuple[Page, ...]]:
    """Take the breaks out of the text and return it with its pages.

    A break with nothing before it on its page is none: Word records the same one
    as set by the writer and as last rendered. A text of one page has none known.
    """
    if not text.replace(PAGE_BREAK, "").strip():
        return "", ()
    leaves: list[str] = []
    for leaf in text.split(PAGE_BREAK):
        if leaves and not (leaf.strip() and leaves[-1].strip()):
            leaves[-1] += leaf
        else:
            leaves.append(leaf)
    return "".join(leaves), spans(leaves) if len(leaves) > 1 else ()


def spans(leaves: list[str]) -> tuple[Page, ...]:
    """Return the pages that these texts make, one after the other."""
    pages: list[Page] = []
    start = 0
    for number, leaf in enumerate(leaves, 1):
        pages.append(Page(number, start, start + len(leaf)))
        start += len(leaf)
    return tuple(pages)
