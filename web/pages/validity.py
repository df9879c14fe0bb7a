"""How does a page say whether a document is in force, and what proves it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.model import Document, Visible
from indexer.errors import IndexRebuilding
from indexer.validity import Force, Ground, State, ValidityReader
from indexer.validity_statements import StatementKind
from web.pages.tags import document_url, words_url
from web.present import date_zh, title_of, today
from web.services import Services

FORCES: dict[Force, tuple[str, str, str]] = {
    "in_force": ("ok", "ok", "现行"),
    "amended": ("warn", "change", "已修改，仍现行"),
    "repealed": ("bad", "x", "已废止"),
    "suspended": ("bad", "x", "已停止执行"),
    "expired": ("bad", "late", "已过有效期"),
    "not_yet": ("warn", "late", "尚未施行"),
    "unknown": ("none", "none", "时效不明"),
}
"""The kind of state, the sign and the word of each."""

_DOES: dict[StatementKind, str] = {
    "effective": "施行",
    "expires": "有效期满",
    "repeals": "废止",
    "suspends": "停止执行",
    "amends": "修改",
}


@dataclass(frozen=True, slots=True)
class GroundRow:
    """Words that bear on a document's force, and where they stand."""

    does: str
    since: str
    words: str
    title: str
    url: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """A day, the state on it, and the words that decide it."""

    day: str
    state: tuple[str, str, str]
    ground: GroundRow | None


@dataclass(frozen=True, slots=True)
class ValidityView:
    """What a page shows of a document's force."""

    title: str
    url: str
    states: tuple[StateRow, ...]
    grounds: tuple[GroundRow, ...]


def validity_reader(services: Services, visible: Visible) -> ValidityReader:
    """Return what tells the validity of documents to a reader."""
    return ValidityReader(services.store, services.engine, visible=visible)


def validity_view(
    reader: ValidityReader, document: Document, on: Sequence[tuple[str, date]]
) -> ValidityView:
    """Return the states of a document on named days, with every ground."""
    found = reader.validity(document)
    return ValidityView(
        title_of(document.metadata, document.name),
        document_url(document.id),
        tuple(_state_row(name, found.on(day), document) for name, day in on),
        tuple(_ground_row(one, document) for one in found.grounds),
    )


def validity_today(
    services: Services, document: Document, visible: Visible
) -> ValidityView | None:
    """Return today's state of a document of which anything is said, else None."""
    if document.metadata.title is None:
        return None
    view = validity_or_none(services, document, [("今天", today())], visible)
    return view if view and view.grounds else None


def validity_or_none(
    services: Services,
    document: Document,
    on: Sequence[tuple[str, date]],
    visible: Visible,
) -> ValidityView | None:
    """Return the states of a document, or None while the index is rebuilt."""
    reader = validity_reader(services, visible)
    try:
        return validity_view(reader, document, on)
    except IndexRebuilding:
        return None


def _state_row(name: str, state: State, document: Document) -> StateRow:
    ground = _ground_row(state.ground, document) if state.ground else None
    return StateRow(name, FORCES[state.force], ground)


def _ground_row(ground: Ground, document: Document) -> GroundRow:
    span = ground.evidence
    return GroundRow(
        does=_DOES[ground.kind],
        since=date_zh(ground.since.isoformat()) if ground.since else "日期不明",
        words=ground.words,
        title=title_of(ground.by.metadata, ground.by.name),
        url=words_url(ground.by.id, span.start, span.end),
        is_own=ground.by.id == document.id,
    )
