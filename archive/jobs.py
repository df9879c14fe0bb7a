"""What may be asked of the queue of files that wait to be read?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from archive.model import DocumentId, Job, JobId, JobState, JobStep, Visible

URGENT: Final = 0
"""Somebody waits for these few files."""
ORDINARY: Final = 1
"""One of a folder of many."""
MOST_ATTEMPTS: Final = 12
"""So often is reading a file begun before it is given up."""
FREE_ATTEMPTS: Final = 4
"""So many attempts follow each other at once; then each waits twice as long."""
FIRST_WAIT_SECONDS: Final = 10.0


def wait_seconds(attempts: int) -> float:
    """Return how long a job waits after so many attempts in vain."""
    over = attempts - FREE_ATTEMPTS
    return FIRST_WAIT_SECONDS * 2**over if over >= 0 else 0.0


@dataclass(frozen=True, slots=True)
class JobUpdate:
    """How far a job has come."""

    job_id: JobId
    state: JobState
    step: JobStep
    progress: float
    receipt: Mapping[str, object] | None = None


class JobStore(Protocol):
    """The queue: claimed in order of priority, then of receipt."""

    def job(self, job_id: str, *, visible: Visible) -> Job:
        """Return a job; raises JobNotFound."""

    def jobs(
        self, *, visible: Visible, state: JobState | None = None, limit: int = 100
    ) -> Sequence[Job]:
        """Return the latest jobs, newest first."""

    def job_counts(self) -> Mapping[JobState, int]:
        """Return the number of jobs by state; every state is there."""

    def moving_counts(self, *, visible: Visible) -> Mapping[JobStep, int]:
        """Return the number of waiting and running jobs by step, only those above 0."""

    def claim_jobs(self, *, limit: int, priority: int | None = None) -> Sequence[Job]:
        """Mark the next waiting jobs as being read, in one transaction.

        One that was tried before comes alone, so that it can cost no other.
        ``priority``: only jobs as urgent as that. Returns at once with none if
        nothing is due.
        """

    def update_jobs(self, updates: Sequence[JobUpdate]) -> None:
        """Record many in one transaction; a cancelled job stays cancelled."""

    def postpone_jobs(self, job_ids: Sequence[JobId]) -> None:
        """Let jobs wait that could not be read now, longer after each attempt."""

    def requeue_running_jobs(self) -> int:
        """Set jobs back to waiting whose claiming store is closed or dead."""

    def cancel_jobs(
        self,
        *,
        visible: Visible,
        actor: str,
        job_ids: Sequence[str] | None = None,
        accession_id: str | None = None,
    ) -> Sequence[Job]:
        """Cancel those of the jobs whose files are not yet read; return them.

        Of these jobs, or all of one accession. Their documents are kept as
        cancelled; what is read of them meanwhile is not recorded.
        """

    def cancelled_among(self, document_ids: Sequence[DocumentId]) -> frozenset[str]:
        """Return which of the documents were cancelled."""

    def retry(
        self, document_ids: Sequence[str], *, visible: Visible, actor: str
    ) -> Sequence[Job]:
        """Give each refused or cancelled document a new waiting job; return these."""
