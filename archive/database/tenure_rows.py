"""Which rows make an analysis's tenures and handover findable?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from archive.database.codec import analysis_from_json
from archive.database.part import AnyRow
from archive.database.tables import (
    analyses,
    deadlines,
    documents,
    entities,
    handover_parties,
    handovers,
    tenures,
)
from archive.model import Analysis, EntityId, Handover, PartialDate

ROLES = ("outgoing", "incoming", "supervisor")
DERIVED = (tenures, handovers, handover_parties, deadlines)
"""The tables that go when an analysis does."""
_BATCH = 500


def keep_tenures(
    connection: Connection,
    found: Sequence[tuple[AnyRow, Analysis]],
    entity_keys: Mapping[EntityId, int],
) -> None:
    """Add the rows of new analyses; each row gives a document's key and metadata."""
    _insert(
        connection,
        tenures,
        [r for row, a in found for r in _tenures(row.key, a, entity_keys)],
    )
    books = [(row, a, a.handover) for row, a in found if a.handover is not None]
    rows = [_handover(row, a, book, entity_keys) for row, a, book in books]
    _insert(connection, handovers, rows)
    parties = [
        r for row, a, book in books for r in _parties(row.key, a, book, entity_keys)
    ]
    _insert(connection, handover_parties, parties)
    due = [r for row, _, book in books for r in _deadlines(row.key, book)]
    _insert(connection, deadlines, due)


def fill_tenures(connection: Connection) -> None:
    """Add the rows of every analysis that is kept."""
    keys: dict[EntityId, int] = {
        row.id: row.key
        for row in connection.execute(select(entities.c.id, entities.c.key))
    }
    query = (
        select(documents.c.key, documents.c.metadata, analyses.c.content)
        .select_from(documents)
        .join(analyses, analyses.c.document_key == documents.c.key)
    )
    for rows in connection.execute(query).partitions(_BATCH):
        found = [
            (row, analysis_from_json(row.content, recogniser="", recogniser_version=""))
            for row in rows
        ]
        keep_tenures(connection, found, keys)


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _tenures(
    document_key: int, analysis: Analysis, keys: Mapping[EntityId, int]
) -> Iterator[dict[str, Any]]:
    posts = {e.name: e.id for e in analysis.entities if e.kind == "post"}
    for official in analysis.officials:
        if official.entity_id is None or official.entity_id not in keys:
            continue
        for post in official.posts:
            post_id = posts.get(post.title)
            yield {
                "document_key": document_key,
                "official_key": keys[official.entity_id],
                "post_key": keys.get(post_id) if post_id else None,
                "title": post.title,
                "organisation": post.organisation,
                "place": post.place,
                "status": post.status,
                "from_date": post.from_date,
                "to_date": post.to_date,
                "evidence": post.evidence and [post.evidence.start, post.evidence.end],
            }


def _handover(
    row: AnyRow, analysis: Analysis, book: Handover, keys: Mapping[EntityId, int]
) -> dict[str, Any]:
    date: PartialDate | None = book.date or row.metadata.get("issued_on")
    place = next(
        (
            entity.id
            for entity in analysis.entities
            if entity.kind == "place" and book.place in (entity.name, *entity.aliases)
        ),
        None,
    )
    counts: dict[str, int] = {}
    for item in book.items:
        counts[item.part] = counts.get(item.part, 0) + 1
    return {
        "document_key": row.key,
        "date": date,
        "post": book.post,
        "place": book.place,
        "place_key": keys.get(place) if place else None,
        "parts": [[part, count] for part, count in counts.items()],
    }


def _parties(
    document_key: int, analysis: Analysis, book: Handover, keys: Mapping[EntityId, int]
) -> Iterator[dict[str, Any]]:
    known = {o.name: o.entity_id for o in reversed(analysis.officials)}
    for role in ROLES:
        name: str | None = getattr(book, role)
        if name:
            entity_id = known.get(name)
            proof = book.evidence.get(role)
            yield {
                "document_key": document_key,
                "role": role,
                "name": name,
                "entity_key": keys.get(entity_id) if entity_id else None,
                "evidence": proof and [proof.start, proof.end],
            }


def _deadlines(document_key: int, book: Handover) -> Iterator[dict[str, Any]]:
    for place, item in enumerate(book.items):
        if item.deadline:
            yield {
                "document_key": document_key,
                "item": place,
                "part": item.part,
                "due": item.deadline,
            }
