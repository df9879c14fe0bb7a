"""How do the parts of the index of one data folder fit together?

Entry points call these; nothing here reads the environment.
"""

import multiprocessing
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive.store import Store
from indexer.completion import Completer
from indexer.engine import SearchEngine
from indexer.index_folder import IndexFolder
from indexer.live import LiveEngine
from indexer.search import SearchService
from indexer.settings import SearchSettings
from indexer.synonyms import SynonymTable, any_others
from indexer.terms.glossary import LiveGlossary
from indexer.terms.lexicon import read_lexicon
from indexer.terms.segmentation import FollowingSegmenter, open_words

if TYPE_CHECKING:
    # Recognition takes a quarter of a second to import, and a search needs none.
    from indexer.indexing import Indexing
    from indexer.prepare import Preparer
    from indexer.preparing import PreparationPool

WORDS_VERSION = 2
"""Raised when the words of a text change; those of the archive lie in the index."""
BACKGROUND_NICENESS = 10
SEGMENTER = "segmenter"
"""The folder of a segmenter's cache in the data folder."""


def index_folder(data: Path) -> IndexFolder:
    """Return the index folder of a data folder, for the format this release reads."""
    return IndexFolder(data / "index", index_format=index_format())


def index_format() -> str:
    """Return what an index must have been built by to be read.

    What is recognised does not count: documents are recognised anew when asked to.
    Nor do the archive's own words: an index built by others is replaced aside.
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
        FollowingSegmenter(index_folder(data), data / SEGMENTER),
        store,
        naming_weight=weight,
        synonyms=any_others(
            SynonymTable(store.synonyms), LiveGlossary(store.terms).others
        ),
    )


def open_completer(store: Store, engine: SearchEngine) -> Completer:
    """Return what suggests names as someone types."""
    return Completer(store, engine.position)


def open_preparer(
    data: Path, generation: Path, *, is_background: bool = False
) -> "Preparer":
    """Return what prepares documents by the words of a generation of the index.

    Costs a second or so. A process of a pool in the background gives way to others.
    """
    from indexer.analysis import open_analyser
    from indexer.prepare import Preparer

    if is_background and multiprocessing.parent_process() is not None:
        os.nice(BACKGROUND_NICENESS)
    lexicon = read_lexicon(generation)
    return Preparer(open_analyser(lexicon), open_words(data / SEGMENTER, lexicon))


def open_indexing(data: Path, store: Store, *, processes: int) -> "Indexing":
    """Return the way to bring the index up to date, by ``processes`` at once."""
    from indexer.indexing import Indexing, IndexWriter
    from indexer.preparing import PreparationPool

    folder = index_folder(data)

    def open_pool(generation: Path, *, is_background: bool) -> "PreparationPool":
        return PreparationPool(
            partial(open_preparer, data, generation, is_background=is_background),
            processes=processes,
        )

    glossary = LiveGlossary(store.terms)
    return Indexing(
        store,
        folder,
        lambda: IndexWriter(store, folder, open_pool, _open_writer, glossary),
    )


def _open_reader(generation: Path) -> SearchEngine:
    from indexer.engines.whoosh.engine import WhooshReader
    from indexer.engines.whoosh.working_memory import keep_freed_memory

    keep_freed_memory()
    return WhooshReader(generation)


def _open_writer(generation: Path) -> SearchEngine:
    from indexer.engines.whoosh.engine import WhooshEngine

    return WhooshEngine(generation)
