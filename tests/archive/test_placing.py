"""Are the characters of a text found where they stand on its page?"""

from archive.page_readings import Box, PageReading, ReadLine
from archive.render.placing import matched_places, page_stretches, places_in, runs


def row(top: float, count: int, left: float = 0.0) -> list[Box]:
    step = 0.05
    return [
        (left + step * at, top, left + step * (at + 1), top + 0.04)
        for at in range(count)
    ]


def test_words_are_placed_whatever_the_order_of_the_file() -> None:
    text = "左一左二\n右一\n"
    boxes = [*row(0.1, 2, 0.6), *row(0.1, 4)]

    places = matched_places(text, "右一左一左二", boxes)

    assert places[0] == boxes[2] and places[3] == boxes[5]
    assert places[5] == boxes[0]
    assert places[4] is None and places[-1] is None


def test_equal_words_are_placed_one_after_the_other() -> None:
    boxes = [*row(0.1, 2), *row(0.2, 2)]

    places = matched_places("交接\n交接", "交接交接", boxes)

    assert [places[0], places[3]] == [boxes[0], boxes[2]]


def test_the_parts_of_a_line_that_the_page_breaks_are_found() -> None:
    boxes = [*row(0.1, 4), *row(0.3, 4)]

    places = matched_places("示例县政府的通知", "府的通知示例县政", boxes)

    assert places[0] == boxes[4] and places[7] == boxes[3]


def test_what_the_page_does_not_hold_has_no_place() -> None:
    assert matched_places("不在此页", "另一些字", row(0.1, 4)) == [None] * 4


def test_a_run_ends_where_its_line_does() -> None:
    places = [*row(0.1, 3), None, *row(0.2, 2)]

    found = runs(places, 1, 6)

    assert [(run.start, run.end) for run in found] == [(1, 3), (4, 6)]
    left, top, right, bottom = found[0].box
    assert (left, top, bottom) == (0.05, 0.1, 0.14) and abs(right - 0.15) < 1e-9


def test_a_column_of_characters_is_one_run() -> None:
    places = [(0.5, 0.1 + 0.04 * at, 0.54, 0.14 + 0.04 * at) for at in range(5)]

    assert [(run.start, run.end) for run in runs(places, 0, 5)] == [(0, 5)]


def test_lines_below_each_other_are_no_column() -> None:
    places = [*row(0.1, 4), *row(0.145, 4)]

    assert len(runs(places, 0, 8)) == 2


def test_what_ocr_read_stands_where_it_was_read() -> None:
    line = ReadLine(3, 5, (0.0, 0.0, 1.0, 0.1), 0.9)

    places = places_in(PageReading(1, 1.4, text="示例\n通知", lines=(line,)))

    assert places == [None, None, None, (0.0, 0.0, 0.5, 0.1), (0.5, 0.0, 1.0, 0.1)]


def test_a_text_without_pages_gets_those_it_is_printed_on() -> None:
    text = "示例县通知\n第一段话\n第二段话\n落款\n"

    pages = page_stretches(text, ["示例县通知第一段话", "1页眉", "第二段话落款"])

    assert [text[page.start : page.end] for page in pages] == [
        "示例县通知\n第一段话",
        "",
        "\n第二段话\n落款\n",
    ]
    assert page_stretches("", []) == page_stretches("", [""])
