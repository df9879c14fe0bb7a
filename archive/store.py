"""What may be asked of the store, whatever keeps it?

Every reading method takes ``visible``: a document outside those collections does
not exist for the caller. Methods are safe to call from several threads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from archive.accessions import AccessionStore
from archive.accounts import AccountStore
from archive.citations import CitationStore
from archive.decisions import DecisionStore
from archive.errors import OriginalUnreadable, RefusedFile
from archive.events import Outcome
from archive.jobs import ORDINARY, URGENT, JobStore
from archive.model import (
    Analysis,
    Blob,
    Change,
    Document,
    DocumentId,
    Entity,
    EntityId,
    EntityKind,
    Event,
    Extraction,
    Given,
    JobId,
    Metadata,
    Page,
    PartialDate,
    Position,
    Sha256,
    Source,
    Visible,
)
from archive.originals import BlobStore
from archive.page_readings import PageReadingStore
from archive.reviews import ReviewStore
from archive.searching import SearchingStore
from archive.settings import StoreSettings
from archive.tenures import TenureStore
from archive.uploads import UploadStore
from archive.versions import Extracted, VersionStore


@dataclass(frozen=True, slots=True)
class Arrival:
    """A kept blob and all that came with it, ready to be acknowledged."""

    blob: Blob
    source: Source
    given: Given
    collection: str
    accession_id: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a sender is told once bytes and record are safe on disk."""

    document_id: DocumentId
    version: int
    sha256: Sha256
    is_duplicate: bool
    job_id: JobId | None


@dataclass(frozen=True, slots=True)
class EntityCount:
    """An entity and the number of visible documents that name it."""

    entity: Entity
    documents: int


@dataclass(frozen=True, slots=True)
class DocumentName:
    """What a document goes by: its title, else its file's name, and its number."""

    id: DocumentId
    collection: str
    title: str
    number: str | None
    type: str | None
    issued_on: PartialDate | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a copy of the database records."""

    documents: int
    originals: frozenset[Sha256]


class Store(VersionStore, SearchingStore, JobStore, Protocol):
    """Documents, what was read from them, what was derived, decided and done."""

    @property
    def blobs(self) -> BlobStore:
        """The originals."""

    @property
    def accessions(self) -> AccessionStore:
        """What was handed in together."""

    @property
    def uploads(self) -> UploadStore:
        """Files that arrive in slices."""

    @property
    def page_readings(self) -> PageReadingStore:
        """What OCR read, page by page."""

    @property
    def accounts(self) -> AccountStore:
        """Users, sessions, tokens and sign-in links."""

    @property
    def citations(self) -> CitationStore:
        """Citations, and the baskets they are collected in."""

    @property
    def reviews(self) -> ReviewStore:
        """Reviews, and the points they raise."""

    @property
    def decisions(self) -> DecisionStore:
        """What people decided about mentions and entities."""

    @property
    def tenures(self) -> TenureStore:
        """Who held which post, and what was handed over."""

    # -- taking in ---------------------------------------------------------------
    def acknowledge(
        self,
        blob: Blob,
        source: Source,
        given: Given,
        *,
        collection: str,
        priority: int = URGENT,
    ) -> Acknowledgement:
        """Record a kept blob in one durable transaction, with a waiting job.

        The same bytes in the same collection are a duplicate: the source is
        added to the document already there and no job is made, unless that
        document was refused or cancelled, which makes a new job for it.
        """

    def acknowledge_many(
        self,
        arrivals: Sequence[Arrival],
        *,
        claim_jobs: bool,
        priority: int = ORDINARY,
    ) -> Sequence[Acknowledgement]:
        """Acknowledge a batch in one transaction, in order.

        ``claim_jobs`` makes its jobs running ones of this store, for a caller that
        reads the batch itself.
        """

    def record_extraction(
        self, document_id: DocumentId, extraction: Extraction, metadata: Metadata
    ) -> Position:
        """Make the document readable (or stored, if the text is blank)."""

    def record_extractions(
        self, items: Sequence[Extracted]
    ) -> Sequence[Position | None]:
        """Record many in one transaction; None for one removed or cancelled since."""

    def record_refusal(
        self, document_id: DocumentId, error: RefusedFile | OriginalUnreadable
    ) -> Position:
        """Keep the bytes aside with the reason; the document is not searched.

        Raises DocumentNotFound if it was removed or cancelled meanwhile.
        """

    def remove(self, document_id: DocumentId, *, actor: str) -> Position:
        """Take a document out of the archive; its original goes when no other holds it.

        Raises DocumentNotFound.
        """

    def correct(
        self, document_id: DocumentId, fields: Mapping[str, object], *, actor: str
    ) -> Position:
        """Record a person's metadata; it wins over given and read ones for ever.

        ``fields`` may hold title, type, number, issuers, issued_on, collection; a
        value of None clears the field. Raises DocumentNotFound or InvalidInput.
        """

    # -- reading -----------------------------------------------------------------
    def document(self, document_id: str, *, visible: Visible) -> Document:
        """Return a document; raises DocumentNotFound."""

    def documents(
        self, *, visible: Visible, newest_first: bool = True, limit: int = 50
    ) -> Sequence[Document]:
        """Return documents by time of receipt, refused ones included."""

    def extraction(
        self, document_id: str, *, visible: Visible, version: int | None = None
    ) -> Extraction:
        """Return the current extraction, or the last one of a former version.

        Raises DocumentNotFound if there is none.
        """

    def documents_by_id(
        self, document_ids: Sequence[DocumentId]
    ) -> Mapping[DocumentId, Document]:
        """Return those of the documents that are held, without their texts."""

    def readable_documents(
        self, document_ids: Sequence[DocumentId]
    ) -> Sequence[tuple[Document, Extraction]]:
        """Return the readable ones of these documents with their texts, in order.

        For the index: nothing is hidden from it.
        """

    def pages(
        self, document_ids: Sequence[DocumentId], *, visible: Visible
    ) -> Mapping[DocumentId, Sequence[Page]]:
        """Return the pages of visible documents, without their texts."""

    def document_names(self, *, visible: Visible) -> Sequence[DocumentName]:
        """Return what every document read and kept goes by, in order of receipt."""

    def counts(self, *, visible: Visible) -> Mapping[str, int]:
        """Return the number of documents by state; every state is there."""

    def collections(self, *, visible: Visible) -> Sequence[str]:
        """Return the names of collections, sorted."""

    # -- the order of changes ------------------------------------------------------
    def position(self) -> Position:
        """Return the position of the last change; cheap enough to poll."""

    def changes_since(self, position: Position, *, limit: int) -> Sequence[Change]:
        """Return the latest change of each document touched after ``position``.

        In order of position; at most ``limit``. A document that was only
        acknowledged is not yet a change; a refused one is.
        """

    # -- what is derived -------------------------------------------------------------
    def save_analysis(self, document_id: DocumentId, analysis: Analysis) -> None:
        """Replace what was recognised in the current extraction; no change made."""

    def save_analyses(self, analyses: Iterable[tuple[DocumentId, Analysis]]) -> None:
        """Save many in one transaction."""

    def analysis(self, document_id: str, *, visible: Visible) -> Analysis | None:
        """Return what was recognised, None if not yet; raises DocumentNotFound."""

    def analyses(
        self, document_ids: Sequence[DocumentId]
    ) -> Mapping[DocumentId, Analysis]:
        """Return what was recognised in these documents, for the index."""

    def entity(self, entity_id: str, *, visible: Visible) -> Entity:
        """Return an entity some visible document names; raises EntityNotFound."""

    def entities(
        self,
        *,
        visible: Visible,
        kind: EntityKind | None = None,
        starts_with: str = "",
        beginnings: Sequence[str] | None = None,
        limit: int = 200,
        offset: int = 0,
    ) -> Sequence[EntityCount]:
        """Return entities with counts over visible documents, most named first.

        ``beginnings`` are the first characters that folded names may have.
        """

    def beginnings(self, kind: EntityKind, *, visible: Visible) -> Mapping[str, int]:
        """Return how many visible entities' folded names begin with a character."""

    def entities_by_id(
        self, entity_ids: Sequence[EntityId], *, visible: Visible
    ) -> Mapping[EntityId, EntityCount]:
        """Return those of the entities that visible documents name, with counts."""

    def naming_counts(
        self, *, visible: Visible, entity_ids: Sequence[EntityId] | None = None
    ) -> Mapping[EntityId, int]:
        """Return how many visible documents name each entity that any names."""

    def entity_ids_named(self, kind: EntityKind, name: str) -> frozenset[EntityId]:
        """Return ids of entities whose name or alias is ``name`` (folded).

        Where it is the id of an entity that was merged, the id of what it is now.
        """

    def documents_naming(
        self,
        entity_id: EntityId,
        *,
        visible: Visible,
        limit: int = 200,
        offset: int = 0,
    ) -> Sequence[Document]:
        """Return visible documents that name the entity, newest first."""

    # -- the event log ---------------------------------------------------------------
    def log(
        self,
        kind: str,
        *,
        actor: str,
        document_id: DocumentId | None = None,
        outcome: Outcome = "success",
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Append an event; kinds are PREMIS event names where one fits."""

    def events(self, *, after: int = 0, limit: int = 1000) -> Sequence[Event]:
        """Return events in order."""

    def broken_event(self) -> int | None:
        """Return the ordinal of the first event whose chain does not hold."""

    # -- upkeep ----------------------------------------------------------------------
    def originals(self) -> Iterator[tuple[DocumentId, Blob]]:
        """Yield every recorded original, for fixity checks."""

    def held_originals(self) -> frozenset[Sha256]:
        """Return the hash of every recorded original."""

    def snapshot(self, file: Path) -> Snapshot:
        """Copy the database, in one state, to a new file; others may write meanwhile.

        Raises BackupElsewhere if it is not in the data folder, StorageFailure.
        """

    def one_state(self) -> AbstractContextManager[None]:
        """Let everything that this thread reads meanwhile be of one state."""

    def altered_texts(self) -> Iterator[DocumentId]:
        """Yield documents of which a kept text is not what was recorded."""

    def damage(self) -> str | None:
        """Return what the database finds wrong with its own files, or None."""

    def sweep(self) -> int:
        """Remove what an interrupted upload left; return how many files."""

    def close(self) -> None:
        """Release connections."""


def open_store(
    folder: Path,
    settings: StoreSettings,
    *,
    name_key: Callable[[str], str] = str.casefold,
) -> Store:
    """Open the store of a data folder, made or brought up to date as needed.

    ``name_key`` folds entity names for lookup. Raises ArchiveTooNew or
    StorageFailure.
    """
    from archive.database.store import open_database_store

    return open_database_store(folder, settings, name_key=name_key)
