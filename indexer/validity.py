"""Is a document in force on a day, and which words prove it (时效)?

Told from what held documents say, never guessed: a document of which nothing is said
is unknown, whatever its age. Days that are known only to the month or year count from
their last day on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Final, Literal

from archive.errors import DocumentNotFound
from archive.model import Document, DocumentId, PartialDate, Span, Visible
from archive.store import Store
from indexer.dates import days
from indexer.engine import SearchEngine, SearchRequest
from indexer.fold import fold_query
from indexer.query import AllOf, AnyOf
from indexer.query import Literal as Quoted
from indexer.quotes.drafts import Reference
from indexer.quotes.named import NamedDocuments, short_title
from indexer.validity_statements import Statement, StatementKind, statements

Force = Literal[
    "not_yet", "in_force", "amended", "repealed", "suspended", "expired", "unknown"
]

WORDS: Final = (
    *("废止", "失效", "作废", "停止", "不再", "暂停"),
    *("修改", "修订", "修正", "调整"),
)
"""One of these is in every statement that one document makes of another's force."""
_ISSUED_IN = re.compile(
    r"(?P<year>\d{4})\s*年[^《》。；]{0,24}(?:发布|公布|印发|颁布|颁发|施行|批准)的?\s*$"
)
DOCUMENTS_AT_MOST: Final = 60
SHORTEST_TITLE: Final = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """A statement that bears on a document, in whose words, and from which day on.

    ``since`` is None where the day cannot be told.
    """

    kind: StatementKind
    by: Document
    evidence: Span
    words: str
    since: date | None


@dataclass(frozen=True, slots=True)
class State:
    """Whether a document is in force on a day, and the ground that decides it."""

    on: date
    force: Force
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """Everything held that bears on a document's force, by day."""

    document: Document
    grounds: tuple[Ground, ...]

    def on(self, day: date) -> State:
        """Return the state on a day: what ended it, else what began or changed it."""
        known = [one for one in self.grounds if one.since is not None]
        past = [one for one in known if one.since and one.since <= day]
        ends: tuple[tuple[StatementKind, Force], ...] = (
            ("repeals", "repealed"),
            ("suspends", "suspended"),
            ("expires", "expired"),
        )
        for kind, force in ends:
            ended = next((one for one in past if one.kind == kind), None)
            if ended:
                return State(day, force, ended)
        if undated := self._undated_end():
            return State(day, "unknown", undated)
        begun = next((one for one in known if one.kind == "effective"), None)
        if begun and begun not in past:
            return State(day, "not_yet", begun)
        changed = [one for one in past if one.kind == "amends"]
        if changed:
            return State(day, "amended", changed[-1])
        return State(day, "in_force" if begun else "unknown", begun)

    def _undated_end(self) -> Ground | None:
        return next(
            (
                one
                for one in self.grounds
                if one.since is None and one.kind in ("repeals", "suspends", "expires")
            ),
            None,
        )


class ValidityReader:
    """Reads what held documents say of one another, for one reader."""

    def __init__(self, store: Store, engine: SearchEngine, *, visible: Visible) -> None:
        self._store, self._engine = store, engine
        self._visible = visible
        self._known: NamedDocuments | None = None

    def validity(self, document: Document) -> Validity:
        """Return what bears on a document's force; costs a search."""
        own = list(self._own(document))
        others = (self._by(other, document) for other in self._naming(document))
        grounds = [*own, *chain.from_iterable(others)]
        return Validity(document, tuple(sorted(grounds, key=_order)))

    def _own(self, document: Document) -> Iterator[Ground]:
        text, found = self._read(document)
        begins: date | None = None
        for one in found:
            if one.kind == "effective" and not one.named:
                begins = begins or _begins(one, document)
                yield _ground(one, document, text, _begins(one, document))
        for one in found:
            if one.kind == "expires" and not one.named:
                yield _ground(one, document, text, _expires(one, begins))

    def _by(self, other: Document, document: Document) -> Iterator[Ground]:
        """Yield what another document says of this one."""
        text, found = self._read(other)
        begins = next(
            (
                _begins(one, other)
                for one in found
                if one.kind == "effective" and not one.named
            ),
            None,
        )
        for one in found:
            if one.kind in ("effective", "expires"):
                since = _begins(one, document)
                if one.kind == "expires":
                    since = _expires(one, None)
            else:
                since = _last(one.date) or begins or _last(other.metadata.issued_on)
            if any(
                _is_said_year(text, named[0], document)
                and self._means(named, document, other)
                for named in _names(one.named)
            ):
                yield _ground(one, other, text, since)

    def _means(
        self, named: Sequence[Reference], document: Document, other: Document
    ) -> bool:
        """Tell whether a name, or its number, means this document and no other."""
        if self._known is None:
            self._known = NamedDocuments(self._store, visible=self._visible)
        meant: set[DocumentId] = set()
        for place, one in enumerate(named):
            ids = set(self._known.meant(one)) - {other.id}
            meant = ids if not place else (meant & ids or meant or ids)
        # A paper can speak only of those older than itself, whatever their title.
        older = {
            one.id
            for one in self._store.documents_by_id(sorted(meant)).values()
            if not _is_younger(one, other)
        }
        return older == {document.id}

    def _naming(self, document: Document) -> list[Document]:
        """Return documents that name this one and speak of ends or changes."""
        names = [document.metadata.title and short_title(document.metadata.title)]
        names.append(document.metadata.number)
        literals = tuple(
            Quoted(name, fold_query(name))
            for name in names
            if name and len(name) >= SHORTEST_TITLE
        )
        if not literals:
            return []
        spoken = AnyOf(tuple(Quoted(word, word) for word in WORDS))
        query = AllOf((AnyOf(literals), spoken))
        request = SearchRequest(
            query, limit=DOCUMENTS_AT_MOST, facets=(), passages_per_hit=0
        )
        page = self._engine.search(request, visible=self._visible)
        ids = [hit.document_id for hit in page.hits if hit.document_id != document.id]
        return list(self._store.documents_by_id(ids).values())

    def _read(self, document: Document) -> tuple[str, list[Statement]]:
        try:
            text = self._store.extraction(document.id, visible=self._visible).text
        except DocumentNotFound:
            return "", []
        return text, statements(text, document.metadata.title)


def _names(named: Sequence[Reference]) -> Iterator[Sequence[Reference]]:
    """Yield each document named: a title together with the number behind it."""
    at = 0
    while at < len(named):
        size = 1
        follows = at + 1 < len(named) and named[at + 1].start - named[at].end <= 2
        if named[at].kind == "title" and follows and named[at + 1].kind == "number":
            size = 2
        yield named[at : at + size]
        at += size


def _is_said_year(text: str, named: Reference, document: Document) -> bool:
    """Tell whether 1994年发布的《…》 can be this document."""
    said = _ISSUED_IN.search(text[max(0, named.start - 40) : named.start])
    issued = document.metadata.issued_on
    return said is None or issued is None or issued[:4] == said["year"]


def _ground(one: Statement, by: Document, text: str, since: date | None) -> Ground:
    words = " ".join(text[one.evidence.start : one.evidence.end].split())
    return Ground(one.kind, by, one.evidence, words, since)


def _begins(one: Statement, document: Document) -> date | None:
    if one.date is not None:
        return _last(one.date)
    issued = _last(document.metadata.issued_on)
    if issued is None or one.days_after_issue is None:
        return None
    return issued + timedelta(days=one.days_after_issue)


def _expires(one: Statement, begins: date | None) -> date | None:
    """Return the first day on which a document is no longer valid."""
    if one.date is not None:
        last = _last(one.date)
        return last + timedelta(days=1) if last else None
    if begins is None or one.months is None:
        return None
    month = begins.month - 1 + one.months
    year, month = begins.year + month // 12, month % 12 + 1
    first = date(year, month, 1)
    return min(first + timedelta(days=begins.day - 1), _month_end(first))


def _month_end(first: date) -> date:
    after = first.replace(day=28) + timedelta(days=4)
    return after.replace(day=1) - timedelta(days=1)


def _last(day: PartialDate | None) -> date | None:
    bounds = days(day) if day else None
    return date.fromordinal(bounds[1]) if bounds else None


def _is_younger(one: Document, other: Document) -> bool:
    own, theirs = _last(one.metadata.issued_on), _last(other.metadata.issued_on)
    return own is not None and theirs is not None and own > theirs


def _order(ground: Ground) -> tuple[date, str, int]:
    return ground.since or date.max, ground.by.id, ground.evidence.start
