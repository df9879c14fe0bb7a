"""Which officials, places, organisations, posts and terms do documents name?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    func,
    insert,
    select,
    true,
    update,
)

from archive.database.documents import document_rows, to_documents
from archive.database.part import AnyRow, Part, chunks, is_visible, next_key
from archive.database.tables import (
    appearances,
    collections,
    documents,
    entities,
    entity_names,
)
from archive.errors import EntityNotFound
from archive.model import Document, Entity, EntityId, EntityKind, Visible
from archive.store import EntityCount

_BEGINNING = func.substr(entities.c.name_key, 1, 1)


class Entities(Part):
    """Reads entities; one that no visible document names does not exist."""

    def entity(self, entity_id: str, *, visible: Visible) -> Entity:
        """See ``Store``."""
        query = _named(select(entities), visible).where(entities.c.id == entity_id)
        with self._database.read() as connection:
            row = connection.execute(query.limit(1)).first()
        if row is None:
            raise EntityNotFound(entity_id=entity_id)
        return to_entity(row)

    def entities(
        self,
        *,
        visible: Visible,
        kind: EntityKind | None = None,
        starts_with: str = "",
        beginnings: Sequence[str] | None = None,
        limit: int = 200,
        offset: int = 0,
    ) -> Sequence[EntityCount]:
        """See ``Store``."""
        count = func.count()
        begins = true() if beginnings is None else _BEGINNING.in_(beginnings)
        query = (
            _named(select(entities, count.label("naming")), visible)
            .where(_is_of_kind(kind), self._starts_with(starts_with), begins)
            .group_by(entities.c.key)
            .order_by(count.desc(), entities.c.name_key, entities.c.id)
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as connection:
            return [
                EntityCount(to_entity(row), row.naming)
                for row in connection.execute(query)
            ]

    def beginnings(self, kind: EntityKind, *, visible: Visible) -> Mapping[str, int]:
        """See ``Store``."""
        named = (
            select(appearances.c.entity_key)
            .join(documents, documents.c.key == appearances.c.document_key)
            .join(collections, collections.c.key == documents.c.collection_key)
            .where(appearances.c.entity_key == entities.c.key, is_visible(visible))
        )
        query = (
            select(_BEGINNING, func.count())
            .where(entities.c.kind == kind, named.exists())
            .group_by(_BEGINNING)
        )
        with self._database.read() as connection:
            return {character: count for character, count in connection.execute(query)}

    def entities_by_id(
        self, entity_ids: Sequence[EntityId], *, visible: Visible
    ) -> Mapping[EntityId, EntityCount]:
        """See ``Store``."""
        query = _named(select(entities, func.count().label("naming")), visible)
        with self._database.read() as connection:
            return {
                row.id: EntityCount(to_entity(row), row.naming)
                for ids in chunks(entity_ids)
                for row in connection.execute(
                    query.where(entities.c.id.in_(ids)).group_by(entities.c.key)
                )
            }

    def naming_counts(
        self, *, visible: Visible, entity_ids: Sequence[EntityId] | None = None
    ) -> Mapping[EntityId, int]:
        """See ``Store``."""
        query = _named(select(entities.c.id, func.count().label("naming")), visible)
        query = query.group_by(entities.c.key, entities.c.id)
        queries = (
            [query]
            if entity_ids is None
            else [query.where(entities.c.id.in_(ids)) for ids in chunks(entity_ids)]
        )
        with self._database.read() as connection:
            return {
                row.id: row.naming for one in queries for row in connection.execute(one)
            }

    def entity_ids_named(self, kind: EntityKind, name: str) -> frozenset[EntityId]:
        """See ``Store``."""
        query = (
            select(entities.c.id)
            .join(entity_names)
            .where(_is_of_kind(kind), entity_names.c.name_key == self._name_key(name))
        )
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def documents_naming(
        self,
        entity_id: EntityId,
        *,
        visible: Visible,
        limit: int = 200,
        offset: int = 0,
    ) -> Sequence[Document]:
        """See ``Store``."""
        query = (
            document_rows(visible)
            .join(appearances, appearances.c.document_key == documents.c.key)
            .join(entities, entities.c.key == appearances.c.entity_key)
            .where(entities.c.id == entity_id)
            .order_by(documents.c.key.desc())
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as connection:
            return to_documents(connection, query)

    def _starts_with(self, text: str) -> ColumnElement[bool]:
        prefix = self._name_key(text)
        if not prefix:
            return true()
        return func.substr(entities.c.name_key, 1, len(prefix)) == prefix


def keep_entities(
    connection: Connection,
    wanted: Mapping[EntityId, Entity],
    name_key: Callable[[str], str],
) -> Mapping[EntityId, int]:
    """Add the entities that are new, change those that differ; return their keys."""
    known = _known(connection, list(wanted))
    keys = {entity_id: row.key for entity_id, row in known.items()}
    new, changed = [], []
    key = next_key(connection, entities)
    for entity in wanted.values():
        row = known.get(entity.id)
        if row is None:
            keys[entity.id] = key
            new.append(_entity_row(entity, key, name_key))
            key += 1
        elif to_entity(row) != entity:
            changed.append(_entity_row(entity, row.key, name_key))
    if new:
        connection.execute(insert(entities), new)
    for values in changed:
        by_key = entities.c.key == values["key"]
        connection.execute(update(entities).where(by_key).values(values))
        connection.execute(
            delete(entity_names).where(entity_names.c.entity_key == values["key"])
        )
    names = [name for values in (*new, *changed) for name in _names(values, name_key)]
    if names:
        connection.execute(insert(entity_names), names)
    return keys


def _named(query: Select[Any], visible: Visible) -> Select[Any]:
    """Join an entity query to the visible documents that name the entities."""
    query = query.join(appearances, appearances.c.entity_key == entities.c.key)
    if visible is None:
        return query
    return query.join(documents).join(collections).where(is_visible(visible))


def _is_of_kind(kind: EntityKind | None) -> ColumnElement[bool]:
    return true() if kind is None else entities.c.kind == kind


def _known(
    connection: Connection, ids: Sequence[EntityId]
) -> Mapping[EntityId, AnyRow]:
    return {
        row.id: row
        for chunk in chunks(ids)
        for row in connection.execute(select(entities).where(entities.c.id.in_(chunk)))
    }


def _entity_row(
    entity: Entity, key: int, name_key: Callable[[str], str]
) -> dict[str, Any]:
    return {
        "key": key,
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "name_key": name_key(entity.name),
        "aliases": list(entity.aliases),
        "parents": list(entity.parents),
        "detail": entity.detail,
    }


def _names(
    values: Mapping[str, Any], name_key: Callable[[str], str]
) -> list[dict[str, Any]]:
    folded = {values["name_key"], *(name_key(alias) for alias in values["aliases"])}
    return [{"name_key": name, "entity_key": values["key"]} for name in sorted(folded)]


def to_entity(row: AnyRow) -> Entity:
    """Return the entity of a row."""
    return Entity(
        id=row.id,
        kind=row.kind,
        name=row.name,
        aliases=tuple(row.aliases),
        parents=tuple(row.parents),
        detail=row.detail,
    )
