"""Scraped text read without its pinyin glosses."""

from archive.cleaning.glosses import FEWEST_GLOSSES
from indexer.fold import fold
from indexer.reading_view import reading_view

GLOSSED = (
    "鄉(xiāng)鎮(zhèn)盤實(shí)情、講（jiǎng）話、長(zhǎng)期、"
    "風(fēng)險(xiǎn)、職(zhí)責(zé)、組(zǔ)織(zhī)、女(nǚ)"
)


def test_many_glosses_are_left_out_and_mapped_back() -> None:
    reading = reading_view(GLOSSED)
    assert reading is not None
    assert reading.text == "乡镇盘实情、讲话、长期、风险、职责、组织、女"
    at = reading.text.index("实情")
    start, end = reading.span(at, at + 2)
    assert GLOSSED[start:end] == "實(shí)情"
    assert [GLOSSED[start] for start in reading.starts.tolist()] == [
        character for character in "鄉鎮盤實情、講話、長期、風險、職責、組織、女"
    ]


def test_what_is_no_reading_of_the_character_before_stays() -> None:
    reading = reading_view(GLOSSED + "交(abc)接(mǎ)")
    assert reading is not None
    assert reading.text.endswith("女交(abc)接(mǎ)")


def test_a_few_glosses_are_the_author_s_own() -> None:
    own = "䶮(yǎn)字" * (FEWEST_GLOSSES - 1)
    assert reading_view(own) is None
    assert reading_view(own + "䶮(yan)字") is not None
    assert reading_view("") is None


def test_the_fold_of_a_view_is_the_fold_of_what_is_left() -> None:
    reading = reading_view(GLOSSED)
    assert reading is not None
    assert reading.text == fold(reading.text).text
    assert len(reading.starts) == len(reading.ends) == len(reading.text)
