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
)
from indexer.engines.whoosh.view import Documents as PostedDocuments
from indexer.engines.whoosh.view import Frequencies, Mask, SegmentView
from indexer.query import Query

Scores = NDArray[np.float64]
Documents = NDArray[np.int64]
Postings = tuple[PostedDocuments, Frequencies]

_FEW = 16
"""Documents are looked up in postings if this many times fewer than the segment's."""
_WORTH_PRUNING = 400


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
            return self._promising(tokens, found, count)
        return found, self._scores(tokens, found)

    def _promising(
        self, tokens: Sequence[_Token], found: Sequence[Documents], count: int
    ) -> tuple[Sequence[Documents], list[Scores]]:
        telling = sorted(tokens, key=lambda token: -token.weight)
        most = [token.weight * (K1 + 1) for token in telling]
        rest, taken = sum(most), 0
        while taken < len(telling) and rest * 3 > sum(most):
            rest -= most[taken]
            taken += 1
        partial = self._sums(telling[:taken], found)
        joined = np.concatenate(partial)
        least = -np.partition(-joined, count - 1)[count - 1]
        # Sums in another order differ in their last digits.
        near = [sums >= least - rest - 3 * 10**-DECIMALS for sums in partial]
        left = [documents[at] for documents, at in zip(found, near, strict=True)]
        more = self._sums(telling[taken:], left)
        return left, [
            np.round(sums[at] + added, DECIMALS)
            for sums, at, added in zip(partial, near, more, strict=True)
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
                gone = segment.deleted.astype(documents.dtype)
                at = documents.searchsorted(gone)
                is_held = documents.take(at, mode="clip") == gone
                holding -= int(np.count_nonzero(frequencies[at[is_held]]))
        return idf(self._documents, holding)

    def _scores(
        self, tokens: Sequence[_Token], chosen: Sequence[Documents]
    ) -> list[Scores]:
        return [np.round(sums, DECIMALS) for sums in self._sums(tokens, chosen)]

    def _sums(
        self, tokens: Sequence[_Token], chosen: Sequence[Documents]
    ) -> list[Scores]:
        return [
            self._of_segment(number, tokens, documents)
            for number, documents in enumerate(chosen)
        ]

    def _of_segment(
        self, number: int, tokens: Sequence[_Token], chosen: Documents
    ) -> Scores:
        whole = self.segments[number].view.documents
        if len(chosen) * _FEW > whole:
            return self._of_all(number, tokens, whole).take(chosen)
        return self._of_few(number, tokens, chosen)

    def _of_all(self, number: int, tokens: Sequence[_Token], whole: int) -> Scores:
        totals = np.zeros(whole)
        for token in tokens:
            documents, frequencies = token.postings[number]
            norms = self.norms_of(token.kind)[number].take(documents)
            np.add.at(totals, documents, _worth(token, frequencies, norms))
        return totals

    def _of_few(
        self, number: int, tokens: Sequence[_Token], chosen: Documents
    ) -> Scores:
        totals = np.zeros(len(chosen))
        if not len(chosen):
            return totals
        norms: dict[TokenKind, Scores] = {}
        for token in tokens:
            documents, frequencies = token.postings[number]
            if not len(documents):
                continue
            if token.kind not in norms:
                norms[token.kind] = self.norms_of(token.kind)[number].take(chosen)
            # Of the same type, or all postings would be converted.
            sought = chosen.astype(documents.dtype)
            at = documents.searchsorted(sought)
            held = frequencies.take(at, mode="clip")
            held = held * (documents.take(at, mode="clip") == sought)
            totals += _worth(token, held, norms[token.kind].copy())
        return totals


def _worth(token: _Token, frequencies: Frequencies, norms: Scores) -> Scores:
    """Return what a token adds, as ``saturated`` does; ``norms`` are written over."""
    worth = frequencies.astype(np.float64)
    norms += worth
    worth *= K1 + 1
    worth /= norms
    worth *= token.weight
    return worth
