"""How is text cut into words by the archive's own words and the townships' names?"""

import re
from pathlib import Path

from indexer.fold import fold_query
from indexer.index_folder import IndexFolder
from indexer.segment import Segmenter, open_segmenter
from indexer.terms.lexicon import Lexicon, read_lexicon
from indexer.word_files import read_township_lines

_WORD = re.compile("[\u4e00-\u9fd5]{2,16}")
_TOWNSHIP = re.compile("[\u4e00-\u9fd5]{2,6}")


def open_words(cache_folder: Path, lexicon: Lexicon) -> Segmenter:
    """Return a segmenter that keeps townships and the lexicon's words whole.

    Takes some two tenths of a second.
    """
    words = (word for word in lexicon.folded_words if _WORD.fullmatch(word))
    return open_segmenter(cache_folder, added_words=(*township_names(), *words))


def township_names() -> tuple[str, ...]:
    """Return the folded names of all townships, towns and subdistricts, in order.

    The dictionary of jieba has few of them, and would cut 上梅乡 to 上梅 and 乡.
    """
    rows = (entries for _, entries in read_township_lines())
    names = {fold_query(entry[3:]) for entries in rows for entry in entries}
    return tuple(sorted(name for name in names if _TOWNSHIP.fullmatch(name)))


class FollowingSegmenter:
    """Cuts a query as the documents of the current index were cut."""

    name = "following"

    def __init__(self, folder: IndexFolder, cache_folder: Path) -> None:
        self._folder = folder
        self._cache_folder = cache_folder
        self._held: tuple[Path | None, str, Segmenter] | None = None

    def words(self, folded: str) -> list[str]:
        """See Segmenter."""
        return self._segmenter().words(folded)

    def _segmenter(self) -> Segmenter:
        generation = self._folder.current()
        held = self._held
        if held is not None and held[0] == generation:
            return held[2]
        lexicon = read_lexicon(generation) if generation else Lexicon()
        if held is not None and held[1] == lexicon.digest:
            segmenter = held[2]
        else:
            segmenter = open_words(self._cache_folder, lexicon)
        self._held = (generation, lexicon.digest, segmenter)
        return segmenter
