"""Which entities do the words of a search name?"""

from dataclasses import dataclass

from archive.errors import EntityNotFound
from archive.model import Entity, EntityKind, Visible
from archive.store import Store
from indexer.fold import fold_query
from web.present import ENTITY_NAMES, ENTITY_PATHS

_KINDS: tuple[EntityKind, ...] = ("place", "official", "organisation", "post", "term")
_MOST_WORDS = 4
_MOST = 6


@dataclass(frozen=True, slots=True)
class Topic:
    """An entity with a page of its own."""

    name: str
    kind_name: str
    detail: str | None
    url: str


def topics(store: Store, query: str, visible: Visible) -> list[Topic]:
    """Return the entities that go by a whole word of the query, at most a handful."""
    found: dict[str, Topic] = {}
    for word in query.split()[:_MOST_WORDS]:
        for kind in _KINDS:
            for entity_id in sorted(store.entity_ids_named(kind, fold_query(word))):
                if len(found) == _MOST:
                    return list(found.values())
                try:
                    entity = store.entity(entity_id, visible=visible)
                except EntityNotFound:
                    continue
                found.setdefault(entity_id, _topic(entity))
    return list(found.values())


def _topic(entity: Entity) -> Topic:
    return Topic(
        entity.name,
        ENTITY_NAMES[entity.kind],
        entity.detail,
        f"{ENTITY_PATHS[entity.kind]}/{entity.id}",
    )
