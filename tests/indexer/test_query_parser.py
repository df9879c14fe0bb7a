# ruff: noqa: RUF001 (full-width marks are under test)
"""What a reader types, as data; and back again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import PartialDate
from indexer.errors import QuerySyntaxError
from indexer.query import (
    AllOf,
    AnyOf,
    AnyText,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Match,
    Near,
    Not,
    Query,
    Wildcard,
    Words,
)
from indexer.query_fields import FIELD_NAMES, field_named
from indexer.query_parser import parse_query
from indexer.query_printer import print_query

PIECES = [
    *('"', "(", ")", " OR ", " AND ", " NOT ", "-", ":", "：", "title:", "地点："),
    *("“", "”", "＂", "（", "）", "date:", "2012..2015", "year:", "\n", "\0", "*"),
    *(" 同段 ", " 同句 ", " NEAR/3 ", " 5字内 ", "交?书", "国*1号", "王小明~", "~"),
    *(
        "交接",
        "国务院",
        "〔2024〕",
        "国发（2023）1号",
        "怎么",
        "什么是“放管服”？",
        "a",
        "䶮",
        "\U0001f600",
    ),
]
typed_texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=12
).map("".join)


def dates(start: str | None, end: str | None) -> DateRange:
    return DateRange(
        PartialDate(start) if start else None, PartialDate(end) if end else None
    )


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", Everything()),
        (" \u3000\n", Everything()),
        ("()", Everything()),
        ('""', Everything()),
        ("交接 清单", Words("交接 清单")),
        ("交接\u3000清单", Words("交接 清单")),
        ('"四交四继"', Literal("四交四继")),
        ("“盘实情、交实底”", Literal("盘实情、交实底")),
        ("\uff02交 接\uff02", Literal("交 接")),
        ('"说“好”的"', Literal("说“好”的")),
        ('"甲""乙"', Literal('甲"乙')),
        ("甲 OR 乙", AnyOf((Words("甲"), Words("乙")))),
        ("甲 AND 乙", AllOf((Words("甲"), Words("乙")))),
        ("甲 -乙 丙", AllOf((Words("甲"), Not(Words("乙")), Words("丙")))),
        ("甲 NOT 乙 丙", AllOf((Words("甲"), Not(Words("乙")), Words("丙")))),
        ("-（甲 乙）", Not(Words("甲 乙"))),
        ("NOT NOT 甲", Not(Not(Words("甲")))),
        ("（甲 OR 乙）丙", AllOf((AnyOf((Words("甲"), Words("乙"))), Words("丙")))),
        ("甲 乙 OR 丙", AnyOf((Words("甲 乙"), Words("丙")))),
        ("place:武夷山", Field("place", "武夷山")),
        ("地點：武夷山", Field("place", "武夷山")),
        ('Title:"离任 交接"', Field("title", "离任 交接")),
        ("文号：国发（2023）1号", Field("number", "国发（2023）1号")),
        ("-人员:甲", Not(Field("official", "甲"))),
        ("year:2013", dates("2013", "2013")),
        ("日期:2012..2015", dates("2012", "2015")),
        ("日期：2012年5月至2013年", dates("2012-05", "2013")),
        ("date:2012/5/3", dates("2012-05-03", "2012-05-03")),
        ("date:２０１２-０５", dates("2012-05", "2012-05")),
        ("year:2012-2015", dates("2012", "2015")),
        ("甲 同段 乙", Near((Literal("甲"), Literal("乙")), "paragraph")),
        ('"甲" 同句 乙 同句 丙', Near(tuple(map(Literal, "甲乙丙")), "sentence")),
        ("甲 NEAR/10 乙", Near((Literal("甲"), Literal("乙")), 10)),
        ("甲 NEAR 乙", Near((Literal("甲"), Literal("乙")), 10)),
        ("甲 5字以内 乙", Near((Literal("甲"), Literal("乙")), 5)),
        ("甲 ５字內 乙", Near((Literal("甲"), Literal("乙")), 5)),
        (
            "甲 乙 同段 丙 丁",
            AllOf(
                (
                    Words("甲"),
                    Near((Literal("乙"), Literal("丙")), "paragraph"),
                    Words("丁"),
                )
            ),
        ),
        (
            "甲 NEAR/3 乙 NEAR/3 丙",
            AllOf(
                (
                    Near((Literal("甲"), Literal("乙")), 3),
                    Near((Literal("乙"), Literal("丙")), 3),
                )
            ),
        ),
        (
            '(甲 OR "乙") 同段 丙',
            Near((AnyText((Literal("甲"), Literal("乙"))), Literal("丙")), "paragraph"),
        ),
        ("-甲 同段 乙", Not(Near((Literal("甲"), Literal("乙")), "paragraph"))),
        ("同段 甲", Words("同段 甲")),
        ("甲 同段", Words("甲 同段")),
        ("甲 AND 同段 乙", AllOf((Words("甲"), Words("同段 乙")))),
        ("交?书", Wildcard("交?书")),
        ("*移交＊清单*", Wildcard("移交＊清单")),
        ("国发〔2014〕*号 乙", AllOf((Wildcard("国发〔2014〕*号"), Words("乙")))),
        ("王小明~", Fuzzy("王小明")),
        ("-王小明～", Not(Fuzzy("王小明"))),
        ('"交?书"', Literal("交?书")),
        ("题名:交?书", Field("title", "交?书")),
        ("from:2012 to:2013-05", AllOf((dates("2012", None), dates(None, "2013-05")))),
    ],
)
def test_operators_fields_and_quotes_become_data(typed: str, query: Query) -> None:
    assert parse_query(typed) == query


@pytest.mark.parametrize(
    "text",
    [
        "关于印发《办法》（试行）的通知",
        "国发（2023）1号",
        "示政发〔2023〕12号",
        "http://example.cn/a?b=(c)",
        "12:30",
        "ANDROID 手机",
        "e-mail 2012-2015",
        "甲AND乙",
        "near 10",
        "交接*",
        "a*",
        "~",
        "甲~",
        "place:",
        "-",
        "--甲",
    ],
)
def test_what_is_surely_text_is_text(text: str) -> None:
    assert parse_query(text) == Words(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("甲）乙", "甲 乙"),
        ("示范区（以下 简称）建设", "示范区 以下 简称 建设"),
        ("他说”好", "他说 好"),
        ("）", None),
    ],
)
def test_a_bracket_or_quote_without_partner_parts_words(
    typed: str, text: str | None
) -> None:
    assert parse_query(typed) == (Words(text) if text else Everything())


def test_quoted_words_in_a_sentence_stay_literal() -> None:
    assert parse_query("关于“三评”的通知") == AllOf(
        (Words("关于"), Literal("三评"), Words("的通知"))
    )


@pytest.mark.parametrize(
    "text",
    ["什么是“放管服”改革？", "“孔雀女”指的是什么", "“以租代征”使用集体所有土地合法吗"],
)
def test_quotes_inside_a_question_are_its_own(text: str) -> None:
    assert parse_query(text) == Words(text, match="best")
    assert parse_query(f"甲 OR （{text}）") == AnyOf(
        (Words("甲"), Words(text, match="best"))
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("交接 清单", "all"),
        ("领导干部离任交接办法", "all"),
        ("怎么办理交接", "best"),
        ("離任時要交什麼", "best"),
        ("交接要多久？", "best"),
        ("可以吗?怎么办", "best"),
        ("被辞退以后可以拿到赔偿吗", "best"),
        ("示例县人民政府关于印发领导干部离任交接办法的通知", "all"),
        ("示例县人民政府办公室", "all"),
        ("离任时应当点清的各项资产", "best"),
        ("一 二 三 四 五 六 七", "best"),
    ],
)
def test_a_question_or_long_sentence_wants_the_best_matches(
    text: str, rule: Match
) -> None:
    query = parse_query(text)
    assert isinstance(query, Words)
    assert query.match == rule


@pytest.mark.parametrize(
    ("typed", "position", "expected"),
    [
        ("(交接", 0, "closing_parenthesis"),
        ("甲 （交接", 2, "closing_parenthesis"),
        ('甲 "交接', 2, "closing_quote"),
        ("甲“交接", 1, "closing_quote"),
        ("交接 AND", 6, "operand"),
        ("OR 交接", 0, "operand"),
        ("甲 OR AND 乙", 5, "operand"),
        ("甲 OR ()", 5, "operand"),
        ("NOT", 3, "operand"),
        ("NOT OR", 4, "operand"),
        ("甲 (NOT)", 6, "operand"),
        ("from:不是日期", 5, "date"),
        ("year:2013-02-30", 5, "date"),
        ("date:..", 5, "date"),
        ('"交接"~', 4, "exact_literal"),
        ("“交接”～ 乙", 4, "exact_literal"),
        ("甲 NEAR/0 乙", 2, "distance"),
        ("甲 101字内 乙", 2, "distance"),
        ("题名:甲 同段 乙", 3, "near_text"),
        ("(甲 乙) 同段 丙", 0, "near_text"),
        ("甲 同段 (-乙)", 5, "near_text"),
        ("a*b*c*d*e", 0, "less_wild"),
        (
            "甲 同段 (" + " OR ".join("丙" * 17) + ")",
            5,
            "shorter_query",
        ),
        ("(" * 60, 41, "less_nesting"),
        ("NOT " * 2000 + "甲", 164, "less_nesting"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    typed: str, position: int, expected: str
) -> None:
    with pytest.raises(QuerySyntaxError) as failure:
        parse_query(typed)
    assert (failure.value.position, failure.value.expected) == (position, expected)
    assert failure.value.details == {"position": position, "expected": expected}


@given(typed_texts)
@settings(derandomize=True, deadline=None, max_examples=400)
def test_any_text_is_read_or_refused_and_printing_reads_back(typed: str) -> None:
    try:
        query = parse_query(typed)
    except QuerySyntaxError as refusal:
        assert 0 <= refusal.position <= len(typed)
        return
    assert parse_query(print_query(query)) == query


@pytest.mark.parametrize("size", [30_000])
@pytest.mark.parametrize("piece", ["a(", "”", "甲“乙”", "a)", "place:", '"a"'])
def test_a_huge_text_is_read_in_one_pass(piece: str, size: int) -> None:
    query = parse_query(piece * size)
    assert parse_query(print_query(query)) == query


def test_field_names_are_known_in_every_script_and_case() -> None:
    assert field_named("ISSUER") == "issuer"
    assert field_named("發文機關") == "issuer"
    assert field_named("http") is None
    names = [name for names in FIELD_NAMES.values() for name in names]
    assert len(set(names)) == len(names)
