"""Which writings count as the same, and where did each character come from?

The literal fold: one fixed table per code point (single-character Traditional to
Simplified, NFKC, lower case, 〇○零 to 零, every bracket around to one form); then
white space is removed next to a Chinese character or full-width mark, and a run of
it becomes one space elsewhere. Context-free, so the fold of a substring occurs in
the fold of the text.
"""

from array import array
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with a map back.

    ``starts[i]`` and ``ends[i]`` bound the code points of the verbatim text that
    folded character ``i`` came from; both arrays are as long as ``text``.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the folded characters [start, end)."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the literal fold of a stored text with its map back."""
    raise NotImplementedError


def fold_query(text: str) -> str:
    """Return the literal fold of something asked for, without outer white space."""
    raise NotImplementedError
