"""Invented lines (示例) that offices, newspapers and résumés would write."""

import pytest

from indexer.recognise.habit import is_administrative

OFFICES = [
    "（二）柳村滚水坝修复，核定投资96万元，应于2019年7月15日前完工。责任人：副镇长雷小春。",
    "经国务院批准，同意你省撤销东川县，设立东川市（县级），由省直辖。",
    "现将《示例县乡镇政府性债务管理办法》印发给你们，请认真贯彻执行。",
]
OTHERS = [
    "新华社北京一月三日电国际奥委会主席今天下午在机场受到热烈欢迎。",
    "李小强先生：中国国籍，1966年出生，硕士，高级工程师，历任公司副总经理、董事。",
]


@pytest.mark.parametrize("line", OFFICES)
def test_a_line_of_an_office_is_administrative(line: str) -> None:
    assert is_administrative(line)


@pytest.mark.parametrize("line", OTHERS)
def test_a_line_of_news_or_of_a_resume_is_not(line: str) -> None:
    assert not is_administrative(line)


def test_what_has_several_lines_lies_in_an_archive() -> None:
    assert is_administrative("\n".join(OTHERS))


@pytest.mark.parametrize(
    "line", ["李小强，男，汉族，", "龙泉：男，", "现任示例股份监事。"]
)
def test_a_short_line_of_a_resume_is_told_by_two_looks(line: str) -> None:
    assert not is_administrative(line)


@pytest.mark.parametrize(
    "line", ["示例乡党委书记李小强。", "副镇长雷小春同志：", "特此批复。"]
)
def test_a_short_line_of_an_office_is_administrative(line: str) -> None:
    assert is_administrative(line)


def test_a_few_characters_tell_nothing() -> None:
    assert is_administrative("新华社电")
