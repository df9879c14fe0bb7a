"""What was handed in together, and what became of it?"""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any, Final, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    insert,
    select,
    true,
)

from archive.accessions import (
    Accession,
    AccessionId,
    AccessionProgress,
    OfferedItem,
    OfferState,
)
from archive.database.codec import failure_from_json, failure_to_json
from archive.database.intake_tables import accessions, offers
from archive.database.part import AnyRow, Part, is_visible, next_key, now
from archive.database.tables import collections, documents, jobs
from archive.errors import AccessionNotFound
from archive.model import Failure, Visible

PACE_OF: Final = 200
"""So many files that were done last tell how fast the others may be."""
PACE_FROM: Final = 3

_latest_job = (
    select(func.max(jobs.c.key))
    .where(jobs.c.document_key == documents.c.key)
    .correlate(documents)
    .scalar_subquery()
)
_is_running = jobs.c.state == "running"
_state: ColumnElement[str] = case(
    (offers.c.failure.is_not(None), "refused"),
    (documents.c.key.is_(None), "removed"),
    (documents.c.state == "binned", "removed"),
    (offers.c.is_duplicate, "duplicate"),
    (
        and_(documents.c.state == "received", _is_running, jobs.c.step == "reading"),
        "reading",
    ),
    (documents.c.state == "received", "waiting"),
    (and_(documents.c.state == "readable", _is_running), "recognising"),
    else_=documents.c.state,
)


class Accessions(Part):
    """Keeps accessions and their files."""

    def begin(
        self, *, collection: str, actor: str, files: int, size_bytes: int
    ) -> Accession:
        """See ``AccessionStore``."""
        with self._database.write() as connection:
            row = {
                "key": next_key(connection, accessions),
                "id": token_hex(10),
                "collection": collection,
                "created_by": actor,
                "created_at": now(),
                "files": files,
                "size_bytes": size_bytes,
            }
            connection.execute(insert(accessions), [row])
        return Accession(
            AccessionId(str(row["id"])),
            collection,
            actor,
            row["created_at"],  # type: ignore[arg-type]
            files,
            size_bytes,
        )

    def accession(self, accession_id: str, *, visible: Visible) -> AccessionProgress:
        """See ``AccessionStore``."""
        with self._database.read() as connection:
            row = _row(connection, accession_id, visible)
            return _progress(connection, row, visible)

    def latest(
        self, *, visible: Visible, limit: int = 10
    ) -> Sequence[AccessionProgress]:
        """See ``AccessionStore``."""
        arrived = select(offers.c.accession_key).distinct()
        query = (
            select(accessions)
            .where(accessions.c.key.in_(arrived), _may_see(visible))
            .order_by(accessions.c.key.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            return [_progress(connection, row, visible) for row in rows]

    def items(
        self,
        accession_id: str,
        *,
        visible: Visible,
        states: Sequence[OfferState] = (),
        limit: int = 200,
        offset: int = 0,
    ) -> Sequence[OfferedItem]:
        """See ``AccessionStore``."""
        with self._database.read() as connection:
            row = _row(connection, accession_id, visible)
            query = _items(visible).where(offers.c.accession_key == row.key)
            if states:
                query = query.where(_state.in_(states))
            query = query.order_by(offers.c.key).limit(limit).offset(offset)
            return [_to_item(found) for found in connection.execute(query)]

    def refuse(
        self,
        accession_id: str,
        *,
        name: str,
        path: str,
        size_bytes: int | None,
        failure: Failure,
    ) -> None:
        """See ``AccessionStore``."""
        offer = {
            "accession_id": accession_id,
            "name": name,
            "path": path,
            "size_bytes": size_bytes,
            "offered_at": now(),
            "document_id": None,
            "is_duplicate": False,
            "failure": failure_to_json(failure),
        }
        with self._database.write() as connection:
            enter_offers(connection, [offer])

    def refused_at_the_door(
        self, *, visible: Visible, limit: int = 50
    ) -> Sequence[OfferedItem]:
        """See ``AccessionStore``."""
        query = (
            _items(visible)
            .where(offers.c.failure.is_not(None), _may_see(visible))
            .order_by(offers.c.key.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [_to_item(row) for row in connection.execute(query)]


def enter_offers(connection: Connection, found: Sequence[dict[str, Any]]) -> None:
    """Add files to the accessions that they name; of an unknown one, none."""
    ids = {offer["accession_id"] for offer in found}
    if not ids:
        return
    query = select(accessions.c.id, accessions.c.key).where(accessions.c.id.in_(ids))
    keys = {row.id: row.key for row in connection.execute(query)}
    rows = [
        {
            "accession_key": keys[offer["accession_id"]],
            **{name: value for name, value in offer.items() if name != "accession_id"},
        }
        for offer in found
        if offer["accession_id"] in keys
    ]
    if rows:
        connection.execute(insert(offers), rows)


def _may_see(visible: Visible) -> ColumnElement[bool]:
    return true() if visible is None else accessions.c.collection.in_(sorted(visible))


def _row(connection: Connection, accession_id: str, visible: Visible) -> AnyRow:
    query = select(accessions).where(accessions.c.id == accession_id)
    row = connection.execute(query.where(_may_see(visible))).first()
    if row is None:
        raise AccessionNotFound(accession_id=accession_id)
    return row


def _with_outcome(visible: Visible) -> FromClause:
    """Join the files to documents that are to be seen; any other one is removed."""
    is_its = documents.c.id == offers.c.document_id
    if visible is not None:
        seen = select(collections.c.key).where(is_visible(visible))
        is_its = and_(is_its, documents.c.collection_key.in_(seen))
    return (
        accessions.join(offers)
        .outerjoin(documents, is_its)
        .outerjoin(jobs, jobs.c.key == _latest_job)
    )


def _progress(
    connection: Connection, row: AnyRow, visible: Visible
) -> AccessionProgress:
    query = (
        select(_state.label("became"), func.count())
        .select_from(_with_outcome(visible))
        .where(accessions.c.key == row.key)
        .group_by("became")
    )
    found = {state: count for state, count in connection.execute(query)}
    accession = Accession(
        row.id,
        row.collection,
        row.created_by,
        row.created_at,
        row.files,
        row.size_bytes,
    )
    counts = {s: found[s] for s in get_args(OfferState) if s in found}
    progress = AccessionProgress(accession, counts)
    if not progress.moving:
        return progress
    left = progress.moving + max(0, row.files - progress.offered)
    return AccessionProgress(accession, counts, _seconds(connection, row.id, left))


def _seconds(connection: Connection, accession_id: str, left: int) -> float | None:
    ended = (
        select(jobs.c.changed_at)
        .where(
            jobs.c.accession_id == accession_id, jobs.c.state.in_(("done", "failed"))
        )
        .order_by(jobs.c.changed_at.desc())
        .limit(PACE_OF)
    )
    times = list(connection.execute(ended).scalars())
    if len(times) < PACE_FROM:
        return None
    elapsed: float = (now() - times[-1]).total_seconds()
    return elapsed / len(times) * left


def _items(visible: Visible) -> Select[Any]:
    return select(
        offers,
        _state.label("became"),
        documents.c.id.label("held_id"),
        documents.c.failure.label("later_failure"),
        jobs.c.id.label("job_id"),
        jobs.c.step,
        jobs.c.attempts,
    ).select_from(_with_outcome(visible))


def _to_item(row: AnyRow) -> OfferedItem:
    failure = row.failure or row.later_failure
    return OfferedItem(
        name=row.name,
        path=row.path,
        size_bytes=row.size_bytes,
        offered_at=row.offered_at,
        state=row.became,
        document_id=row.held_id,
        job_id=row.job_id,
        step=row.step,
        attempts=row.attempts or 0,
        failure=failure_from_json(failure) if failure else None,
    )
