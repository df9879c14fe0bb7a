from hypothesis import given, settings
from hypothesis import strategies as st

from web.pages.marking import disjoint, marked, one_line, segments

TEXT = "上梅乡党委书记离任交接书\n移交人：林守田"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    text=st.text(alphabet="上梅乡\n𬱖a ", max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
    quote=st.none() | st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_segments_put_together_are_the_text_unchanged(
    text: str, spans: list[tuple[int, int]], quote: tuple[int, int] | None
) -> None:
    marks = disjoint([(min(s), max(s)) for s in spans])
    if quote is not None and quote[0] > quote[1]:
        quote = (quote[1], quote[0])

    found = segments(text, 0, len(text), marks, quote=quote)

    assert "".join(segment.text for segment in found) == text


def test_a_mark_covers_exactly_its_characters() -> None:
    found = segments(TEXT, 0, 12, [(0, 3), (7, 9)])

    assert [(s.text, s.mark) for s in found] == [
        ("上梅乡", 0),
        ("党委书记", None),
        ("离任", 1),
        ("交接书", None),
    ]


def test_a_mark_over_a_line_end_keeps_one_number() -> None:
    found = segments(TEXT, 0, len(TEXT), [(9, 16)])

    assert [(s.text, s.mark, s.joint) for s in found if s.mark is not None] == [
        ("交接书", 0, ""),
        ("\n", 0, "closed"),
        ("移交人", 0, ""),
    ]


def test_a_line_end_between_latin_words_is_a_gap() -> None:
    joints = [s.joint for s in segments("red\nhead", 0, 8, [])]

    assert joints == ["", "gap", ""]


def test_only_the_first_piece_of_a_quotation_carries_its_anchor() -> None:
    found = segments(TEXT, 0, 12, [(3, 5)], quote=(2, 6))

    quoted = [(s.text, s.opens_quote) for s in found if s.is_quoted]
    assert quoted == [("乡", True), ("党委", False), ("书", False)]


def test_overlapping_marks_become_one() -> None:
    assert disjoint([(4, 6), (0, 3), (2, 5), (9, 9)]) == ((0, 6),)


def test_marks_of_an_excerpt_are_offsets_of_the_whole_text() -> None:
    found = marked("离任交接书", 7, [(9, 11)])

    assert [(s.text, s.mark) for s in found] == [
        ("离任", None),
        ("交接", 0),
        ("书", None),
    ]


def test_an_excerpt_stands_on_one_line() -> None:
    found = one_line(marked("一、思路\n　　坚持治理", 0, [(0, 2)]))

    assert [s.text for s in found] == ["一、", "思路　坚持治理"]


def test_lines_broken_by_a_page_go_on_without_a_gap() -> None:
    text = "为进一步指导各地做好离任交接工作，国务\n院组织部门制定本办法。\n第一章"

    found = one_line(marked(text, 0, [(11, 13)]))

    assert "".join(s.text for s in found) == (
        "为进一步指导各地做好离任交接工作，国务院组织部门制定本办法。　第一章"
    )
    assert [s.text for s in found if s.mark is not None] == ["任交"]
