"""How far is each file on its way, and what became of the others?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.errors import ClassifiedDocument, RefusedFile
from archive.model import (
    Document,
    DocumentState,
    Failure,
    Job,
    JobStep,
    Visible,
)
from archive.store import Store
from web.messages import next_step, sentence
from web.pages.accession_rows import AccessionRow, accession_rows
from web.pages.bars import stretches
from web.pages.stored import StoredNote, stored_note
from web.present import ENTITY_NAMES, ENTITY_OF_MENTION, date_zh, pages_zh, title_of

STEPS: tuple[tuple[JobStep, str], ...] = (
    ("received", "收到"),
    ("reading", "读取"),
    ("recognising", "识别"),
    ("searchable", "可检索"),
)
_NOW: Mapping[JobStep, str] = {
    "received": "已收到并保存，等待读取",
    "reading": "正在读取",
    "recognising": "正在识别人员、地名和文号",
    "searchable": "正在编入索引",
}
_LISTED = 200
_MOVING_SHOWN = 20
_DONE_SHOWN = 25
_ACCESSIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps of a file."""

    name: str
    state: str
    """done, now or later."""


@dataclass(frozen=True, slots=True)
class MovingRow:
    """A file on its way."""

    document: Document
    steps: tuple[Step, ...]
    now: str
    percent: int | None
    job_id: str | None = None
    """Of one that can be cancelled."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A file that was refused: why, and what to do."""

    key: str
    name: str
    size_bytes: int | None
    code: str
    reason: str
    next_step: str
    url: str | None = None
    document_id: str | None = None
    """Of one whose bytes are kept, so that it can be put in again."""


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A file that was taken in, and what was recognised in it."""

    document: Document
    title: str
    facts: str
    named: str
    stored: StoredNote


@dataclass(frozen=True, slots=True)
class Totals:
    """The files the reader may see, by what became of them."""

    readable: int = 0
    stored: int = 0
    moving: int = 0
    refused: int = 0
    cancelled: int = 0

    @property
    def all(self) -> int:
        """Every one of them."""
        kept = self.readable + self.stored + self.moving
        return kept + self.refused + self.cancelled

    def bars(self, width: int = 480) -> list[tuple[str, float, float]]:
        """Return class, place and width of each stretch of the overall bar."""
        counts = (
            ("ok", self.readable),
            ("half", self.stored),
            ("run", self.moving),
            ("bad", self.refused),
            ("wait", self.cancelled),
        )
        return stretches(counts, self.all, width)


@dataclass(frozen=True, slots=True)
class Live:
    """The part of the page that moves."""

    totals: Totals
    refused: tuple[RefusedRow, ...]
    moving: tuple[MovingRow, ...]
    done: tuple[DoneRow, ...]
    cancelled: tuple[RefusedRow, ...] = ()
    accessions: tuple[AccessionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What was said at once about the files of an upload without scripts."""

    received: tuple[str, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    """Name, and the address of the document already there."""
    failed: tuple[RefusedRow, ...] = ()


def live_state(store: Store, visible: Visible) -> Live:
    """Return the files on their way, refused, and done, newest first.

    Every figure is of one state of the store.
    """
    with store.one_state():
        return _live_state(store, visible)


def _live_state(store: Store, visible: Visible) -> Live:
    documents: dict[str, Document] = {
        d.id: d for d in store.documents(visible=visible, limit=_LISTED)
    }
    moving = [
        *store.jobs(visible=visible, state="running", limit=_LISTED),
        *store.jobs(visible=visible, state="waiting", limit=_MOVING_SHOWN),
    ]
    known = documents | _documents_of(store, moving, documents)
    moving = [job for job in moving if _is_on_its_way(known.get(job.document_id))]
    door = tuple(_at_the_door(store, visible))
    counts = store.counts(visible=visible)
    # Read, but not yet to be found.
    soon = store.moving_counts(visible=visible).get("recognising", 0)
    unfinished = {job.document_id for job in moving}
    done = [d for d in documents.values() if d.id not in unfinished]
    return Live(
        totals=Totals(
            readable=max(0, counts.get("readable", 0) - soon),
            stored=counts.get("stored", 0),
            moving=counts.get("received", 0) + soon,
            refused=counts.get("refused", 0) + len(door),
            cancelled=counts.get("cancelled", 0),
        ),
        refused=(*door, *_in_state("refused", documents)),
        cancelled=tuple(_in_state("cancelled", documents)),
        accessions=accession_rows(
            store,
            store.accessions.latest(visible=visible, limit=_ACCESSIONS_SHOWN),
            visible,
        ),
        moving=tuple(_moving(moving, known)),
        done=tuple(_done(store, done, visible)),
    )


def _documents_of(
    store: Store, jobs: Sequence[Job], documents: Mapping[str, Document]
) -> dict[str, Document]:
    """Return the documents of jobs that are not among those at hand."""
    ids = [job.document_id for job in jobs if job.document_id not in documents]
    return {one.id: one for one in store.documents_by_id(ids).values()}


def _is_on_its_way(document: Document | None) -> bool:
    """Tell whether it is still to be found one day; its job may end after it."""
    return document is not None and document.state in ("received", "readable")


def _moving(
    jobs: Sequence[Job], documents: Mapping[str, Document]
) -> Iterable[MovingRow]:
    for job in jobs[:_MOVING_SHOWN]:
        yield _moving_row(job, documents[job.document_id])


def _moving_row(job: Job, document: Document) -> MovingRow:
    names = [step for step, _ in STEPS]
    at = names.index(job.step)
    is_waiting = job.state == "waiting" or at == 0
    steps = tuple(
        Step(
            name,
            "done"
            if index < at or index == 0
            else ("now" if index == at and not is_waiting else "later"),
        )
        for index, (_, name) in enumerate(STEPS)
    )
    now = _NOW["received" if is_waiting else job.step]
    if is_waiting and job.attempts:
        now = f"已试过 {job.attempts} 次，稍后自动再试"
    percent = None if is_waiting else round(job.progress * 100)
    may_stop = is_waiting or job.step == "reading"
    return MovingRow(document, steps, now, percent, job.id if may_stop else None)


def _in_state(
    state: DocumentState, documents: Mapping[str, Document]
) -> Iterable[RefusedRow]:
    return (_refused(d) for d in documents.values() if d.state == state)


def _at_the_door(store: Store, visible: Visible) -> Iterable[RefusedRow]:
    """Yield what was refused without being kept, latest first."""
    for item in store.accessions.refused_at_the_door(visible=visible, limit=_LISTED):
        failure = item.failure or Failure(RefusedFile.code)
        yield RefusedRow(
            key=f"{item.offered_at.timestamp()}/{item.name}",
            name=item.name,
            size_bytes=item.size_bytes,
            code=failure.code,
            reason=sentence(failure.code, failure.details),
            next_step=next_step(failure.code, failure.details),
        )


def _refused(document: Document) -> RefusedRow:
    failure = document.failure
    code, details = (failure.code, failure.details) if failure else ("refused_file", {})
    return RefusedRow(
        key=document.id,
        name=document.name,
        size_bytes=document.size_bytes,
        code=code,
        reason=sentence(code, details),
        next_step=next_step(code, details),
        url=f"/documents/{document.id}",
        document_id=None if code == ClassifiedDocument.code else document.id,
    )


def _done(
    store: Store, documents: Iterable[Document], visible: Visible
) -> Iterable[DoneRow]:
    kept = [d for d in documents if d.state in ("readable", "stored")]
    for document in kept[:_DONE_SHOWN]:
        note = stored_note(store, document, visible)
        yield DoneRow(
            document,
            title_of(document.metadata, document.name),
            facts=_facts(document) if not note.awaits_ocr else "",
            named=_named(store, document, visible),
            stored=note,
        )


def _facts(document: Document) -> str:
    if document.state == "stored":
        return "没有读到文字"
    metadata = document.metadata
    parts = [
        metadata.number or "无文号",
        date_zh(metadata.issued_on),
        pages_zh(document.page_count, document.media_type)
        if document.page_count
        else "",
    ]
    encoding = (document.encoding or "").upper()
    if encoding and encoding not in ("UTF-8", "ASCII"):
        parts.append(f"按 {encoding} 读出")
    return "，".join(part for part in parts if part)


def _named(store: Store, document: Document, visible: Visible) -> str:
    analysis = store.analysis(document.id, visible=visible)
    if analysis is None:
        return ""
    entities = {
        (ENTITY_OF_MENTION[m.kind], m.entity_id)
        for m in analysis.mentions
        if m.entity_id and m.kind in ENTITY_OF_MENTION
    }
    counts = Counter(kind for kind, _ in entities)
    parts = [f"{ENTITY_NAMES[k]} {counts[k]}" for k in ENTITY_NAMES if counts[k]]
    if analysis.handover and analysis.handover.items:
        parts.append(f"事项 {len(analysis.handover.items)}")
    return "，".join(parts)
