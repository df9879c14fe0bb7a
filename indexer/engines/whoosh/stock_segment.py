"""How are columns written as a segment of Whoosh's own?

The words of a segment are already inverted, so whole blocks of postings go to
Whoosh's W3 format at once instead of one posting at a time; the postings of a word
that few documents have stand in the dictionary. Hashes, columns and the
compound file are written by Whoosh itself.
"""

import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.system import pack_int, pack_long, pack_ushort
from whoosh.util.numeric import length_to_byte

from indexer.engines.whoosh.columns import Column

BLOCK = 1024
"""Postings in a block; Whoosh's own writer makes eight times as many."""
_FEW = 8
"""So many postings stand in the dictionary."""
_WORTH_DEFLATING = 100
"""Bytes of a block."""
_AT_ONCE = 1 << 20
"""Postings held as Python numbers at once."""
_MAGIC = b"W3Bl"


class _Memory(RamStorage):  # type: ignore[misc]
    """Files in memory, those meant to be temporary too.

    Whoosh would put these in one folder of the system's temporary folder, which
    every process and user of the machine would share.
    """

    def temp_storage(self, name: str | None = None) -> Any:
        """Return a place for files that will not be kept."""
        return RamStorage()


def write_segment(
    storage: Any, segment: Any, schema: Any, columns: Mapping[str, Column]
) -> None:
    """Write the ids and words of a segment's columns as one compound file.

    ``segment`` learns how many documents and words it holds.
    """
    memory = _Memory()
    ids = _strings(columns, "id")
    lengths = columns["word.lengths"]
    documents = W3Codec().per_document_writer(memory, segment)
    for number, (key, length) in enumerate(zip(ids, lengths.tolist(), strict=True)):
        documents.start_doc(number)
        documents.add_field("id", schema["id"], key.decode("utf-8"), 0)
        documents.add_field("words", schema["words"], None, length)
        documents.finish_doc()
    documents.close()
    segment.set_doc_count(len(ids))
    _write_terms(memory, segment, columns, ids)
    file = storage.create_file(f"{segment.segment_id()}.seg")
    CompoundStorage.assemble(file, memory, sorted(memory.list()))
    segment.compound = True


def _write_terms(
    memory: Any, segment: Any, columns: Mapping[str, Column], ids: Sequence[bytes]
) -> None:
    postings = segment.create_file(memory, W3Codec.POSTS_EXT)
    terms = OrderedHashWriter(segment.create_file(memory, W3Codec.TERMS_EXT))
    order = sorted(range(len(ids)), key=ids.__getitem__)
    writer = _TermWriter(postings, terms)
    writer.write(
        "id",
        [ids[number] for number in order],
        np.arange(len(ids) + 1),
        np.array(order, np.int64),
        np.ones(len(ids), np.int64),
        np.zeros(len(ids), np.uint8),
    )
    writer.write(
        "words",
        _strings(columns, "word"),
        columns["word.offsets"].astype(np.int64),
        columns["word.documents"].astype(np.int64),
        columns["word.frequencies"].astype(np.int64),
        _length_bytes(columns["word.lengths"]),
    )
    terms.close()
    postings.close()


def _strings(columns: Mapping[str, Column], name: str) -> list[bytes]:
    whole = columns[f"{name}.bytes"].tobytes()
    bounds = columns[f"{name}.bounds"].tolist()
    return [whole[start:end] for start, end in pairwise(bounds)]


def _length_bytes(lengths: Column) -> NDArray[np.uint8]:
    """Return document lengths as the one byte that Whoosh keeps of them."""
    distinct, places = np.unique(lengths, return_inverse=True)
    kept = [length_to_byte(length) for length in distinct.tolist()]
    return np.array(kept, np.uint8)[places]


class _TermWriter:
    """Writes the postings and the dictionary of one segment, field by field."""

    def __init__(self, postings: Any, terms: Any) -> None:
        self._postings = postings
        self._terms = terms
        self._fields: dict[str, int] = terms.extras.setdefault("fieldmap", {})

    def write(
        self,
        field: str,
        keys: Sequence[bytes],
        offsets: NDArray[np.int64],
        documents: NDArray[np.int64],
        frequencies: NDArray[np.int64],
        length_bytes: NDArray[np.uint8],
    ) -> None:
        """Write a field's terms, which ascend; offsets bound the postings of each."""
        prefix = pack_ushort(self._fields.setdefault(field, len(self._fields)))
        for first, last in _portions(offsets):
            at, end = int(offsets[first]), int(offsets[last])
            blocks = _Blocks(
                offsets[first : last + 1] - at,
                documents[at:end],
                frequencies[at:end],
                length_bytes[documents[at:end]],
            )
            self._write_portion(prefix, keys[first:last], blocks)

    def _write_portion(
        self, prefix: bytes, keys: Sequence[bytes], blocks: "_Blocks"
    ) -> None:
        start = int(self._postings.tell())
        out = bytearray()
        block = 0
        for term, key in enumerate(keys):
            if blocks.are_few[term]:
                self._terms.add(prefix + key, blocks.info(term) + blocks.few(block))
                block += 1
                continue
            begin = start + len(out)
            out += _MAGIC
            for _ in range(blocks.count_of[term]):
                out += blocks.encoded(block)
                block += 1
            length = start + len(out) - begin
            place = pack_long(begin) + pack_int(length)
            self._terms.add(prefix + key, blocks.info(term) + place)
        self._postings.write(bytes(out))


def _portions(offsets: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms with not too many postings each."""
    first, terms = 0, len(offsets) - 1
    while first < terms:
        limit = offsets[first] + _AT_ONCE
        last = int(np.searchsorted(offsets, limit, side="right")) - 1
        last = min(max(last, first + 1), terms)
        yield first, last
        first = last


class _Blocks:
    """The blocks of neighbouring terms, with what Whoosh keeps about each."""

    def __init__(
        self,
        offsets: NDArray[np.int64],
        documents: NDArray[np.int64],
        frequencies: NDArray[np.int64],
        length_bytes: NDArray[np.uint8],
    ) -> None:
        sizes = np.diff(offsets)
        counts = -(-sizes // BLOCK)
        first = np.cumsum(counts) - counts
        owner = np.repeat(np.arange(len(sizes)), counts)
        starts = offsets[owner] + BLOCK * (np.arange(len(owner)) - first[owner])
        ends = np.minimum(starts + BLOCK, offsets[owner + 1])
        deltas = np.diff(documents, prepend=0)
        deltas[starts] = documents[starts]
        heaviest = np.maximum.reduceat(frequencies, starts)
        farthest = np.maximum.reduceat(deltas, starts)
        shortest = np.minimum.reduceat(length_bytes, starts)
        longest = np.maximum.reduceat(length_bytes, starts)
        is_last = np.zeros(len(owner), np.bool_)
        is_last[first + counts - 1] = True
        self.count_of = counts.tolist()
        self.are_few = (sizes <= _FEW).tolist()
        self._documents = documents
        self._deltas = deltas
        self._weights = frequencies
        # Numbers below 256 are kept a byte each, which Whoosh reads like any others.
        self._small_deltas = deltas.astype(np.uint8).tobytes()
        self._small_weights = frequencies.astype(np.uint8).tobytes()
        self._starts, self._ends = starts.tolist(), ends.tolist()
        self._about = list(
            zip(
                documents[ends - 1].tolist(),
                farthest.tolist(),
                heaviest.tolist(),
                shortest.tolist(),
                longest.tolist(),
                is_last.tolist(),
                strict=True,
            )
        )
        self._infos = _infos(offsets, documents, frequencies, first, shortest, longest)

    def encoded(self, block: int) -> bytes:
        """Return a block as Whoosh reads it: length, pickled summary, pickled data."""
        start, end = self._starts[block], self._ends[block]
        last, farthest, heaviest, shortest, longest, is_last = self._about[block]
        ids: object = self._small_deltas[start:end]
        if farthest >= 256:
            ids = tuple(self._deltas[start:end].tolist())
        kept: object = None
        if heaviest >= 256:
            kept = tuple(self._weights[start:end].tolist())
        elif heaviest > 1:
            kept = self._small_weights[start:end]
        data = pickle.dumps((ids, kept, None), 3)
        is_deflated = len(data) >= _WORTH_DEFLATING
        if is_deflated:
            data = zlib.compress(data, 1)
        summary = (end - start, last, heaviest, int(is_deflated), shortest, longest)
        about = pickle.dumps(summary, 2)
        length = len(about) + len(data)
        return bytes(pack_int(-length if is_last else length)) + about + data

    def few(self, block: int) -> bytes:
        """Return the few postings of a term as the dictionary keeps them."""
        start, end = self._starts[block], self._ends[block]
        ids = tuple(self._documents[start:end].tolist())
        return pickle.dumps((ids, tuple(self._weights[start:end].tolist()), ()), 2)

    def info(self, term: int) -> bytes:
        """Return what the dictionary says of a term, without where it stands."""
        return bytes(W3TermInfo._struct.pack(*self._infos[term]))


def _infos(
    offsets: NDArray[np.int64],
    documents: NDArray[np.int64],
    frequencies: NDArray[np.int64],
    first_block: NDArray[np.int64],
    shortest: NDArray[np.uint8],
    longest: NDArray[np.uint8],
) -> list[tuple[bool, float, int, int, int, float, int, int]]:
    """Return for each term whether it is inlined, its weight and so on, as packed."""
    starts = offsets[:-1]
    return list(
        zip(
            (np.diff(offsets) <= _FEW).tolist(),
            np.add.reduceat(frequencies, starts).astype(np.float64).tolist(),
            np.diff(offsets).tolist(),
            np.minimum.reduceat(shortest, first_block).tolist(),
            np.maximum.reduceat(longest, first_block).tolist(),
            np.maximum.reduceat(frequencies, starts).astype(np.float64).tolist(),
            documents[starts].tolist(),
            documents[offsets[1:] - 1].tolist(),
            strict=True,
        )
    )
