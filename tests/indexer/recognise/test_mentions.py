"""Invented sentences (示例): what is named in each, and why it is a case."""

import pytest

from tests.indexer.recognise.reading import analysed, surfaces

PEOPLE = [
    ("县委书记钱小红出席会议。", ["钱小红"], "title before the name"),
    ("钱小红同志任上梅乡党委书记。", ["钱小红"], "courtesy behind the name"),
    ("温晓岚总理到场。", ["温晓岚"], "title behind the name"),
    ("副县长王强、李红到会。", ["王强", "李红"], "a list shares the title"),
    ("任命王强、李红为副县长。", ["王强", "李红"], "a list behind the verb"),
    ("免去林守田同志上梅乡党委书记职务。", ["林守田"], "removal"),
    ("提名郑春梅为上梅乡乡长候选人。", ["郑春梅"], "nomination"),
    ("移交人：林守田", ["林守田"], "label"),
    ("监交人：市委组织部 丁小鸣", ["丁小鸣"], "an office before the name"),
    ("移交人：王 强", ["王 强"], "a gap in a name of two"),
    ("移 交 人：林守田", ["林守田"], "gaps in the label"),
    ("记者/吕小峰", ["吕小峰"], "slash for a colon"),
    ("会上，周荣国表示，责任重大。", ["周荣国"], "speech"),
    ("乡长欧阳明到任。", ["欧阳明"], "compound surname"),
    ("副州长买买提·阿布都到会。", ["买买提·阿布都"], "name with a middle dot"),
    ("乡長陳清中到任。", ["陳清中"], "Traditional, kept verbatim"),
    ("县长李为民。", ["李为民"], "a given name that holds a function word"),
    ("县委书记杨昌平到会。", ["杨昌平"], "a county inside a given name"),
    ("林守田，男，1970年生。", ["林守田"], "curriculum vitae"),
    ("2019年4月起，林守田任上梅乡乡长。", ["林守田"], "verb behind the name"),
    ("镇长叶小芬牵头整改。", ["叶小芬"], "牵头 behind the name"),
    ("副镇长雷小春每周到现场。", ["雷小春"], "each week"),
    ("副乡长衷小燕到会。", ["衷小燕"], "a rare surname"),
    ("所长储小芳。副所长晁小福。", ["储小芳", "晁小福"], "rarer ones"),
    ("镇长星小兰。", ["星小兰"], "a surname that is a word too"),
    ("书记星期一到任。", [], "星期 is a word"),
    ("乡长范育才。", ["范育才"], "才 ends a given name"),
    ("副局长马会小。", ["马会小"], "会 begins a given name"),
    ("选举王会长为代表。", [], "会长 is a post"),
    ("上梅乡人民政府乡长　王小涛", ["王小涛"], "a byline in wide spacing"),
    ("市　长　　韩小龙", ["韩小龙"], "the title in wide spacing too"),
    ("王小强、李大红同志到会。", ["王小强", "李大红"], "a list before the courtesy"),
    (
        "任命：\n王小强为县长；\n免去：\n李大红的县长职务。",
        ["王小强", "李大红"],
        "lists",
    ),
    ("东城、昌平、怀柔、平谷等4个区县。", [], "counties are nobody"),
    ("上梅乡党委书记任期内完成三项工程。", [], "任 is a surname and a word"),
    ("书记任职期间表现良好。", [], "任职 is a word"),
    ("各位书记都要负责。", [], "都 is rarely a surname"),
    ("政府部门与银担合作。", [], "合作 is a word"),
    ("<span>)</span>书记<br>", [], "markup is no name"),
    ("申请人提出要求。", [], "申请人 is a word"),
    ("移交人：      接收人：", [], "blank labels"),
]
PLACES = [
    ("南平市武夷山市上梅乡下阳村", ["南平市", "武夷山市", "上梅乡", "下阳村"], "chain"),
    ("东城、海淀、朝阳、昌平等8个区县", ["东城", "海淀", "朝阳", "昌平"], "list"),
    ("辖区内河流首阳溪为一类水质", ["首阳溪"], "river by its context"),
    ("上梅乡人民政府乡长", ["上梅乡"], "人民政府乡 is no township"),
    ("上梅乡代乡长", ["上梅乡"], "代乡 is no township"),
    ("遂昌县石练镇的柳村", ["遂昌县", "石练镇", "柳村"], "a village of one character"),
    ("密云县委书记", ["密云县"], "the county in its committee"),
    ("向沙县拨款", ["沙县"], "a county of two characters"),
    ("福建省武夷山市", ["福建省", "武夷山市"], "province"),
    ("柳州市郊区", ["柳州市", "郊区"], "suburb behind its city"),
    ("撤销滨县", ["滨县"], "a verb before two characters"),
    ("加强公安、合作与开放", [], "counties that are words"),
    ("召开县委会议", [], "开县 across two words"),
    ("深化国际合作", [], "合作 is a city too"),
    ("公民权利受到保护", [], "民权 across two words"),
    ("推进乡镇和街道工作", [], "kinds of places"),
    ("完善城镇体系", [], "城镇 is no town"),
    ("保障农村和乡村发展", [], "no village"),
    ("以柳湾、小于庄两村为片", ["柳湾", "小于庄"], "a list counted at its end"),
    ("引导前山、红日、桂圆三村群众", ["前山", "红日", "桂圆"], "a verb before a list"),
    (
        "将东河镇的柳湾、小营两个村和长坡乡的安山村划归",
        ["东河镇", "柳湾", "小营", "长坡乡", "安山村"],
        "villages below towns, one of them unknown",
    ),
    ("县人民政府驻柳家湾。", ["柳家湾"], "the seat"),
    ("以治水为前提发展乡村旅游", [], "发展乡 in 发展乡村"),
    ("小城镇环境整治", [], "小城镇 is no town here"),
    ("城区污水处理厂扩建", [], "城区 is an area here"),
    ("教育、卫生、文化三个方面", [], "a list of no places"),
]
ORGANISATIONS = [
    ("密云县委书记", ["密云县委"], "committee of a county"),
    ("上梅乡党委书记", ["上梅乡党委"], "committee of a township"),
    ("武夷山市人民政府办公室", ["武夷山市人民政府办公室"], "office"),
    ("崇安街道办事处主任", ["崇安街道办事处"], "subdistrict office"),
    ("市委组织部干部一室科员", ["市委组织部干部一室"], "a room of a department"),
    ("国务院办公厅", ["国务院办公厅"], "national"),
    ("武夷山市交通运输局局长", ["武夷山市交通运输局"], "bureau"),
    ("由财政部、教育部负责", ["财政部", "教育部"], "ministries in a list"),
    ("城市委托管理", [], "市委 across two words"),
    ("组织部门要履职", [], "组织部 in 组织部门"),
    ("各乡、镇人民政府：", [], "a class of organs"),
    ("区委党建工作领导小组", ["区委党建工作领导小组"], "a leading group"),
    ("柳州地区行政公署", ["柳州地区行政公署"], "a prefecture's office"),
    ("责任人：预算科科长吕小静", ["预算科"], "a room by its head"),
    ("2．小柳庄小学校舍陈旧", ["小柳庄小学"], "a school"),
]
POSTS = [
    ("上梅乡党委副书记", ["党委副书记"], "committee and rank"),
    ("市委组织部副部长", ["副部长"], "behind an office"),
    ("乡长候选人方小彬", ["乡长候选人"], "candidate"),
    ("崇安街道办事处主任", ["主任"], "behind a subdistrict office"),
    ("实行书记负责制", [], "a system, not a post"),
    ("履行上梅乡乡长职责", ["乡长"], "duties of a post"),
    ("组长由副县长担任", ["组长", "副县长"], "a common word that is held"),
]
OTHERS = [
    ("document_number", "见武政发〔2023〕5号", ["武政发〔2023〕5号"], "verb trimmed"),
    ("document_number", "（82）国函字8号", ["（82）国函字8号"], "year in front"),
    ("document_number", "国务院令第714号", ["令第714号"], "order"),
    ("document_number", "国办发[2019]6号", ["国办发[2019]6号"], "square brackets"),
    ("date", "二〇二四年三月五日", ["二〇二四年三月五日"], "Chinese numerals"),
    ("date", "2024-03-05施行", ["2024-03-05"], "numeric"),
    ("date", "1.2.3.4", [], "no date"),
    ("quantity", "耕地29.22万亩", ["29.22万亩"], "group and unit"),
    ("quantity", "120余名干部", ["120余名"], "more than"),
    ("quantity", "完成三项工作", [], "a small count is idle"),
    ("term", "推行“双随机、一公开”", ["双随机、一公开"], "pause inside"),
    ("term", "落实交業繼責制度", ["交業繼責"], "Traditional"),
]


@pytest.mark.parametrize(("text", "names", "why"), PEOPLE)
def test_people_are_found(text: str, names: list[str], why: str) -> None:
    assert surfaces(text, "person") == names, why


@pytest.mark.parametrize(("text", "names", "why"), PLACES)
def test_places_are_found(text: str, names: list[str], why: str) -> None:
    assert surfaces(text, "place") == names, why


@pytest.mark.parametrize(("text", "names", "why"), ORGANISATIONS)
def test_organisations_are_found(text: str, names: list[str], why: str) -> None:
    assert surfaces(text, "organisation") == names, why


@pytest.mark.parametrize(("text", "names", "why"), POSTS)
def test_posts_are_found(text: str, names: list[str], why: str) -> None:
    assert surfaces(text, "post") == names, why


@pytest.mark.parametrize(("kind", "text", "names", "why"), OTHERS)
def test_facts_are_found(kind: str, text: str, names: list[str], why: str) -> None:
    assert surfaces(text, kind) == names, why


@pytest.mark.parametrize("text", [case[0] for case in PEOPLE + PLACES + ORGANISATIONS])
def test_every_mention_is_its_span(text: str) -> None:
    for mention in analysed(text).mentions:
        assert text[mention.start : mention.end] == mention.surface


def test_a_name_found_once_is_found_everywhere() -> None:
    text = "县委书记钱小红讲话。散会后钱小红又去了村里。"
    assert surfaces(text, "person") == ["钱小红", "钱小红"]


def test_nothing_is_recognised_inside_damaged_text() -> None:
    assert surfaces("书记张?bào)阆?", "person") == []


def test_a_stream_with_banks_is_not_the_county_of_its_name() -> None:
    assert not [e for e in analysed("淤溪、竹溪两岸").entities if e.kind == "place"]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "遂昌县十七届人大常委会举行会议",
            "organisation",
            ["遂昌县十七届人大常委会"],
        ),
        ("县委第三巡视组进驻", "organisation", ["县委第三巡视组"]),
        ("遂昌山水旅游有限公司负责", "organisation", ["遂昌山水旅游有限公司"]),
        ("县政协副主席王小强、副县长武小俊到会", "place", []),
        ("党组成员左重受到警告", "person", ["左重"]),
        ("途经阿克苏河畔", "place", ["阿克苏河"]),
        ("县委常委会研究", "post", []),
        ("梅屯街改造工程", "person", []),
        ("梅屯街道办事处主任李大红", "organisation", ["梅屯街道办事处"]),
        ("离任者李大红向接任者王小强移交", "person", ["李大红", "王小强"]),
        (
            "三千五百万元，两亿元，3.5万亩",
            "quantity",
            ["三千五百万元", "两亿元", "3.5万亩"],
        ),
        ("遂昌县石练镇调研推进乡村振兴", "place", ["遂昌县", "石练镇"]),
    ],
)
def test_what_county_news_names(text: str, kind: str, expected: list[str]) -> None:
    assert surfaces(f"示例\n{text}", kind) == expected
