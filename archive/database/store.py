"""How do the parts of the database store make one store?"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from archive.blobs import FolderBlobs
from archive.database.accessions import Accessions
from archive.database.accounts import Accounts
from archive.database.changes import Changes
from archive.database.citation_records import CitationRecords
from archive.database.connection import Database, sqlite_url
from archive.database.decision_records import DecisionRecords
from archive.database.decisions import Decisions
from archive.database.derived import Derived
from archive.database.documents import Documents
from archive.database.entities import Entities
from archive.database.event_log import EventLog
from archive.database.intake import Intake
from archive.database.jobs import Jobs
from archive.database.migrations import bring_up_to_date
from archive.database.outcomes import Outcomes
from archive.database.page_reading_records import PageReadingRecords
from archive.database.part import Ground
from archive.database.review_records import ReviewRecords
from archive.database.saved_search_records import SavedSearchRecords
from archive.database.synonym_records import SynonymRecords
from archive.database.tenures import Tenures
from archive.database.term_records import TermRecords
from archive.database.turns import Turns
from archive.database.upkeep import Upkeep
from archive.database.upload_records import UploadRecords
from archive.database.versions import Versions
from archive.errors import StorageFailure
from archive.locks import Claimant
from archive.model import EntityId, EntityKind
from archive.settings import StoreSettings

DATABASE_FILE: Final = "store.sqlite3"
_ENTITY_ID = re.compile("[a-z]{2}-[0-9a-f-]+")


class DatabaseStore(
    Intake,
    Outcomes,
    Decisions,
    Changes,
    Documents,
    Jobs,
    Turns,
    Derived,
    Entities,
    EventLog,
    Upkeep,
    Versions,
):
    """A store in one database and one folder of originals; see ``Store``."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._accessions = Accessions(ground)
        self._accounts = Accounts(ground.database)
        self._citations = CitationRecords(ground)
        self._page_readings = PageReadingRecords(ground)
        self._reviews = ReviewRecords(ground)
        self._decisions = DecisionRecords(ground)
        self._saved_searches = SavedSearchRecords(ground)
        self._synonyms = SynonymRecords(ground)
        self._tenures = Tenures(ground)
        self._terms = TermRecords(ground)
        self._uploads = UploadRecords(ground)

    def entity_ids_named(self, kind: EntityKind, name: str) -> frozenset[EntityId]:
        """See ``Store``; the id of an entity that was merged names what it is now."""
        named = super().entity_ids_named(kind, name)
        heir = self._decisions.heir(name) if _ENTITY_ID.fullmatch(name) else None
        return named | {heir} if heir else named

    @property
    def blobs(self) -> FolderBlobs:
        """The originals."""
        return self._blobs

    @property
    def accessions(self) -> Accessions:
        """What was handed in together."""
        return self._accessions

    @property
    def uploads(self) -> UploadRecords:
        """Files that arrive in slices."""
        return self._uploads

    @property
    def accounts(self) -> Accounts:
        """Users, sessions, tokens and sign-in links."""
        return self._accounts

    @property
    def citations(self) -> CitationRecords:
        """Citations, and the baskets they are collected in."""
        return self._citations

    @property
    def page_readings(self) -> PageReadingRecords:
        """What OCR read, page by page."""
        return self._page_readings

    @property
    def reviews(self) -> ReviewRecords:
        """Reviews, and the points they raise."""
        return self._reviews

    @property
    def saved_searches(self) -> SavedSearchRecords:
        """The searches that people keep."""
        return self._saved_searches

    @property
    def synonyms(self) -> SynonymRecords:
        """Words that mean the same to this archive's readers."""
        return self._synonyms

    @property
    def decisions(self) -> DecisionRecords:
        """What people decided about mentions and entities."""
        return self._decisions

    @property
    def tenures(self) -> Tenures:
        """Who held which post, and what was handed over."""
        return self._tenures

    @property
    def terms(self) -> TermRecords:
        """Words known by name, and their changes."""
        return self._terms

    def close(self) -> None:
        """See ``Store``."""
        self._claimant.close()
        self._database.close()
        self._blobs.close()


def open_database_store(
    folder: Path, settings: StoreSettings, *, name_key: Callable[[str], str]
) -> DatabaseStore:
    """See ``archive.store.open_store``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailure(path=str(folder), reason=error.strerror) from error
    blobs = FolderBlobs(folder / "originals")
    database = Database(
        settings.database_url or sqlite_url(folder / DATABASE_FILE),
        lock_timeout_seconds=settings.lock_timeout_seconds,
    )
    try:
        bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return DatabaseStore(Ground(database, blobs, Claimant(folder / "claims"), name_key))


def bring_file_up_to_date(file: Path) -> None:
    """Bring a database file that nobody else has open up to date.

    Raises ArchiveTooNew or StorageFailure.
    """
    database = Database(sqlite_url(file), lock_timeout_seconds=1)
    try:
        bring_up_to_date(database)
    finally:
        database.close()
