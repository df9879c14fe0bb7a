"""Does the verbatim text come back from what is kept of it?"""

import pytest

from indexer.engines.whoosh.packed_text import PIECE, packed, unpacked
from indexer.fold import fold

SENTENCE = "示例县（2024）第１号：移交人甲，接收人乙，\u3000监交人丙。\n"


def kept_of(text: str) -> tuple[bytes, bytes, bytes]:
    verbatim = text.encode("utf-8", "surrogatepass")
    folded = fold(text).text.encode("utf-8", "surrogatepass")
    return verbatim, folded, packed(verbatim, folded)


@pytest.mark.parametrize("text", ["", "\n", "甲", "\ud800\U0002b740", SENTENCE])
def test_a_text_comes_back(text: str) -> None:
    verbatim, folded, kept = kept_of(text)

    assert unpacked(kept, folded) == verbatim


def test_a_long_text_comes_back_from_a_small_part_of_it() -> None:
    text = "".join(f"第{number * 7919}项{SENTENCE}" for number in range(3000))
    verbatim, folded, kept = kept_of(text)

    assert len(verbatim) > 10 * PIECE
    assert unpacked(kept, folded) == verbatim
    assert len(kept) < len(verbatim) / 5


def test_a_text_unlike_its_folded_text_comes_back() -> None:
    verbatim = SENTENCE.encode() * 2000

    for folded in (b"", b"a", b"b" * 1_000_000):
        assert unpacked(packed(verbatim, folded), folded) == verbatim


@pytest.mark.parametrize("spoil", ["cut", "more", "head", "empty"])
def test_what_is_spoilt_is_an_error(spoil: str) -> None:
    _, folded, kept = kept_of(SENTENCE * 3)
    spoilt = {
        "cut": kept[:-3],
        "more": kept + b"more",
        "head": b"\xff" + kept[1:],
        "empty": b"",
    }[spoil]

    with pytest.raises(ValueError, match="text"):
        unpacked(spoilt, folded)
