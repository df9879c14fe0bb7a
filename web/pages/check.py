"""What does the sheet say on which the quotations of a draft are checked?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.model import Visible
from indexer.quotes.checker import QuotationChecker
from indexer.quotes.verdicts import (
    CheckedDraft,
    CheckedQuotation,
    Difference,
    DifferenceKind,
    Verdict,
)
from web.drafts import OfferedDraft, offered_draft, signature
from web.pages.tags import PageTag, document_url, passage_tag, words_url
from web.pages.validity import ValidityView, validity_reader, validity_view
from web.permissions import reader_of
from web.present import title_of, today
from web.rendering import render
from web.services import Services, services_of
from web.word_sheet import word_response, word_sheet

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
class MissingRow:
    """A document that the draft names and the archive lacks, with the words around."""

    name: str
    times: int
    around: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checked draft: the tally, the rows, and what is cited and not held.

    ``not_checked`` are quotations that the time allowed left no room for, and
    ``unmarked_percent`` how much was looked at for words that nothing marks.
    """

    draft: OfferedDraft
    checked_at: datetime
    tally: tuple[tuple[tuple[str, str, str], int], ...]
    rows: tuple[QuotationRow, ...]
    unmarked: tuple[QuotationRow, ...]
    missing: tuple[MissingRow, ...]
    not_checked: tuple[str, ...]
    unmarked_percent: int | None
    validity: tuple[ValidityView, ...]


def check_page(request: Request) -> Response:
    """Show the form to which a draft is given."""
    return render(request, "check.html")


async def checked_page(request: Request) -> Response:
    """Check the draft of the form and show its sheet, as a page or in Word."""
    services, reader = services_of(request), reader_of(request)
    draft = await offered_draft(request)

    def work() -> Response:
        checker = QuotationChecker(services.store, services.engine)
        checked = checker.check(draft.text, visible=reader.visible)
        sheet = sheet_of(services, draft, checked, reader.visible)
        if draft.is_for_word:
            return word_response(word_sheet(sheet, reader.name), "引文核验单.docx")
        return render(
            request,
            "check_sheet.html",
            sheet=sheet,
            signature=signature(request, draft),
        )

    return await run_in_threadpool(work)


def sheet_of(
    services: Services, draft: OfferedDraft, checked: CheckedDraft, visible: Visible
) -> Sheet:
    """Return what the sheet of a checked draft shows."""
    verdicts = [one.verdict for one in checked.quotations]
    until, length = checked.unmarked_until, max(1, len(draft.text))
    return Sheet(
        draft=draft,
        checked_at=datetime.now(UTC),
        tally=tuple(
            (state, verdicts.count(verdict)) for verdict, state in STATES.items()
        ),
        rows=tuple(map(quotation_row, checked.quotations)),
        unmarked=tuple(map(quotation_row, checked.unmarked)),
        missing=tuple(_missing(draft.text, checked)),
        not_checked=tuple(one.text for one in checked.not_checked),
        unmarked_percent=None if until is None else until * 100 // length,
        validity=_validity(services, checked, visible),
    )


def _missing(text: str, checked: CheckedDraft) -> Iterator[MissingRow]:
    for one in checked.missing:
        named = [r for r in checked.references if r.text == one.text]
        around = text[max(0, one.start - 12) : one.end + 12]
        name = f"《{one.text}》" if one.kind == "title" else one.text
        yield MissingRow(name, len(named), " ".join(around.split()))


def _validity(
    services: Services, checked: CheckedDraft, visible: Visible
) -> tuple[ValidityView, ...]:
    """Return today's state of every document that is quoted or named."""
    ids = [one.place.document.id for one in checked.quotations if one.place]
    ids += [i for one in checked.references for i in one.document_ids]
    held = services.store.documents_by_id(list(dict.fromkeys(ids)))
    reader, days = validity_reader(services, visible), [("今天", today())]
    views = [validity_view(reader, document, days) for document in held.values()]
    return tuple(view for view in views if view.grounds)


def quotation_row(checked: CheckedQuotation) -> QuotationRow:
    """Return what a sheet shows of a quotation."""
    place, quote = checked.place, checked.quotation.text
    if place is None:
        return QuotationRow(STATES["absent"], (Piece(quote, False),))
    document, differences = place.document, checked.differences
    metadata = document.metadata
    title = title_of(metadata, document.name)
    said = checked.attribution
    url = document_url(document.id)
    words = words_url(document.id, place.start, place.end)
    if place.citation_id:
        url = f"/citations/{place.citation_id}"
        words = f"{url}#quote"
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
        url=url,
        facts=tuple(f for f in (metadata.number, "、".join(metadata.issuers)) if f),
        issued_on=metadata.issued_on,
        tag=passage_tag(title, place.page, words),
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
