"""How are remarks on reviews and the points they raise kept?"""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from sqlalchemy import Select, insert, select, update

from archive.database.citation_tables import follow_ups, review_comments, reviews
from archive.database.part import Part, next_key, now
from archive.database.review_codec import to_comment, to_follow_up
from archive.database.review_rows import open_review, review_rows, seen_review
from archive.errors import InvalidInput, ReviewIsFinal, ReviewNotFound
from archive.model import PartialDate, Visible
from archive.reviews import Comment, FollowUp, Review

REMARK_AT_MOST = 4000


class ReviewRemarks(Part):
    """The part of ``ReviewStore`` that is about remarks and points raised."""

    def comments(self, review_id: str, *, visible: Visible) -> Sequence[Comment]:
        """See ``ReviewStore``."""
        with self._database.read() as connection:
            key = seen_review(connection, review_id, visible).key
            query = (
                select(review_comments)
                .where(review_comments.c.review_key == key)
                .order_by(review_comments.c.key)
            )
            return [to_comment(row) for row in connection.execute(query)]

    def comment(
        self, review_id: str, text: str, *, words: str, actor: str, visible: Visible
    ) -> Comment:
        """See ``ReviewStore``."""
        with self._database.write() as connection:
            review = seen_review(connection, review_id, visible)
            if review.state == "final":
                raise ReviewIsFinal()
            row = {
                "key": next_key(connection, review_comments),
                "id": token_hex(8),
                "review_key": review.key,
                "revision": review.revision,
                "words": words.strip()[:REMARK_AT_MOST],
                "text": _remark(text),
                "written_by": actor,
                "written_at": now(),
            }
            connection.execute(insert(review_comments), [row])
            query = select(review_comments).where(review_comments.c.key == row["key"])
            return to_comment(connection.execute(query).one())

    def settle_comment(
        self, review_id: str, comment_id: str, *, actor: str, visible: Visible
    ) -> None:
        """See ``ReviewStore``."""
        table = review_comments
        with self._database.write() as connection:
            review = open_review(connection, review_id, actor, visible)
            connection.execute(
                update(table)
                .where(
                    table.c.review_key == review.key,
                    table.c.id == comment_id,
                    table.c.settled_by.is_(None),
                )
                .values(settled_by=actor, settled_at=now())
            )

    def follow_ups(self, review_id: str, *, visible: Visible) -> Sequence[FollowUp]:
        """See ``ReviewStore``."""
        with self._database.read() as connection:
            key = seen_review(connection, review_id, visible).key
            query = _follow_up_rows().where(follow_ups.c.review_key == key)
            return [to_follow_up(row) for row in connection.execute(query)]

    def open_follow_ups(
        self, review: Review, *, visible: Visible
    ) -> Sequence[FollowUp]:
        """See ``ReviewStore``."""
        earlier = (
            review_rows(visible)
            .where(
                reviews.c.subject_kind == review.subject.kind,
                reviews.c.subject_id == review.subject.id,
                reviews.c.id != review.id,
                reviews.c.created_at < review.created_at,
            )
            .with_only_columns(reviews.c.key)
        )
        query = _follow_up_rows().where(
            follow_ups.c.review_key.in_(earlier), follow_ups.c.settled_at.is_(None)
        )
        with self._database.read() as connection:
            return [to_follow_up(row) for row in connection.execute(query)]

    def raise_follow_up(
        self,
        review_id: str,
        text: str,
        *,
        responsible: str,
        due: PartialDate | None,
        actor: str,
        visible: Visible,
    ) -> FollowUp:
        """See ``ReviewStore``."""
        with self._database.write() as connection:
            review = open_review(connection, review_id, actor, visible)
            row = {
                "key": next_key(connection, follow_ups),
                "id": token_hex(8),
                "review_key": review.key,
                "text": _remark(text),
                "responsible": " ".join(responsible.split())[:100],
                "due": due,
                "written_by": actor,
                "written_at": now(),
            }
            connection.execute(insert(follow_ups), [row])
            query = _follow_up_rows().where(follow_ups.c.key == row["key"])
            return to_follow_up(connection.execute(query).one())

    def settle_follow_up(
        self, follow_up_id: str, how: str, *, actor: str, visible: Visible
    ) -> None:
        """See ``ReviewStore``."""
        said = _remark(how)
        with self._database.write() as connection:
            seen = review_rows(visible).with_only_columns(reviews.c.key)
            is_this = (follow_ups.c.id == follow_up_id) & follow_ups.c.review_key.in_(
                seen
            )
            if connection.execute(select(follow_ups.c.key).where(is_this)).first():
                connection.execute(
                    update(follow_ups)
                    .where(is_this, follow_ups.c.settled_at.is_(None))
                    .values(settled_by=actor, settled_at=now(), settled_how=said)
                )
                return
        raise ReviewNotFound()


def _follow_up_rows() -> Select[Any]:
    return (
        select(
            follow_ups,
            reviews.c.id.label("review_id"),
            reviews.c.title.label("review_title"),
        )
        .join(reviews, reviews.c.key == follow_ups.c.review_key)
        .order_by(follow_ups.c.key)
    )


def _remark(text: str) -> str:
    said = text.strip()
    if not said or len(said) > REMARK_AT_MOST:
        raise InvalidInput(field="text", value=said[:80])
    return said
