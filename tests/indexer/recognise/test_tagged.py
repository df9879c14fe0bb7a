"""Invented sentences (示例): where the tagger speaks, and where rules do."""

from tests.indexer.recognise.reading import analysed, surfaces

NEWS = "新华社北京一月三日电中国银行行长李大钢今天在机场会见英国客人。"


def test_a_line_of_news_is_labelled_as_news_does() -> None:
    assert surfaces(NEWS, "place")[:1] == ["北京"]
    assert "李大钢" in surfaces(NEWS, "person")
    assert "新华社" in surfaces(NEWS, "organisation")


def test_the_tagger_adds_what_rules_of_offices_do_not_know() -> None:
    text = "关于示例协定的通知\n代表团已在莫斯科同苏联签订协定。\n"
    assert {"莫斯科", "苏联"} <= set(surfaces(text, "place"))


def test_rules_of_offices_are_not_overruled() -> None:
    text = (
        "关于林守田任职的通知\n东城、昌平、怀柔、平谷等4个区县负责。\n"
        "上梅乡党委书记林守田。\n"
    )
    assert surfaces(text, "person") == ["林守田", "林守田"]
    assert {"昌平", "怀柔"} <= set(surfaces(text, "place"))


def test_a_mention_says_which_recogniser_found_it() -> None:
    found = {m.surface: m.recogniser for m in analysed(NEWS).mentions}
    assert found["李大钢"] in ("tagger", "people")
    assert "tagger" in analysed(NEWS).recogniser_version


def test_no_names_are_seen_in_other_scripts() -> None:
    text = "Notes on wells\n\nView at Library\nWomen in the top\nIntroduction\n"
    assert {m.kind for m in analysed(text).mentions} == set()


def test_a_resume_in_chinese_may_have_names_in_latin_letters() -> None:
    found = analysed("曾任 ExampleHardware 销售部经理、副总裁。").mentions
    assert ("organisation", "ExampleHardware") in {(m.kind, m.surface) for m in found}


def test_villages_in_a_list_are_no_people() -> None:
    text = "将示例公社的李家沟、王坪、赵家滩、张庄、孙寨五个大队划归示范镇管辖。"
    assert not [m for m in analysed(text).mentions if m.kind == "person"]
