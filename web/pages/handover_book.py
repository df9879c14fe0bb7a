"""What does one book hand over, what does it lack, and what came before?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import DocumentNotFound
from archive.model import (
    Analysis,
    Document,
    Extraction,
    Handover,
    HandoverItem,
    HandoverPart,
    Visible,
)
from archive.store import Store
from archive.tenures import HandoverFilter, HandoverRecord
from web.pages.handover_checks import (
    CarriedItem,
    carried_items,
    requirements,
)
from web.pages.handovers import PARTS, HandoverRow, handover_rows, parties
from web.pages.matters import amount_zh, lead, rest
from web.pages.reading import page_at
from web.pages.tags import PageTag, document_url, passage_tag, words_url
from web.permissions import reader_of
from web.present import title_of
from web.rendering import render
from web.services import services_of

DUTIES: dict[HandoverPart, str] = {
    "发展思路": "继接续之责",
    "未结事项": "继未竟之责",
    "存量家底": "继创业之责",
    "问题隐患": "继攻坚之责",
}
_LINE = 50


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter as its row shows it."""

    lead: str
    rest: str
    amounts: tuple[str, ...]
    deadline: str | None
    tag: PageTag


@dataclass(frozen=True, slots=True)
class PartSection:
    """One of the four parts, the duty that answers it, and its matters."""

    anchor: str
    name: str
    duty: str
    matters: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The book before this one of the same post, and what became of its matters."""

    row: HandoverRow
    unfinished: int
    items: tuple[CarriedItem, ...]


class _Book:
    """A handover with the document that it stands in."""

    def __init__(
        self, document: Document, extraction: Extraction, analysis: Analysis
    ) -> None:
        if analysis.handover is None:
            raise DocumentNotFound(document_id=document.id)
        self.document = document
        self.analysis = analysis
        # As the paper has it: what was recognised is in plain punctuation.
        items = (
            replace(i, text=" ".join(extraction.text[i.start : i.end].split()))
            for i in analysis.handover.items
        )
        self.handover: Handover = replace(analysis.handover, items=tuple(items))
        self._extraction = extraction
        self.title = title_of(document.metadata, document.name)

    def tag(self, start: int, end: int) -> PageTag:
        """Return the tag that opens the book at words."""
        url = words_url(self.document.id, start, end)
        return passage_tag(self.title, page_at(self._extraction, start), url)

    def parts(self) -> list[PartSection]:
        """Return the four parts, empty ones too, and what else there is."""
        names: Iterable[HandoverPart] = (*PARTS, "其他")
        return [
            PartSection(f"part{index}", name, DUTIES.get(name, ""), matters)
            for index, name in enumerate(names)
            if (matters := tuple(self._matters(name))) or name != "其他"
        ]

    def _matters(self, part: HandoverPart) -> Iterable[Matter]:
        for item in self.handover.items:
            if item.part == part:
                yield Matter(
                    lead(item.text),
                    rest(item.text),
                    tuple(dict.fromkeys(map(amount_zh, item.amounts[:1]))),
                    item.deadline,
                    self.tag(item.start, item.end),
                )

    def proof(self, item: HandoverItem) -> PageTag:
        """Return the tag of a matter."""
        return self.tag(item.start, item.end)


def handover_page(request: Request) -> Response:
    """Show one handover: who to whom, the four parts, and the book before."""
    store, visible = services_of(request).store, reader_of(request).visible
    book = _book(store, request.path_params["document_id"], visible)
    around = _around(store, book, visible)
    outgoing, incoming, supervisor = parties(
        book.document, book.handover, book.analysis
    )
    checked = requirements(book.handover, book.proof)
    return render(
        request,
        "handover.html",
        document=book.document,
        document_url=document_url(book.document.id),
        title=book.title,
        handover=book.handover,
        date=book.handover.date or book.document.metadata.issued_on,
        parts=book.parts(),
        outgoing=outgoing,
        incoming=incoming,
        supervisor=supervisor,
        proofs={
            role: book.tag(span.start, span.end)
            for role, span in book.handover.evidence.items()
        },
        lacking=[one for one in checked if not one.is_met],
        met=[one for one in checked if one.is_met],
        line=handover_rows(around),
        before=_before(store, book, around, visible),
    )


def _book(store: Store, document_id: str, visible: Visible) -> _Book:
    document = store.document(document_id, visible=visible)
    analysis = store.analysis(document.id, visible=visible)
    if document.state != "readable" or analysis is None:
        raise DocumentNotFound(document_id=document_id)
    return _Book(document, store.extraction(document.id, visible=visible), analysis)


def _around(store: Store, book: _Book, visible: Visible) -> list[HandoverRecord]:
    """Return every handover of the same post and place, the earliest first."""
    if not (book.handover.post and book.handover.place):
        return []
    wanted = HandoverFilter(post=book.handover.post, place=book.handover.place)
    found = store.tenures.handovers(wanted, visible=visible, limit=_LINE)
    return [record for record in reversed(found) if record.date]


def _before(
    store: Store, book: _Book, around: Sequence[HandoverRecord], visible: Visible
) -> Before | None:
    ids = [record.source.document_id for record in around]
    at = ids.index(book.document.id) if book.document.id in ids else 0
    if at == 0:
        return None
    earlier = _book(store, ids[at - 1], visible)
    unfinished = [i for i in earlier.handover.items if i.part == "未结事项"]
    items = carried_items(
        unfinished, book.handover.items, before=earlier.proof, now=book.proof
    )
    (row,) = handover_rows([around[at - 1]])
    return Before(row, len(unfinished), tuple(items))
