"""How is a search written?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from web.rendering import render


@dataclass(frozen=True, slots=True)
class Way:
    """A way of writing a search: an example that runs, and what it finds."""

    query: str
    meaning: str

    @property
    def url(self) -> str:
        """The address of the example."""
        return "/search?" + urlencode({"q": self.query})


@dataclass(frozen=True, slots=True)
class Chapter:
    """Ways of writing that serve one purpose."""

    title: str
    ways: tuple[Way, ...]


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "直接写要找的词",
        (
            Way("未结事项", "含有这个词的文献"),
            Way("离任 交接", "空格隔开：两个词都要有，不论先后"),
            Way("交接书里没写清的欠款怎么办", "一句话也可以：按最相近的排列"),
            Way("党政一把手", "有同义词的，一并查“党政正职”等，结果上方会说明"),
        ),
    ),
    Chapter(
        "一字不差",
        (
            Way('"未结事项"', "引号里的字连在一起、次序不变，一个字也可以"),
            Way('"〔2024〕"', "文号的各种括号和全角半角算作同一写法"),
            Way('"交接 工作"', "原文换行或排版的空格不妨碍命中"),
        ),
    ),
    Chapter(
        "并且、或者、不要",
        (
            Way("交接 AND 审计", "两者都有"),
            Way("未结事项 OR 遗留问题", "有一个就行"),
            Way("交接 -通知", "减号：去掉含有“通知”的"),
            Way("(污水 OR 管网) AND 资金", "括号先算"),
        ),
    ),
    Chapter(
        "挨得近",
        (
            Way("污水处理站 同段 征地", "在同一段里都有"),
            Way("征地 同句 协议", "在同一句里都有"),
            Way("欠款 10字内 万元", "相距不过10个字，不论先后"),
            Way("移交人 NEAR/10 接收人", "同上；字数从1到100"),
            Way("(征地 OR 拆迁) 同段 补偿", "一边可以是用 OR 并列的几个词"),
        ),
    ),
    Chapter(
        "记不全、怕写错",
        (
            Way("上梅?党委书记", "词中间的 ? 代一个字"),
            Way("污水*二期", "词中间的 * 代若干字，不过20字，不跨句"),
            Way("林守天~", "词后加 ~：容许错一个字"),
            Way("账目~", "两个字的词：只容许形近、音近的字"),
        ),
    ),
    Chapter(
        "限定在某一项",
        (
            Way("类型:通知", "文献类型"),
            Way("题名:报告", "题名里有“报告”"),
            Way("发文机关:兴国县人民政府", "发文机关"),
            Way("地名:福建省", "提到这个地方或所辖各地"),
            Way("地名:崇安县", "旧名也可以"),
            Way("人员:林守田", "提到这个人"),
            Way("移交人:林守田", "交接书上的移交人；接收人、监交人同理"),
            Way("文号:南委办发〔2018〕17号", "发文字号"),
        ),
    ),
    Chapter(
        "限定日期",
        (
            Way("日期:2018", "2018年成文"),
            Way("日期:2018..2020", "从2018年初到2020年底"),
            Way("日期:2024-03..", "2024年3月起"),
        ),
    ),
)
"""Every way of writing, in the order a reader learns them."""


def help_page(request: Request) -> Response:
    """Show the ways of writing a search, each with an example that runs."""
    return render(request, "help.html", chapters=CHAPTERS)
