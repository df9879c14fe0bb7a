"""How are reviews kept, saved without loss and made final?"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from archive.cite import DEFAULT_STYLE
from archive.database.citation_records import citation_rows
from archive.database.citation_tables import (
    citations,
    review_citations,
    review_revisions,
    review_steps,
    reviews,
)
from archive.database.event_log import append
from archive.database.intake import collection_key
from archive.database.part import AnyRow, Part, chunks, next_key, now
from archive.database.review_codec import to_review, to_revision, to_step
from archive.database.review_remarks import ReviewRemarks
from archive.database.review_rows import open_review, review_rows, seen_review
from archive.errors import InvalidInput, ReviewChanged, ReviewNotInReview
from archive.events import REVIEW, Entry
from archive.model import DocumentId, Sha256, Visible
from archive.reviews import (
    MEMBERS_AT_MOST,
    SAME_SITTING_SECONDS,
    TEXT_AT_MOST,
    NewReview,
    Review,
    ReviewState,
    Revision,
    Step,
    Subject,
    Writing,
    cited_ids,
)

TITLE_AT_MOST = 200


class ReviewRecords(ReviewRemarks, Part):
    """See ``ReviewStore``."""

    def begin(self, new: NewReview, *, actor: str, visible: Visible) -> Review:
        """See ``ReviewStore``."""
        if visible is not None and new.collection not in visible:
            raise InvalidInput(field="collection", value=new.collection)
        title = _checked(new.title, new.text)
        members = _members(actor, new.members)
        at = now()
        with self._database.write() as connection:
            key, review_id = next_key(connection, reviews), token_hex(8)
            row = {
                "key": key,
                "id": review_id,
                "collection_key": collection_key(connection, new.collection),
                "title": title,
                "subject_kind": new.subject.kind,
                "subject_id": new.subject.id,
                "subject_name": new.subject.name,
                "members": members,
                "state": "draft",
                "style": DEFAULT_STYLE,
                "revision": 1,
                "text": new.text,
                "created_by": actor,
                "created_at": at,
                "changed_at": at,
            }
            connection.execute(insert(reviews), [row])
            _keep(connection, key, Writing(1, title, new.text), actor)
            _note_citations(connection, key, new.text, visible)
            _note_step(connection, key, review_id, "draft", 1, actor)
            return to_review(seen_review(connection, review_id, visible))

    def review(self, review_id: str, *, visible: Visible) -> Review:
        """See ``ReviewStore``."""
        with self._database.read() as connection:
            return to_review(seen_review(connection, review_id, visible))

    def reviews(
        self,
        *,
        visible: Visible,
        only_final: bool = False,
        subject: Subject | None = None,
        limit: int = 200,
    ) -> Sequence[Review]:
        """See ``ReviewStore``."""
        query = review_rows(visible).order_by(reviews.c.changed_at.desc())
        if only_final:
            query = query.where(reviews.c.state == "final")
        if subject is not None:
            query = query.where(
                reviews.c.subject_kind == subject.kind,
                reviews.c.subject_id == subject.id,
            )
        with self._database.read() as connection:
            return [to_review(row) for row in connection.execute(query.limit(limit))]

    def citing(
        self, document_id: str, *, visible: Visible, only_final: bool = False
    ) -> Sequence[Review]:
        """See ``ReviewStore``."""
        cites = (
            select(review_citations.c.review_key)
            .join(citations, citations.c.key == review_citations.c.citation_key)
            .where(citations.c.document_id == document_id)
        )
        query = (
            review_rows(visible)
            .where(reviews.c.key.in_(cites))
            .order_by(reviews.c.changed_at.desc())
        )
        if only_final:
            query = query.where(reviews.c.state == "final")
        with self._database.read() as connection:
            return [to_review(row) for row in connection.execute(query)]

    def save(
        self, review_id: str, writing: Writing, *, actor: str, visible: Visible
    ) -> Review:
        """See ``ReviewStore``."""
        title = _checked(writing.title, writing.text)
        with self._database.write() as connection:
            row = open_review(connection, review_id, actor, visible)
            if (row.title, row.text) == (title, writing.text):
                return to_review(row)
            if writing.base == row.revision:
                _save(connection, row, Writing(row.revision + 1, title, writing.text))
                _keep(connection, row.key, _next(row, title, writing), actor)
                _note_citations(connection, row.key, writing.text, visible)
                return to_review(seen_review(connection, review_id, visible))
            aside = Writing(writing.base, title, writing.text)
            number = _keep(connection, row.key, aside, actor, is_aside=True)
        # Raised after the commit, so that what was written is safe.
        raise ReviewChanged(revision=row.revision, aside=number)

    def set_members(
        self, review_id: str, members: Sequence[str], *, actor: str, visible: Visible
    ) -> Review:
        """See ``ReviewStore``."""
        with self._database.write() as connection:
            row = open_review(connection, review_id, actor, visible)
            connection.execute(
                update(reviews)
                .where(reviews.c.key == row.key)
                .values(members=_members(row.created_by, members))
            )
            return to_review(seen_review(connection, review_id, visible))

    def move(
        self, review_id: str, state: ReviewState, *, actor: str, visible: Visible
    ) -> Review:
        """See ``ReviewStore``."""
        if state == "final":
            raise InvalidInput(field="state", value=state)
        with self._database.write() as connection:
            row = open_review(connection, review_id, actor, visible)
            if row.state != state:
                _set(connection, row, state=state)
                _note_step(connection, row.key, row.id, state, row.revision, actor)
            return to_review(seen_review(connection, review_id, visible))

    def finalise(
        self,
        review_id: str,
        *,
        revision: int,
        document_id: DocumentId,
        sha256: Sha256,
        reasons: Mapping[str, str],
        actor: str,
        visible: Visible,
    ) -> Review:
        """See ``ReviewStore``."""
        with self._database.write() as connection:
            row = open_review(connection, review_id, actor, visible)
            if row.state != "in_review":
                raise ReviewNotInReview()
            if row.revision != revision:
                raise ReviewChanged(revision=row.revision)
            held = {"document_id": document_id, "sha256": sha256}
            _set(connection, row, state="final", **held)
            _note_step(
                connection,
                row.key,
                row.id,
                "final",
                revision,
                actor,
                held=held,
                reasons=reasons,
            )
            return to_review(seen_review(connection, review_id, visible))

    def history(self, review_id: str, *, visible: Visible) -> Sequence[Revision]:
        """See ``ReviewStore``."""
        with self._database.read() as connection:
            rows = _of(connection, review_revisions, review_id, visible)
            return [to_revision(row) for row in rows]

    def steps(self, review_id: str, *, visible: Visible) -> Sequence[Step]:
        """See ``ReviewStore``."""
        with self._database.read() as connection:
            rows = _of(connection, review_steps, review_id, visible)
            return [to_step(row) for row in rows]


def _of(
    connection: Connection, table: Any, review_id: str, visible: Visible
) -> Sequence[AnyRow]:
    key = seen_review(connection, review_id, visible).key
    query = select(table).where(table.c.review_key == key).order_by(table.c.key)
    return connection.execute(query).all()


def _checked(title: str, text: str) -> str:
    shown = " ".join(title.split())
    if not shown or len(shown) > TITLE_AT_MOST:
        raise InvalidInput(field="title", value=shown[:80])
    if len(text) > TEXT_AT_MOST:
        raise InvalidInput(field="text", value=text[:80])
    return shown


def _members(first: str, others: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys([first, *(n.strip() for n in others if n.strip())]))
    if len(names) > MEMBERS_AT_MOST:
        raise InvalidInput(field="members", value=len(names))
    return names


def _next(row: AnyRow, title: str, writing: Writing) -> Writing:
    return Writing(row.revision + 1, title, writing.text)


def _set(connection: Connection, row: AnyRow, **values: object) -> None:
    connection.execute(
        update(reviews)
        .where(reviews.c.key == row.key)
        .values(changed_at=now(), **values)
    )


def _save(connection: Connection, row: AnyRow, writing: Writing) -> None:
    _set(
        connection,
        row,
        title=writing.title,
        text=writing.text,
        revision=writing.base,
    )


def _keep(
    connection: Connection,
    review_key: int,
    writing: Writing,
    actor: str,
    *,
    is_aside: bool = False,
) -> int:
    """Add an entry to the history, or go on with the one of this sitting."""
    table, at = review_revisions, now()
    query = (
        select(table)
        .where(table.c.review_key == review_key, table.c.is_aside.is_(is_aside))
        .order_by(table.c.key.desc())
        .limit(1)
    )
    last = connection.execute(query).first()
    values = {
        "revision": writing.base,
        "title": writing.title,
        "text": writing.text,
        "saved_at": at,
    }
    if last is not None and _goes_on(connection, last, writing, actor):
        connection.execute(
            update(table).where(table.c.key == last.key).values(**values)
        )
        return int(last.key)
    key = next_key(connection, table)
    row = {
        "key": key,
        "review_key": review_key,
        "saved_by": actor,
        "began_at": at,
        "is_aside": is_aside,
        **values,
    }
    connection.execute(insert(table), [row])
    return key


def _goes_on(
    connection: Connection, last: AnyRow, writing: Writing, actor: str
) -> bool:
    """Tell whether a save belongs to the last entry: same person, same sitting.

    The first entry and one at which the state changed stay as they are; what is kept
    aside goes on only while it grows.
    """
    if last.is_aside:
        return bool(
            last.saved_by == actor
            and last.revision == writing.base
            and writing.text.startswith(last.text)
        )
    is_recent = now() - last.began_at < timedelta(seconds=SAME_SITTING_SECONDS)
    steps = select(review_steps.c.key).where(
        review_steps.c.review_key == last.review_key,
        review_steps.c.revision == last.revision,
    )
    is_pinned = connection.execute(steps).first() is not None
    return bool(last.saved_by == actor and is_recent and not is_pinned)


def _note_citations(
    connection: Connection, review_key: int, text: str, visible: Visible
) -> None:
    """Note which citations the text names; those become listed."""
    keys = [
        row.key
        for chunk in chunks(cited_ids(text))
        for row in connection.execute(
            citation_rows(visible).where(citations.c.id.in_(chunk))
        )
    ]
    table = review_citations
    connection.execute(delete(table).where(table.c.review_key == review_key))
    if keys:
        rows = [{"review_key": review_key, "citation_key": key} for key in keys]
        connection.execute(insert(table), rows)
        for chunk in chunks(keys):
            connection.execute(
                update(citations)
                .where(citations.c.key.in_(chunk))
                .values(is_listed=True)
            )


def _note_step(
    connection: Connection,
    review_key: int,
    review_id: str,
    state: ReviewState,
    revision: int,
    actor: str,
    *,
    held: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> None:
    row = {
        "key": next_key(connection, review_steps),
        "review_key": review_key,
        "state": state,
        "revision": revision,
        "actor": actor,
        "happened_at": now(),
        "reasons": dict(reasons or {}),
    }
    connection.execute(insert(review_steps), [row])
    document_id = DocumentId(held["document_id"]) if held else None
    details = {"review": review_id, "state": state, "revision": revision}
    details |= {"sha256": held["sha256"]} if held else {}
    append(connection, [Entry(REVIEW, actor, document_id, "success", details)])
