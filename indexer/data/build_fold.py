"""How is the table of the literal fold, ``fold.txt``, made?

Run ``python -m indexer.data.build_fold`` with the development dependencies. For each
code point: NFKC, lower case, OpenCC's single-character Traditional to Simplified,
〇○ to 零, every bracket around to a round one, repeated until nothing changes. The
file, not this machine's Unicode version, is what defines the fold.
"""

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import opencc

TABLE = Path(__file__).with_name("fold.txt")
SURROGATES = range(0xD800, 0xE000)
BRACKETS = str.maketrans("[{〔【〖〘〚]}〕】〗〙〛〇○", "(((((((" + ")))))))" + "零零")


class SingleCharacters:
    """Traditional to Simplified, one character at a time and to one character."""

    def __init__(self) -> None:
        self._converter = opencc.OpenCC("t2s")

    def convert(self, text: str) -> str:
        """Return the text with each character converted on its own."""
        return "".join(map(self._one, text))

    def _one(self, character: str) -> str:
        simplified = str(self._converter.convert(character))
        return simplified if len(simplified) == 1 else character


def folded_form(character: str, singles: SingleCharacters) -> str:
    """Return what one code point becomes, never empty and without white space."""
    form, before = character, ""
    while form != before:
        before = form
        form = singles.convert(unicodedata.normalize("NFKC", form).lower())
        form = form.translate(BRACKETS)
    return "".join(form.split()) or form


def changes() -> Iterator[tuple[str, str]]:
    """Yield every code point that folds to something else, with that."""
    singles = SingleCharacters()
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if code in SURROGATES or character.isspace():
            continue
        form = folded_form(character, singles)
        if form != character:
            yield character, form


def build() -> str:
    """Return the file: sources, targets, then a line for each longer target."""
    single = [(source, form) for source, form in changes() if len(form) == 1]
    longer = [source + form for source, form in changes() if len(form) > 1]
    sources, targets = zip(*single, strict=True)
    return "\n".join(["".join(sources), "".join(targets), *longer]) + "\n"


if __name__ == "__main__":
    TABLE.write_bytes(build().encode())
