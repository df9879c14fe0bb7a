"""How is a reference written as BibTeX?"""

import re
from collections.abc import Iterator

from archive.citation.reference import Reference

_SPECIAL = re.compile(r"[\\{}%&#$_^~]")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


def bibtex(reference: Reference) -> str:
    """Return one entry; braces keep Chinese names and titles as they are."""
    entry = "techreport" if reference.kind == "report" else "misc"
    key = "handover-" + re.sub(r"[^0-9A-Za-z-]", "", reference.document_id)
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(reference))
    return f"@{entry}{{{key},\n{fields}\n}}"


def _fields(item: Reference) -> Iterator[tuple[str, str]]:
    if item.authors:
        yield "author", " and ".join(f"{{{_escaped(name)}}}" for name in item.authors)
    yield "title", f"{{{_escaped(item.title)}}}"
    publisher = "institution" if item.kind == "report" else "publisher"
    optional = (
        ("number", item.number),
        ("year", item.issued and item.issued[:4]),
        ("date", item.issued),
        (publisher, item.publisher),
        ("address", item.publisher_place),
        ("library", "，".join(filter(None, (item.archive_place, item.archive)))),
        ("shelfmark", item.archive_number),
        ("pages", str(item.page) if item.page else None),
        ("urldate", item.accessed),
        ("langid", "chinese"),
        ("annote", " ".join(item.quote.split()) if item.quote else None),
    )
    for name, value in optional:
        if value:
            yield name, _escaped(value)
    if item.url:
        # \url takes every character but braces as it stands.
        yield "url", item.url.replace("{", "%7B").replace("}", "%7D")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: _ESCAPES.get(m[0], "\\" + m[0]), text)
