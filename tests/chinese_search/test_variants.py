"""One word in several writings: scripts, widths, marks, and places by two names."""

import pytest

from tests.chinese_search.archive_of_texts import ArchiveOfTexts


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("領導幹部離任交接", "领导干部离任交接"),
        ("领导干部离任交接", "領導幹部離任交接"),
        ("國务院关于债務的通知", "国务院关于债务的通知"),
        ("后续工程和头发", "後續工程和頭髮"),
        ("裡面的臺賬", "里面的台账"),
        ("戶籍檔案", "户籍档案"),
        ("王龑", "王䶮"),
    ],
)
def test_either_script_finds_the_other(
    archive: ArchiveOfTexts, held: str, asked: str
) -> None:
    archive.hold({"有": f"其一：{held}。", "无": "其二另附。"})
    for query in (f'"{asked}"', asked):
        assert archive.found(query) == {"有"}
    assert archive.marked(f'"{asked}"', "有") == [held]


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("ＰＰＰ项目１２个", "PPP项目12个"),
        ("ppp项目12个", "ＰＰＰ项目１２个"),
        ("盘实情，交实底！", "盘实情,交实底!"),
        ("（一）基本情况：", "(一)基本情况:"),
        ("二〇一四年", "二○一四年"),
        ("二零一四年", "二〇一四年"),
        ("Office 系统", "OFFICE系统"),
    ],
)
def test_width_case_and_marks_do_not_part_the_same_words(
    archive: ArchiveOfTexts, held: str, asked: str
) -> None:
    archive.hold({"有": f"记：{held}"})
    assert archive.found(f'"{asked}"') == {"有"}
    assert archive.marked(f'"{asked}"', "有") == [held]


def test_a_place_is_found_with_and_without_its_suffix(
    archive: ArchiveOfTexts,
) -> None:
    archive.hold(
        {
            "全": "福建省武夷山市人民政府移交清单。",
            "简": "武夷山茶产业移交清单。",
            "别": "武夷乡与黄山市移交清单。",
        }
    )
    assert archive.found("武夷山") == {"全", "简"}
    assert archive.found("武夷山市") == {"全"}
    assert archive.found('"武夷山"') == {"全", "简"}
    assert "全" in archive.found("地名:武夷山")
    assert "全" in archive.found("地名:武夷山市")
    assert "全" in archive.found("地名:福建省")
    assert "别" not in archive.found("地名:武夷山市")


def test_a_former_name_of_a_place_finds_it(archive: ArchiveOfTexts) -> None:
    archive.hold({"今": "福建省武夷山市人民政府移交清单。"})
    assert archive.found("地名:崇安县") == {"今"}


def test_a_title_in_the_other_script_is_found_by_words(
    archive: ArchiveOfTexts,
) -> None:
    archive.hold({"甲": "離任審計報告附於卷末。", "乙": "离任审查意见。"})
    assert archive.found("离任 审计") == {"甲"}
    assert archive.found("離任 -審計") == {"乙"}
