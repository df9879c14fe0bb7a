"""What may be asked of the store about files that were handed in together?

An accession is what one person puts in at one time: a form, or a folder dropped on
the page. It remembers every file, those refused at the door and duplicates too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType, Protocol

from archive.model import DocumentId, Failure, JobId, JobStep, Visible

AccessionId = NewType("AccessionId", str)
OfferState = Literal[
    "waiting",
    "reading",
    "recognising",
    "readable",
    "stored",
    "duplicate",
    "refused",
    "cancelled",
    "removed",
]
"""What became of a file: on its way (kept, being read, being made searchable), or
its end. removed: its document is gone, in the bin, or not for the reader to see."""
MOVING: tuple[OfferState, ...] = ("waiting", "reading", "recognising")


@dataclass(frozen=True, slots=True)
class Accession:
    """Files handed in together; ``files`` and ``size_bytes`` as announced."""

    id: AccessionId
    collection: str
    created_by: str
    created_at: datetime
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """One file of an accession, and what became of it.

    Of a document that is gone or not to be seen, neither id is told.
    """

    name: str
    path: str
    size_bytes: int | None
    offered_at: datetime
    state: OfferState
    document_id: DocumentId | None = None
    job_id: JobId | None = None
    step: JobStep | None = None
    attempts: int = 0
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class AccessionProgress:
    """How far an accession is: its files by state, and the pace of the last ones.

    ``seconds_left`` is None until enough files are done to tell.
    """

    accession: Accession
    counts: Mapping[OfferState, int] = field(default_factory=dict)
    seconds_left: float | None = None

    @property
    def offered(self) -> int:
        """How many files have arrived, whatever became of them."""
        return sum(self.counts.values())

    @property
    def moving(self) -> int:
        """How many are on their way."""
        return sum(self.counts.get(state, 0) for state in MOVING)


class AccessionStore(Protocol):
    """Accessions and their files."""

    def begin(
        self, *, collection: str, actor: str, files: int, size_bytes: int
    ) -> Accession:
        """Begin an accession; files say that they belong to it as they arrive."""

    def accession(self, accession_id: str, *, visible: Visible) -> AccessionProgress:
        """Return how far an accession is; raises AccessionNotFound."""

    def latest(
        self, *, visible: Visible, limit: int = 10
    ) -> Sequence[AccessionProgress]:
        """Return the latest accessions of which files arrived, newest first."""

    def items(
        self,
        accession_id: str,
        *,
        visible: Visible,
        states: Sequence[OfferState] = (),
        limit: int = 200,
        offset: int = 0,
    ) -> Sequence[OfferedItem]:
        """Return files of an accession in order of arrival; all states if none named.

        Raises AccessionNotFound.
        """

    def refuse(
        self,
        accession_id: str,
        *,
        name: str,
        path: str,
        size_bytes: int | None,
        failure: Failure,
    ) -> None:
        """Remember a file that was refused at the door and is not kept."""

    def refused_at_the_door(
        self, *, visible: Visible, limit: int = 50
    ) -> Sequence[OfferedItem]:
        """Return the latest files that were refused without being kept."""
