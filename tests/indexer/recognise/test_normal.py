"""Invented pages (示例): set lines are read as paragraphs, radicals as characters."""

from indexer.recognise.normal import normalise
from tests.indexer.recognise.reading import analysed

SET = (
    "本镇一年来围绕中心任务扎实推进各项工作取得了明显成\n"
    "效现将有关情况逐项说明如下请予审议并提出宝贵意见建\n"
    "议以便下一步继续改进工作作风提高服务群众的能力和水\n"
    "平其中道路建设项目由分管领导负责协调推进责任人为肖\n"
    "庆同志并请各村两委积极配合做好群众工作确保如期完成\n"
    "全部建设任务争取早日通车让沿线群众尽快受益得到实惠\n"
    "二、下一步打算\n"
    "继续抓好落实，由镇长王小\n"
)


def test_breaks_within_set_lines_are_left_out_and_spans_lead_back() -> None:
    normal = normalise(SET)
    assert "肖庆同志" in normal.text
    assert "惠\n二、" in normal.text
    start = normal.text.index("肖庆")
    assert SET[slice(*normal.span(start, start + 2))] == "肖\n庆"
    assert normal.place(SET.index("二、")) == normal.text.index("二、")


def test_lines_of_a_list_stay_apart() -> None:
    text = "".join(f"{i}、修建道路{i}公里\n" for i in range(10, 20))
    assert normalise(text).text == text.replace("，", ",")


def test_radicals_of_a_printed_page_are_read_as_characters() -> None:
    found = analysed("武夷\u2f2d市市\u2ed3李\u2f29强，2024年3\u2f495\u2f47。")
    assert {m.kind for m in found.mentions} >= {"place", "person", "date"}
    assert [o.name for o in found.officials] == ["李小强"]
