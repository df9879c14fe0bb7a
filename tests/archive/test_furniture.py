"""Are page numbers and running lines told from the words of a paper?"""

import pytest

from archive.furniture import furniture
from archive.model import Page
from archive.structure import passages

WORDS = "本镇现有未结事项三十件，其中在建工程九件、信访积案七件、合同纠纷五件，其余"


def body(page: int) -> str:
    """Return three lines that stand on no other page."""
    cuts = (page * 7, page * 7 + 2, page * 7 + 4)
    return "".join(f"{WORDS[c % 37 :]}{WORDS[: c % 37]}\n" for c in cuts)


def paged(*leaves: str) -> tuple[str, list[Page]]:
    pages: list[Page] = []
    start = 0
    for number, leaf in enumerate(leaves, 1):
        pages.append(Page(number, start, start + len(leaf)))
        start += len(leaf)
    return "".join(leaves), pages


def found(*leaves: str) -> list[str]:
    text, pages = paged(*leaves)
    return [text[at:].split("\n")[0] for at in sorted(furniture(text, pages))]


@pytest.mark.parametrize(
    "form", ["{}", "— {} —", "－{}－", "第{}页", "第 {} 页 共 9 页", "{}/9", "- {} -"]
)
def test_numbers_that_count_the_pages_are_found_in_every_form(form: str) -> None:
    numbers = [form.format(number) for number in (3, 4, 5)]
    leaves = [body(n) + number + "\n" for n, number in enumerate(numbers)]
    assert found(*leaves) == numbers


def test_numbers_that_do_not_count_the_pages_are_words() -> None:
    assert found(body(1) + "2019\n", body(2) + "386\n", body(3) + "7\n") == []


def test_running_headers_and_footers_are_found_odd_and_even_ones_too() -> None:
    odd, even = "示例县人民政府公报\n", "二〇二四年第3期\n"
    leaves = [(odd if n % 2 else even) + body(n) for n in range(1, 8)]
    assert set(found(*leaves)) == {odd.strip(), even.strip()}


def test_a_line_that_stands_on_few_pages_is_words() -> None:
    leaves = [body(n) for n in range(8)]
    for page in (2, 5):
        leaves[page] = "附件清单\n" + body(page)
    assert found(*leaves) == []


def test_a_text_of_one_page_has_no_furniture() -> None:
    assert found(body(1) + "1\n") == []


def test_furniture_is_kept_out_of_the_paragraphs_and_in_the_text() -> None:
    text, pages = paged(*[body(n) + f"— {n} —\n" for n in (1, 2, 3)])
    pieces = [text[p.start : p.end] for p in passages(text, pages)]
    assert "".join(pieces) == text
    assert [piece for piece in pieces if "—" in piece] == [
        "— 1 —\n",
        "— 2 —\n",
        "— 3 —\n",
    ]
