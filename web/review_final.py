"""How does a review become final: checked, hashed and held as a document?"""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from archive.errors import NotAMember, ReviewIsFinal, ReviewNotInReview
from archive.model import Given, PartialDate, Source
from archive.reviews import Review
from indexer.reviewing import check_review
from web.permissions import Reader
from web.review_export import as_markdown
from web.services import Services
from web.uploads import clean_name

REVIEW_TYPE = "评议"


def finalise(
    services: Services, reader: Reader, review: Review, reasons: Mapping[str, str]
) -> Review:
    """Make a review final.

    Every quotation is checked first; ``reasons`` say by quotation why one that is not
    proved stands. The paper is held like any other document before the review names
    it, so a fault between the two leaves nothing lost: doing it again finds the paper.
    Raises ReviewIsFinal, NotAMember, ReviewNotInReview, ReviewChanged or
    QuotationsUnproved.
    """
    _may_be_made(review, reader)
    store = services.store
    check = check_review(store, services.engine, review, visible=reader.visible)
    needed = check.require(reasons)
    content = as_markdown(store, review, visible=reader.visible).encode("utf-8")
    blob = store.blobs.keep(BytesIO(content), limit_bytes=None)
    name = clean_name(f"{review.title}.md").replace("/", "／")
    said = store.acknowledge(
        blob,
        Source(name, name, datetime.now(UTC), reader.name),
        Given(
            title=review.title,
            type=REVIEW_TYPE,
            issued_on=PartialDate(datetime.now(UTC).astimezone().date().isoformat()),
        ),
        collection=review.collection,
    )
    services.wake_worker()
    return store.reviews.finalise(
        review.id,
        revision=review.revision,
        document_id=said.document_id,
        sha256=said.sha256,
        reasons=needed,
        actor=reader.name,
        visible=reader.visible,
    )


def _may_be_made(review: Review, reader: Reader) -> None:
    if review.state == "final":
        raise ReviewIsFinal()
    if reader.name not in review.members:
        raise NotAMember()
    if review.state != "in_review":
        raise ReviewNotInReview()
