"""How is what was handed in together shown: its parts, its pace, its files?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.accessions import (
    MOVING,
    AccessionProgress,
    OfferedItem,
    OfferState,
)
from archive.errors import ClassifiedDocument, RefusedFile
from archive.model import Visible
from archive.store import Store
from web.messages import next_step, sentence
from web.pages.bars import stretches
from web.pages.stored import StoredNote, awaits_ocr, stored_note
from web.present import count_zh

WIDTH = 480
SCANS_COUNTED = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a state of a file is shown: its class, its sign and its word."""

    kind: str
    sign: str
    word: str


OUTCOMES: Mapping[OfferState, Outcome] = {
    "readable": Outcome("ok", "ok", "可检索"),
    "stored": Outcome("warn", "half", "只收存"),
    "duplicate": Outcome("warn", "eq", "重复"),
    "recognising": Outcome("info", "change", "识别"),
    "reading": Outcome("info", "change", "读取"),
    "waiting": Outcome("none", "open", "等待"),
    "refused": Outcome("bad", "x", "退回"),
    "cancelled": Outcome("none", "none", "已取消"),
    "removed": Outcome("none", "gone", "已移出"),
}
AWAITS_OCR = Outcome("info", "change", "等待识别文字")
_BARS: Mapping[str, tuple[OfferState, ...]] = {
    "ok": ("readable",),
    "half": ("stored", "duplicate"),
    "run": ("recognising", "reading"),
    "wait": ("waiting", "cancelled", "removed"),
    "bad": ("refused",),
}
AGAIN: tuple[OfferState, ...] = ("refused", "cancelled")
STOPPABLE: tuple[OfferState, ...] = ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class AccessionRow:
    """An accession as a line: what arrived, what became of it, what is left."""

    progress: AccessionProgress
    unread: int = 0
    """How many of those stored wait for OCR."""

    @property
    def url(self) -> str:
        """Its own page."""
        return f"/intake/accessions/{self.progress.accession.id}"

    @property
    def missing(self) -> int:
        """How many of the announced files have not arrived."""
        return max(0, self.progress.accession.files - self.progress.offered)

    @property
    def total(self) -> int:
        """How many files it has or is to have."""
        return max(self.progress.accession.files, self.progress.offered)

    @property
    def stoppable(self) -> int:
        """How many files can still be cancelled."""
        return sum(self.progress.counts.get(state, 0) for state in STOPPABLE)

    @property
    def parts(self) -> list[tuple[Outcome, int]]:
        """How many files are in each state that any is in."""
        counts = self._counts
        found = [(OUTCOMES[s], counts[s]) for s in OUTCOMES if counts.get(s)]
        return [*found, (AWAITS_OCR, self.unread)] if self.unread else found

    @property
    def _counts(self) -> Mapping[OfferState, int]:
        counts = self.progress.counts
        return {**counts, "stored": counts.get("stored", 0) - self.unread}

    @property
    def words(self) -> str:
        """The same for whoever does not see the bar."""
        return "，".join(f"{part.word} {count}" for part, count in self.parts)

    @property
    def left(self) -> str:
        """How long the rest may take, in words; nothing if that cannot be told."""
        return time_left(self.progress.seconds_left)

    def bars(self) -> list[tuple[str, float, float]]:
        """Return class, place and width of each stretch of its bar."""
        counts = {
            kind: sum(self._counts.get(state, 0) for state in states)
            for kind, states in _BARS.items()
        }
        counts["run"] += self.unread
        return stretches(counts.items(), self.total, WIDTH)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A file of an accession."""

    item: OfferedItem
    outcome: Outcome
    reason: str
    next_step: str

    @property
    def folder(self) -> str:
        """Where it lay, without its name."""
        path = self.item.path.replace("\\", "/")
        return path[: -len(self.item.name)] if path.endswith(self.item.name) else path

    @property
    def may_stop(self) -> bool:
        """Whether it can still be cancelled."""
        return self.item.state in STOPPABLE and self.item.job_id is not None

    @property
    def may_retry(self) -> bool:
        """Whether it can be put in again: its bytes are kept."""
        failure = self.item.failure
        is_classified = failure is not None and failure.code == ClassifiedDocument.code
        is_kept = self.item.document_id is not None
        return self.item.state in AGAIN and is_kept and not is_classified


def accession_rows(
    store: Store, found: Iterable[AccessionProgress], visible: Visible
) -> tuple[AccessionRow, ...]:
    """Return accessions as lines."""
    return tuple(
        AccessionRow(progress, _unread(store, progress, visible)) for progress in found
    )


def item_rows(
    store: Store, items: Sequence[OfferedItem], visible: Visible
) -> list[ItemRow]:
    """Return the files of an accession as lines."""
    ids = [one.document_id for one in items if one.state == "stored"]
    held = store.documents_by_id([one for one in ids if one is not None])
    notes: dict[str, StoredNote] = {
        one.id: stored_note(store, one, visible) for one in held.values()
    }
    return [_item_row(item, notes.get(item.document_id or "")) for item in items]


def _unread(store: Store, progress: AccessionProgress, visible: Visible) -> int:
    """Return how many scans wait for OCR, of the first ``SCANS_COUNTED`` stored."""
    if not progress.counts.get("stored"):
        return 0
    items = store.accessions.items(
        progress.accession.id,
        visible=visible,
        states=("stored",),
        limit=SCANS_COUNTED,
    )
    ids = [one.document_id for one in items if one.document_id is not None]
    return sum(awaits_ocr(one) for one in store.documents_by_id(ids).values())


def time_left(seconds: float | None) -> str:
    """Return about how long something may take, no finer than can be known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "约余不到 1 分钟"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"约余 {minutes} 分钟"
    return f"约余 {count_zh(round(minutes / 60))} 小时"


def _item_row(item: OfferedItem, note: StoredNote | None) -> ItemRow:
    reason = step = ""
    outcome = OUTCOMES[item.state]
    if note is not None:
        reason, step = "".join(note.remarks), note.next_step
        outcome = AWAITS_OCR if note.awaits_ocr else outcome
    if item.state in AGAIN:
        failure = item.failure
        code, details = (
            (failure.code, failure.details) if failure else (RefusedFile.code, {})
        )
        reason, step = sentence(code, details), next_step(code, details)
    elif item.state in MOVING and item.attempts > 1:
        reason = f"已试过 {item.attempts - 1} 次，会自动再试。"
    elif item.state == "duplicate":
        reason = "库里已有，没有另存一份，只记下了这次的来源。"
    return ItemRow(item, outcome, reason, step)
