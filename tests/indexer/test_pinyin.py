import pytest

from indexer.pinyin import readings, spellings, typed_pinyin


def test_a_character_has_all_its_readings_without_tones() -> None:
    assert set(readings("重")) >= {"chong", "zhong"}
    assert readings("吕") == ("lu",)
    assert readings("a") == readings("，") == ()


def test_a_traditional_character_sounds_as_its_simplified_one() -> None:
    assert set(readings("長")) >= {"zhang", "chang"}


def test_a_name_is_spelt_by_every_reading_the_usual_one_first() -> None:
    spelt = spellings("武夷山", longest=10, most=4)
    assert spelt[0].letters == "wuyishan"
    assert spelt[0].initials == "wys"
    letters = {one.letters for one in spellings("重庆", longest=10, most=8)}
    assert {"chongqing", "zhongqing"} <= letters


def test_the_spellings_of_a_name_are_bounded() -> None:
    assert len(spellings("重长行重长行", longest=6, most=12)) == 12
    assert spellings("上梅乡党委", longest=3, most=1)[0].initials == "smx"


def test_letters_and_digits_stand_for_themselves_and_marks_for_nothing() -> None:
    (spelt,) = spellings("2024年（A）", longest=10, most=1)
    assert spelt.letters == "2024niana"
    assert spellings("ABC-1", longest=10, most=1) == ()


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("Wu Yi Shan", "wuyishan"),
        ("xi'an", "xian"),
        ("lv", "lu"),
        ("lü", "lu"),
        ("wǔyí", "wuyi"),
        ("武yi", ""),
        ("〔2024〕", ""),
        ("", ""),
    ],
)
def test_what_is_typed_as_pinyin_is_compared_without_tones_and_gaps(
    typed: str, compared: str
) -> None:
    assert typed_pinyin(typed) == compared
