"""Does a file's name read like a title?

A last resort for a text that shows none: most names are counters, scanners' words or
mangled, and those are no titles.
"""

import re

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_COUNTER = re.compile(
    r"^(?:\d+[\s_.、-]+)+"
    r"|(?:[\s_-]*[(（]?(?:\d{1,3}(?=[)）])|副本|复件|最终版?|终稿|定稿)[)）]?)+$"
)
_GENERIC = re.compile(
    r"新建|未命名|无标题|文本文档|扫描|图片|截图|文档\d|复件|微信|下载|临时|测试|新文件|\d{6,}"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def title_in_name(name: str) -> str | None:
    """Return the title that a file's name gives, or None."""
    stem = _EXTENSION.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    stem = _COUNTER.sub("", stem).strip(" _-")
    han = len(_HAN.findall(stem))
    if han < 4 or han * 2 < len(stem) or _GENERIC.search(stem) or _is_mangled(stem):
        return None
    return stem


def _is_mangled(stem: str) -> bool:
    """Tell whether the name was read in the wrong encoding."""
    if "\ufffd" in stem or "锟斤拷" in stem:
        return True
    try:
        stem.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    return True
