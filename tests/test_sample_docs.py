"""The sample documents are what their manifest says, as our own readers read them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from archive.extract import EXTRACTORS
from archive.extract.base import OriginalFile
from archive.letterhead.doctype import TYPES
from archive.model import Analysis, Extraction, Metadata
from archive.receive import complete
from archive.sandbox_worker import read_original
from indexer.analysis import Analyser, open_analyser
from indexer.fold import fold_query
from indexer.reading_view import reading_view
from web.demo import sample_files

SAMPLES = Path(__file__).parents[1] / "sample_docs"
SOURCES = SAMPLES / ".build"
FOLDERS = {"handover": 14, "notices": 11, "reports": 11}
COUNTIES = ("武夷山市", "兴国县", "遂昌县", "岚皋县", "乐都区", "正定县")
LONG = (
    "notices/关于印发南平市乡镇（街道）党政正职交业继责办法的通知.pdf",
    "reports/上梅乡2025年政府工作报告.pdf",
)
LONGEST = "reports/兴国县2023年政府工作报告.txt"
BAD_SCRAPE = "reports/上梅鄉2026年政府工作報告.txt"
TRADITIONAL = (BAD_SCRAPE, "notices/關於做好2023年秋茶交易會臺商接待工作的通知.txt")

SHANGMEI = "handover/上梅乡党委书记离任交接书{}"
SUCCESSIONS: tuple[tuple[tuple[str, str, str, str], ...], ...] = (
    (
        (SHANGMEI.format("2016.txt"), "罗永贵", "游志平", "詹立群"),
        (SHANGMEI.format("2020.docx"), "游志平", "林守田", "丘晓岚"),
        (SHANGMEI.format("2024.txt"), "林守田", "吴建彬", "丘晓岚"),
    ),
    (
        ("handover/高兴镇党委书记离任交接书2017.pdf", "刘道生", "钟永辉", "曾祥瑞"),
        ("handover/高兴镇党委书记离任交接书2021.txt", "钟永辉", "谢招娣", "曾祥瑞"),
    ),
    (
        ("handover/石练镇镇长交接书2019.html", "周建伟", "叶卫芬", "郑国强"),
        ("handover/石练镇镇长交接书2023.docx", "叶卫芬", "雷鸣春", "程丽红"),
    ),
    (
        ("handover/南宫山镇党委书记离任交接书2018.txt", "祝成明", "龙世荣", "王安民"),
        ("handover/南宫山镇党委书记离任交接书2022.pdf", "龙世荣", "杜晓燕", "王安民"),
    ),
    (
        ("handover/瞿昙镇镇长工作交接书2016.txt", "李生福", "马海龙", "祁生辉"),
        ("handover/瞿昙镇镇长工作交接书2020.html", "马海龙", "李积玉", "祁生辉"),
    ),
    (
        ("handover/新安镇镇长工作移交书2012.txt", "赵国增", "王立强", "孟庆海"),
        (
            "handover/正定县财政局局长离任交接清单2022.txt",
            "王立强",
            "高素英",
            "孙立新",
        ),
    ),
)
BOOKS = [book for chain in SUCCESSIONS for book in chain]
CARRIED: tuple[tuple[str, str, str, str, str], ...] = (
    # book, later paper, matter, what the book says of it, what the later one says
    ("上梅乡党委书记离任交接书2016", "书记离任交接书2020", "林权", "236亩", "48亩"),
    ("书记离任交接书2020", "书记离任交接书2024", "污水处理站二期", "798万", "862万"),
    ("书记离任交接书2020", "书记离任交接书2024", "首阳村公路", "240万", "240万"),
    ("书记离任交接书2020", "书记离任交接书2024", "补偿尾款", "74.4万", "36.8万"),
    ("书记离任交接书2024", "上梅乡2025年", "补偿尾款", "36.8万", "36.8万元全部付清"),
    ("书记离任交接书2017", "书记离任交接书2021", "污水管网", "530万", "145万"),
    ("石练镇镇长交接书2019", "石练镇镇长交接书2023", "整治工程", "362万", "58万"),
    ("书记离任交接书2018", "书记离任交接书2022", "产业路", "168万", "74万"),
    ("镇长工作交接书2016", "镇长工作交接书2020", "风貌整治", "3处", "余1处"),
    ("财政局2021年", "财政局局长离任交接清单2022", "暂付款", "6,540万", "4,635万"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the manifest."""

    file: str
    title: str
    type: str
    number: str
    issuers: tuple[str, ...]
    date: str
    officials: tuple[str, ...]
    places: tuple[str, ...]


@cache
def manifest() -> Mapping[str, Row]:
    with (SAMPLES / "MANIFEST.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            Row(
                line["file"],
                line["title"],
                line["type"],
                line["number"],
                listed(line["issuer"]),
                line["date"],
                listed(line["officials"]),
                listed(line["places"]),
            )
            for line in csv.DictReader(lines, strict=True)
        ]
    assert len({row.file for row in rows}) == len(rows)
    return {row.file: row for row in rows}


def listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("、")))


@cache
def read(file: str) -> tuple[Extraction, Metadata]:
    path = SAMPLES / file
    read = complete(read_original(OriginalFile(path, path.name), EXTRACTORS), path.name)
    return read.extraction, read.metadata


@cache
def analyser() -> Analyser:
    return open_analyser()


@cache
def analysis(file: str) -> Analysis:
    return analyser().analyse(*read(file))


def paper(words: str) -> str:
    """The words of the one sample whose path holds these, without line breaks."""
    (file,) = [file for file in manifest() if words in file]
    return "".join(read(file)[0].text.split())


FILES = sorted(manifest())


def test_the_manifest_lists_every_sample_and_nothing_else() -> None:
    found = [path.relative_to(SAMPLES).as_posix() for path in sample_files()]
    assert sorted(found) == FILES


def test_there_are_as_many_samples_of_each_kind_as_said() -> None:
    for folder, count in FOLDERS.items():
        assert sum(file.startswith(f"{folder}/") for file in FILES) == count
    assert {row.type for row in manifest().values()} <= set(TYPES)
    books = {row.type for file, row in manifest().items() if "handover/" in file}
    assert books == {"交接书", "交接清单"}


def test_the_samples_span_six_counties_many_officials_and_fifteen_years() -> None:
    rows = manifest().values()
    assert {place for row in rows for place in row.places}.issuperset(COUNTIES)
    assert len({name for row in rows for name in row.officials}) >= 25
    years = {row.date[:4] for row in rows}
    assert min(years) == "2012"
    assert max(years) == "2026"


def test_the_samples_are_small() -> None:
    paths = [path for path in SAMPLES.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in paths) < 2_000_000


@pytest.mark.parametrize("file", FILES)
def test_the_letterhead_is_read_as_listed(file: str) -> None:
    row, metadata = manifest()[file], read(file)[1]
    assert metadata.title == row.title
    assert metadata.type == row.type
    assert metadata.number == (row.number or None)
    assert metadata.issuers == row.issuers
    assert metadata.issued_on == row.date


@pytest.mark.parametrize("file", FILES)
def test_every_official_listed_is_recognised(file: str) -> None:
    found = {official.name for official in analysis(file).officials}
    assert found.issuperset(manifest()[file].officials)


@pytest.mark.parametrize("file", FILES)
def test_every_place_listed_is_recognised(file: str) -> None:
    found = {e.name for e in analysis(file).entities if e.kind == "place"}
    assert found.issuperset(manifest()[file].places)


@pytest.mark.parametrize(("file", "outgoing", "incoming", "supervisor"), BOOKS)
def test_a_book_names_who_hands_over_to_whom_before_whom(
    file: str, outgoing: str, incoming: str, supervisor: str
) -> None:
    book = analysis(file).handover
    assert book is not None
    assert (book.outgoing, book.incoming) == (outgoing, incoming)
    assert book.supervisor == supervisor
    assert book.date == manifest()[file].date


@pytest.mark.parametrize("file", [f for f in FILES if f.startswith("handover/")])
def test_a_book_lists_matters_in_all_four_parts(file: str) -> None:
    book = analysis(file).handover
    assert book is not None
    parts = {item.part for item in book.items}
    assert parts >= {"发展思路", "未结事项", "存量家底", "问题隐患"}
    open_matters = [item for item in book.items if item.part == "未结事项"]
    assert any(item.amounts for item in open_matters)
    assert any(item.deadline for item in open_matters)


def test_who_took_over_a_post_hands_it_over_in_the_next_book() -> None:
    for chain in SUCCESSIONS:
        for earlier, later in pairwise(chain):
            assert earlier[2] == later[1]
            assert manifest()[earlier[0]].date < manifest()[later[0]].date


@pytest.mark.parametrize(("book", "later", "matter", "then", "now"), CARRIED)
def test_open_matters_are_carried_over_with_what_became_of_them(
    book: str, later: str, matter: str, then: str, now: str
) -> None:
    assert matter in paper(book)
    assert then in paper(book)
    assert matter in paper(later)
    assert now in paper(later)


def test_one_matter_vanishes_without_a_word() -> None:
    for year in ("2016", "2020", "2024"):
        assert "附属楼" in paper(f"书记离任交接书{year}")
    for report in ("上梅乡2025年", "上梅鄉2026年"):
        assert fold_query("附属楼") not in fold_query(paper(report))


@pytest.mark.parametrize("file", FILES)
def test_every_sample_says_that_it_is_invented(file: str) -> None:
    assert "示例" in fold_query(read(file)[0].text)


@pytest.mark.parametrize("file", FILES)
def test_a_sample_is_as_long_as_an_office_would_write_it(file: str) -> None:
    length = len("".join(read(file)[0].text.split()))
    if file == LONGEST:
        assert length >= 4_500
    else:
        assert 400 <= length <= (2_500 if file in LONG else 1_700)


def test_text_comes_in_three_encodings_and_pages_in_two() -> None:
    kinds = {(Path(file).suffix, read(file)[0].encoding) for file in FILES}
    assert kinds == {
        (".txt", "utf-8"),
        (".txt", "gb18030"),
        (".txt", "big5"),
        (".html", "utf-8"),
        (".html", "gb18030"),
        (".md", "utf-8"),
        (".pdf", None),
        (".docx", None),
    }


def test_text_in_other_encodings_is_what_its_source_says() -> None:
    checked = 0
    for source in sorted(SOURCES.glob("*/*")):
        target = SAMPLES / source.parent.name / source.name.replace(".big5", "")
        if target.is_file():
            encoding = read(target.relative_to(SAMPLES).as_posix())[0].encoding
            assert encoding in ("gb18030", "big5")
            written = target.read_bytes().decode(encoding)
            assert written.replace("\r\n", "\n") == source.read_text("utf-8")
            checked += 1
    assert checked >= 10


def test_the_long_prints_have_at_least_four_pages() -> None:
    for file in LONG:
        assert len(read(file)[0].pages) >= 4


def test_two_samples_are_in_traditional_characters() -> None:
    found = [file for file in FILES if "報告" in file or "關於" in file]
    assert sorted(found) == sorted(TRADITIONAL)
    for file in found:
        assert "鄉" in read(file)[0].text
        assert "乡" not in read(file)[0].text


def test_the_bad_scrape_is_searched_without_its_glosses() -> None:
    text = read(BAD_SCRAPE)[0].text
    view = reading_view(text)
    assert view is not None
    for words in ("实情如此", "坚持依法行政、为民务实"):
        folded = fold_query(words)
        assert folded in view.text
        assert folded not in fold_query(text)


def test_announced_samples_are_where_the_manual_looks_for_them() -> None:
    row = manifest()["handover/上梅乡党委书记离任交接书2024.txt"]
    assert row.number == "武上交〔2024〕3号"
    assert row.title == "上梅乡党委书记离任交接书"
    text = read(row.file)[0].text
    for matter in ("梅屯街污水处理站二期", "下阳村至首阳村公路改建", "荷墩村土地征收"):
        assert matter in text
