"""How does a corpus become an index that the next measurement finds again?

The index goes into a folder named after the corpus and what the index is built by,
without store and recognition: fold, segment, write.
"""

import hashlib
import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

from archive.model import DocumentId, EntityId, EntityKind, Position
from indexer.assembly import index_format
from indexer.engine import IndexedDocument
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.fold import fold, fold_query
from indexer.naming import names_in
from indexer.reading_view import reading_view
from indexer.segment import Segmenter
from indexer.terms.glossary import shipped_lexicon
from indexer.terms.segmentation import open_words

CACHE = Path(tempfile.gettempdir()) / "handover-benchmarks"
_FLUSH = 20_000
_CHUNK = 200

Row = tuple[str, str, str]


class NoNames:
    """Entity names of an archive in which nothing was recognised."""

    def entity_ids_named(self, kind: EntityKind, name: str) -> frozenset[EntityId]:
        """Return nothing."""
        return frozenset()


def segmenter() -> Segmenter:
    """Return the segmenter that the kept indexes are built with."""
    return open_words(CACHE / "segmenter", shipped_lexicon())


def kept_index(corpora: Sequence[Path], keep: Path = CACHE) -> Path:
    """Return the folder of an index of these ``corpus.jsonl`` files, built if absent.

    Documents of several corpora are named ``SET/id``. Costs a minute for 50,000
    short documents the first time, nothing later.
    """
    folder = keep / _key(corpora)
    if not folder.exists():
        draft = folder.with_name(f"{folder.name}.{os.getpid()}")
        draft.mkdir(parents=True)
        _build(corpora, draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    return folder


def _key(corpora: Sequence[Path]) -> str:
    digest = hashlib.sha256(index_format().encode())
    for path in corpora:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _build(corpora: Sequence[Path], folder: Path) -> None:
    engine = WhooshEngine(folder)
    documents = _documents(corpora)
    position = 0
    while batch := list(islice(documents, _FLUSH)):
        position += len(batch)
        engine.replace(batch)
        engine.flush(Position(position))
    engine.close()


def _documents(corpora: Sequence[Path]) -> Iterator[IndexedDocument]:
    rows = _rows(corpora)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        chunks = iter(lambda: list(islice(rows, _CHUNK)), [])
        for prepared in pool.map(_prepare, chunks):
            yield from prepared


def _rows(corpora: Sequence[Path]) -> Iterator[Row]:
    for path in corpora:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                name = f"{path.parent.name}/{row['id']}"
                yield name, row.get("title") or "", row["text"]


def _prepare(rows: Sequence[Row]) -> list[IndexedDocument]:
    return [_prepared(*row) for row in rows]


def _prepared(name: str, title: str, text: str) -> IndexedDocument:
    folded, reading = fold(text), reading_view(text)
    body = reading.text if reading else folded.text
    words = _segmenter().words(f"{fold_query(title)}\n{body}")
    return IndexedDocument(
        id=DocumentId(hashlib.sha256(name.encode()).hexdigest()[:20]),
        collection="",
        name=name,
        text=text,
        folded=folded,
        title=title or None,
        reading=reading,
        words=tuple(words),
        names=names_in(body),
    )


@cache
def _segmenter() -> Segmenter:
    return segmenter()
