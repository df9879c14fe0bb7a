import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.citation.reference import reference_kind
from archive.cite import STYLES, CitationStyle, cite
from archive.model import (
    Document,
    DocumentId,
    Given,
    Metadata,
    PartialDate,
    Position,
    Sha256,
    Span,
)

URL = "https://example.cn/示例/1.html"


def a_document(metadata: Metadata, given: Given | None = None) -> Document:
    return Document(
        id=DocumentId("7f3a"),
        collection="默认",
        name="示例材料.pdf",
        state="readable",
        version=1,
        sha256=Sha256("0" * 64),
        size_bytes=1,
        metadata=metadata,
        given=given or Given(),
        created_by="示例",
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
        position=Position(1),
    )


NOTICE = Metadata(
    title="示例州水务局关于移交水库台账的通知",
    type="通知",
    number="示水〔2022〕8号",
    issuers=("示例州水务局",),
    issued_on=PartialDate("2022-05-06"),
)
BOOK = Metadata(
    title="示例村主任工作交接书",
    type="交接书",
    issuers=("示例村村民委员会",),
    issued_on=PartialDate("2023-08"),
)
SUMMARY = Metadata(title="示例所2021年工作总结", type="工作总结", issuers=("示例所",))
ONLINE = Given(url=URL, accessed=PartialDate("2026-10-01"))
HELD = Given(archive="示例州档案馆", archive_place="示例州", archive_number="W1-0007")
PRINTED = Given(publisher="示例所", publisher_place="示例州")

ENTRIES_2025: list[tuple[str, Metadata, Given, int | None, str]] = [
    (
        "a notice on a network",
        NOTICE,
        ONLINE,
        None,
        "示例州水务局. 示例州水务局关于移交水库台账的通知：示水〔2022〕8号[EB/OL]. "
        f"（2022-05-06）[2026-10-01]. {URL}.",
    ),
    (
        "a notice on paper, with the page",
        NOTICE,
        Given(),
        3,
        "示例州水务局. 示例州水务局关于移交水库台账的通知：示水〔2022〕8号[Z]. "
        "2022：3.",
    ),
    (
        "a notice kept by an archive",
        NOTICE,
        HELD,
        None,
        "示例州水务局. 示例州水务局关于移交水库台账的通知：示水〔2022〕8号[A]. "
        "示例州：示例州档案馆，2022-05-06.",
    ),
    (
        "a handover book kept by an archive",
        BOOK,
        HELD,
        12,
        "示例村村民委员会. 示例村主任工作交接书：W1-0007[A]. "
        "示例州：示例州档案馆，2023-08：12.",
    ),
    (
        "a handover book that nobody is known to keep",
        BOOK,
        Given(),
        None,
        "示例村村民委员会. 示例村主任工作交接书[A]. 2023-08.",
    ),
    (
        "a report without a date",
        SUMMARY,
        PRINTED,
        None,
        "示例所. 示例所2021年工作总结[R]. 示例州：示例所.",
    ),
    (
        "a report that only a network holds, dated by its access",
        SUMMARY,
        ONLINE,
        None,
        f"示例所. 示例所2021年工作总结[R/OL]. [2026]. {URL}.",
    ),
    (
        "a document that says nothing of itself",
        Metadata(),
        Given(),
        None,
        "示例材料[Z].",
    ),
]


@pytest.mark.parametrize(
    ("metadata", "provenance", "page", "entry"),
    [case[1:] for case in ENTRIES_2025],
    ids=[case[0] for case in ENTRIES_2025],
)
def test_an_entry_follows_gbt7714_2025(
    metadata: Metadata, provenance: Given, page: int | None, entry: str
) -> None:
    document = a_document(metadata, provenance)
    assert cite(document, None, page, None, "gbt7714-2025") == entry


@pytest.mark.parametrize(
    ("metadata", "provenance", "page", "entry"),
    [
        (
            NOTICE,
            ONLINE,
            None,
            "示例州水务局. 示例州水务局关于移交水库台账的通知: 示水〔2022〕8号[A/OL]. "
            f"(2022-05-06)[2026-10-01]. {URL}.",
        ),
        (
            NOTICE,
            Given(),
            2,
            "示例州水务局. 示例州水务局关于移交水库台账的通知: 示水〔2022〕8号[A]. "
            "2022: 2.",
        ),
        (
            BOOK,
            HELD,
            None,
            "示例村村民委员会. 示例村主任工作交接书: W1-0007[A]. "
            "示例州: 示例州档案馆, 2023.",
        ),
        (
            SUMMARY,
            replace(PRINTED, url=URL, accessed=PartialDate("2026-10-01")),
            None,
            "示例所. 示例所2021年工作总结[R/OL]. "
            f"示例州: 示例所, [2026][2026-10-01]. {URL}.",
        ),
    ],
    ids=["online notice", "notice on paper", "handover book", "report"],
)
def test_an_entry_follows_gbt7714_2015(
    metadata: Metadata, provenance: Given, page: int | None, entry: str
) -> None:
    document = a_document(metadata, provenance)
    assert cite(document, None, page, None, "gbt7714-2015") == entry


def test_the_fourth_author_and_those_after_are_et_al() -> None:
    three = ("示例甲局", "示例乙局", "示例丙局")
    for issuers, authors in [
        (three, "示例甲局，示例乙局，示例丙局. "),
        ((*three, "示例丁局"), "示例甲局，示例乙局，示例丙局，等. "),
    ]:
        document = a_document(replace(NOTICE, issuers=issuers))
        assert cite(document, None, None, None, "gbt7714-2025").startswith(authors)


def test_a_title_that_was_broken_over_lines_is_cited_on_one() -> None:
    document = a_document(Metadata(title="关于印发示例\n  办法的通知。"))
    entry = cite(document, None, None, None, "gbt7714-2025")
    assert entry == "关于印发示例办法的通知[Z]."


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("政府工作报告", "report"),
        ("述职报告", "report"),
        ("交接清单", "archival"),
        ("批复", "official"),
        ("法规", "official"),
        ("新闻", "news"),
        ("讲话", "other"),
        (None, "other"),
    ],
)
def test_a_type_of_document_is_cited_as_its_kind(type_: str | None, kind: str) -> None:
    assert reference_kind(type_, has_number=False) == kind


def test_csl_json_holds_the_data_of_the_entry() -> None:
    document = a_document(replace(BOOK, number="示村〔2023〕1号"), HELD)
    (item,) = json.loads(cite(document, Span(5, 9), 2, "水库一座", "csl-json"))
    assert item["type"] == "collection"
    assert item["author"] == [{"literal": "示例村村民委员会"}]
    assert item["issued"] == {"date-parts": [[2023, 8]]}
    assert item["archive_location"] == "W1-0007"
    assert item["custom"]["quote"] == "水库一座"
    assert "URL" not in item


def test_ris_is_one_record_with_a_tag_a_line() -> None:
    document = a_document(NOTICE, ONLINE)
    lines = cite(document, None, 4, "水库\n一座", "ris").split("\n")
    assert lines[0] == "TY  - LEGAL"
    assert lines[-1] == "ER  - "
    assert {"SN  - 示水〔2022〕8号", "DA  - 2022/05/06", "SP  - 4"} <= set(lines)
    assert all(line[2:6] == "  - " for line in lines)


def test_bibtex_keeps_chinese_and_escapes_its_own_signs() -> None:
    metadata = replace(SUMMARY, title="示例{所}100%_总结 & 计划", issuers=("甲", "乙"))
    entry = cite(a_document(metadata), None, None, None, "bibtex")
    assert entry.startswith("@techreport{handover-7f3a,\n")
    assert r"title = {{示例\{所\}100\%\_总结 \& 计划}}" in entry
    assert "author = {{甲} and {乙}}" in entry


def test_a_link_leads_to_the_words_or_to_the_document() -> None:
    document = a_document(NOTICE)
    words = cite(document, Span(5, 9), 1, "水库", "link")
    assert words == "/documents/7f3a?start=5&end=9#quote"
    assert cite(document, None, None, None, "link") == "/documents/7f3a"


WORDS = st.none() | st.text("示例局、〔〕。.：: {}\\%\n", min_size=1, max_size=8)
DATES = st.none() | st.sampled_from(["2020", "2020-02", "2020-02-29"]).map(PartialDate)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.builds(
        Metadata,
        title=WORDS,
        type=st.none() | st.sampled_from(["通知", "交接书", "新闻", "总结"]),
        number=WORDS,
        issued_on=DATES,
    ),
    st.builds(
        Given,
        url=st.none() | st.just(URL),
        accessed=DATES,
        publisher=st.none() | st.just("示例社"),
        archive=st.none() | st.just("示例馆"),
        archive_number=st.none() | st.just("W1"),
    ),
    st.none() | st.integers(1, 99),
    st.sampled_from(list(STYLES)),
)
def test_whatever_is_missing_leaves_no_trace(
    metadata: Metadata, provenance: Given, page: int | None, style: CitationStyle
) -> None:
    citation = cite(a_document(metadata, provenance), None, page, None, style)
    assert "None" not in citation
    if style.startswith("gbt7714"):
        assert "\n" not in citation
        assert citation.endswith(".")
        assert not any(
            twice in citation for twice in ("..", "[]", "（）", "()", "，，")
        )
