"""What is new in a saved search since its owner last looked?

New is what was taken in or changed after the position that was seen, as far as the
index has it; what the owner may not see is neither shown nor counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from archive.errors import ArchiveError
from archive.model import Position, Visible
from archive.saved_searches import SavedSearch
from indexer.engine import Hit
from indexer.errors import IndexRebuilding
from indexer.search import TypedSearch
from web.api.search import typed_search
from web.services import Services

MOST_CHANGES = 5_000
"""Changes of the archive that are looked at in one go."""


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search finds anew, the newest first.

    ``seen`` is the position up to which it was asked; ``is_least`` tells that there
    are changes beyond it. ``failure`` is why it cannot be asked any more.
    """

    search: SavedSearch
    seen: Position
    total: int = 0
    hits: tuple[Hit, ...] = ()
    is_least: bool = False
    failure: ArchiveError | None = None


def news_of(
    services: Services, search: SavedSearch, *, visible: Visible, limit: int
) -> News:
    """Return what is new, with at most ``limit`` documents.

    Raises IndexRebuilding.
    """
    indexed = indexed_position(services)
    changes = [
        change
        for change in services.store.changes_since(search.seen, limit=MOST_CHANGES)
        if change.position <= indexed
    ]
    is_least = len(changes) == MOST_CHANGES
    seen = changes[-1].position if is_least else max(indexed, search.seen)
    among = frozenset(c.document_id for c in changes if not c.is_removed)
    if not among:
        return News(search, seen, is_least=is_least)
    try:
        typed = replace(
            typed_of(search), among=among, sort="newest", limit=limit, after=None
        )
        page = services.searcher.search(typed, visible=visible).page
    except IndexRebuilding:
        raise
    except ArchiveError as failure:
        return News(search, search.seen, failure=failure)
    return News(search, seen, page.total, page.hits, is_least)


def indexed_position(services: Services) -> Position:
    """Return how far the index is; raises IndexRebuilding while there is none."""
    percent = services.index_state.rebuilding_percent()
    if percent is not None:
        raise IndexRebuilding(progress=percent / 100)
    return services.engine.position()


def typed_of(search: SavedSearch) -> TypedSearch:
    """Return the search as it was typed; raises InvalidInput."""
    values: dict[str, Sequence[str]] = dict(parse_qs(search.parameters).items())
    return typed_search(values)
