"""What is known of words and characters before anything is learned?

From jieba's dictionary (MIT) and the lists that the indexer ships.
"""

import importlib.util
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.characters import FIRST, LAST, CharacterTables
from indexer.recognise.tagger.features import Knowledge
from indexer.recognise.tagger.lexicon import LONGEST, Lexicon, keys_of
from indexer.word_files import (
    read_lines,
    read_place_lines,
    read_township_lines,
    read_words,
)

_PLACE_END = re.compile(
    "(?:特别行政区|(?:[\u4e00-\u9fff]{1,3}族)*自治[区州县旗]"
    "|新区|林区|省|市|县|区|州|盟|旗|街道|镇|乡)$"
)
_FULL, _SHORT, _TITLE, _ORGAN, _ABROAD, _SURNAME = 1, 2, 3, 4, 5, 6
_CLASSES = {
    **{"n": 1, "nr": 2, "nrfg": 2, "nrt": 3, "ns": 4, "nt": 5, "nz": 6, "v": 7},
    **{"vn": 8, "a": 9, "ad": 9, "an": 9, "z": 9, "d": 10, "m": 11, "q": 12},
    **{"t": 13, "i": 14, "l": 14, "j": 15, "b": 16, "r": 17, "s": 18, "f": 19},
    **{"p": 20, "c": 20, "u": 20, "y": 20, "o": 20},
}
_OTHER = 21
_RARE = 24
_OFTEN = 20
_NAME_TAGS = ("nr", "nrfg")


@dataclass(frozen=True, slots=True)
class Word:
    """A line of jieba's dictionary."""

    word: str
    frequency: int
    tag: str


def jieba_dictionary() -> Path:
    """Return where the installed jieba keeps its dictionary."""
    found = importlib.util.find_spec("jieba")
    if found is None or found.origin is None:
        raise FileNotFoundError("jieba/dict.txt")
    return Path(found.origin).with_name("dict.txt")


def read_dictionary(path: Path) -> list[Word]:
    """Return the words of a dictionary in jieba's form."""
    rows = (line.split(" ") for line in path.read_text("utf-8").splitlines())
    return [Word(word, int(frequency), tag) for word, frequency, tag in rows]


def place_names() -> list[str]:
    """Return the full names of places down to townships, former ones too, sorted."""
    names = {
        form.split(",")[0]
        for line in read_place_lines()
        for form in line.split("\t")[2].split("|")
    }
    for _, townships in read_township_lines():
        names.update(entry[3:] for entry in townships)
    return sorted(names - {""})


def short_place(name: str) -> str:
    """Return the name without the word for its level."""
    return _PLACE_END.sub("", name)


def surnames() -> tuple[str, str]:
    """Return single surnames, the common first, and those that are also words."""
    plain, ambiguous = read_lines("surnames.txt")[:2]
    return plain, ambiguous


def knowledge(dictionary: Sequence[Word]) -> Knowledge:
    """Return what the features look up."""
    words = {
        w.word: _CLASSES.get(w.tag, _CLASSES.get(w.tag[:1], _OTHER))
        + (0 if w.frequency >= _OFTEN else _RARE)
        for w in dictionary
    }
    full = place_names()
    names = {short: _SHORT for short in map(short_place, full) if len(short) > 1}
    names.update(dict.fromkeys(read_words("foreign_places.txt"), _ABROAD))
    names.update(dict.fromkeys(full, _FULL))
    names.update(dict.fromkeys(read_lines("surnames.txt")[2].split(), _SURNAME))
    names.update((w.strip("*"), _TITLE) for w in read_words("titles.txt"))
    names.update((w.strip("*"), _ORGAN) for w in read_words("organs.txt"))
    return Knowledge(_tables(dictionary), _lexicon(words), _lexicon(names))


def _lexicon(words: Mapping[str, int]) -> Lexicon:
    kept = [word for word in words if 2 <= len(word) <= LONGEST]
    keys, places = np.unique(keys_of(kept), return_index=True)
    classes = np.array([words[word] for word in kept], dtype=np.uint8)
    return Lexicon(keys, classes[places])


def _tables(dictionary: Sequence[Word]) -> CharacterTables:
    plain, ambiguous = surnames()
    known = frozenset(plain + ambiguous)
    first, second, third, foreign, other = (Counter[str]() for _ in range(5))
    for entry in dictionary:
        word = entry.word
        named = entry.tag in _NAME_TAGS
        if named and word[0] in known and len(word) == 3:
            first[word[0]] += 1
            second[word[1]] += 1
            third[word[2]] += 1
        elif named and word[0] in known and len(word) == 2:
            third[word[1]] += 1
        elif entry.tag == "nrt" or (named and word[0] not in known and len(word) > 2):
            foreign.update(word)
        elif not named and entry.tag != "ns":
            share = math.sqrt(min(entry.frequency, 100))
            for character in word:
                other[character] += share  # type: ignore[assignment]
    classes = np.zeros(LAST - FIRST, dtype=np.uint8)
    for value, line in ((1, plain), (2, ambiguous)):
        for character in line:
            if FIRST <= ord(character) < LAST:
                classes[ord(character) - FIRST] = value
    one, two, three, sound = (
        _levels(counts, other) for counts in (first, second, third, foreign)
    )
    return CharacterTables(classes, one, two, three, sound, _given_names())


def _given_names() -> NDArray[np.uint8]:
    """Return 1 to 10 by how common a character is in given names."""
    levels = np.zeros(LAST - FIRST, dtype=np.uint8)
    for level, line in enumerate(read_lines("given_names.txt"), 1):
        for character in line:
            levels[ord(character) - FIRST] = level
    return levels


def _levels(counts: Counter[str], other: Counter[str]) -> NDArray[np.uint8]:
    """Return 1 to 8 by how much commoner each character is here than elsewhere."""
    levels = np.zeros(LAST - FIRST, dtype=np.uint8)
    total, elsewhere = counts.total(), other.total()
    for character, count in counts.items():
        if FIRST <= ord(character) < LAST:
            here = (count + 0.5) / total
            ratio = math.log(here / ((other[character] + 5) / elsewhere))
            level = 1 + int(min(max(ratio + 4, 0), 7)) if count > 1 else 1
            levels[ord(character) - FIRST] = level
    return levels


def names_in(dictionary: Sequence[Word]) -> Iterator[str]:
    """Yield the words that are people's names."""
    for entry in dictionary:
        if entry.tag in (*_NAME_TAGS, "nrt") and len(entry.word) > 1:
            yield entry.word
