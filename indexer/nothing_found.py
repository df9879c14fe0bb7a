"""Why was nothing found, and what would be?

Every part of a query is asked for alone, under the same filters and by the same
reader; look-alikes and sound-alikes are looked for in what that reader may see.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.model import Visible
from indexer.engine import Hit, SearchEngine, SearchRequest
from indexer.errors import QuerySyntaxError
from indexer.explain import outer_terms
from indexer.fold import fold_query
from indexer.interpret import Interpreter, similar_words
from indexer.query import AllOf, AnyOf, Fuzzy, Literal, Query, Words
from indexer.query_parser import parse_query
from indexer.query_printer import print_query

MOST_PARTS = 8
"""Parts of a query that are looked into."""
LONGEST_WORD = 12
"""Characters of a word that a similar one is looked for."""
LONGEST_MEANT = 6
"""Characters of a word that may be mistyped though its parts were found."""
_MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class PartAlone:
    """A part of a query that found nothing: what it was read as, what it finds alone.

    ``similar`` is a word like it that the reader's documents have; ``corrected`` and
    ``without`` are the whole query with that word, or without the part, where these
    find something (``without_total`` documents).
    """

    written: str
    folded: str | None
    total: int
    similar: str | None = None
    corrected: str | None = None
    without: str | None = None
    without_total: int = 0


class Inquiry:
    """Asks an engine again what a reader's request did not find."""

    def __init__(
        self,
        engine: SearchEngine,
        interpreter: Interpreter,
        request: SearchRequest,
        visible: Visible,
    ) -> None:
        self._engine = engine
        self._interpreter = interpreter
        self._request = replace(
            request, after=None, limit=1, facets=(), passages_per_hit=0
        )
        self._visible = visible

    def parts(self, query: Query) -> tuple[PartAlone, ...]:
        """Return the parts that all had to be there; a single one is alone."""
        parts = list(_parts(query))[:MOST_PARTS]
        return tuple(self._alone(parts, at) for at in range(len(parts)))

    def suggestion(self, query: Query, parts: Sequence[PartAlone]) -> str | None:
        """Return another query that finds something, the nearest there is."""
        corrected = [part.corrected for part in parts if part.corrected]
        if all(part.total for part in parts) or len(parts) == 1:
            others = [print_query(other) for other in _looser(query)]
        else:
            others = [part.without for part in parts if part.without]
        return next(
            (typed for typed in (*corrected, *others) if self._total(typed)), None
        )

    def meant(self, words: Words) -> str | None:
        """Return a similar word that stands in a text, if the one typed does not."""
        if len(words.text) > LONGEST_MEANT or len(words.text.split()) != 1:
            return None
        if self._total_of(Literal(words.text)):
            return None
        word = self._similar(words)
        return print_query(Words(word)) if word else None

    def _alone(self, parts: Sequence[Query], at: int) -> PartAlone:
        part = parts[at]
        others = [*parts[:at], *parts[at + 1 :]]
        found = PartAlone(print_query(part), _folded(part), self._total_of(part))
        if not found.total and (word := self._similar(part)):
            corrected = _joined([*parts[:at], _with_text(part, word), *parts[at + 1 :]])
            is_found = self._total(corrected)
            found = replace(
                found, similar=word, corrected=corrected if is_found else None
            )
        without = _joined(others) if others else ""
        total = self._total(without) if others else 0
        return replace(found, without=without if total else None, without_total=total)

    def _similar(self, part: Query) -> str | None:
        """Return the commonest word in what is visible that is like this one."""
        word = _folded(part)
        if word is None or not 2 <= len(word) <= LONGEST_WORD:
            return None
        likely = similar_words(word)
        request = replace(
            self._request,
            query=Fuzzy(word, word, likely),
            limit=_MOST_HITS,
            passages_per_hit=2,
        )
        hits = self._engine.search(request, visible=self._visible).hits
        counted = Counter(
            filter(set(likely).__contains__, map(fold_query, _said(hits)))
        )
        return min(counted, key=lambda w: (-counted[w], likely.index(w)), default=None)

    def _total(self, typed: str) -> int:
        try:
            return self._total_of(parse_query(typed))
        except QuerySyntaxError:
            return 0

    def _total_of(self, query: Query) -> int:
        asked = replace(self._request, query=self._interpreter.interpret(query))
        return self._engine.search(asked, visible=self._visible).total


def _said(hits: Sequence[Hit]) -> Iterator[str]:
    """Yield the marked words of passages."""
    for hit in hits:
        for passage in hit.passages:
            for start, end in passage.marks:
                yield passage.text[start - passage.start : end - passage.start]


def _parts(query: Query) -> Iterator[Query]:
    """Yield what all has to be there, each typed word by itself."""
    match query:
        case Words(text=text, match="all"):
            yield from map(Words, text.split())
        case AllOf(parts=parts):
            for part in parts:
                yield from _parts(part)
        case _:
            yield query


def _joined(parts: Sequence[Query]) -> str:
    """Return a query of parts as a reader would type it."""
    joined: list[Query] = []
    for is_words, group in groupby(parts, key=lambda part: isinstance(part, Words)):
        if is_words:
            texts = [part.text for part in group if isinstance(part, Words)]
            joined.append(Words(" ".join(texts)))
        else:
            joined.extend(group)
    return print_query(joined[0] if len(joined) == 1 else AllOf(tuple(joined)))


def _folded(part: Query) -> str | None:
    match part:
        case Words(text=text) | Literal(text=text):
            return fold_query(text)
        case _:
            return None


def _with_text(part: Query, text: str) -> Query:
    return Literal(text) if isinstance(part, Literal) else Words(text)


def _looser(query: Query) -> Iterator[Query]:
    """Yield the query without its quotes, then with any of its words."""
    unquoted = _unquoted(query)
    if unquoted != query:
        yield unquoted
    words = _any_word(query)
    if words:
        yield AnyOf(tuple(Words(word) for word in words))


def _unquoted(query: Query) -> Query:
    match query:
        case Literal(text=text):
            return Words(" ".join(text.split()))
        case AllOf(parts=parts):
            return AllOf(tuple(map(_unquoted, parts)))
        case _:
            return query


def _any_word(query: Query) -> tuple[str, ...]:
    if not isinstance(query, Words):
        return ()
    pieces = tuple(query.text.split())
    words = pieces if len(pieces) > 1 else outer_terms(query.terms)
    is_worth_it = len(words) > 1 and all(len(word) > 1 for word in words)
    return words if is_worth_it else ()
