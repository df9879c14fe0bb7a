"""How well does each document of a segment answer?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.engines.scoring import (
    DECIMALS,
    K1,
    TOKEN_KINDS,
    TokenKind,
    asked_tokens,
    idf,
    length_norm,
    saturated,
)
from indexer.engines.whoosh.view import Documents as PostedDocuments
from indexer.engines.whoosh.view import Frequencies, Mask, SegmentView
from indexer.query import Query

Scores = NDArray[np.float64]
Documents = NDArray[np.int64]
Postings = tuple[PostedDocuments, Frequencies]

_FEW = 16
"""Documents are looked up in postings if this many times fewer than the segment's."""
_WORTH_PRUNING = 2_000


@dataclass(frozen=True)
class LiveSegment:
    """A segment and which of its documents still stand."""

    view: SegmentView
    live: Mask

    @cached_property
    def deleted(self) -> Documents:
        """The documents that do not stand, ascending."""
        return np.flatnonzero(~self.live)


@dataclass(frozen=True, slots=True)
class _Token:
    """Something asked for, its weight and its postings in every segment."""

    kind: TokenKind
    weight: float
    postings: list[Postings]


class Ranking:
    """Scores documents by statistics over every segment."""

    def __init__(self, segments: Sequence[LiveSegment]) -> None:
        self.segments = segments
        self._documents = sum(s.view.documents - len(s.deleted) for s in self.segments)
        self._norms: dict[TokenKind, list[Scores]] = {}
        self._last: tuple[Query | None, list[_Token]] = (None, [])

    @cached_property
    def _means(self) -> dict[TokenKind, float]:
        return {kind: self._mean(kind) for kind in TOKEN_KINDS}

    def _mean(self, kind: TokenKind) -> float:
        total = sum(
            int(s.view.array(f"{kind}.lengths")[s.live].sum(dtype=np.int64))
            for s in self.segments
        )
        return total / self._documents if total else 1.0

    def norms_of(self, kind: TokenKind) -> list[Scores]:
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

    def scores(self, query: Query, chosen: Sequence[Documents]) -> list[Scores]:
        """Return the score of each of the ``chosen`` documents of every segment."""
        return self._scores(self._tokens(query), chosen)

    def best(
        self, query: Query, found: Sequence[Documents], *, count: int
    ) -> tuple[Sequence[Documents], list[Scores]]:
        """Return documents among which the ``count`` best are, and their scores.

        All that tie with the last of the best are among them. Tokens that many
        documents hold say little; what they can add at most leaves most documents
        behind before they are looked at.
        """
        tokens = self._tokens(query)
        if count < sum(map(len, found)) > _WORTH_PRUNING:
            found = self._promising(tokens, found, count)
        return found, self._scores(tokens, found)

    def _promising(
        self, tokens: Sequence[_Token], found: Sequence[Documents], count: int
    ) -> Sequence[Documents]:
        telling = sorted(tokens, key=lambda token: -token.weight)
        most = [token.weight * (K1 + 1) for token in telling]
        rest, taken = sum(most), 0
        while taken < len(telling) and rest * 3 > sum(most):
            rest -= most[taken]
            taken += 1
        partial = self._scores(telling[:taken], found)
        joined = np.concatenate(partial)
        least = -np.partition(-joined, count - 1)[count - 1]
        # Sums in another order differ in their last digits.
        enough = least - rest - 3 * 10**-DECIMALS
        return [
            documents[scores >= enough]
            for documents, scores in zip(found, partial, strict=True)
        ]

    def coverage(self, query: Query, segment: int, document: int) -> float:
        """Return the share, by idf, of a query's bigrams that a document holds.

        1 if the query has none.
        """
        whole = held = 0.0
        for token in self._tokens(query):
            if token.kind != "bigram":
                continue
            whole += token.weight
            documents, frequencies = token.postings[segment]
            at = int(np.searchsorted(documents, document))
            if at < len(documents) and documents[at] == document and frequencies[at]:
                held += token.weight
        return held / whole if whole else 1.0

    def _tokens(self, query: Query) -> list[_Token]:
        """Return what a query asks for; that of the last one is kept."""
        asked, tokens = self._last
        if asked is not query:
            tokens = self._looked_up(query)
            self._last = query, tokens
        return tokens

    def _looked_up(self, query: Query) -> list[_Token]:
        tokens = []
        for kind, asked in asked_tokens(query).items():
            for token, times in asked.items():
                postings = self._postings(kind, token)
                tokens.append(_Token(kind, times * self._idf(postings), postings))
        return tokens

    def _postings(self, kind: TokenKind, token: str) -> list[Postings]:
        return [s.view.token_postings(kind, token) for s in self.segments]

    def _idf(self, found: list[Postings]) -> float:
        holding = 0
        for segment, (documents, frequencies) in zip(self.segments, found, strict=True):
            holding += int(np.count_nonzero(frequencies))
            if len(segment.deleted) and len(documents):
                at, held = _places(documents, segment.deleted)
                holding -= int(np.count_nonzero(frequencies[at[held]]))
        return idf(self._documents, holding)

    def _scores(
        self, tokens: Sequence[_Token], chosen: Sequence[Documents]
    ) -> list[Scores]:
        return [
            np.round(self._of_segment(number, tokens, documents), DECIMALS)
            for number, documents in enumerate(chosen)
        ]

    def _of_segment(
        self, number: int, tokens: Sequence[_Token], chosen: Documents
    ) -> Scores:
        whole = self.segments[number].view.documents
        if len(chosen) * _FEW > whole:
            totals = np.zeros(whole)
            for token in tokens:
                self._add_to_all(totals, number, token)
            return totals[chosen]
        totals = np.zeros(len(chosen))
        if len(chosen):
            for token in tokens:
                self._add_to_few(totals, number, token, chosen)
        return totals

    def _add_to_all(self, totals: Scores, number: int, token: _Token) -> None:
        documents, frequencies = token.postings[number]
        if len(documents):
            norms = self.norms_of(token.kind)[number].take(documents)
            totals[documents] += token.weight * saturated(
                frequencies.astype(np.float64), norms
            )

    def _add_to_few(
        self, totals: Scores, number: int, token: _Token, chosen: Documents
    ) -> None:
        documents, frequencies = token.postings[number]
        if len(documents):
            at, held = _places(documents, chosen)
            norms = self.norms_of(token.kind)[number].take(chosen[held])
            totals[held] += token.weight * saturated(
                frequencies.take(at[held]).astype(np.float64), norms
            )


def _places(
    documents: PostedDocuments, chosen: Documents
) -> tuple[NDArray[np.int64], Mask]:
    """Return where each chosen document may stand in postings, and whether it does."""
    # Of the same type, or all postings would be converted.
    sought = chosen.astype(documents.dtype)
    at = np.minimum(documents.searchsorted(sought), len(documents) - 1)
    held: Mask = documents[at] == chosen
    return at, held
