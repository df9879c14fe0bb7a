"""Which lines of a scraped text are the web page's and not the paper's?

Only at the head and the foot of a text, and only lines in the words that websites
use: spam titles, the way to the page, links to other pages, menus.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.cleaning.edits import Edit, Rule, applied

VERSION: Final = "1"
_EDGE_LINES = 15
_LONGEST_LINE = 200
_FEWEST_SPAM_WORDS = 3
_FEWEST_MENU_WORDS = 4
_FEWEST_SITE_WORDS = 2

_SPAM = re.compile(
    "免费观看|在线观看|在线视频|在线播放|高清视频|日韩|欧美|亚洲|国产|一区二区|"
    "精品|久久|成人|麻豆|无码|中文字幕|黄色|激情|自拍|偷拍|"
    "百家乐|时时彩|六合彩|博彩|赌场|彩票|棋牌|真人娱乐|娱乐城|开户|送彩金|代开发票"
)
_BREADCRUMB = re.compile(
    r"\s*(?:您|你|我们)?(?:现在|当前|目前|所在)?的?(?:所在)?(?:位置|栏目)(?:是)?\s*[:：]"
    r".{0,80}(?:[>＞»→]|首页).*"
)
_RELATED = re.compile(
    r"\s*(?:相关(?:链接|新闻|阅读|报道|文章|信息|专题|稿件|推荐)|图片图表|栏目推荐|"
    r"(?:推荐|延伸|热门)阅读|热点新闻|热门文章|猜你喜欢|上一篇|下一篇|友情链接|"
    r"网站地图|分享到)\s*(?:[:：].*)?"
)
_SITE_WORDS = frozenset(
    """
    首页 网站首页 返回首页 登录 注册 网站地图 联系我们
    关于我们 网站声明 版权声明 加入收藏 设为首页 无障碍
    RSS 手机版 新闻中心 政务公开 信息公开 网上办事
    办事服务 互动交流 公众互动 政民互动 领导信箱 领导活动
    人事任免 网上直播 在线访谈 政务要闻 执法监管 最新文件
    法律法规 央企在线 新闻发布 应急管理 服务信息 政策解读
    图片新闻 通知公告 工作动态 专题专栏 下载中心 站内搜索
    打印 关闭窗口 打印本页
    """.split()  # noqa: SIM905
)
# Those that the words above are written with.
_SIMPLIFIED = str.maketrans(
    "觀線視頻頁當們現關鏈聞閱讀報導圖欄薦熱點網導錄註冊絡聯係聲權無礙機務開辦領動訪談"
    "執規應急發佈專題載搜內閉窗條黃國區歐亞產無碼費圖產號辦題",
    "观线视频页当们现关链闻阅读报导图栏荐热点网导录注册络联系声权无碍机务开办领动访谈"
    "执规应急发布专题载搜内闭窗条黄国区欧亚产无码费图产号办题",
)
_BULLET = re.compile(r"\s*[·•●▪■◆>-]\s*\S")
_SENTENCE = re.compile("[。！？；;!?]")
_LONE_MARK = re.compile(r"[ \t\u3000\xa0]*[|│丨]+[ \t\u3000\xa0]*")
_MARKUP = re.compile(
    r"</?(?:span|div|p|br|font|a|b|strong|em|u|td|tr|tbody|table|img|center|o:p)"
    r"(?:\s[^<>\n]{0,300})?/?>|/span>|&(?:nbsp|ensp|emsp);?"
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str
    """In Simplified characters and without glosses."""


def debris_edits(text: str, glosses: Sequence[Edit]) -> list[Edit]:
    """Return the edits that leave out what belongs to a web page.

    ``glosses`` are edits already found, in order.
    """
    lines = list(_lines(text, glosses))
    head, foot = lines[:_EDGE_LINES], lines[-_EDGE_LINES:]
    found = [*_singly(head), *_singly(foot), *_menus(lines), *_links(lines)]
    if found or glosses:
        found += _markup(text)
    return found


def _lines(text: str, glosses: Sequence[Edit]) -> Iterator[_Line]:
    """Yield the first and the last lines that say something."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    spans = [span for span in spans if text[slice(*span)].strip()]
    if len(spans) > 3 * _EDGE_LINES:
        spans = spans[:_EDGE_LINES] + spans[-2 * _EDGE_LINES :]
    for start, end in spans:
        within = [
            Edit(e.start - start, e.end - start, e.text, e.rule, e.version, True)
            for e in glosses
            if start <= e.start and e.end <= end
        ]
        words = applied(text[start:end], within) if within else text[start:end]
        yield _Line(start, end, words.translate(_SIMPLIFIED))


def _singly(lines: Sequence[_Line]) -> Iterator[Edit]:
    for line in lines:
        if _LONE_MARK.fullmatch(line.words):
            yield _left_out(line.start, line.end, "lone_mark")
        elif len(line.words) > _LONGEST_LINE or _SENTENCE.search(line.words):
            continue
        elif len(set(_SPAM.findall(line.words))) >= _FEWEST_SPAM_WORDS:
            yield _left_out(line.start, line.end, "spam_line")
        elif _BREADCRUMB.fullmatch(line.words):
            yield _left_out(line.start, line.end, "breadcrumb")


def _links(lines: Sequence[_Line]) -> Iterator[Edit]:
    """Yield the list of links at the foot: from its label on nothing is a sentence."""
    foot = lines[-2 * _EDGE_LINES :]
    for index, line in enumerate(foot):
        if index == 0 or not _RELATED.fullmatch(line.words):
            continue
        rest = foot[index:]
        if all(map(_is_link, rest)):
            yield _left_out(line.start, rest[-1].end, "related_links")
            return


def _is_link(line: _Line) -> bool:
    if _BULLET.match(line.words) or _RELATED.fullmatch(line.words):
        return True
    return _is_menu(line) and not _SENTENCE.search(line.words)


def _menus(lines: Sequence[_Line]) -> Iterator[Edit]:
    for line in {*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]}:
        if _is_menu(line):
            yield _left_out(line.start, line.end, "menu_line", is_certain=False)


def _is_menu(line: _Line) -> bool:
    words = re.split(r"[\s|]+", line.words.strip())
    known = sum(word in _SITE_WORDS for word in words)
    return (
        len(words) >= _FEWEST_MENU_WORDS
        and known >= _FEWEST_SITE_WORDS
        and all(len(word) <= 8 for word in words)
    )


def _markup(text: str) -> Iterator[Edit]:
    for tag in _MARKUP.finditer(text):
        instead = " " if tag[0].startswith("&") else ""
        yield Edit(tag.start(), tag.end(), instead, "markup", VERSION, is_certain=True)


def _left_out(start: int, end: int, rule: Rule, *, is_certain: bool = True) -> Edit:
    return Edit(start, end, "", rule, VERSION, is_certain)
