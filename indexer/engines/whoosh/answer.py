"""What is one page of an answer over all segments?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.model import Visible
from indexer.engine import Hit, MarkedPassage, ResultPage, SearchRequest, Sort
from indexer.engines.cursor import Cursor, read_cursor, write_cursor
from indexer.engines.scoring import is_lifted_by_naming
from indexer.engines.whoosh.draft import UNDATED
from indexer.engines.whoosh.facets import count_facet
from indexer.engines.whoosh.match import matches, seen
from indexer.engines.whoosh.naming import lifted, named_by
from indexer.engines.whoosh.rank import LiveSegment, Ranking, Scores
from indexer.engines.whoosh.view import Card, Mask, SegmentView
from indexer.marks import MappedText, Place, find_places, merge
from indexer.near import Paragraphs
from indexer.query import Query
from indexer.snippet import pieces

_NO_DATE = float(1 << 40)


@dataclass(frozen=True, slots=True)
class _Found:
    """A document of the answer with its place in the order."""

    key: float
    document_id: str
    view: SegmentView
    document: int
    score: float

    def cursor(self) -> Cursor:
        """Return the cursor of what comes after it."""
        return Cursor(self.key, self.view.document_id(self.document))


class Snapshot:
    """The segments of one flush: answers do not change while it is held."""

    def __init__(self, segments: Sequence[LiveSegment], position: int) -> None:
        self.segments = segments
        self.position = position
        self._ranking = Ranking(segments)

    def search(self, request: SearchRequest, visible: Visible) -> ResultPage:
        """Answer one page; see SearchEngine."""
        cursor = read_cursor(request)
        masks = [
            matches(s.view, request, live=s.live, visible=visible)
            for s in self.segments
        ]
        views = [s.view for s in self.segments]
        found = list(zip(views, masks, strict=True))
        page = self._page(request, masks, cursor, visible)
        shown = page[: request.limit]
        last = shown[-1].cursor() if len(page) > request.limit else None
        return ResultPage(
            total=sum(int(np.count_nonzero(mask)) for mask in masks),
            hits=self._hits(shown, request, visible),
            facets={
                kind: count_facet(found, kind, limit=request.facet_limit)
                for kind in request.facets
            },
            next=write_cursor(last, request) if last else None,
        )

    def find(
        self, document_id: str, visible: Visible
    ) -> tuple[SegmentView, int] | None:
        """Return where a living, visible document is kept."""
        for segment in self.segments:
            document = segment.view.number_of(document_id)
            if document is not None and segment.live[document]:
                collection = segment.view.card(document).collection
                if visible is None or collection in visible:
                    return segment.view, document
        return None

    def _page(
        self,
        request: SearchRequest,
        masks: Sequence[Mask],
        cursor: Cursor | None,
        visible: Visible,
    ) -> list[_Found]:
        """Return the first hits after the cursor, one more than were asked for."""
        scores = self._ranking.scores(request.query)
        if is_lifted_by_naming(request):
            scores = lifted(
                self._ranking,
                masks,
                self._seen(visible),
                scores,
                request.query,
                weight=request.naming_weight,
            )
        heads: list[_Found] = []
        for segment, mask, score in zip(self.segments, masks, scores, strict=True):
            heads += _head(segment.view, mask, score, request, cursor)
        heads.sort(key=lambda entry: (entry.key, entry.document_id))
        return heads[: request.limit + 1]

    def _hits(
        self, shown: Sequence[_Found], request: SearchRequest, visible: Visible
    ) -> tuple[Hit, ...]:
        counts: list[int] | list[None] = [None] * len(shown)
        if shown and is_lifted_by_naming(request):
            works = np.array([e.view.array("work")[e.document] for e in shown])
            counts = named_by(self.segments, self._seen(visible), works).tolist()
        return tuple(
            _hit(entry, request, count)
            for entry, count in zip(shown, counts, strict=True)
        )

    def _seen(self, visible: Visible) -> list[Mask]:
        return [seen(s.view, live=s.live, visible=visible) for s in self.segments]


def _head(
    view: SegmentView,
    mask: Mask,
    scores: Scores,
    request: SearchRequest,
    cursor: Cursor | None,
) -> list[_Found]:
    (documents,) = np.nonzero(mask)
    keys = _keys(view, documents, scores, request.sort)
    ranks = view.array("id.rank")[documents]
    if cursor:
        later = keys > cursor.key
        later |= (keys == cursor.key) & (ranks >= view.rank_after(cursor.document_id))
        documents, keys, ranks = documents[later], keys[later], ranks[later]
    wanted = request.limit + 1
    if len(documents) > wanted:
        # Everything up to the last key wanted, so that ties are settled by id.
        near = np.flatnonzero(keys <= np.partition(keys, wanted - 1)[wanted - 1])
        documents, keys, ranks = documents[near], keys[near], ranks[near]
    order = np.lexsort((ranks, keys))[:wanted]
    return [
        _Found(
            float(keys[i]),
            view.document_id(int(documents[i])),
            view,
            int(documents[i]),
            float(scores[documents[i]]),
        )
        for i in order
    ]


def _keys(
    view: SegmentView, documents: NDArray[np.int64], scores: Scores, sort: Sort
) -> Scores:
    """Return what the order sorts by, ascending."""
    if sort == "relevance":
        return -scores[documents]
    days = view.array("date.first")[documents].astype(np.float64)
    return np.where(days == UNDATED, _NO_DATE, days if sort == "oldest" else -days)


def _hit(entry: _Found, request: SearchRequest, named: int | None) -> Hit:
    view, document = entry.view, entry.document
    card = view.card(document)
    return Hit(
        document_id=view.document_id(document),
        collection=card.collection,
        name=card.name,
        title=card.title,
        type=card.type,
        number=card.number,
        issuers=card.issuers,
        issued_on=card.issued_on,
        score=entry.score,
        passages=_passages(entry, card, request),
        named_by=named,
    )


def _passages(
    entry: _Found, card: Card, request: SearchRequest
) -> tuple[MarkedPassage, ...]:
    if not request.passages_per_hit:
        return ()
    view, document = entry.view, entry.document
    source = card.source(view.text(document))
    places = _places(view, document, request.query)
    return pieces(source, places, count=request.passages_per_hit)


def query_places(
    view: SegmentView, document: int, query: Query
) -> list[tuple[int, int]]:
    """Return every place of the query's words in one document."""
    return merge(_places(view, document, query))


def _places(view: SegmentView, document: int, query: Query) -> list[Place]:
    folded, reading = view.folded(document), view.reading(document)

    def paragraphs(text: MappedText) -> Paragraphs:
        return view.paragraphs("folded" if text is folded else "reading", document)

    return find_places(query, folded, reading, paragraphs)
