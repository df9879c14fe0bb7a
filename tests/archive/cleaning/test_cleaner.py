"""Invented pages, damaged as scrapers damage them (示例)."""

import pytest

from archive.cleaning.cleaner import edits_of, proposals_notice
from archive.cleaning.edits import UNKNOWN, Edit, Rule, applied, without_overlaps
from archive.cleaning.glosses import FEWEST_GLOSSES
from archive.cleaning.readings import character_readings

GLOSSED = "示例縣(xiàn)交接" * FEWEST_GLOSSES
BODY = "示例縣召開會議。\n" * 20


def _parted(before: str, character: str) -> str:
    """Break a character as a script does that glosses pairs of bytes, one byte off."""
    lead, trail = character.encode("gbk")
    heard = bytes((before.encode("gbk")[1], lead)).decode("gbk")
    gloss = f"?{character_readings(heard)[0]})"
    return before + gloss + ("€" if trail == 0x80 else chr(trail))


def _shifted(text: str) -> str:
    """Lose the first byte of a text, so that the bytes behind it pair wrongly."""
    return "?" + text.encode("gbk")[1:].decode("gbk")


def _of(text: str, rule: Rule) -> list[Edit]:
    return [edit for edit in edits_of(text) if edit.rule == rule]


def _certain(text: str) -> str:
    return applied(text, [edit for edit in edits_of(text) if edit.is_certain])


def test_an_ordinary_paper_calls_for_no_edit() -> None:
    paper = "示例县人民政府关于交接工作的通知\n各乡镇：\n你们好吗?请按时办理。\n" * 9
    assert edits_of(paper) == ()
    assert edits_of("") == ()


def test_glosses_of_a_script_are_left_out_and_an_authors_stay() -> None:
    assert _certain(GLOSSED) == "示例縣交接" * FEWEST_GLOSSES
    assert edits_of("䶮(yan)字少見。") == ()


def test_a_character_parted_by_a_gloss_is_joined_where_its_bytes_prove_it() -> None:
    for before, character in (("共", "過"), ("大", "題"), ("市", "議")):
        damaged = _parted(before, character)
        (edit,) = _of(GLOSSED + damaged + "示例。", "split_character")
        assert (edit.text, edit.is_certain) == (character, True)
        assert _certain(GLOSSED + damaged + "。").endswith(f"{before}{character}。")


def test_two_glosses_that_follow_one_another_prove_the_character_between() -> None:
    heard = bytes(("例".encode("gbk")[1], "報".encode("gbk")[0])).decode("gbk")
    damaged = f"例?{character_readings(heard)[0]})?bào)示例"
    (edit,) = _of(GLOSSED + damaged, "split_character")
    assert (edit.text, edit.is_certain) == ("報", True)


@pytest.mark.parametrize(
    "stretch", ["。新任鎮長", "。核實評", "。”干部考核評", "。各單位評"]
)
def test_bytes_paired_wrongly_behind_a_lost_one_are_proposed(stretch: str) -> None:
    damaged = f"辦好交接{_shifted(stretch)}，成績"
    (edit,) = _of(damaged, "shifted_bytes")
    assert (edit.text, edit.is_certain) == (stretch, False)
    notice = proposals_notice(edits_of(damaged))
    assert notice is not None
    assert notice.details == {"count": 1}


def test_what_is_lost_for_good_is_proposed_as_unknown() -> None:
    shifted = "?" + "。移交清單評".encode("gbk")[1:-1].decode("gbk")
    (edit,) = _of(f"辦好交接{shifted}?，示例", "shifted_bytes")
    assert edit.text == f"。移交清單{UNKNOWN}"


def test_a_question_stays_a_question() -> None:
    for asked in ("如何開展?多長時間進行一次?", "行不行?OK,就這樣", "是嗎??好"):
        assert _of(asked, "shifted_bytes") == []


def test_what_a_web_page_adds_at_head_and_foot_is_left_out() -> None:
    page = (
        "免费观看_在线视频_国产精品示例\n當前位置: 首頁>> 工作動態\n"
        + BODY
        + "相關鏈接\n· 示例一\n· 示例二\n領導活動 人事任免 網上直播 在線訪談\n"
    )
    rules = [edit.rule for edit in edits_of(page)]
    assert rules == ["spam_line", "breadcrumb", "related_links"]
    assert _certain(page).strip() == BODY.strip()


def test_a_menu_without_a_label_is_only_proposed() -> None:
    (edit,) = edits_of("首页 政务公开 信息公开 互动交流\n" + BODY)
    assert (edit.rule, edit.is_certain) == ("menu_line", False)
    assert proposals_notice(edits_of(BODY)) is None


def test_sentences_about_websites_and_lists_of_names_stay() -> None:
    told = "本站在线视频、国产、精品等栏目免费观看。\n" + BODY
    names = BODY + "张示例 李示例 王示例 赵示例\n相关链接\n请各单位报送材料。\n"
    assert edits_of(told) == ()
    assert edits_of(names) == ()


def test_tags_are_left_out_only_where_a_page_shows_other_damage() -> None:
    assert edits_of("用<b>标签</b>加粗。") == ()
    (mark, opening, closing) = edits_of("|\n示例<b>县</b>\n")
    assert (mark.rule, opening.rule, closing.rule) == ("lone_mark", "markup", "markup")


def test_of_edits_that_overlap_the_longer_stays() -> None:
    short = Edit(2, 4, "", "markup", "1", is_certain=True)
    long = Edit(3, 9, "", "breadcrumb", "1", is_certain=True)
    apart = Edit(9, 10, "", "markup", "1", is_certain=True)
    assert without_overlaps([apart, long, short]) == (long, apart)
