"""Which handovers does the archive record, and what was handed over?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.model import Document, Handover, HandoverPart, Mention, Visible
from web.pages.tags import document_url, words_url
from web.permissions import reader_of
from web.present import title_of
from web.rendering import render
from web.services import Services, services_of

PARTS: tuple[HandoverPart, ...] = ("发展思路", "未结事项", "存量家底", "问题隐患")
MOST = 200


@dataclass(frozen=True, slots=True)
class Party:
    """A person of a handover, with a page of their own if they are known."""

    role: str
    name: str
    url: str | None
    evidence_url: str | None


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handover as a list shows it; a field that no document states is None."""

    url: str
    title: str
    number: str | None
    date: str | None
    post: str | None
    place: str | None
    outgoing: Party | None
    incoming: Party | None
    supervisor: Party | None
    parts: tuple[tuple[str, int], ...]


def handovers_page(request: Request) -> Response:
    """List the handovers the reader may see, newest first."""
    reader = reader_of(request)
    services = services_of(request)
    documents = services.store.handovers(visible=reader.visible, limit=MOST)
    rows = handover_rows(services, documents, reader.visible)
    rows.sort(key=lambda row: row.date or "", reverse=True)
    return render(request, "handovers.html", rows=rows, is_cut=len(rows) >= MOST)


def handover_rows(
    services: Services, documents: Sequence[Document], visible: Visible
) -> list[HandoverRow]:
    """Return the rows of documents in which a handover was recognised."""
    found = []
    for document in documents:
        analysis = services.store.analysis(document.id, visible=visible)
        if analysis and analysis.handover:
            found.append(_row(document, analysis.handover, analysis.mentions))
    return found


def _row(
    document: Document, handover: Handover, mentions: Sequence[Mention]
) -> HandoverRow:
    counts = Counter(item.part for item in handover.items)
    outgoing, incoming, supervisor = parties(document, handover, mentions)
    return HandoverRow(
        url=document_url(document.id),
        title=title_of(document.metadata, document.name),
        number=document.metadata.number,
        date=handover.date or document.metadata.issued_on,
        post=handover.post,
        place=handover.place,
        outgoing=outgoing,
        incoming=incoming,
        supervisor=supervisor,
        parts=tuple((part, counts[part]) for part in PARTS if counts[part]),
    )


def parties(
    document: Document, handover: Handover, mentions: Sequence[Mention]
) -> tuple[Party | None, Party | None, Party | None]:
    """Return who hands over, who takes over and who supervises."""
    return (
        _party("移交人", "outgoing", handover.outgoing, document, handover, mentions),
        _party("接收人", "incoming", handover.incoming, document, handover, mentions),
        _party(
            "监交人", "supervisor", handover.supervisor, document, handover, mentions
        ),
    )


def _party(
    role: str,
    field: str,
    name: str | None,
    document: Document,
    handover: Handover,
    mentions: Sequence[Mention],
) -> Party | None:
    if not name:
        return None
    span = handover.evidence.get(field)
    known = next(
        (
            mention.entity_id
            for mention in mentions
            if mention.kind == "person"
            and mention.entity_id
            and mention.entity_name == name
        ),
        None,
    )
    return Party(
        role,
        name,
        url=f"/officials/{known}" if known else None,
        evidence_url=words_url(document.id, span.start, span.end) if span else None,
    )
