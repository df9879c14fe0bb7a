import pytest

from indexer.engine import MarkedPassage
from web.pages.hits import sentences


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("末。示例桥未完工。下一", "桥", "示例桥未完工。"),
        ("示例桥未完工", "桥", "示例桥未完工"),
        ("前半句，示例桥；另一句", "桥", "前半句，示例桥；"),
        ("一行\n示例桥未完工\n一行", "桥", "示例桥未完工\n"),
    ],
)
def test_whole_sentences_with_the_found_words_are_kept(
    text: str, found: str, kept: str
) -> None:
    at = 100 + text.index(found)
    passage = MarkedPassage(100, 100 + len(text), None, text, ((at, at + 1),))
    start, end = sentences(passage)
    assert text[start:end] == kept


def test_a_passage_without_marks_is_kept_whole() -> None:
    assert sentences(MarkedPassage(0, 3, None, "一。二", ())) == (0, 3)
