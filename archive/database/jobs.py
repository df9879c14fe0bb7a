"""Which received files still wait to be read, and who is at it?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from sqlalchemy import Select, bindparam, func, select, update

from archive.database.part import AnyRow, Part, is_visible, now
from archive.database.tables import collections, documents, jobs
from archive.errors import JobNotFound
from archive.model import DocumentId, Job, JobId, JobState, JobStep, Visible
from archive.store import JobUpdate


class Jobs(Part):
    """Keeps the queue; a claim belongs to one open store of one process."""

    def job(self, job_id: str, *, visible: Visible) -> Job:
        """See ``Store``."""
        query = _job_rows(visible).where(jobs.c.id == job_id)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise JobNotFound(job_id=job_id)
        return _to_job(row)

    def jobs(self, *, visible: Visible, limit: int = 100) -> Sequence[Job]:
        """See ``Store``."""
        query = _job_rows(visible).order_by(jobs.c.key.desc()).limit(limit)
        with self._database.read() as connection:
            return [_to_job(row) for row in connection.execute(query)]

    def job_counts(self) -> Mapping[JobState, int]:
        """See ``Store``."""
        query = select(jobs.c.state, func.count()).group_by(jobs.c.state)
        with self._database.read() as connection:
            found = {state: count for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in get_args(JobState)}

    def claim_job(self, *, document_id: DocumentId | None = None) -> Job | None:
        """See ``Store``."""
        query = _job_rows(None).where(jobs.c.state == "waiting")
        if document_id is not None:
            query = query.where(documents.c.id == document_id)
        query = query.order_by(jobs.c.key).limit(1)
        # Looking takes no lock, so that an idle worker keeps nobody waiting.
        with self._database.read() as connection:
            if connection.execute(query).first() is None:
                return None
        claim = {"state": "running", "claimed_by": self._claimant.name()}
        with self._database.write() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            connection.execute(
                update(jobs)
                .where(jobs.c.id == row.id)
                .values(changed_at=now(), **claim)
            )
            return _to_job(
                connection.execute(_job_rows(None).where(jobs.c.id == row.id)).one()
            )

    def claim_jobs(self, *, limit: int) -> Sequence[Job]:
        """See ``Store``."""
        query = _job_rows(None).where(jobs.c.state == "waiting").order_by(jobs.c.key)
        with self._database.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        claim = {"state": "running", "step": "reading", "progress": 0.2}
        with self._database.write() as connection:
            claimed = [_to_job(r) for r in connection.execute(query.limit(limit))]
            connection.execute(
                update(jobs)
                .where(jobs.c.id.in_([job.id for job in claimed]))
                .values(changed_at=now(), claimed_by=self._claimant.name(), **claim)
            )
        return [replace(job, state="running", step="reading") for job in claimed]

    def update_job(
        self,
        job_id: JobId,
        *,
        state: JobState,
        step: JobStep,
        progress: float,
        receipt: Mapping[str, object] | None = None,
    ) -> None:
        """See ``Store``."""
        self.update_jobs([JobUpdate(job_id, state, step, progress, receipt)])

    def update_jobs(self, updates: Sequence[JobUpdate]) -> None:
        """See ``Store``."""
        rows = [
            {
                "job_id": job.job_id,
                "state": job.state,
                "step": job.step,
                "progress": job.progress,
                "receipt": job.receipt,
                "changed_at": now(),
            }
            for job in updates
        ]
        if rows:
            with self._database.write() as connection:
                change = update(jobs).where(jobs.c.id == bindparam("job_id"))
                connection.execute(change, rows)

    def requeue_running_jobs(self) -> int:
        """See ``Store``."""
        running = jobs.c.state == "running"
        with self._database.write() as connection:
            names = connection.execute(
                select(jobs.c.claimed_by).where(running).distinct()
            ).scalars()
            dead = [name for name in names if not self._is_alive(name)]
            return connection.execute(
                update(jobs)
                .where(running, jobs.c.claimed_by.in_(dead))
                .values(
                    state="waiting",
                    step="received",
                    progress=0.0,
                    claimed_by=None,
                    changed_at=now(),
                )
            ).rowcount

    def _is_alive(self, name: str) -> bool:
        return self._claimant.is_alive(name)


def _job_rows(visible: Visible) -> Select[Any]:
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


def _to_job(row: AnyRow) -> Job:
    return Job(
        id=row.id,
        document_id=row.document_id,
        collection=row.collection,
        state=row.state,
        step=row.step,
        progress=row.progress,
        receipt=row.receipt,
    )
