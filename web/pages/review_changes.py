"""What did each revision of a review change, and how does it leave the archive?"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from archive.reviews import Revision
from indexer.quotes.alignment import edits
from web.pages.review import seen_review, shown_text
from web.permissions import reader_of
from web.rendering import render
from web.review_export import as_markdown, as_word
from web.services import services_of
from web.word_sheet import attachment, word_response

ChangeKind = Literal["same", "added", "removed", "gap"]
LONGEST_COMPARED = 2000
SAME_AROUND = 1


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of two revisions: pieces with whether each was changed."""

    kind: ChangeKind
    pieces: tuple[tuple[str, bool], ...] = ()


def history_page(request: Request) -> Response:
    """Show the history, and what one entry changed against another."""
    review = seen_review(request)
    found = services_of(request).store.reviews.history(
        review.id, visible=reader_of(request).visible
    )
    new = _entry(request, "to", found, found[-1])
    at = found.index(new)
    old = _entry(request, "from", found, found[max(0, at - 1)])
    return render(
        request,
        "review_history.html",
        review=review,
        history=list(reversed(found)),
        old=old,
        new=new,
        lines=changed_lines(old.text, new.text),
    )


def export(request: Request) -> Response:
    """Return a review as Markdown, Word or a web page of its own."""
    review = seen_review(request)
    store, visible = services_of(request).store, reader_of(request).visible
    match request.query_params.get("format", "html"):
        case "md":
            text = as_markdown(store, review, visible=visible)
            return Response(
                text.encode("utf-8", "replace"),
                media_type="text/markdown; charset=utf-8",
                headers=attachment(f"{review.title}.md"),
            )
        case "docx":
            content = as_word(store, review, visible=visible)
            return word_response(content, f"{review.title}.docx")
        case "html":
            shown = shown_text(request, review)
            page = render(request, "review_standalone.html", review=review, shown=shown)
            page.headers.update(attachment(f"{review.title}.html"))
            return page
        case other:
            raise InvalidInput(field="format", value=other[:80])


def changed_lines(old: str, new: str) -> list[ChangedLine]:
    """Return the lines of two texts side by side; long equal stretches are cut."""
    before, after = old.split("\n"), new.split("\n")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    lines: list[ChangedLine] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            lines += _same(before[a:b])
            continue
        pairs = min(b - a, d - c)
        for place in range(pairs):
            lines += _pair(before[a + place], after[c + place])
        lines += [ChangedLine("removed", ((t, False),)) for t in before[a + pairs : b]]
        lines += [ChangedLine("added", ((t, False),)) for t in after[c + pairs : d]]
    return lines


def _same(lines: Sequence[str]) -> list[ChangedLine]:
    if len(lines) <= 2 * SAME_AROUND + 1:
        return [ChangedLine("same", ((text, False),)) for text in lines]
    shown = [ChangedLine("same", ((text, False),)) for text in lines]
    return [*shown[:SAME_AROUND], ChangedLine("gap"), *shown[-SAME_AROUND:]]


def _pair(old: str, new: str) -> list[ChangedLine]:
    if max(len(old), len(new)) > LONGEST_COMPARED:
        whole = ((old, False),), ((new, False),)
        return [ChangedLine("removed", whole[0]), ChangedLine("added", whole[1])]
    found = edits(old, new)
    return [
        ChangedLine(
            "removed", _pieces(old, [(e.quote_start, e.quote_end) for e in found])
        ),
        ChangedLine("added", _pieces(new, [(e.text_start, e.text_end) for e in found])),
    ]


def _pieces(
    text: str, changed: Sequence[tuple[int, int]]
) -> tuple[tuple[str, bool], ...]:
    pieces, at = [], 0
    for start, end in changed:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return tuple(piece for piece in pieces if piece[0])


def _entry(
    request: Request, name: str, found: Sequence[Revision], otherwise: Revision
) -> Revision:
    asked = request.query_params.get(name, "")
    return next((one for one in found if str(one.number) == asked), otherwise)
