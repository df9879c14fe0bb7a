"""How well does each document of a segment answer?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.engines.scoring import (
    DECIMALS,
    TOKEN_KINDS,
    TokenKind,
    asked_tokens,
    idf,
    length_norm,
    saturated,
)
from indexer.engines.whoosh.view import Mask, SegmentView
from indexer.query import Query

Scores = NDArray[np.float64]
Postings = tuple[NDArray[np.uint32], NDArray[np.uint16]]


@dataclass(frozen=True)
class LiveSegment:
    """A segment and which of its documents still stand."""

    view: SegmentView
    live: Mask

    @cached_property
    def is_whole(self) -> bool:
        """Whether nothing of it was deleted."""
        return bool(self.live.all())


class Ranking:
    """Scores documents by statistics over every segment."""

    def __init__(self, segments: Sequence[LiveSegment]) -> None:
        self.segments = segments
        self._documents = sum(int(s.live.sum()) for s in segments)
        self._norms: dict[TokenKind, list[Scores]] = {}

    @cached_property
    def _means(self) -> dict[TokenKind, float]:
        return {kind: self._mean(kind) for kind in TOKEN_KINDS}

    def _mean(self, kind: TokenKind) -> float:
        total = sum(
            int(s.view.array(f"{kind}.lengths")[s.live].sum(dtype=np.int64))
            for s in self.segments
        )
        return total / self._documents if total else 1.0

    def _norms_of(self, kind: TokenKind) -> list[Scores]:
        """Return the length norms of every segment, made once for a snapshot."""
        if kind not in self._norms:
            self._norms[kind] = [
                length_norm(
                    s.view.array(f"{kind}.lengths").astype(np.float64),
                    self._means[kind],
                )
                for s in self.segments
            ]
        return self._norms[kind]

    def scores(self, query: Query) -> list[Scores]:
        """Return a score for every document of every segment."""
        totals = [np.zeros(s.view.documents) for s in self.segments]
        for kind, tokens in asked_tokens(query).items():
            for token, times in tokens.items():
                self._add(totals, kind, token, times)
        return [np.round(total, DECIMALS) for total in totals]

    def coverage(self, query: Query, segment: int, document: int) -> float:
        """Return the share, by idf, of a query's bigrams that a document holds.

        1 if the query has none.
        """
        whole = held = 0.0
        for token in asked_tokens(query)["bigram"]:
            found = self._postings("bigram", token)
            weight = self._idf(found)
            whole += weight
            documents, frequencies = found[segment]
            at = int(np.searchsorted(documents, document))
            if at < len(documents) and documents[at] == document and frequencies[at]:
                held += weight
        return held / whole if whole else 1.0

    def _postings(self, kind: TokenKind, token: str) -> list[Postings]:
        return [s.view.token_postings(kind, token) for s in self.segments]

    def _idf(self, found: list[Postings]) -> float:
        holding = sum(
            int(
                np.count_nonzero(frequencies)
                if segment.is_whole
                else np.count_nonzero(frequencies * segment.live[documents])
            )
            for segment, (documents, frequencies) in zip(
                self.segments, found, strict=True
            )
        )
        return idf(self._documents, holding)

    def _add(
        self, totals: list[Scores], kind: TokenKind, token: str, times: int
    ) -> None:
        found = self._postings(kind, token)
        weight = times * self._idf(found)
        for norms, total, (documents, frequencies) in zip(
            self._norms_of(kind), totals, found, strict=True
        ):
            if len(documents):
                total[documents] += weight * saturated(
                    frequencies.astype(np.float64), norms[documents]
                )
