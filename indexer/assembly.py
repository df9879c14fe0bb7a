"""How do the parts of the index of one data folder fit together?

Entry points call these; nothing here reads the environment.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive.store import Store
from indexer.completion import Completer
from indexer.engine import SearchEngine
from indexer.index_folder import IndexFolder
from indexer.live import LiveEngine
from indexer.search import SearchService
from indexer.segment import Segmenter, open_segmenter
from indexer.settings import SearchSettings
from indexer.synonyms import SynonymTable

if TYPE_CHECKING:
    # Recognition takes a quarter of a second to import, and a search needs none.
    from indexer.indexing import Indexing
    from indexer.prepare import Preparer

WORDS_VERSION = 1
"""Raised when the words of a text change."""


def index_folder(data: Path) -> IndexFolder:
    """Return the index folder of a data folder, for the format this release reads."""
    return IndexFolder(data / "index", index_format=index_format())


def index_format() -> str:
    """Return what an index must have been built by to be read.

    What is recognised does not count: documents are recognised anew when asked to.
    """
    from indexer.engines.whoosh.engine import ENGINE_FORMAT
    from indexer.fold import FOLD_VERSION

    return f"engine {ENGINE_FORMAT}, fold {FOLD_VERSION}, words {WORDS_VERSION}"


def open_reader(data: Path) -> LiveEngine:
    """Open the index for searching; it may be missing or replaced meanwhile."""
    return LiveEngine(index_folder(data), _open_reader)


def open_search(
    data: Path,
    store: Store,
    engine: SearchEngine,
    settings: SearchSettings | None = None,
) -> SearchService:
    """Return the service that answers what readers type."""
    weight = (settings or SearchSettings()).naming_weight
    return SearchService(
        engine,
        _segmenter(data),
        store,
        naming_weight=weight,
        synonyms=SynonymTable(store.synonyms),
    )


def open_completer(store: Store, engine: SearchEngine) -> Completer:
    """Return what suggests names as someone types."""
    return Completer(store, engine.position)


def open_preparer(data: Path) -> "Preparer":
    """Return what prepares documents for the index; costs a second or so."""
    from indexer.analysis import open_analyser
    from indexer.prepare import Preparer

    return Preparer(open_analyser(), _segmenter(data))


def open_indexing(data: Path, store: Store, *, processes: int) -> "Indexing":
    """Return the way to bring the index up to date, by ``processes`` at once."""
    from indexer.indexing import Indexing, IndexWriter
    from indexer.preparing import PreparationPool

    folder = index_folder(data)
    pool = PreparationPool(partial(open_preparer, data), processes=processes)
    return Indexing(
        store, folder, lambda: IndexWriter(store, folder, pool, _open_writer)
    )


def _segmenter(data: Path) -> Segmenter:
    return open_segmenter(data / "segmenter")


def _open_reader(generation: Path) -> SearchEngine:
    from indexer.engines.whoosh.engine import WhooshReader

    return WhooshReader(generation)


def _open_writer(generation: Path) -> SearchEngine:
    from indexer.engines.whoosh.engine import WhooshEngine

    return WhooshEngine(generation)
