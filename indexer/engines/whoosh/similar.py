"""Which documents of the index are close to one of them?"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.dates import days
from indexer.engine import Hit, Related, Relation
from indexer.engines.scoring import bigrams, saturated
from indexer.engines.whoosh.draft import decode
from indexer.engines.whoosh.invert import bigram
from indexer.engines.whoosh.rank import LiveSegment, Ranking, Scores
from indexer.engines.whoosh.view import Card, Mask, SegmentView
from indexer.naming import key_of, work_of
from indexer.similar import (
    COPY,
    LEAST_LIKENESS,
    MOST,
    may_be_copies,
    telling,
    version_title,
    whole,
)
from indexer.sketch import SLOTS, resemblance

Place = tuple[int, int]
"""A document by its segment and its number there."""


class Neighbours:
    """Documents close to one document of a snapshot, among those that are ``seen``."""

    def __init__(self, ranking: Ranking, seen: Sequence[Mask], place: Place) -> None:
        self._ranking = ranking
        self._segments = ranking.segments
        segment, document = place
        self._seen = [mask.copy() for mask in seen]
        self._seen[segment][document] = False
        self._view, self._document = self._segments[segment].view, document
        self._card = self._view.card(document)
        self._likeness = self._likenesses(place)

    def related(self, limit: int) -> list[Related]:
        """Return copies, versions and similar documents; see SearchEngine."""
        copies = self._copies()
        versions = [one for one in self._versions() if one not in copies]
        rest = [
            place
            for place in self._likest(limit + len(copies) + len(versions))
            if place not in copies and place not in versions
        ]
        return [
            *(self._related("copy", place, copies[place]) for place in copies),
            *(self._related("version", place) for place in versions),
            *(self._related("similar", place) for place in rest[:limit]),
        ]

    def _copies(self) -> dict[Place, float]:
        own = sketch_of(self._view, self._document)
        found = [
            ((segment, int(document)), float(shares[document]))
            for segment, live in enumerate(self._segments)
            for shares in [resemblance(own, _sketches(live.view))]
            for document in np.flatnonzero((shares >= COPY) & self._seen[segment])
        ]
        found = [pair for pair in found if self._is_copy(self._card_of(pair[0]))]
        found.sort(key=lambda pair: (-pair[1], self._id(pair[0])))
        return dict(found[:MOST])

    def _is_copy(self, other: Card) -> bool:
        return may_be_copies(
            (self._card.number, other.number), (self._card.issued_on, other.issued_on)
        )

    def _versions(self) -> list[Place]:
        title = version_title(self._card.title)
        if title is None:
            return []
        key = key_of(work_of(self._card.title, self._card.name))
        found = [
            (segment, int(document))
            for segment, live in enumerate(self._segments)
            for document in np.flatnonzero(
                (live.view.array("work") == np.uint64(key)) & self._seen[segment]
            )
        ]
        same = [p for p in found if version_title(self._card_of(p).title) == title]
        return sorted(same, key=self._newest_first)[:MOST]

    def _newest_first(self, place: Place) -> tuple[int, str]:
        period = days(self._card_of(place).issued_on or "")
        return -period[0] if period else 1, self._id(place)

    def _likest(self, count: int) -> list[Place]:
        found = [
            (-float(shares[document]), self._id((segment, document)), segment, document)
            for segment, shares in enumerate(self._likeness)
            for document in _best(self._seen[segment] * shares, count).tolist()
        ]
        return [(segment, document) for *_, segment, document in sorted(found)[:count]]

    def _likenesses(self, place: Place) -> list[Scores]:
        """Return what every document has of the telling bigrams, 1 for this one."""
        counts = self._bigrams()
        weights = self._telling(counts)
        totals = [np.zeros(s.view.documents) for s in self._segments]
        norms = self._ranking.norms_of("bigram")
        for pair, weight in weights.items():
            for live, total, norm in zip(self._segments, totals, norms, strict=True):
                documents, frequencies = live.view.token_postings("bigram", pair)
                total[documents] += weight * saturated(
                    frequencies.astype(np.float64), norm[documents]
                )
        most = float(totals[place[0]][place[1]])
        most *= whole(counts, weights) if weights else 0.0
        return [np.minimum(total / most, 1.0) if most else total for total in totals]

    def _telling(self, counts: Counter[str]) -> dict[str, float]:
        holding = _holding(self._segments, list(counts))
        return telling(counts, holding, sum(s.view.documents for s in self._segments))

    def _bigrams(self) -> Counter[str]:
        view, document = self._view, self._document
        body = "reading" if view.array("reading.present")[document] else "folded"
        title, text = (decode(view.strings(n)[document]) for n in ("title", body))
        return Counter([*bigrams(title), *bigrams(text)])

    def _related(
        self, relation: Relation, place: Place, likeness: float | None = None
    ) -> Related:
        segment, document = place
        share = float(self._likeness[segment][document])
        rounded = round(share if likeness is None else likeness, 4)
        view = self._segments[segment].view
        return Related(relation, rounded, _hit(view, document, rounded))

    def _card_of(self, place: Place) -> Card:
        return self._segments[place[0]].view.card(place[1])

    def _id(self, place: Place) -> str:
        return self._segments[place[0]].view.document_id(place[1])


def sketch_of(view: SegmentView, document: int) -> NDArray[np.uint8]:
    """Return the sketch of one document."""
    row: NDArray[np.uint8] = view.array("sketch")[document * SLOTS :][:SLOTS]
    return row


def _sketches(view: SegmentView) -> NDArray[np.uint8]:
    rows: NDArray[np.uint8] = view.array("sketch").reshape(-1, SLOTS)
    return rows


def _holding(segments: Sequence[LiveSegment], pairs: Sequence[str]) -> dict[str, int]:
    """Return how many documents hold each bigram, deleted ones included."""
    numbers = np.array([bigram(pair) for pair in pairs], np.uint64)
    totals = np.zeros(len(pairs), np.int64)
    for counts in _counts(segments, numbers):
        totals += counts
    return dict(zip(pairs, totals.tolist(), strict=True))


def _counts(
    segments: Sequence[LiveSegment], numbers: NDArray[np.uint64]
) -> Iterator[NDArray[np.int64]]:
    for live in segments:
        terms = live.view.array("bigram.terms")
        if not len(terms):
            continue
        at = np.minimum(np.searchsorted(terms, numbers), len(terms) - 1)
        lengths = np.diff(live.view.array("bigram.offsets").astype(np.int64))
        yield np.where(terms[at] == numbers, lengths[at], 0)


def _best(shares: Scores, count: int) -> NDArray[np.int64]:
    """Return the numbers of the likest documents, and of all that tie with the last."""
    found: NDArray[np.int64] = np.flatnonzero(shares >= LEAST_LIKENESS)
    if len(found) <= count:
        return found
    least = -np.partition(-shares[found], count - 1)[count - 1]
    found = found[shares[found] >= least]
    return found


def _hit(view: SegmentView, document: int, likeness: float) -> Hit:
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
        score=likeness,
        passages=(),
    )
