"""How does what arrives become a record that is never lost?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, insert, select

from archive.database.accessions import enter_offers
from archive.database.codec import given_to_json, metadata_to_json
from archive.database.event_log import append
from archive.database.metadata import effective
from archive.database.part import Part, chunks, next_key, now
from archive.database.tables import collections, documents, jobs, sources, versions
from archive.database.turns import receive_again, waiting_row
from archive.errors import StorageFailure
from archive.events import INGESTION, Entry
from archive.jobs import ORDINARY, URGENT
from archive.model import (
    Blob,
    DocumentId,
    DocumentState,
    Given,
    JobId,
    Metadata,
    Sha256,
    Source,
)
from archive.store import Acknowledgement, Arrival


class Intake(Part):
    """Acknowledges arrivals."""

    def acknowledge(
        self,
        blob: Blob,
        source: Source,
        given: Given,
        *,
        collection: str,
        priority: int = URGENT,
    ) -> Acknowledgement:
        """See ``Store``."""
        arrival = Arrival(blob, source, given, collection)
        said = self.acknowledge_many([arrival], claim_jobs=False, priority=priority)
        return said[0]

    def acknowledge_many(
        self,
        arrivals: Sequence[Arrival],
        *,
        claim_jobs: bool,
        priority: int = ORDINARY,
    ) -> Sequence[Acknowledgement]:
        """See ``Store``."""
        claimed_by = self._claimant.name() if claim_jobs else None
        with self._database.write() as connection:
            # Nobody can remove an original while we alone may write.
            self._check_originals(arrivals)
            ledger = _open_ledger(connection, arrivals, claimed_by, priority)
            acknowledgements = [ledger.enter(arrival) for arrival in arrivals]
            ledger.write(connection)
        return acknowledgements

    def _check_originals(self, arrivals: Iterable[Arrival]) -> None:
        for arrival in arrivals:
            if not self._blobs.file(arrival.blob.sha256).is_file():
                raise StorageFailure(reason="ENOENT", sha256=arrival.blob.sha256)


@dataclass(slots=True)
class _Held:
    """A document that is there already, or will be once the ledger is written."""

    key: int
    id: DocumentId
    version: int
    state: DocumentState


@dataclass(slots=True)
class _Ledger:
    """The rows that a batch of arrivals adds."""

    collection_keys: Mapping[str, int]
    held: dict[tuple[int, Sha256], _Held]
    claimed_by: str | None
    priority: int
    next_document: int
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"documents": [], "sources": [], "versions": []}
    )
    jobs: list[dict[str, Any]] = field(default_factory=list)
    offers: list[dict[str, Any]] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)

    def enter(self, arrival: Arrival) -> Acknowledgement:
        """Note one arrival and return what its sender is told."""
        place = (self.collection_keys[arrival.collection], arrival.blob.sha256)
        held = self.held.get(place)
        is_new = held is None
        if held is None:
            held = self.held[place] = self._enter_document(arrival, place[0])
        self._enter_source(held, arrival.source)
        is_again = held.state in ("refused", "cancelled")
        if is_again:
            self.again.append(held.key)
            held.state = "received"
        is_tried = is_new or is_again
        if arrival.accession_id is not None:
            self.offers.append(_offer(arrival, held.id, is_duplicate=not is_tried))
        return Acknowledgement(
            document_id=held.id,
            version=held.version,
            sha256=arrival.blob.sha256,
            is_duplicate=not is_tried,
            job_id=self._enter_job(held.key, arrival) if is_tried else None,
        )

    def write(self, connection: Connection) -> None:
        """Add every row."""
        first_job = next_key(connection, jobs)
        for key, job in enumerate(self.jobs, first_job):
            job["key"] = key
        for table, rows in (
            (documents, self.rows["documents"]),
            (versions, self.rows["versions"]),
            (sources, self.rows["sources"]),
            (jobs, self.jobs),
        ):
            if rows:
                connection.execute(insert(table), rows)
        receive_again(connection, self.again)
        enter_offers(connection, self.offers)
        append(connection, self.log)

    def _enter_document(self, arrival: Arrival, collection_key: int) -> _Held:
        blob, source, given = arrival.blob, arrival.source, arrival.given
        held = _Held(self.next_document, DocumentId(token_hex(10)), 1, "received")
        self.next_document += 1
        self.rows["documents"].append(
            {
                "key": held.key,
                "id": held.id,
                "collection_key": collection_key,
                "state": held.state,
                "position": 0,
                "name": given.name or source.name,
                "version": held.version,
                "sha256": blob.sha256,
                "size_bytes": blob.size_bytes,
                "given": given_to_json(given),
                "read_metadata": {},
                "metadata": metadata_to_json(effective(Metadata(), given, {})),
                "created_by": source.received_by,
                "received_at": source.received_at,
            }
        )
        self.rows["versions"].append(
            {
                "document_key": held.key,
                "ordinal": held.version,
                "sha256": blob.sha256,
                "size_bytes": blob.size_bytes,
                "received_at": source.received_at,
            }
        )
        self.log.append(_ingestion(held.id, arrival))
        return held

    def _enter_source(self, held: _Held, source: Source) -> None:
        self.rows["sources"].append(
            {
                "document_key": held.key,
                "name": source.name,
                "path": source.path,
                "received_at": source.received_at,
                "received_by": source.received_by,
            }
        )

    def _enter_job(self, document_key: int, arrival: Arrival) -> JobId:
        job = waiting_row(document_key) | {
            "priority": self.priority,
            "accession_id": arrival.accession_id,
        }
        if self.claimed_by:
            job |= {"state": "running", "claimed_by": self.claimed_by}
        self.jobs.append(job)
        return JobId(str(job["id"]))


def _ingestion(document_id: DocumentId, arrival: Arrival) -> Entry:
    details = {
        "sha256": arrival.blob.sha256,
        "size_bytes": arrival.blob.size_bytes,
        "name": arrival.source.name,
        "collection": arrival.collection,
    }
    return Entry(INGESTION, arrival.source.received_by, document_id, "success", details)


def _offer(
    arrival: Arrival, document_id: DocumentId, *, is_duplicate: bool
) -> dict[str, Any]:
    return {
        "accession_id": arrival.accession_id,
        "name": arrival.source.name,
        "path": arrival.source.path,
        "size_bytes": arrival.blob.size_bytes,
        "offered_at": arrival.source.received_at,
        "document_id": document_id,
        "is_duplicate": is_duplicate,
        "failure": None,
    }


def _open_ledger(
    connection: Connection,
    arrivals: Sequence[Arrival],
    claimed_by: str | None,
    priority: int,
) -> _Ledger:
    names = sorted({arrival.collection for arrival in arrivals})
    return _Ledger(
        collection_keys={name: collection_key(connection, name) for name in names},
        held=_held(connection, [arrival.blob.sha256 for arrival in arrivals]),
        claimed_by=claimed_by,
        priority=priority,
        next_document=next_key(connection, documents),
    )


def _held(
    connection: Connection, hashes: Sequence[Sha256]
) -> dict[tuple[int, Sha256], _Held]:
    """Return who holds these bytes, as the present original or as a former one."""
    columns = documents.c
    return {
        (row.collection_key, row.sha256): _Held(row.key, row.id, row.ordinal, row.state)
        for chunk in chunks(hashes)
        for row in connection.execute(
            select(
                columns.collection_key,
                versions.c.sha256,
                columns.key,
                columns.id,
                versions.c.ordinal,
                columns.state,
            )
            .join(versions)
            .where(versions.c.sha256.in_(chunk))
        )
    }


def collection_key(connection: Connection, name: str) -> int:
    """Return the key of a collection, made if it is new."""
    query = select(collections.c.key).where(collections.c.name == name)
    key: int | None = connection.execute(query).scalar()
    if key is not None:
        return key
    key = next_key(connection, collections)
    row = {"key": key, "name": name, "created_at": now()}
    connection.execute(insert(collections), [row])
    return key
