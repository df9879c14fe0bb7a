"""Which received files still wait to be read, and who is at it?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from sqlalchemy import Select, bindparam, func, or_, select, update

from archive.database.part import AnyRow, Part, chunks, is_visible, now
from archive.database.tables import collections, documents, jobs
from archive.errors import JobNotFound
from archive.jobs import FREE_ATTEMPTS, JobUpdate, wait_seconds
from archive.model import Job, JobId, JobState, JobStep, Visible


class Jobs(Part):
    """Keeps the queue; a claim belongs to one open store of one process."""

    def job(self, job_id: str, *, visible: Visible) -> Job:
        """See ``JobStore``."""
        query = job_rows(visible).where(jobs.c.id == job_id)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise JobNotFound(job_id=job_id)
        return to_job(row)

    def jobs(
        self, *, visible: Visible, state: JobState | None = None, limit: int = 100
    ) -> Sequence[Job]:
        """See ``JobStore``."""
        query = job_rows(visible).order_by(jobs.c.key.desc()).limit(limit)
        if state is not None:
            query = query.where(jobs.c.state == state)
        with self._database.read() as connection:
            return [to_job(row) for row in connection.execute(query)]

    def job_counts(self) -> Mapping[JobState, int]:
        """See ``JobStore``."""
        query = select(jobs.c.state, func.count()).group_by(jobs.c.state)
        with self._database.read() as connection:
            found = {state: count for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in get_args(JobState)}

    def moving_counts(self, *, visible: Visible) -> Mapping[JobStep, int]:
        """See ``JobStore``."""
        query = (
            select(jobs.c.step, func.count())
            .join(documents, documents.c.key == jobs.c.document_key)
            .join(collections)
            .where(
                jobs.c.state.in_(("waiting", "running")),
                # What was refused or stored has arrived, though its job goes on.
                documents.c.state.in_(("received", "readable")),
                is_visible(visible),
            )
            .group_by(jobs.c.step)
        )
        with self._database.read() as connection:
            return {step: count for step, count in connection.execute(query)}

    def claim_jobs(self, *, limit: int, priority: int | None = None) -> Sequence[Job]:
        """See ``JobStore``."""
        query = (
            job_rows(None)
            .where(
                jobs.c.state == "waiting",
                or_(jobs.c.due_at.is_(None), jobs.c.due_at <= now()),
            )
            .order_by(jobs.c.priority, jobs.c.key)
        )
        if priority is not None:
            query = query.where(jobs.c.priority <= priority)
        # Looking takes no lock, so that an idle worker keeps nobody waiting.
        with self._database.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        claim = {"state": "running", "step": "reading", "progress": 0.2}
        with self._database.write() as connection:
            found = [to_job(row) for row in connection.execute(query.limit(limit))]
            claimed = _read_together(found)
            connection.execute(
                update(jobs)
                .where(jobs.c.id.in_([job.id for job in claimed]))
                .values(
                    changed_at=now(),
                    claimed_by=self._claimant.name(),
                    attempts=jobs.c.attempts + 1,
                    **claim,
                )
            )
        return [
            replace(job, state="running", step="reading", attempts=job.attempts + 1)
            for job in claimed
        ]

    def update_jobs(self, updates: Sequence[JobUpdate]) -> None:
        """See ``JobStore``."""
        rows = [
            {
                "job_id": job.job_id,
                "new_state": job.state,
                "step": job.step,
                "progress": job.progress,
                "receipt": job.receipt,
                "changed_at": now(),
            }
            for job in updates
        ]
        if rows:
            change = (
                update(jobs)
                .where(
                    jobs.c.id == bindparam("job_id"),
                    or_(
                        jobs.c.state != "cancelled",
                        bindparam("new_state") == "cancelled",
                    ),
                )
                .values(
                    state=bindparam("new_state"),
                    step=bindparam("step"),
                    progress=bindparam("progress"),
                    receipt=bindparam("receipt"),
                    changed_at=bindparam("changed_at"),
                )
            )
            with self._database.write() as connection:
                connection.execute(change, rows)

    def postpone_jobs(self, job_ids: Sequence[JobId]) -> None:
        """See ``JobStore``."""
        with self._database.write() as connection:
            for chunk in chunks(job_ids):
                running = jobs.c.id.in_(chunk) & (jobs.c.state == "running")
                query = select(jobs.c.id, jobs.c.attempts).where(running)
                for row in connection.execute(query).all():
                    # The disk failed, not a reader: it is given time at once.
                    connection.execute(
                        update(jobs)
                        .where(jobs.c.id == row.id)
                        .values(**_waiting(row.attempts + FREE_ATTEMPTS - 1))
                    )

    def requeue_running_jobs(self) -> int:
        """See ``JobStore``."""
        running = jobs.c.state == "running"
        # Looking takes no lock; this is asked again and again.
        with self._database.read() as connection:
            names = connection.execute(
                select(jobs.c.claimed_by).where(running).distinct()
            ).scalars()
            dead = [name for name in names if not self._is_alive(name)]
        if not dead:
            return 0
        left = running & jobs.c.claimed_by.in_(dead)
        with self._database.write() as connection:
            rows = connection.execute(
                select(jobs.c.id, jobs.c.step, jobs.c.attempts).where(left)
            ).all()
            for row in rows:
                # What was read has not killed its reader.
                attempts = row.attempts if row.step == "reading" else 0
                connection.execute(
                    update(jobs)
                    .where(jobs.c.id == row.id)
                    .values(**_waiting(attempts), attempts=attempts)
                )
        return len(rows)

    def _is_alive(self, name: str) -> bool:
        return self._claimant.is_alive(name)


def _waiting(attempts: int) -> dict[str, object]:
    """Return what a job is while it waits for its next attempt."""
    seconds = wait_seconds(attempts)
    return {
        "state": "waiting",
        "step": "received",
        "progress": 0.0,
        "claimed_by": None,
        "due_at": now() + timedelta(seconds=seconds) if seconds else None,
        "changed_at": now(),
    }


def _read_together(found: Sequence[Job]) -> Sequence[Job]:
    for place, job in enumerate(found):
        if job.attempts:
            return found[: max(place, 1)]
    return found


def job_rows(visible: Visible) -> Select[Any]:
    """Select what ``to_job`` needs of the jobs a reader may see."""
    return (
        select(
            jobs,
            documents.c.id.label("document_id"),
            collections.c.name.label("collection"),
        )
        .join(documents, documents.c.key == jobs.c.document_key)
        .join(collections)
        .where(is_visible(visible))
    )


def to_job(row: AnyRow) -> Job:
    """Return a row of ``job_rows`` as a job."""
    return Job(
        id=row.id,
        document_id=row.document_id,
        collection=row.collection,
        state=row.state,
        step=row.step,
        progress=row.progress,
        receipt=row.receipt,
        attempts=row.attempts,
        priority=row.priority,
        due_at=row.due_at,
        accession_id=row.accession_id,
    )
