"""How is a file taken off the queue by a person, and put on it again?"""

from collections.abc import Sequence
from secrets import token_hex

from sqlalchemy import Connection, exists, insert, select, update

from archive.database.codec import failure_to_json
from archive.database.event_log import append
from archive.database.jobs import job_rows, to_job
from archive.database.part import Part, chunks, is_visible, next_key, now
from archive.database.tables import collections, documents, jobs
from archive.errors import ReadingCancelled
from archive.events import CANCELLATION, RETRY, Entry
from archive.jobs import URGENT
from archive.model import DocumentId, Failure, Job, Visible

_TO_TRY_AGAIN = ("refused", "cancelled")
_is_cancelled = jobs.c.state == "cancelled"
_others = jobs.alias()
_is_latest = ~exists().where(
    _others.c.document_key == jobs.c.document_key, _others.c.key > jobs.c.key
)
_came_with = (
    select(jobs.c.accession_id)
    .where(jobs.c.document_key == documents.c.key, jobs.c.accession_id.is_not(None))
    .order_by(jobs.c.key.desc())
    .limit(1)
    .scalar_subquery()
    .label("accession_id")
)


class Turns(Part):
    """Cancels and retries."""

    def cancel_jobs(
        self,
        *,
        visible: Visible,
        actor: str,
        job_ids: Sequence[str] | None = None,
        accession_id: str | None = None,
    ) -> Sequence[Job]:
        """See ``JobStore``."""
        is_unread = (jobs.c.state == "waiting") | (
            (jobs.c.state == "running") & jobs.c.step.in_(("received", "reading"))
        )
        query = job_rows(visible).where(is_unread)
        if job_ids is not None:
            query = query.where(jobs.c.id.in_(list(job_ids)))
        if accession_id is not None:
            query = query.where(jobs.c.accession_id == accession_id)
        with self._database.write() as connection:
            found = [to_job(row) for row in connection.execute(query)]
            for chunk in chunks(found):
                _cancel(connection, chunk)
            append(
                connection,
                [Entry(CANCELLATION, actor, job.document_id) for job in found],
            )
        return found

    def cancelled_among(self, document_ids: Sequence[DocumentId]) -> frozenset[str]:
        """See ``JobStore``."""
        with self._database.read() as connection:
            return frozenset(
                found
                for chunk in chunks(document_ids)
                for found in connection.execute(
                    select(documents.c.id)
                    .join(jobs)
                    .where(documents.c.id.in_(chunk), _is_latest, _is_cancelled)
                ).scalars()
            )

    def retry(
        self, document_ids: Sequence[str], *, visible: Visible, actor: str
    ) -> Sequence[Job]:
        """See ``JobStore``."""
        query = (
            select(documents.c.key, documents.c.id, _came_with)
            .join(collections)
            .where(
                documents.c.id.in_(list(document_ids)),
                documents.c.state.in_(_TO_TRY_AGAIN),
                is_visible(visible),
            )
        )
        with self._database.write() as connection:
            rows = connection.execute(query).all()
            if not rows:
                return []
            first = next_key(connection, jobs)
            new = [
                waiting_row(row.key)
                | {"key": key, "priority": URGENT, "accession_id": row.accession_id}
                for key, row in enumerate(rows, first)
            ]
            connection.execute(insert(jobs), new)
            receive_again(connection, [row.key for row in rows])
            append(connection, [Entry(RETRY, actor, row.id) for row in rows])
            ids = [row["id"] for row in new]
            again = job_rows(None).where(jobs.c.id.in_(ids))
            return [to_job(row) for row in connection.execute(again)]


def waiting_row(document_key: int) -> dict[str, object]:
    """Return the row of a new waiting job, without its key and priority."""
    return {
        "id": token_hex(10),
        "document_key": document_key,
        "state": "waiting",
        "step": "received",
        "progress": 0.0,
        "claimed_by": None,
        "changed_at": now(),
    }


def receive_again(connection: Connection, document_keys: Sequence[int]) -> None:
    """Let refused and cancelled documents wait to be read once more."""
    for chunk in chunks(document_keys):
        connection.execute(
            update(documents)
            .where(documents.c.key.in_(chunk), documents.c.state.in_(_TO_TRY_AGAIN))
            .values(state="received", failure=None)
        )


def _cancel(connection: Connection, found: Sequence[Job]) -> None:
    connection.execute(
        update(jobs)
        .where(jobs.c.id.in_([job.id for job in found]))
        .values(state="cancelled", changed_at=now())
    )
    connection.execute(
        update(documents)
        .where(
            documents.c.id.in_([job.document_id for job in found]),
            # An archive is kept by now; what it holds is taken out no further.
            documents.c.state == "received",
        )
        .values(
            state="cancelled", failure=failure_to_json(Failure(ReadingCancelled.code))
        )
    )
