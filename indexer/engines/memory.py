"""What is the plain truth that every engine must agree with?

Documents in a dictionary, each looked at for each question. For tests.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from archive.model import DocumentId, PartialDate, Position, Visible
from indexer.dates import days
from indexer.engine import (
    FacetCount,
    FacetKind,
    Hit,
    IndexedDocument,
    Related,
    ResultPage,
    SearchRequest,
    Sort,
    Value,
)
from indexer.engines.cursor import Cursor, read_cursor, write_cursor
from indexer.engines.memory_lifts import (
    Scores,
    lifted_by_naming,
    lifted_by_title,
    named_by,
)
from indexer.engines.memory_related import related_documents
from indexer.engines.scoring import (
    DECIMALS,
    TOKEN_KINDS,
    TokenKind,
    asked_tokens,
    idf,
    is_lifted_by_naming,
    saturation,
    titled_terms,
    tokens,
)
from indexer.engines.values import count_values, values_of
from indexer.fold import fold_query
from indexer.marks import find_places, merge
from indexer.naming import work_of
from indexer.near import are_near, paragraph_ends
from indexer.patterns import occurrences
from indexer.query import (
    AllOf,
    AnyOf,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Wildcard,
    Words,
)
from indexer.similar import grouped
from indexer.sketch import sketches
from indexer.snippet import marked_passages, paragraphs_of


@dataclass(frozen=True, slots=True)
class _Held:
    """A document with what questions look at."""

    document: IndexedDocument
    title: str
    texts: tuple[str, ...]
    values: Mapping[str, tuple[Value, ...]]
    tokens: Mapping[TokenKind, Counter[str]]
    work: str

    def has(self, kind: str, keys: Sequence[str]) -> bool:
        """Tell whether any of the keys is among the document's values."""
        if kind == "title":
            return any(key in self.title for key in keys)
        return any(value.key in keys for value in self.values.get(kind, ()))

    def has_pattern(self, pattern: str) -> bool:
        """Tell whether a pattern describes something of the texts or the title."""
        return any(occurrences(text, pattern) for text in (*self.texts, self.title))

    def has_near(self, near: Near) -> bool:
        """Tell whether texts stand near one another in either view."""
        passages = self.document.passages
        views = (self.document.folded, self.document.reading)
        return any(
            are_near(near, view.text, partial(paragraph_ends, passages, view))
            for view in views
            if view is not None
        )


class MemoryEngine:
    """A SearchEngine that forgets everything when it is closed."""

    def __init__(self) -> None:
        self._held: dict[DocumentId, _Held] = {}
        self._pending: dict[DocumentId, _Held | None] = {}
        self._position = Position(0)

    def replace(self, documents: Iterable[IndexedDocument]) -> None:
        """See SearchEngine."""
        for document in documents:
            self._pending[document.id] = _hold(document)

    def remove(self, document_ids: Iterable[DocumentId]) -> None:
        """See SearchEngine."""
        self._pending.update(dict.fromkeys(document_ids))

    def flush(self, position: Position) -> None:
        """See SearchEngine."""
        merged = {**self._held, **self._pending}
        self._held = {key: held for key, held in merged.items() if held is not None}
        self._pending = {}
        self._position = position

    def tidy(self) -> None:
        """See SearchEngine; there is nothing to do."""

    def position(self) -> Position:
        """See SearchEngine."""
        return self._position

    def search(self, request: SearchRequest, *, visible: Visible) -> ResultPage:
        """See SearchEngine."""
        cursor = read_cursor(request)
        found = [held for held in self._seen(visible) if _is_found(request, held)]
        scores, counts = self._ranked(request, found, visible)
        order = {
            held.document.id: Cursor(
                _key(held, request.sort, scores[held.document.id]), held.document.id
            )
            for held in found
        }
        ordered = sorted(found, key=lambda held: _place(order[held.document.id]))
        if cursor:
            rest = [h for h in ordered if _place(order[h.document.id]) > _place(cursor)]
        else:
            rest = ordered
        page, is_last = rest[: request.limit], len(rest) <= request.limit
        return ResultPage(
            total=len(found),
            hits=_hits(page, request, scores, counts),
            facets=_facets(found, request),
            next=None
            if is_last or not page
            else write_cursor(order[page[-1].document.id], request),
        )

    def marks(
        self, query: Query, document_id: DocumentId, *, visible: Visible
    ) -> Sequence[tuple[int, int]]:
        """See SearchEngine."""
        for held in self._seen(visible):
            if held.document.id == document_id:
                document = held.document
                return merge(
                    find_places(
                        query,
                        document.folded,
                        document.reading,
                        paragraphs_of(document),
                    )
                )
        return []

    def related(
        self, document_id: DocumentId, *, visible: Visible, limit: int
    ) -> Sequence[Related]:
        """See SearchEngine."""
        seen = {h.document.id: h.document for h in self._seen(visible)}
        one = seen.pop(document_id, None)
        if one is None:
            return []
        every = [held.document for held in self._held.values()]
        return related_documents(one, list(seen.values()), every, limit=limit)

    def verify(self) -> None:
        """See SearchEngine; what is not on a disk does not rot."""

    def close(self) -> None:
        """See SearchEngine."""
        self._held, self._pending = {}, {}

    def _seen(self, visible: Visible) -> list[_Held]:
        return [
            held
            for held in self._held.values()
            if visible is None or held.document.collection in visible
        ]

    def _ranked(
        self, request: SearchRequest, found: list[_Held], visible: Visible
    ) -> tuple[Scores, Mapping[DocumentId, int]]:
        """Return the scores that order, and how many works name each work if asked."""
        scores = self._scores(request.query, found)
        if terms := titled_terms(request):
            titles = {held.document.id: held.title for held in found}
            scores = lifted_by_title(scores, titles, terms)
        counts: Mapping[DocumentId, int] = {}
        if is_lifted_by_naming(request):
            seen = {held.document.id: held for held in self._seen(visible)}
            counts = named_by(
                {key: held.work for key, held in seen.items()},
                {key: held.document.names for key, held in seen.items()},
            )
            scores = lifted_by_naming(
                scores,
                counts,
                lambda key: self._coverage(request.query, seen[key]),
                weight=request.naming_weight,
            )
        return scores, counts

    def _scores(self, query: Query, found: list[_Held]) -> dict[DocumentId, float]:
        scores = dict.fromkeys((held.document.id for held in found), 0.0)
        for kind in TOKEN_KINDS:
            lengths = [held.tokens[kind].total() for held in self._held.values()]
            mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
            for token, times in asked_tokens(query)[kind].items():
                holding = sum(token in h.tokens[kind] for h in self._held.values())
                weight = times * idf(len(self._held), holding)
                for held in found:
                    counts = held.tokens[kind]
                    scores[held.document.id] += weight * saturation(
                        float(counts[token]), float(counts.total()), mean
                    )
        return {key: round(score, DECIMALS) for key, score in scores.items()}

    def _coverage(self, query: Query, held: _Held) -> float:
        weights = {
            token: times
            * idf(
                len(self._held),
                sum(token in h.tokens["bigram"] for h in self._held.values()),
            )
            for token, times in asked_tokens(query)["bigram"].items()
        }
        covered = [weights[t] for t in weights if t in held.tokens["bigram"]]
        return sum(covered) / sum(weights.values()) if weights else 1.0


def _hold(document: IndexedDocument) -> _Held:
    reading = () if document.reading is None else (document.reading.text,)
    return _Held(
        document=document,
        title=fold_query(document.title or ""),
        texts=(document.folded.text, *reading),
        values=values_of(document),
        tokens=tokens(document),
        work=work_of(document.title, document.name),
    )


def _is_found(request: SearchRequest, held: _Held) -> bool:
    return (
        (request.among is None or held.document.id in request.among)
        and _answers(request.query, held)
        and all(held.has(kind, keys) for kind, keys in request.filters.items())
        and _is_within(request.issued_from, request.issued_to, held)
    )


def _answers(query: Query, held: _Held) -> bool:
    match query:
        case Everything():
            return True
        case Words(terms=terms, match=rule):
            texts = (*held.texts, held.title)
            hits = (any(term in text for text in texts) for term in terms)
            return all(hits) if rule == "all" else any(hits)
        case Literal(folded=folded):
            return any(folded in text for text in held.texts)
        case Wildcard(pattern=pattern):
            return held.has_pattern(pattern)
        case Fuzzy(patterns=patterns):
            return any(map(held.has_pattern, patterns))
        case Near():
            return held.has_near(query)
        case Field(name=name, keys=keys):
            return held.has(name, keys)
        case DateRange(start=start, end=end):
            is_dated = days(held.document.issued_on or "") is not None
            return is_dated and _is_within(start, end, held)
        case AllOf(parts=parts):
            return all(_answers(part, held) for part in parts)
        case AnyOf(parts=parts):
            return any(_answers(part, held) for part in parts)
        case Not(part=part):
            return not _answers(part, held)


def _is_within(start: PartialDate | None, end: PartialDate | None, held: _Held) -> bool:
    if start is None and end is None:
        return True
    period = days(held.document.issued_on or "")
    if period is None:
        return False
    first, last = days(start or ""), days(end or "")
    return (not first or first[0] <= period[0]) and (not last or period[1] <= last[1])


def _key(held: _Held, sort: Sort, score: float) -> float:
    """Return what the order sorts by, ascending."""
    if sort == "relevance":
        return -score
    period = days(held.document.issued_on or "")
    if period is None:
        return float(1 << 40)
    return float(period[0] if sort == "oldest" else -period[0])


def _place(cursor: Cursor) -> tuple[float, str]:
    return cursor.key, cursor.document_id


def _hits(
    page: list[_Held],
    request: SearchRequest,
    scores: Mapping[DocumentId, float],
    counts: Mapping[DocumentId, int],
) -> tuple[Hit, ...]:
    ids = [held.document.id for held in page]
    hits = tuple(
        _hit(held, request, scores[key], counts.get(key))
        for key, held in zip(ids, page, strict=True)
    )
    if not request.passages_per_hit:
        return hits
    bodies = [held.document.reading or held.document.folded for held in page]
    return grouped(hits, lambda: sketches([body.text for body in bodies]))


def _hit(
    held: _Held, request: SearchRequest, score: float, named_by: int | None
) -> Hit:
    document = held.document
    return Hit(
        document_id=document.id,
        collection=document.collection,
        name=document.name,
        title=document.title,
        type=document.type,
        number=document.number,
        issuers=document.issuers,
        issued_on=document.issued_on,
        score=score,
        passages=marked_passages(
            request.query, document, count=request.passages_per_hit
        ),
        named_by=named_by,
    )


def _facets(
    found: list[_Held], request: SearchRequest
) -> dict[FacetKind, tuple[FacetCount, ...]]:
    return {
        kind: count_values(held.values.get(kind, ()) for held in found)[
            : request.facet_limit
        ]
        for kind in request.facets
    }
