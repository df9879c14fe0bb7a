"""Which words does a folded text consist of?

Words are for ranking and for taking keywords apart; literal search never needs them.
Figures, Latin words and document numbers are cut out first, because both jiebas break
them (1,250.5 · 国发(2023)1号); characters outside the block that jieba knows stand
alone, so that 王䶮 keeps its 䶮.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

_RARE = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN = "\u4e00-\u9fd5"
_TOKEN = re.compile(
    r"(?P<tail>\([12]\d{3}\)第?\d+号)"
    r"|(?P<figure>\d+(?:[.,]\d+)*)"
    f"|(?P<han>[{_HAN}]+)"
    f"|(?P<rare>[{_RARE}])"
    rf"|(?P<latin>[^\W\d_{_HAN}{_RARE}][^\W{_HAN}{_RARE}]*)"
)
_LONGEST_PREFIX = 8

CutWords = Callable[[str], Iterable[str]]
"""Cuts a run of Chinese characters in search mode: long words and those in them."""


class Segmenter(Protocol):
    """Cuts folded text into words."""

    name: str

    def words(self, folded: str) -> list[str]:
        """Return search words in order, repeats kept.

        A long word is preceded by the words inside it. Empty for text without
        letters, figures or Chinese characters.
        """


class JiebaSegmenter:
    """A Segmenter that leaves runs of Chinese characters to jieba's dictionary."""

    def __init__(self, name: str, cut_words: CutWords) -> None:
        self.name = name
        self._cut_words = cut_words

    def words(self, folded: str) -> list[str]:
        """See Segmenter."""
        return list(self._words(folded))

    def _words(self, folded: str) -> Iterator[str]:
        han_start, han_end = 0, -1
        for token in _TOKEN.finditer(folded):
            if token.lastgroup == "han":
                han_start, han_end = token.span()
                yield from self._cut_words(token[0])
                continue
            yield token[0]
            # 国发(2023)1号 is a word too, beside 国发 and (2023)1号.
            is_number = token.lastgroup == "tail" and token.start() == han_end
            if is_number and han_end - han_start <= _LONGEST_PREFIX:
                yield folded[han_start : token.end()]


class Dictionary(Protocol):
    """What is known of words beforehand."""

    def has(self, word: str) -> bool:
        """Tell whether the word is in the dictionary of the segmenter."""

    def tags(self, text: str) -> Sequence[tuple[str, str]]:
        """Return the words of a text, each with its part of speech."""


@dataclass(frozen=True, slots=True)
class JiebaDictionary:
    """The dictionary that a jieba comes with; see Dictionary."""

    knows: Callable[[str], bool]
    tag: Callable[[str], Sequence[tuple[str, str]]]

    def has(self, word: str) -> bool:
        """See Dictionary."""
        return self.knows(word)

    def tags(self, text: str) -> Sequence[tuple[str, str]]:
        """See Dictionary."""
        return self.tag(text)


def open_dictionary(cache_folder: Path) -> Dictionary:
    """Return the dictionary of rjieba where it loads, and else of jieba."""
    try:
        import rjieba
    except ImportError:
        return _jieba_dictionary(cache_folder)
    tokenizer = rjieba.Jieba()
    return JiebaDictionary(tokenizer.has_word, tokenizer.tag)


def _jieba_dictionary(cache_folder: Path) -> Dictionary:
    from jieba import posseg

    tokenizer = _jieba(cache_folder)
    tagger = posseg.POSTokenizer(tokenizer)
    return JiebaDictionary(
        lambda word: tokenizer.FREQ.get(word, 0) > 0,
        lambda text: [(pair.word, pair.flag) for pair in tagger.cut(text)],
    )


def open_segmenter(cache_folder: Path, *, added_words: Iterable[str] = ()) -> Segmenter:
    """Return a segmenter of its own, on rjieba where it loads and else on jieba.

    jieba takes about two seconds, less once its cache lies in ``cache_folder``.
    ``added_words`` are folded words that shall not be cut apart.
    """
    try:
        return open_rjieba(added_words=added_words)
    except ImportError:
        return open_jieba(cache_folder, added_words=added_words)


def open_rjieba(*, added_words: Iterable[str] = ()) -> Segmenter:
    """Return a segmenter on rjieba; raises ImportError where it is not installed."""
    import rjieba

    tokenizer = rjieba.Jieba()
    for word in added_words:
        tokenizer.add_word(word, tokenizer.suggest_freq(word), None)
    return JiebaSegmenter("rjieba", tokenizer.cut_for_search)


def open_jieba(cache_folder: Path, *, added_words: Iterable[str] = ()) -> Segmenter:
    """Return a segmenter on jieba, whose cache is a file in ``cache_folder``."""
    tokenizer = _jieba(cache_folder)
    for word in added_words:
        tokenizer.add_word(word, tokenizer.suggest_freq(word, tune=False))
    return JiebaSegmenter("jieba", tokenizer.cut_for_search)


def _jieba(cache_folder: Path) -> Any:
    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    cache_folder.mkdir(parents=True, exist_ok=True)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(cache_folder)
    tokenizer.cache_file = "jieba.cache"
    tokenizer.initialize()
    return tokenizer
