"""Words of folded text, the same from either jieba."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.fold import fold
from indexer.segment import Segmenter, open_jieba, open_rjieba, open_segmenter

SAMPLE = """示例县人民政府关于印发《领导干部离任交接办法》的通知
示政发〔2023〕12号
各乡镇人民政府，县直各单位：为做好主要负责人变动交接，现将有关事项通知如下。
一、移交人王䶮同志任示例县县长期间，未结事项三项，涉及资金1,250.5万元、欠款３２万元。
二、接收人李𬱖同志应于二〇二三年五月底前清点资产，第3页共8户，由组织部部长赵敏华监交。
三、首陽溪流域整治、苦櫧古樹群保護等項目繼續推進，GDP 增長 5.2%，Handover book v2.0。
"""


@pytest.fixture(scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("segmenter")


@pytest.fixture(scope="module")
def jieba(cache_folder: Path) -> Segmenter:
    return open_jieba(cache_folder)


def rjieba(added_words: Iterable[str] = ()) -> Segmenter:
    pytest.importorskip("rjieba", reason="rjieba is not installed")
    return open_rjieba(added_words=added_words)


def test_both_jiebas_cut_the_sample_alike(jieba: Segmenter) -> None:
    folded = fold(SAMPLE).text
    assert rjieba().words(folded) == jieba.words(folded)


def test_both_jiebas_keep_added_words_whole(cache_folder: Path) -> None:
    added = ["苦槠古树群", "监交"]
    folded = fold(SAMPLE).text
    slow, fast = open_jieba(cache_folder, added_words=added), rjieba(added)
    assert slow.words(folded) == fast.words(folded)
    assert set(added) < set(slow.words(folded))


def test_added_words_stay_within_their_segmenter(
    cache_folder: Path, jieba: Segmenter
) -> None:
    open_jieba(cache_folder, added_words=["苦槠古树群"])
    assert "苦槠古树群" not in jieba.words("苦槠古树群")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,250.5 万元", ["1,250.5", "万元"]),
        ("示政发〔2023〕12号", ["示", "政发", "(2023)12号", "示政发(2023)12号"]),
        ("第3页共8户", ["第", "3", "页", "共", "8", "户"]),
        ("王䶮", ["王", "䶮"]),
        ("李𬱖同志", ["李", "𬱖", "同志"]),
        ("金溝鎮", ["金沟", "镇"]),
        ("Ａ1２３号", ["a123", "号"]),
        ("Handover book v2.0", ["handover", "book", "v2", "0"]),
        ("，。！", []),
        ("", []),
    ],
)
def test_figures_numbers_and_rare_characters_stay_whole(
    jieba: Segmenter, text: str, words: list[str]
) -> None:
    assert jieba.words(fold(text).text) == words


@given(text=st.text(st.one_of(st.sampled_from("国发(2023)1号,. a𬱖"), st.characters())))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_every_word_occurs_in_the_text(jieba: Segmenter, text: str) -> None:
    folded = fold(text).text
    assert all(word in folded for word in jieba.words(folded))


def test_the_cache_lies_in_the_given_folder(tmp_path: Path) -> None:
    open_jieba(tmp_path / "segmenter")
    assert [path.name for path in (tmp_path / "segmenter").iterdir()] == ["jieba.cache"]


def test_opening_takes_whichever_jieba_loads(tmp_path: Path) -> None:
    assert open_segmenter(tmp_path).name in {"jieba", "rjieba"}
