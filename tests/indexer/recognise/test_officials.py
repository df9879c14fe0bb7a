"""Invented appointments (示例): who holds which post, where, and how."""

import pytest

from archive.model import Metadata
from tests.indexer.recognise.reading import analysed

Post = tuple[str, str | None, str | None]

CASES: list[tuple[str, str, list[Post], str]] = [
    (
        "上梅乡党委书记、原乡长陈清中到会。",
        "陈清中",
        [("党委书记", "上梅乡党委", None), ("乡长", "上梅乡", "原")],
        "the place goes on over 、 and 原 only touches its post",
    ),
    (
        "上梅乡党委副书记、乡长候选人方小彬",
        "方小彬",
        [("党委副书记", "上梅乡党委", None), ("乡长", "上梅乡", "候选人")],
        "a candidate is a status",
    ),
    (
        "遂昌县人大常委会主任汪大永，副主任郑小国、李大红出席，王小强主持。",
        "李大红",
        [("副主任", "遂昌县人大常委会", None)],
        "a deputy is of the office of the head before",
    ),
    (
        "遂昌县民政局违规发放月饼，党组书记、局长王小强受到警告处分。",
        "王小强",
        [("党组书记", "遂昌县民政局", None), ("局长", "遂昌县民政局", None)],
        "the head is that of the bureau that did it",
    ),
    (
        "会议任命李大红为遂昌县人民政府副县长、代理县长。",
        "李大红",
        [("副县长", "遂昌县", None), ("县长", "遂昌县", "代理")],
        "acting is a status",
    ),
    (
        "石练镇新华村党支部书记郑小国到会。",
        "郑小国",
        [("党支部书记", "石练镇新华村党支部", None)],
        "the branch of a village",
    ),
    (
        "会议纪要\n现任遂昌县委常委、副县长的王小强到会。",
        "王小强",
        [("常委", "遂昌县委", None), ("副县长", "遂昌县", None)],
        "what one holds before 的",
    ),
    (
        "给予遂昌县委常委李大红（2013年9月至2017年2月任遂昌县副县长）警告处分。",
        "李大红",
        [("常委", "遂昌县委", None), ("副县长", "遂昌县", None)],
        "a time in brackets beside the post held now",
    ),
    (
        "遂昌县县长由李大红接任。",
        "李大红",
        [("县长", "遂昌县", None)],
        "by whom it is taken over",
    ),
    ("密云县委书记汪小永说", "汪小永", [("书记", "密云县委", None)], "committee"),
    (
        "市委组织部副部长丘晓岚",
        "丘晓岚",
        [("副部长", "市委组织部", None)],
        "a department without its place",
    ),
    ("时任县长赵大明", "赵大明", [("县长", None, "时任")], "then"),
    (
        "免去林守田同志上梅乡党委书记职务，任武夷山市交通运输局局长。",
        "林守田",
        [
            ("党委书记", "上梅乡党委", "原"),
            ("局长", "武夷山市交通运输局", None),
        ],
        "one post ends and one begins",
    ),
    (
        "武夷山市人民政府副市长（主持工作）李小伟",
        "李小伟",
        [("副市长", "武夷山市", "主持工作")],
        "in charge",
    ),
    (
        "姓名\t职务\n王小强\t上梅乡党委书记\n李大红\t上梅乡乡长\n",
        "李大红",
        [("乡长", "上梅乡", None)],
        "the cell beside a name, not that before it",
    ),
    (
        "移交人：王小强　　职务：原上梅乡党委书记\n",
        "王小强",
        [("党委书记", "上梅乡党委", "原")],
        "behind a label",
    ),
    (
        "监交人：郑小国（遂昌县委组织部副部长）",
        "郑小国",
        [("副部长", "遂昌县委组织部", None)],
        "in brackets",
    ),
    (
        "曾小华同志任武夷山市水利局局长，免去其武夷山市水利局副局长职务。",
        "曾小华",
        [("局长", "武夷山市水利局", None), ("副局长", "武夷山市水利局", "原")],
        "其 is the one before",
    ),
    (
        "王小强辞去上梅乡乡长职务。",
        "王小强",
        [("乡长", "上梅乡", "原")],
        "resignation",
    ),
    (
        "兴国县高兴镇党委书记　钟小辉",
        "钟小辉",
        [("党委书记", "兴国县高兴镇党委", None)],
        "a chain of places before the committee",
    ),
    (
        "王小强，男，汉族，1975年6月生，福建武夷山人，现任上梅乡党委书记，"
        "拟提名为副县长候选人。",
        "王小强",
        [("党委书记", "上梅乡党委", None), ("副县长", None, "拟任")],
        "a life between the name and the post",
    ),
    (
        "任命李大红为县财政局局长（试用期一年）；\n免去其县审计局副局长职务。",
        "李大红",
        [("局长", "县财政局", None), ("副局长", "县审计局", "原")],
        "a remark in brackets and a new line before 免去其",
    ),
    ("温小宝总理到场。", "温小宝", [("总理", None, None)], "a title behind the name"),
]


@pytest.mark.parametrize(("text", "name", "posts", "why"), CASES)
def test_posts_go_to_their_people(
    text: str, name: str, posts: list[Post], why: str
) -> None:
    held = {o.name: o.posts for o in analysed(text).officials}
    found = [(p.title, p.organisation, p.status) for p in held[name]]
    assert found == posts, why


def test_namesakes_in_two_counties_stay_apart() -> None:
    here = analysed("武夷山市市长李小强").officials[0].entity_id
    there = analysed("密云县县长李小强").officials[0].entity_id
    assert here is not None and there is not None and here != there


def test_one_official_is_the_same_in_two_documents() -> None:
    first = analysed("上梅乡党委书记林守田").officials[0].entity_id
    second = analysed("武夷山市交通运输局局长林守田").officials[0].entity_id
    assert first == second


def test_an_office_without_a_place_takes_the_documents() -> None:
    metadata = Metadata(title="武夷山市关于示例工作的通知")
    text = "武夷山市关于示例工作的通知\n市委组织部干部丁小鸣"
    names = {e.name for e in analysed(text, metadata).entities}
    assert "武夷山市委组织部" in names


def test_an_office_of_nowhere_stays_unresolved() -> None:
    mentions = analysed("市委组织部已发文。").mentions
    assert [m.entity_id for m in mentions if m.kind == "organisation"] == [None]


Line = tuple[str, str | None, str | None]
NOTICES: list[tuple[str, dict[str, list[Line]]]] = [
    (
        "县委决定：\n　　王小强同志任上梅乡党委书记；\n"
        "　　李大红同志任吴屯乡党委书记。",
        {
            "王小强": [("党委书记", "上梅乡党委", None)],
            "李大红": [("党委书记", "吴屯乡党委", None)],
        },
    ),
    (
        "任命：\n王小强为县财政局局长；\n免去：\n赵明华的县审计局局长职务；\n"
        "孙立志的县民政局局长职务。",
        {
            "王小强": [("局长", "县财政局", None)],
            "赵明华": [("局长", "县审计局", "原")],
            "孙立志": [("局长", "县民政局", "原")],
        },
    ),
    (
        "免去王小强同志县财政局局长职务，李大红同志任县财政局局长。",
        {
            "王小强": [("局长", "县财政局", "原")],
            "李大红": [("局长", "县财政局", None)],
        },
    ),
    (
        "王小强不再担任上梅乡乡长，李大红任上梅乡代乡长。",
        {
            "王小强": [("乡长", "上梅乡", "原")],
            "李大红": [("乡长", "上梅乡", "代理")],
        },
    ),
    (
        "县委书记王小强、县长李大红出席，副县长赵明华主持。",
        {
            "王小强": [("书记", "县委", None)],
            "李大红": [("县长", None, None)],
            "赵明华": [("副县长", None, None)],
        },
    ),
    (
        "王小强、李大红同志任县政府党组成员；赵明华任县政府党组书记。",
        {
            "王小强": [("党组成员", "县政府党组", None)],
            "李大红": [("党组成员", "县政府党组", None)],
            "赵明华": [("党组书记", "县政府党组", None)],
        },
    ),
    ("王小强同志接替李大红同志任县长。", {}),
    (
        "王小强同志任上梅乡党委书记\n李大红同志到会。",
        {
            "王小强": [("党委书记", "上梅乡党委", None)],
        },
    ),
    ("移交人：王小强同志 上梅乡党委书记\n接收人：李大红", {}),
    ("会议由王小强主持。县长李大红作报告。", {"李大红": [("县长", None, None)]}),
    ("出席的有县长，王小强同志列席。", {}),
    (
        "2019年4月至2023年6月，王小强任石练镇镇长，现任石练镇党委书记。",
        {"王小强": [("镇长", "石练镇", None), ("党委书记", "石练镇党委", None)]},
    ),
]


@pytest.mark.parametrize(("text", "expected"), NOTICES)
def test_no_post_goes_to_another_over_a_clause_or_a_line(
    text: str, expected: dict[str, list[Line]]
) -> None:
    held = {
        o.name: [(p.title, p.organisation, p.status) for p in o.posts]
        for o in analysed(text).officials
        if o.posts
    }
    assert held == expected


@pytest.mark.parametrize(
    "text",
    [
        "王小强同志自2015年1月至2019年4月任石练镇镇长。",
        "2015年1月至2019年4月，王小强任石练镇镇长，现任石练镇党委书记。",
    ],
)
def test_a_tenure_has_both_its_ends(text: str) -> None:
    first = analysed(text).officials[0].posts[0]
    assert (first.from_date, first.to_date) == ("2015-01", "2019-04")


def times(text: str, metadata: Metadata | None = None) -> list[tuple[str | None, ...]]:
    return [
        (p.title, p.organisation, p.from_date, p.to_date)
        for official in analysed(text, metadata).officials
        for p in official.posts
    ]


def test_the_lines_of_a_career_are_tenures() -> None:
    text = (
        "王小强，男，1970年3月生（示例）。\n"
        "2011.03—2013.05　上梅乡党委委员\n"
        "2013年5月至2018年6月　任武夷山市财政局副局长\n"
        "2018.06-今　上梅乡党委书记\n"
    )
    assert times(text) == [
        ("党委委员", "上梅乡党委", "2011-03", "2013-05"),
        ("副局长", "武夷山市财政局", "2013-05", "2018-06"),
        ("党委书记", "上梅乡党委", "2018-06", None),
    ]


def test_brackets_behind_a_post_are_its_time() -> None:
    text = "王小强同志任县财政局局长期间（2016年11月至2022年8月）（示例）"
    assert times(text) == [("局长", "县财政局", "2016-11", "2022-08")]


def test_the_author_of_a_report_on_duties_is_who_says_i() -> None:
    text = (
        "王小强同志述职报告（示例）\n上梅乡乡长　王小强\n"
        "我自2021年5月起任上梅乡党委书记。"
    )
    assert times(text, Metadata(type="述职报告")) == [
        ("乡长", "上梅乡", None, None),
        ("党委书记", "上梅乡党委", "2021-05", None),
    ]


def test_a_bare_head_of_bureau_is_that_of_the_issuer() -> None:
    metadata = Metadata(issuers=("正定县财政局",))
    assert times("责任人：副局长贾小彬（示例）", metadata) == [
        ("副局长", "正定县财政局", None, None)
    ]


def test_a_bare_head_of_town_is_that_of_the_town_before() -> None:
    text = "上梅乡的参访点设在茶园，由乡长郑小梅负责讲解（示例）。"
    assert times(text) == [("乡长", "上梅乡", None, None)]


def test_a_bracket_that_speaks_of_another_gives_no_post() -> None:
    text = "副县长王小强（县政府办公室主任李小四陪同）到会（示例）"
    held = {o.name: [p.title for p in o.posts] for o in analysed(text).officials}
    assert held == {"王小强": ["副县长"], "李小四": ["主任"]}


def test_people_of_a_paper_of_the_whole_country_are_of_no_place_in_it() -> None:
    title = "第九届全国人民代表大会第二次会议关于示例报告的决议"
    text = f"{title}\n台湾省、台湾省的代表到会，常委赵示明、副主席钱示红讲话。"

    analysis = analysed(text, Metadata(title=title))

    assert [o.name for o in analysis.officials] == ["赵示明", "钱示红"]
    assert {p.place for o in analysis.officials for p in o.posts} == {None}
    assert {e.detail for e in analysis.entities if e.kind == "official"} == {None}
