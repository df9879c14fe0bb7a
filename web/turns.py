"""What follows when a person cancels files or puts them in again?"""

from collections.abc import Sequence

from starlette.requests import Request

from archive.jobs import JobUpdate
from archive.model import Job
from archive.receipts import receipt_of
from archive.shapes import receipt_json
from web.messages import words
from web.permissions import reader_of
from web.services import services_of

RETRIES_AT_ONCE = 500


def cancel(
    request: Request,
    *,
    job_ids: Sequence[str] | None = None,
    accession_id: str | None = None,
) -> Sequence[Job]:
    """Cancel jobs of files that are not yet read; return them.

    Each gets the receipt of a cancelled file, and whoever reads one is stopped.
    """
    reader, services = reader_of(request), services_of(request)
    store = services.store
    jobs = store.cancel_jobs(
        visible=reader.visible,
        actor=reader.name,
        job_ids=job_ids,
        accession_id=accession_id,
    )
    documents = store.documents_by_id([job.document_id for job in jobs])
    updates = []
    for job in jobs:
        document = documents.get(job.document_id)
        if document is not None and document.state == "cancelled":
            path = document.sources[-1].path if document.sources else document.name
            receipt = receipt_of(
                document, path=path, name=document.name, seconds=0, is_duplicate=False
            )
            shape = receipt_json(receipt, words)
            updates.append(JobUpdate(job.id, "cancelled", job.step, 1.0, shape))
    store.update_jobs(updates)
    services.wake_worker()
    return jobs


def retry(request: Request, document_ids: Sequence[str]) -> Sequence[Job]:
    """Put refused or cancelled files in again; return their new jobs."""
    reader, services = reader_of(request), services_of(request)
    jobs = services.store.retry(
        document_ids[:RETRIES_AT_ONCE], visible=reader.visible, actor=reader.name
    )
    services.wake_worker()
    return jobs
