"""What does one segment hold, document by document and term by term?"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from archive.model import DocumentId, PartialDate
from indexer.engine import FacetCount, Value
from indexer.engines.scoring import TokenKind
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.draft import decode
from indexer.engines.whoosh.invert import bigram
from indexer.engines.whoosh.joined_values import JoinedValues
from indexer.engines.whoosh.narrow import widened
from indexer.engines.whoosh.packed_text import unpacked
from indexer.engines.whoosh.shifted import ShiftedText
from indexer.snippet import Pages, Passages, Source

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Documents = NDArray[np.uint16] | NDArray[np.uint32]
Frequencies = NDArray[np.uint8] | NDArray[np.uint16]
"""A segment keeps both as narrow as they go."""

_MANY = 200
"""So many texts are not looked into before the words that hold a string."""
_MILE = 64
"""One in so many sorted strings is kept at hand."""
_VALUES_KEPT = 1 << 14
_NOTHING: Documents = np.empty(0, np.uint32)
_NO_FREQUENCIES: Frequencies = np.empty(0, np.uint8)


@dataclass(frozen=True, slots=True)
class Card:
    """What a result row shows, and where pages and passages lie."""

    collection: str
    name: str
    title: str | None
    type: str | None
    number: str | None
    issuers: tuple[str, ...]
    issued_on: PartialDate | None
    pages: tuple[tuple[int, int, int], ...]
    ends: tuple[int, ...]
    headings: tuple[int, ...]

    def source(self, text: str) -> Source:
        """Return the verbatim text as a snippet is cut from it."""
        return Source(text, Pages(self.pages), Passages(self.ends, self.headings))


_CARDS = msgspec.json.Decoder(Card)


class Strings:
    """Byte strings in one mapped array; of a sorted one, the place of a string."""

    def __init__(self, columns: Columns, name: str) -> None:
        self._bytes = columns.bytes
        self._base = columns.offset(f"{name}.bytes")
        self._offsets = columns.bounds(f"{name}.bounds")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, index: int) -> bytes:
        start = self._base + self._offsets[index]
        return self._bytes[start : self._base + self._offsets[index + 1]]

    @property
    def are_empty(self) -> bool:
        """Tell whether every string is empty."""
        return self._offsets[-1] == 0

    def all(self) -> list[bytes]:
        """Return every string, in order."""
        return self.some(range(len(self)))

    def some(self, indices: Iterable[int]) -> list[bytes]:
        """Return the strings at some indices."""
        held, base, offsets = self._bytes, self._base, self._offsets
        return [held[base + offsets[i] : base + offsets[i + 1]] for i in indices]

    def holding(self, part: bytes, indices: Iterable[int]) -> list[int]:
        """Return those of the strings that contain a part."""
        find, base, offsets = self._bytes.find, self._base, self._offsets
        return [
            index
            for index in indices
            if find(part, base + offsets[index], base + offsets[index + 1]) >= 0
        ]

    def that_hold(self, part: bytes) -> list[int]:
        """Return the indices of the strings that contain a part, by one look at all."""
        found, ends = [], self._offsets
        at = self._bytes.find(part, self._base, self._base + ends[-1])
        while at >= 0:
            index = bisect_right(ends, at - self._base) - 1
            if at - self._base + len(part) <= ends[index + 1]:
                found.append(index)
                at = self._base + ends[index + 1] - 1
            at = self._bytes.find(part, at + 1, self._base + ends[-1])
        return found

    def find(self, string: bytes) -> int | None:
        """Return the index of a string among sorted ones, or None."""
        last = bisect_right(self._milestones, string) * _MILE
        between = range(max(0, last - _MILE), min(last, len(self)))
        index = bisect_left(between, string, key=self.__getitem__) + between.start
        found = index < len(self) and self[index] == string
        return index if found else None

    @cached_property
    def _milestones(self) -> list[bytes]:
        return [self[index] for index in range(0, len(self), _MILE)]


class SegmentView:
    """The mapped columns of a segment and which of its documents live."""

    def __init__(self, path: Path) -> None:
        self.columns = Columns(path)
        self.ids = Strings(self.columns, "id")
        self.documents = len(self.ids)
        self._strings: dict[str, Strings] = {}
        self._arrays: dict[str, NDArray[Any]] = {}
        self._bounds: dict[str, memoryview[int]] = {}
        self.value_numbers: dict[str, NDArray[np.int32]] = {}
        """Filled by ``ValueNumbers``, since a view outlives a snapshot."""
        self._folds: dict[str, tuple[Strings, Strings, Strings]] = {}
        self._values: defaultdict[str, dict[int, Value]] = defaultdict(dict)
        self.joined_values = lru_cache(maxsize=32)(self._joined_values)
        self.token_postings = lru_cache(maxsize=4096)(self._token_postings)
        # Segments never change, so what a string was found in stays true.
        self.containing = lru_cache(maxsize=512)(self._containing)

    def array(self, name: str) -> NDArray[Any]:
        """Return a column."""
        if name not in self._arrays:
            self._arrays[name] = self.columns[name]
        return self._arrays[name]

    def bounds(self, name: str) -> "memoryview[int]":
        """Return a column of uint64 that single numbers are read from."""
        if name not in self._bounds:
            self._bounds[name] = self.columns.bounds(name)
        return self._bounds[name]

    def value(self, kind: str, ordinal: int) -> Value:
        """Return a value of a kind; those asked for are kept."""
        made = self._values[kind]
        value = made.get(ordinal)
        if value is None:
            if len(made) >= _VALUES_KEPT:
                made.clear()
            key = decode(self.strings(f"{kind}.key")[ordinal])
            name = decode(self.strings(f"{kind}.name")[ordinal])
            value = made[ordinal] = Value(key, key if key == name else name)
        return value

    def counted_values(
        self, kind: str, pairs: Iterable[tuple[int, int]]
    ) -> tuple[FacetCount, ...]:
        """Return counts of values that are given by their ordinals."""
        made, value = self._values[kind], self.value
        return tuple(
            [
                FacetCount(made.get(ordinal) or value(kind, ordinal), count)
                for ordinal, count in pairs
            ]
        )

    def _joined_values(self, kinds: tuple[str, ...]) -> JoinedValues:
        return JoinedValues(self.array, kinds)

    def strings(self, name: str) -> Strings:
        """Return a column of byte strings."""
        if name not in self._strings:
            self._strings[name] = Strings(self.columns, name)
        return self._strings[name]

    def document_id(self, document: int) -> DocumentId:
        """Return the id of a document of this segment."""
        return DocumentId(decode(self.ids[document]))

    def number_of(self, document_id: str) -> int | None:
        """Return the number of a document by its id, or None."""
        rank = self.rank_after(document_id) - 1
        if rank < 0:
            return None
        number = int(self.in_order_of_id[rank])
        return number if self.document_id(number) == document_id else None

    @cached_property
    def in_order_of_id(self) -> NDArray[np.int64]:
        """Documents by ascending id."""
        return np.argsort(self.array("id.rank"))

    def rank_after(self, document_id: str) -> int:
        """Return the rank of the first document whose id is greater."""
        order = self.in_order_of_id

        def id_at(rank: int) -> str:
            return self.document_id(int(order[rank]))

        rank = bisect_left(range(self.documents), document_id, key=id_at)
        if rank < self.documents and id_at(rank) == document_id:
            return rank + 1
        return rank

    def card(self, document: int) -> Card:
        """Return what a result row shows of a document."""
        return _CARDS.decode(self.strings("card")[document])

    def text(self, document: int) -> str:
        """Return the verbatim text."""
        folded = self.strings("folded")[document]
        return decode(unpacked(self.strings("text")[document], folded))

    def folded(self, document: int) -> ShiftedText:
        """Return the folded text with its map back."""
        return self._folded("folded", document)

    def reading(self, document: int) -> ShiftedText | None:
        """Return the reading view, if the document has one."""
        if not self.array("reading.present")[document]:
            return None
        return self._folded("reading", document)

    def paragraphs(self, name: str, document: int) -> list[int]:
        """Return where paragraphs end in a document's folded text or reading view."""
        blob = self.strings(f"{name}.paragraphs")[document]
        ends: list[int] = np.frombuffer(blob, np.uint32).tolist()
        return ends

    def _folded(self, name: str, document: int) -> ShiftedText:
        columns = self._folds.get(name)
        if columns is None:
            parts = (name, f"{name}.starts", f"{name}.ends")
            texts, starts, ends = map(self.strings, parts)
            columns = self._folds[name] = texts, starts, ends
        texts, starts, ends = columns
        return ShiftedText(decode(texts[document]), starts[document], ends[document])

    def postings(self, kind: str, index: int | None) -> tuple[Documents, Frequencies]:
        """Return documents and frequencies of the term at ``index``."""
        if index is None:
            return _NOTHING, _NO_FREQUENCIES
        offsets = self.bounds(f"{kind}.offsets")
        start, end = offsets[index], offsets[index + 1]
        return (
            self.array(f"{kind}.documents")[start:end],
            self.frequencies(kind, start, end),
        )

    def frequencies(self, kind: str, start: int, end: int | None = None) -> Frequencies:
        """Return the frequencies of a range of postings."""
        frequencies: NDArray[np.uint8] = self.array(f"{kind}.frequencies")[start:end]
        places = self.array(f"{kind}.large.places")
        if not len(places):
            return frequencies
        return widened(
            frequencies,
            places,
            self.array(f"{kind}.large.values"),
            start,
        )

    def _token_postings(
        self, kind: TokenKind, token: str
    ) -> tuple[Documents, Frequencies]:
        """Return documents and frequencies of a ranked token."""
        if kind == "word":
            encoded = token.encode("utf-8", "surrogatepass")
            return self.postings(kind, self.strings("word").find(encoded))
        number = ord(token) if kind == "character" else bigram(token)
        return self.postings(kind, self._numbered(kind, number))

    def value_documents(self, kind: str, key: str) -> Documents:
        """Return the documents that have a value, ascending."""
        encoded = key.encode("utf-8", "surrogatepass")
        return self.postings(kind, self.strings(f"{kind}.key").find(encoded))[0]

    def _numbered(self, kind: str, number: int) -> int | None:
        terms = self.bounds(f"{kind}.terms")
        index = bisect_left(terms, number)
        return index if index < len(terms) and terms[index] == number else None

    def _containing(self, needle: str, places: frozenset[str]) -> Documents:
        """Return the documents whose folded ``places`` contain a string, ascending.

        Places are folded, reading and title. Deleted documents are among them.
        """
        if not needle:
            return np.arange(self.documents, dtype=np.uint32)
        candidates = self._candidates(needle)
        if len(needle) < 3 and places == {"folded", "reading", "title"}:
            return candidates
        is_sure = self._sure([self.token_postings("word", needle)[0]], places)
        pattern = needle.encode("utf-8", "surrogatepass")
        doubtful = candidates[~is_sure[candidates]]
        if len(doubtful) > _MANY:
            longer = self.strings("word").that_hold(pattern)
            held_by = [self.postings("word", index)[0] for index in longer]
            is_sure |= self._sure(held_by, places)
            doubtful = doubtful[~is_sure[doubtful]]
        for place in sorted(places):
            if place == "title" and "folded" in places:
                # A title inside its text holds nothing that the text does not.
                doubtful = doubtful[~self.array("title.inside")[doubtful]]
            texts = self.strings(place)
            if texts.are_empty or not len(doubtful):
                continue
            is_sure[texts.holding(pattern, doubtful.tolist())] = True
            doubtful = doubtful[~is_sure[doubtful]]
        return np.flatnonzero(is_sure).astype(np.uint32)

    def _sure(self, words: Iterable[Documents], places: frozenset[str]) -> Mask:
        """Return which documents hold a string since it is in one of their words.

        Words are cut from the title and from the reading view or the folded text.
        """
        is_sure = np.zeros(self.documents, np.bool_)
        if "folded" in places:
            for documents in words:
                is_sure[documents] = True
            if "title" not in places:
                # Where the text holds all of the title, it holds its words.
                is_sure &= self.array("title.inside")
        return is_sure

    def _candidates(self, needle: str) -> Documents:
        """Return documents that hold every bigram of a string."""
        if len(needle) == 1:
            return self.token_postings("character", needle)[0]
        pairs = {needle[i : i + 2] for i in range(len(needle) - 1)}
        lists = sorted((self.token_postings("bigram", p)[0] for p in pairs), key=len)
        found = lists[0]
        for documents in lists[1:]:
            if len(found) < 4:
                break
            at = documents.searchsorted(found)
            at[at == len(documents)] = 0
            found = found[documents[at] == found] if len(documents) else documents
        return found
