"""Letterheads of invented papers (示例) and the fields they prove."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.letterhead import read_letterhead
from archive.letterhead.dates import dates_in
from archive.letterhead.lines import Line, plain
from archive.letterhead.organisations import is_organisation
from archive.model import Metadata

NOTICE = """示例县人民政府文件
示政发〔2024〕12号　　　　签发人：余素琴

示例县人民政府关于做好
乡镇党政正职离任交接工作的通知

各乡镇人民政府，县直各单位：
根据《示例市交接办法》（示市办〔2023〕7号），现通知如下。
一、交接范围
乡镇党政正职自2024年1月1日起离任的，应当办理交接。

示例县人民政府
2024年3月5日
（此件公开发布）
"""


def read(text: str) -> Metadata:
    return read_letterhead(text, name="扫描件001.txt", media_type="text/plain")


def test_a_notice_gives_every_field() -> None:
    found = read(NOTICE)
    assert found.title == "示例县人民政府关于做好乡镇党政正职离任交接工作的通知"
    assert found.type == "通知"
    assert found.number == "示政发〔2024〕12号"
    assert found.issuers == ("示例县人民政府",)
    assert found.addressees == ("各乡镇人民政府", "县直各单位")
    assert found.issued_on == "2024-03-05"
    assert found.classification is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("示政发〔2024〕3号", "示政发〔2024〕3号"),
        ("发文字号：\t示政发〔2024〕3号\t索引号：7", "示政发〔2024〕3号"),
        ("示政发[2024]3号", "示政发[2024]3号"),
        ("示政发（2024）3号", "示政发（2024）3号"),
        ("示政发【2024】3号", "示政发【2024】3号"),
        ("示政发﹝2024﹞3号", "示政发﹝2024﹞3号"),
        ("示政发〔２\uff10２\uff14〕３号", "示政发〔２\uff10２\uff14〕３号"),
        ("示 政 发 〔2024〕 3 号", "示政发〔2024〕3号"),
        ("示政办发明电〔2018〕第15号", "示政办发明电〔2018〕第15号"),
        ("（82）示函字8号", "（82）示函字8号"),
        ("示〔1988〕行批7号", "示〔1988〕行批7号"),
        ("示政发〔二〇一二〕十二号", "示政发〔二〇一二〕十二号"),
        ("示例县人民政府令第14号", "示例县人民政府令第14号"),
        ("文号：示政发〔2024〕3号", "示政发〔2024〕3号"),
        ("示政发2024年12号", "示政发2024年12号"),
    ],
)
def test_numbers_in_every_writing(line: str, number: str) -> None:
    assert read(f"示例县关于交接的通知\n{line}\n各乡镇：\n请照办。\n").number == number


@pytest.mark.parametrize(
    "line",
    [
        "根据示政发〔2010〕3号文件，现将有关事项通知如下。",  # quotes another paper
        "联系电话：0599-1234567号",  # a telephone number
        "地址：示例路12号",  # an address
        "共3页第2页",
    ],
)
def test_what_is_no_number_of_its_own(line: str) -> None:
    assert read(f"示例县关于交接的通知\n各乡镇：\n{line}\n").number is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2024年3月5日", "2024-03-05"),
        ("２０２４年３月５日", "2024-03-05"),
        ("2024 年 3 月 5 日", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("二零二四年十月十日", "2024-10-10"),
        ("一九八二年元月廿三日", "1982-01-23"),
        ("2024年2月30日", None),  # no such day
    ],
)
def test_signature_dates(line: str, date: str | None) -> None:
    paper = (
        f"示例局关于交接的函\n某某局：\n请于2020年1月1日前办理。\n\n示例局\n{line}\n"
    )
    assert read(paper).issued_on == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("成文日期：1982年5月", "1982-05"),
        ("日期：1982年", "1982"),
        ("成文日期：2019年01月27日\t发布日期：2019年02月15日", "2019-01-27"),
        ("发布日期：2019年02月15日\t成文日期：2019年01月27日", "2019-01-27"),
        ("发布日期：2019-02-15", "2019-02-15"),
    ],
)
def test_labelled_dates(line: str, date: str) -> None:
    assert read(f"{line}\n示例县关于交接的通知\n正文。\n").issued_on == date


def test_a_date_in_running_text_is_not_the_date_of_issue() -> None:
    paper = "示例县关于设立示例乡的批复\n你乡1987年9月11日的请示收悉。同意设立。\n"
    assert read(paper).issued_on is None


def test_the_signature_of_an_attachment_does_not_date_the_paper() -> None:
    paper = (
        "示例县人民政府关于印发清单的通知\n各乡镇：\n现印发给你们。\n\n示例县人民政府\n"
        "2024年3月5日\n\n交接清单\n一、范围\n\n示例县档案局\n2023年12月1日\n"
    )
    assert read(paper).issued_on == "2024-03-05"


@pytest.mark.parametrize(
    ("paper", "issuers"),
    [
        ("发文机关：示例县教育局\n关于放假的通知\n", ("示例县教育局",)),
        (
            "示例县委办公室、示例县人民政府办公室关于值班的通知\n",
            ("示例县委办公室", "示例县人民政府办公室"),
        ),
        (
            "中共示例县委办公室　示例县人民政府办公室文件\n关于值班的通知\n",
            ("中共示例县委办公室", "示例县人民政府办公室"),
        ),
        (
            "关于联合检查的通知\n正文。\n\n示例县财政局\n示例县审计局\n2024年3月5日\n",
            ("示例县财政局", "示例县审计局"),
        ),
        ("关于联合检查的通知\n正文。\n示例县财政局　2024年3月5日\n", ("示例县财政局",)),
        ("关于交接工作的几点想法\n正文。\n", ()),
    ],
)
def test_issuers(paper: str, issuers: tuple[str, ...]) -> None:
    assert read(paper).issuers == issuers


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("上甲乡党委书记离任交接书", "交接书"),
        ("交业继责事项清单", "交接清单"),
        ("示例县2024年政府工作报告", "政府工作报告"),
        ("2023年度述职报告", "述职报告"),
        ("示例局2023年工作总结", "工作总结"),
        ("关于印发交接办法的通知", "通知"),
        ("示例县干部交接办法（试行）", "办法"),
        ("示例县关于同意设立示例乡的批复（节选）", "批复"),
        ("示例县人民政府关于某建议的答复", "函"),
        ("中华人民共和国示例法", "法律"),
        ("中华人民共和国示例法实施办法", "办法"),
        ("最高人民法院关于示例问题的解释", "司法解释"),
        ("关于示例问题的解释", None),
        ("物资移交清单（2024年）", "交接清单"),
        ("示例县人民法院工作报告", "工作报告"),
        ("领导干部述职述廉报告", "述职报告"),
        ("关于示例工作情况的报告", "报告"),
        ("示例县应急预案", None),
        ("示例县贺函来函", None),
        ("工作方法", None),
        ("今天的新闻", None),
    ],
)
def test_types_come_from_the_end_of_the_title(title: str, type_: str | None) -> None:
    assert read(f"{title}\n\n正文在这里。第二句。\n").type == type_


@pytest.mark.parametrize(
    ("head", "classification"),
    [
        ("机密★10年\n示例县文件\n", "机密"),
        ("000123\n秘密\n示例县文件\n", "秘密"),
        ("密级：绝密\n", "绝密"),
        ("机 密　特急\n", "机密"),
        ("关于保守秘密工作的通知\n", None),
        ("内部资料\n", None),
    ],
)
def test_classification_is_a_mark_on_its_own(
    head: str, classification: str | None
) -> None:
    assert read(f"{head}正文第一段。\n").classification == classification


def test_navigation_over_a_scraped_page_is_no_title() -> None:
    paper = (
        "当前位置：首页>>工作动态\n示例县召开交接工作会议\n2024年3月5日　来源：示例报\n"
    )
    assert read(paper).title == "示例县召开交接工作会议"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("03_上甲乡2023年工作总结（定稿）.docx", "上甲乡2023年工作总结"),
        ("文件/离任交接书(2).pdf", "离任交接书"),
        ("新建文本文档.txt", None),
        ("扫描件20240305.pdf", None),
        ("IMG_0231.jpg", None),
        ("总结.docx", None),  # says too little
        ("离任交接书".encode().decode("gb18030", "replace") + ".txt", None),  # mangled
        ("\ufffd\ufffd任交接清单.txt", None),
    ],
)
def test_a_file_name_is_the_last_resort_for_a_title(
    name: str, title: str | None
) -> None:
    telling = "第一段，直接叙述经过。\n第二段，继续叙述。\n第三段。\n"
    found = read_letterhead(telling, name=name, media_type="text/plain")
    assert found.title == title
    assert "title" not in found.evidence


def test_a_title_in_the_text_wins_over_the_file_name() -> None:
    found = read_letterhead(NOTICE, name="离任交接清单.txt", media_type="text/plain")
    assert found.title == "示例县人民政府关于做好乡镇党政正职离任交接工作的通知"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("中共示例市上甲乡委员会", True),
        ("示例县人民政府", True),
        ("民政部", True),
        ("国务院应急机制综合组", True),
        ("上甲村村民委员会", True),
        ("王文行", False),  # a person
        ("关于示例局", False),
        ("各县人民政府", False),
        ("示例县", False),
    ],
)
def test_names_of_offices(name: str, is_one: bool) -> None:
    assert is_organisation(name) is is_one


def test_an_empty_text_proves_nothing() -> None:
    assert read("") == Metadata()


PIECES = st.sampled_from(
    [
        *NOTICE.splitlines(),
        "# 交接清单",
        "（一）",
        "",
        "文号：示函〔2020〕1号　日期：2020年5月",
        "发文机关：",
        "机密★1年",
        "示例县财政局　示例县审计局",
        "示例县人民政府令",
        "第 12 号",
        "（2024年1月12日示例县人民代表大会通过）",
        "附件1",
    ]
)
LETTERS = st.text(
    "文件号〔〕（）令第年月日205二〇 \t\n：|#*★"
    "密级机密示例县局关于通知的。，《》签发人",
    max_size=120,
)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(PIECES, max_size=12).map("\n".join) | LETTERS)
def test_every_value_is_written_where_its_evidence_says(text: str) -> None:
    found = read_letterhead(text, name="1.txt", media_type="text/plain")
    for field, span in found.evidence.items():
        written = bare(text[span.start : span.end])
        assert written
        if field == "issued_on":
            assert found.issued_on == date_written(text[span.start : span.end])
        elif field == "type":
            assert found.title is not None and bare(found.title) in written
        else:
            value = getattr(found, field)
            values = value if isinstance(value, tuple) else (value,)
            assert all(bare(each) in written for each in values)


def bare(text: str) -> str:
    """Without white space and the marks of Markdown."""
    return re.sub(r"[\s#*]+", "", text)


def date_written(text: str) -> str | None:
    line = Line(0, text, plain(text))
    return next((found.date for found in dates_in(line)), None)


def test_plain_text_keeps_its_length() -> None:
    assert len(plain(NOTICE)) == len(NOTICE)
