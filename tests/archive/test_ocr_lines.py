"""Are the lines of a scanned page read in the order a person reads them?"""

from collections.abc import Sequence

from archive.ocr.lines import Line, page_text

HEIGHT = 40.0


def words(lines: Sequence[Line]) -> str:
    text, placed = page_text(lines)
    for start, one in placed:
        assert text[start : start + len(one.text)] == one.text
    return text


def line(text: str, left: float, top: float, width: float) -> Line:
    return Line(text, left, top, left + width, top + HEIGHT, 0.99)


def test_lines_of_one_column_are_read_from_the_top() -> None:
    lines = [line("第二行", 100, 160, 800), line("第一行", 100, 100, 800)]

    assert words(lines) == "第一行\n第二行"
    assert words([]) == ""


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    lines = [line("题名", 400, 0, 400)]
    for row in range(5):
        top = 100 + 60 * row
        lines.append(line(f"左{row}", 100, top, 480))
        lines.append(line(f"右{row}", 640, top + 3, 480))
    lines.append(line("页脚", 500, 600, 200))

    assert words(lines).split("\n") == [
        "题名",
        *("左0", "左1", "左2", "左3", "左4"),
        *("右0", "右1", "右2", "右3", "右4"),
        "页脚",
    ]


def test_cells_of_a_table_are_read_across() -> None:
    widths = (80, 300, 120, 60, 200)
    lines = [
        cell
        for row, width in enumerate(widths)
        for cell in (
            line(f"项{row}", 100, 60 * row, 80 + 20 * (row % 2)),
            line(f"值{row}", 640, 60 * row, width),
        )
    ]

    assert words(lines).split("\n") == [f"项{n}\t值{n}" for n in range(5)]


def test_pieces_of_a_line_that_touch_are_one() -> None:
    lines = [line("关于印发", 100, 0, 160), line("办法的通知", 265, 2, 200)]

    assert words(lines) == "关于印发办法的通知"


def test_a_last_line_that_is_short_stays_in_its_column() -> None:
    lines = []
    for row in range(5):
        lines.append(line(f"左{row}", 100, 60 * row, 120 if row == 4 else 480))
        lines.append(line(f"右{row}", 640, 60 * row, 480))

    assert words(lines).split("\n")[:6] == [
        "左0",
        "左1",
        "左2",
        "左3",
        "左4",
        "右0",
    ]
