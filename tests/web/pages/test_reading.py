from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Extraction, Metadata, Page, Passage, Span
from archive.structure import passages
from web.pages.rail import rail
from web.pages.reading import Block, Found, blocks, page_at
from web.pages.script import is_traditional

BOOK = (
    "示例乡党委书记离任交接书\n示上交〔2024〕3号\n移交人：甲某某\n"
    "一、发展思路\n坚持流域治理为主线，两条底线不因人事变动调整。\n"
    "二、未结事项\n管网余1.3公里，因征地协议未签，暂未施工，明细见"
)
TABLE = "\n表一。\n项目\t余额\n工程款\t344.8\n合计\t\n2024年9月12日\n"
TEXT = BOOK + TABLE


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def extraction(text: str = TEXT, pages: tuple[Page, ...] = ()) -> Extraction:
    return Extraction("text", "1", "text/plain", text, pages, passages(text, pages))


PAGES = (Page(1, 0, len(BOOK)), Page(2, len(BOOK), len(TEXT)))
METADATA = Metadata(
    title="示例乡党委书记离任交接书",
    evidence={
        "title": span_of("示例乡党委书记离任交接书"),
        "number": span_of("示上交〔2024〕3号"),
        "issued_on": span_of("2024年9月12日"),
    },
)


def words_of(block: Block) -> str:
    return "".join(s.text for row in block.rows for cell in row for s in cell.segments)


def laid(found: Found | None = None) -> list[Block]:
    return blocks(extraction(pages=PAGES), METADATA, found or Found())


@settings(derandomize=True, deadline=None, max_examples=200)
@given(text=st.text(alphabet="一、（）。上梅乡\n\t　 𬱖#1", max_size=120))
def test_every_piece_is_the_text_at_its_own_offset(text: str) -> None:
    shown = 0
    for block in blocks(extraction(text), Metadata(), Found()):
        for row in block.rows:
            for cell in row:
                words = "".join(s.text for s in cell.segments)
                assert text[cell.start : cell.start + len(words)] == words
                shown += len("".join(words.split()))
    assert shown == len("".join(text.split()))


def test_title_number_headings_and_date_are_told_apart() -> None:
    kinds = {words_of(b): b.kind for b in laid() if b.kind != "table"}

    assert kinds["示例乡党委书记离任交接书"] == "title"
    assert kinds["示上交〔2024〕3号"] == "number"
    assert kinds["一、发展思路"] == "heading"
    assert kinds["2024年9月12日"] == "closing"


def test_a_page_border_stands_before_the_first_words_of_its_page() -> None:
    found = laid()
    border = next(i for i, b in enumerate(found) if b.page_number == 2)

    assert words_of(found[border - 1]).endswith("明细见")
    assert words_of(found[border + 1]) == "表一。"


def test_a_paragraph_cut_by_a_page_goes_on_without_indent() -> None:
    after = next(b for b in laid() if words_of(b) == "表一。")

    assert after.is_flush


def test_a_line_with_its_own_indent_gets_no_other() -> None:
    (block,) = blocks(extraction("　　各乡镇党委。\n"), Metadata(), Found())

    assert block.is_flush
    assert words_of(block) == "　　各乡镇党委。"


def test_tab_separated_lines_become_one_table_with_its_empty_cells() -> None:
    table = next(b for b in laid() if b.kind == "table")

    assert [len(row) for row in table.rows] == [2, 2, 2]
    assert table.rows[1][1].start == TEXT.index("344.8")


def test_marks_are_counted_through_the_whole_document() -> None:
    marks = (span_of("未结"), span_of("管网"), span_of("合计"))
    found = Found(tuple((m.start, m.end) for m in marks))

    numbers = [
        (s.text, s.mark)
        for block in laid(found)
        for row in block.rows
        for cell in row
        for s in cell.segments
        if s.mark is not None
    ]

    assert numbers == [("未结", 0), ("管网", 1), ("合计", 2)]


def test_pieces_of_a_long_paragraph_are_shown_as_one() -> None:
    text = "坚持流域治理，茶旅融合。" * 60 + "\n"

    (block,) = blocks(extraction(text), Metadata(), Found())

    assert words_of(block) == text.rstrip()


def test_the_rail_counts_hits_under_each_heading() -> None:
    mark = span_of("管网")

    entries = rail(extraction(), METADATA, ((mark.start, mark.end),))

    assert [(e.label, e.hits) for e in entries] == [
        ("一、发展思路", 0),
        ("二、未结事项", 1),
    ]


def test_a_text_without_passages_is_still_shown() -> None:
    bare = Extraction("text", "1", "text/plain", "一句话。")

    (block,) = blocks(bare, Metadata(), Found())

    assert words_of(block) == "一句话。"


def test_the_page_of_an_offset_is_found() -> None:
    found = extraction(pages=PAGES)

    assert page_at(found, 0) == 1
    assert page_at(found, len(BOOK)) == 2
    assert page_at(extraction(), 0) is None


def test_traditional_text_is_known_by_its_characters() -> None:
    assert is_traditional("上梅鄉黨委書記離任交接書，未結事項計九項。")
    assert not is_traditional("上梅乡党委书记离任交接书，未结事项计九项。")
    assert not is_traditional("")


def test_a_heading_that_is_cut_off_a_paragraph_opens_a_block_of_its_own() -> None:
    text = "正文。一、思路"
    cut = Extraction(
        "text",
        "1",
        "text/plain",
        text,
        passages=(Passage(0, 0, 3), Passage(1, 3, 7, ("一、思路",), is_heading=True)),
    )

    kinds = [block.kind for block in blocks(cut, Metadata(), Found())]

    assert kinds == ["paragraph", "heading"]


def test_values_under_their_labels_are_read_as_a_list() -> None:
    text = "发文字号：\n示发〔2024〕1号\n成文日期：\n2024年9月12日\n正文如下。\n"
    evidence = {
        "number": Span(text.index("示发"), text.index("示发") + 10),
        "issued_on": Span(text.index("2024年"), text.index("2024年") + 10),
    }

    found = blocks(extraction(text), Metadata(evidence=evidence), Found())  # type: ignore[arg-type]

    assert {block.kind for block in found} == {"paragraph"}
    assert all(block.is_flush for block in found[:4])


def test_a_markdown_title_is_the_title_and_no_entry_of_the_rail() -> None:
    text = "# 示例通知\n\n一、总则\n各乡镇照办。\n二、附则\n自即日起施行。\n"
    title = Metadata("示例通知", evidence={"title": Span(2, 6)})

    assert blocks(extraction(text), title, Found())[0].kind == "title"
    assert [e.label for e in rail(extraction(text), title, ())] == [
        "一、总则",
        "二、附则",
    ]


def test_a_paragraph_after_those_it_is_addressed_to_keeps_its_indent() -> None:
    text = (
        "甲县人民政府：\n"
        + "你县关于设立示例乡的请示收悉，经研究，" * 3
        + "批复如下：\n"
    )
    text += "一、同意设立示例乡。\n"

    found = blocks(extraction(text), Metadata(), Found())

    assert [block.is_flush for block in found] == [True, False, False]
