"""What does the sheet say on which the quotations of a draft are checked?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from indexer.quotes.checker import QuotationChecker
from indexer.quotes.verdicts import (
    CheckedDraft,
    CheckedQuotation,
    Difference,
    DifferenceKind,
    Verdict,
)
from web.drafts import OfferedDraft, offered_draft
from web.pages.tags import PageTag, document_url, passage_tag, words_url
from web.permissions import reader_of
from web.present import title_of
from web.rendering import render
from web.services import services_of

STATES: dict[Verdict, tuple[str, str, str]] = {
    "exact": ("ok", "eq", "一致"),
    "folded": ("warn", "fold", "仅字形有别"),
    "altered": ("bad", "ne", "有改动"),
    "absent": ("none", "none", "未见"),
}
"""The kind of state, the sign and the word of each verdict."""

_KINDS: dict[DifferenceKind, str] = {
    "negation": "否定词",
    "number": "数字",
    "name": "名称",
    "wording": "",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and whether the other text has something else for it."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """A quotation as the sheet shows it; ``original`` is empty where it is equal."""

    state: tuple[str, str, str]
    quoted: tuple[Piece, ...]
    original: tuple[Piece, ...] = ()
    reasons: tuple[str, ...] = ()
    wrong_source: str | None = None
    title: str = ""
    url: str = ""
    facts: tuple[str, ...] = ()
    issued_on: str | None = None
    tag: PageTag | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checked draft: the tally, the rows, and what is cited and not held."""

    draft: OfferedDraft
    checked_at: datetime
    tally: tuple[tuple[tuple[str, str, str], int], ...]
    rows: tuple[QuotationRow, ...]
    missing: tuple[str, ...]


def check_page(request: Request) -> Response:
    """Show the form to which a draft is given."""
    return render(request, "check.html")


async def checked_page(request: Request) -> Response:
    """Check the draft of the form and show its sheet."""
    services, visible = services_of(request), reader_of(request).visible
    draft = await offered_draft(request)

    def work() -> Response:
        checker = QuotationChecker(services.store, services.engine)
        checked = checker.check(draft.text, visible=visible)
        return render(request, "check_sheet.html", sheet=_sheet(draft, checked))

    return await run_in_threadpool(work)


def _sheet(draft: OfferedDraft, checked: CheckedDraft) -> Sheet:
    verdicts = [one.verdict for one in checked.quotations]
    missing = dict.fromkeys(
        f"《{one.text}》" if draft.text[one.start] == "《" else one.text
        for one in checked.references
        if not one.document_ids
    )
    return Sheet(
        draft,
        datetime.now(UTC),
        tuple((state, verdicts.count(verdict)) for verdict, state in STATES.items()),
        tuple(map(_row, checked.quotations)),
        tuple(missing),
    )


def _row(checked: CheckedQuotation) -> QuotationRow:
    place, quote = checked.place, checked.quotation.text
    if place is None:
        return QuotationRow(STATES["absent"], (Piece(quote, False),))
    document, differences = place.document, checked.differences
    metadata = document.metadata
    title = title_of(metadata, document.name)
    said = checked.attribution
    return QuotationRow(
        state=STATES[checked.verdict],
        quoted=_pieces(quote, [(d.quote_start, d.quote_end) for d in differences]),
        original=_pieces(
            place.text,
            [(d.start - place.start, d.end - place.start) for d in differences],
        )
        if checked.verdict != "exact"
        else (),
        reasons=tuple(map(_reason, differences)),
        wrong_source=said.said if said and said.agrees is False else None,
        title=title,
        url=document_url(document.id),
        facts=tuple(f for f in (metadata.number, "、".join(metadata.issuers)) if f),
        issued_on=metadata.issued_on,
        tag=passage_tag(
            title, place.page, words_url(document.id, place.start, place.end)
        ),
        sha256=document.sha256,
    )


def _pieces(text: str, changed: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for start, end in changed:
        pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = max(at, end)
    pieces.append(Piece(text[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def _reason(difference: Difference) -> str:
    kind = _KINDS[difference.kind]
    if not difference.found:
        return f"{kind}“{difference.expected}”漏引"
    if not difference.expected:
        return f"多出{kind}“{difference.found}”"
    return f"{kind}“{difference.expected}”作“{difference.found}”"
