"""How do the rows of a review read as its types?"""

from archive.database.part import AnyRow
from archive.reviews import (
    Comment,
    FollowUp,
    Review,
    ReviewId,
    Revision,
    Step,
    Subject,
)


def to_review(row: AnyRow) -> Review:
    """Return a review; the row has its collection's name."""
    return Review(
        id=ReviewId(row.id),
        title=row.title,
        subject=Subject(row.subject_kind, row.subject_id, row.subject_name),
        collection=row.collection,
        members=tuple(row.members),
        state=row.state,
        style=row.style,
        revision=row.revision,
        text=row.text,
        created_by=row.created_by,
        created_at=row.created_at,
        changed_at=row.changed_at,
        document_id=row.document_id,
        sha256=row.sha256,
    )


def to_revision(row: AnyRow) -> Revision:
    """Return an entry of the history."""
    return Revision(
        number=row.key,
        revision=row.revision,
        title=row.title,
        text=row.text,
        saved_by=row.saved_by,
        saved_at=row.saved_at,
        is_aside=row.is_aside,
    )


def to_step(row: AnyRow) -> Step:
    """Return a step."""
    return Step(row.state, row.revision, row.actor, row.happened_at, row.reasons)


def to_comment(row: AnyRow) -> Comment:
    """Return a remark."""
    return Comment(
        id=row.id,
        revision=row.revision,
        words=row.words,
        text=row.text,
        written_by=row.written_by,
        written_at=row.written_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )


def to_follow_up(row: AnyRow) -> FollowUp:
    """Return a point raised; the row has its review's id and title."""
    return FollowUp(
        id=row.id,
        review_id=ReviewId(row.review_id),
        review_title=row.review_title,
        text=row.text,
        responsible=row.responsible,
        due=row.due,
        written_by=row.written_by,
        written_at=row.written_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        settled_how=row.settled_how,
    )
