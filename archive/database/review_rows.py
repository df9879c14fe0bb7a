"""Which reviews may a reader see, and which may an actor write in?"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, true

from archive.database.citation_tables import citations, review_citations, reviews
from archive.database.part import AnyRow, is_visible
from archive.database.tables import collections, documents
from archive.errors import NotAMember, ReviewIsFinal, ReviewNotFound
from archive.model import Visible


def review_rows(visible: Visible) -> Select[Any]:
    """Select the reviews whose collection and every cited document are visible."""
    return (
        select(reviews, collections.c.name.label("collection"))
        .join(collections, collections.c.key == reviews.c.collection_key)
        .where(is_visible(visible), _cites_nothing_hidden(visible))
    )


def seen_review(connection: Connection, review_id: str, visible: Visible) -> AnyRow:
    """Return the row of a review; raises ReviewNotFound."""
    query = review_rows(visible).where(reviews.c.id == review_id)
    row = connection.execute(query).first()
    if row is None:
        raise ReviewNotFound()
    return row


def open_review(
    connection: Connection, review_id: str, actor: str, visible: Visible
) -> AnyRow:
    """Return the row of a review that the actor may write in.

    Raises ReviewNotFound, ReviewIsFinal or NotAMember.
    """
    row = seen_review(connection, review_id, visible)
    if row.state == "final":
        raise ReviewIsFinal()
    if actor not in row.members:
        raise NotAMember()
    return row


def _cites_nothing_hidden(visible: Visible) -> ColumnElement[bool]:
    if visible is None:
        return true()
    shelf = collections.alias("shelf")
    key = func.coalesce(documents.c.collection_key, citations.c.collection_key)
    hidden = (
        select(review_citations.c.review_key)
        .join(citations, citations.c.key == review_citations.c.citation_key)
        .outerjoin(documents, documents.c.id == citations.c.document_id)
        .join(shelf, shelf.c.key == key)
        .where(
            review_citations.c.review_key == reviews.c.key,
            shelf.c.name.not_in(sorted(visible)),
        )
    )
    return ~exists(hidden.correlate(reviews))
