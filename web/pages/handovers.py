"""Which handovers does the archive record, and what was handed over?"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from archive.model import Analysis, Document, Handover, HandoverPart
from archive.tenures import HandoverFilter, HandoverRecord
from archive.tenures import Party as RecordedParty
from web.pages.tags import words_url
from web.permissions import reader_of
from web.rendering import render
from web.services import services_of

PARTS: tuple[HandoverPart, ...] = ("发展思路", "未结事项", "存量家底", "问题隐患")
PAGE = 50


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

    @property
    def matters(self) -> int:
        """How many matters it lists in the four parts."""
        return sum(count for _, count in self.parts)

    @property
    def unfinished(self) -> int:
        """How many of them are 未结事项."""
        return dict(self.parts).get("未结事项", 0)


def handovers_page(request: Request) -> Response:
    """List the handovers the reader may see, the latest first."""
    reader, store = reader_of(request), services_of(request).store
    place = request.query_params.get("place", "").strip()
    post = request.query_params.get("post", "").strip()
    offset = _offset(request.query_params.get("offset", ""))
    wanted = HandoverFilter(place=place or None, post=post or None)
    records = store.tenures.handovers(
        wanted, visible=reader.visible, limit=PAGE + 1, offset=offset
    )
    rows = handover_rows(records[:PAGE])
    return render(
        request,
        "handovers.html",
        rows=rows,
        place=place,
        post=post,
        offset=offset,
        next_url=_url(place, post, offset + PAGE) if len(records) > PAGE else None,
        first_url=_url(place, post, 0) if offset else None,
    )


def _offset(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _url(place: str, post: str, offset: int) -> str:
    pairs = {"place": place, "post": post, "offset": str(offset) if offset else ""}
    query = urlencode({key: value for key, value in pairs.items() if value})
    return "/handovers" + (f"?{query}" if query else "")


def handover_rows(records: Sequence[HandoverRecord]) -> list[HandoverRow]:
    """Return handovers as lists show them, in order."""
    return [_row(record) for record in records]


def _row(record: HandoverRecord) -> HandoverRow:
    counts = dict(record.parts)
    return HandoverRow(
        url=f"/handovers/{record.source.document_id}",
        title=record.source.title,
        number=record.source.number,
        date=record.date,
        post=record.post,
        place=record.place,
        outgoing=_recorded("移交人", record, record.outgoing),
        incoming=_recorded("接收人", record, record.incoming),
        supervisor=_recorded("监交人", record, record.supervisor),
        parts=tuple((part, counts[part]) for part in PARTS if counts.get(part)),
    )


def _recorded(
    role: str, record: HandoverRecord, party: RecordedParty | None
) -> Party | None:
    if party is None:
        return None
    span = party.evidence
    document_id = record.source.document_id
    return Party(
        role,
        party.name,
        url=f"/officials/{party.entity_id}" if party.entity_id else None,
        evidence_url=words_url(document_id, span.start, span.end) if span else None,
    )


def parties(
    document: Document, handover: Handover, analysis: Analysis
) -> tuple[Party | None, Party | None, Party | None]:
    """Return who hands over, who takes over and who supervises."""
    known = {o.name: o.entity_id for o in reversed(analysis.officials)}

    def party(role: str, field: str, name: str | None) -> Party | None:
        if not name:
            return None
        span, entity_id = handover.evidence.get(field), known.get(name)
        return Party(
            role,
            name,
            url=f"/officials/{entity_id}" if entity_id else None,
            evidence_url=words_url(document.id, span.start, span.end) if span else None,
        )

    return (
        party("移交人", "outgoing", handover.outgoing),
        party("接收人", "incoming", handover.incoming),
        party("监交人", "supervisor", handover.supervisor),
    )
