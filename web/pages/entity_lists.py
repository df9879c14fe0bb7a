"""Which officials, places, organisations, posts and terms does the archive name?"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from archive.model import EntityKind, Visible
from archive.store import EntityCount, Store
from indexer.pinyin_order import first_letter, spelling
from web.pages.neighbours import tells
from web.permissions import reader_of
from web.present import ENTITY_NAMES, ENTITY_PATHS
from web.rendering import render
from web.services import services_of

LISTED = 100
AT_ONCE_AT_MOST = 20_000
"""Names beginning with the few characters of one page, at most."""
SORTS: Mapping[str, str] = {"count": "按份数", "pinyin": "按拼音"}
OTHER = "#"
"""What stands for names that begin with no letter: digits, marks."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the bar above a list; without an address nothing begins so."""

    name: str
    url: str | None
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """A row: the name, what tells it from namesakes, and the documents."""

    name: str
    url: str
    tells: str
    documents: int


@dataclass(frozen=True, slots=True)
class ListAddress:
    """What is listed, as the address says it."""

    kind: EntityKind
    starts_with: str = ""
    letter: str = ""
    sort: str = "count"
    offset: int = 0

    def url(self, **changes: str | int) -> str:
        """Return the address with some parts changed, from the first page on."""
        pairs: dict[str, str | int] = {
            "starts_with": self.starts_with,
            "letter": self.letter,
            "sort": self.sort if self.sort != "count" else "",
            **changes,
        }
        query = urlencode({key: value for key, value in pairs.items() if value})
        return ENTITY_PATHS[self.kind] + (f"?{query}" if query else "")


def entity_list(kind: EntityKind) -> Callable[[Request], Response]:
    """Return the page that lists entities of one kind."""

    def page(request: Request) -> Response:
        return _list(request, _address(request, kind))

    return page


def _address(request: Request, kind: EntityKind) -> ListAddress:
    asked = request.query_params
    letter = asked.get("letter", "").upper()
    offset = asked.get("offset", "")
    sort = asked.get("sort", "count")
    return ListAddress(
        kind,
        asked.get("starts_with", "").strip()[:100],
        letter if letter in (*ascii_uppercase, OTHER) else "",
        sort if sort in SORTS else "count",
        int(offset) if offset.isdecimal() and len(offset) < 9 else 0,
    )


def _list(request: Request, asked: ListAddress) -> Response:
    store, visible = services_of(request).store, reader_of(request).visible
    beginnings = store.beginnings(asked.kind, visible=visible)
    letters: Counter[str] = Counter()
    for character, count in beginnings.items():
        letters[_letter(character, asked.kind)] += count
    counts = _page(store, asked, beginnings, visible)
    is_whole = not asked.starts_with
    return render(
        request,
        "entities.html",
        kind=asked.kind,
        name=ENTITY_NAMES[asked.kind],
        path=ENTITY_PATHS[asked.kind],
        asked=asked,
        total=(letters[asked.letter] if asked.letter else letters.total())
        if is_whole
        else None,
        letters=_letters(asked, letters),
        sorts=[
            (name, asked.url(sort=key if key != "count" else ""), key == asked.sort)
            for key, name in SORTS.items()
        ],
        rows=_rows(store, asked.kind, counts[:LISTED], visible),
        next_url=asked.url(offset=asked.offset + LISTED)
        if len(counts) > LISTED
        else None,
        first_url=asked.url() if asked.offset else None,
    )


def _page(
    store: Store, asked: ListAddress, beginnings: Mapping[str, int], visible: Visible
) -> Sequence[EntityCount]:
    """Return one more than a page of entities, if there are so many."""
    chosen = [
        character
        for character in beginnings
        if not asked.letter or _letter(character, asked.kind) == asked.letter
    ]
    if asked.sort == "pinyin" and not asked.starts_with:
        return _by_pinyin(store, asked, chosen, beginnings, visible)
    return store.entities(
        visible=visible,
        kind=asked.kind,
        starts_with=asked.starts_with,
        beginnings=chosen if asked.letter else None,
        limit=LISTED + 1,
        offset=asked.offset,
    )


def _by_pinyin(
    store: Store,
    asked: ListAddress,
    chosen: Sequence[str],
    beginnings: Mapping[str, int],
    visible: Visible,
) -> Sequence[EntityCount]:
    """Return a page in the order of pinyin; only names that begin so are read."""
    kind = asked.kind
    ordered = sorted(chosen, key=lambda character: spelling(character, kind))
    before, needed, skipped = 0, [], 0
    for character in ordered:
        after = before + beginnings[character]
        if after <= asked.offset:
            skipped = after
        elif before <= asked.offset + LISTED:
            needed.append(character)
        before = after
    found = list(
        store.entities(
            visible=visible, kind=kind, beginnings=needed, limit=AT_ONCE_AT_MOST
        )
    )
    found.sort(key=lambda one: (spelling(one.entity.name, kind), one.entity.id))
    start = asked.offset - skipped
    return found[start : start + LISTED + 1]


def _letter(character: str, kind: EntityKind) -> str:
    return first_letter(character, kind) or OTHER


def _letters(asked: ListAddress, counts: Mapping[str, int]) -> list[Letter]:
    every = [*ascii_uppercase, *([OTHER] if counts.get(OTHER) else [])]
    return [
        Letter(
            one,
            asked.url(letter=one, starts_with="") if counts.get(one) else None,
            counts.get(one, 0),
            one == asked.letter,
        )
        for one in every
    ]


def _rows(
    store: Store, kind: EntityKind, counts: Sequence[EntityCount], visible: Visible
) -> list[ListedEntity]:
    """Return rows, each official with the latest post that tells who is meant."""
    posts = (
        store.tenures.latest_of([one.entity.id for one in counts], visible=visible)
        if kind == "official"
        else {}
    )
    rows = []
    for one in counts:
        rows.append(
            ListedEntity(
                one.entity.name,
                f"{ENTITY_PATHS[kind]}/{one.entity.id}",
                tells(one.entity, posts.get(one.entity.id)),
                one.documents,
            )
        )
    return rows
