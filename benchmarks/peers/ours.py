"""The default engine, through the same service as the API."""

import json
import multiprocessing
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path

from archive.model import DocumentId, PartialDate, Position
from archive.structure import passages
from benchmarks.kept_index import NoNames, segmenter
from benchmarks.search_corpus import Question, Row
from indexer.engine import IndexedDocument, Value
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.engine import WhooshEngine, WhooshReader
from indexer.fold import fold, fold_query
from indexer.naming import names_in
from indexer.reading_view import reading_view
from indexer.search import SearchService, TypedSearch
from indexer.segment import Segmenter
from indexer.shapes import answer_json
from web.json_response import JsonResponse

_PROCESSES = 2
_CHUNK = 100
_AHEAD = 6
"""Chunks prepared before they are wanted; more would only fill memory."""
_FLUSH = 5_000
_SIGNS = {"or": " OR ", "filtered": " OR ", "and": " AND "}


class Ours:
    """Builds from stored text and mentions, on two processes."""

    cuts_words = True

    def build(
        self, rows: Sequence[Row], words: Sequence[Sequence[str]], folder: Path
    ) -> None:
        """See Peer."""
        engine = WhooshEngine(folder)
        position = 0
        with ProcessPoolExecutor(
            _PROCESSES, mp_context=multiprocessing.get_context("spawn")
        ) as pool:
            waiting: deque[Future[list[IndexedDocument]]] = deque()
            for at in range(0, len(rows) + 2 * _AHEAD * _CHUNK, _CHUNK):
                if at < len(rows):
                    chunk = rows[at : at + _CHUNK]
                    waiting.append(pool.submit(_prepared, chunk))
                if not waiting or (len(waiting) <= _AHEAD and at < len(rows)):
                    continue
                documents = waiting.popleft().result()
                engine.replace(documents)
                position += len(documents)
                if position % _FLUSH == 0:
                    engine.flush(Position(position))
        engine.flush(Position(position))
        engine.close()

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._service = SearchService(WhooshReader(folder), segmenter(), NoNames())

    def page(self, question: Question) -> bytes:
        """See Peer; counts nine facets, not three."""
        sign = _SIGNS.get(question.kind, "")
        text = sign.join(question.words)
        filters = {"place": (question.place,)} if question.place else {}
        typed = TypedSearch(
            f'"{text}"' if question.kind == "literal" else text,
            filters=filters,
            sort="newest" if question.kind == "newest" else "relevance",
        )
        answer = self._service.search(typed, visible=None)
        return bytes(JsonResponse(answer_json(answer)).body)

    def total(self, page: bytes) -> int:
        """See Peer."""
        return int(json.loads(page)["total"])

    def sizes(self, folder: Path) -> dict[str, int]:
        """See Peer."""
        sizes: Counter[str] = Counter()
        for path in folder.iterdir():
            if path.suffix != ".columns":
                sizes["whoosh"] += path.stat().st_size
                continue
            columns = Columns(path)
            for name in columns.directory:
                sizes[name.split(".")[0]] += columns[name].nbytes
        return dict(sizes)


@cache
def _segmenter() -> Segmenter:
    return segmenter()


def _prepared(rows: Sequence[Row]) -> list[IndexedDocument]:
    return list(map(_document, rows))


def _document(row: Row) -> IndexedDocument:
    folded, reading = fold(row.text), reading_view(row.text)
    body = reading.text if reading else folded.text
    return IndexedDocument(
        id=DocumentId(row.name),
        collection="默认",
        name=row.name,
        text=row.text,
        folded=folded,
        title=row.title,
        type=row.type,
        issued_on=PartialDate(row.issued_on),
        passages=passages(row.text, []),
        reading=reading,
        words=tuple(_segmenter().words(f"{fold_query(row.title)}\n{body}")),
        names=names_in(body),
        values={
            "place": tuple(_values(row.places)),
            "official": tuple(_values(row.people)),
        },
    )


def _values(names: Sequence[str]) -> Iterator[Value]:
    for name in names:
        yield Value(fold_query(name), name)
