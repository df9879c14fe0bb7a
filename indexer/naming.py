"""How does a work stand that other works of the archive name?

A *work* is what a title names: a code and its 第五十四条 are one work. A text names a
work inside 《》, or plainly where the words before make a border (依照刑法) and no
longer name goes on (刑法修正案 does not name 刑法). Candidates are taken without
knowing which works are held, so that no document is read again when a work arrives.

Being named often says of a work what its wording does not: where a question is put in
other words than the documents, such works are more likely to be meant.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import PurePath
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold_query

NAMING_WEIGHT = 0.4
"""The most that naming adds, as a share of the best score; 0 leaves it out."""
CANDIDATES = 500
"""Only so many best documents are lifted, and those that tie with the last."""
HALFWAY = 10
"""So many works must name a work for half of the most that it can gain."""

KEY_BITS = 44
"""A key shares 64 bits with the number of a document."""

Numbers = TypeVar("Numbers", float, NDArray[np.float64])

_KINDS = (
    *("法典", "法", "条例", "办法", "规定", "规则", "细则", "解释", "决定", "决议"),
    *("意见", "通知", "通告", "公告", "通报", "批复", "答复", "方案", "纲要", "规划"),
    *("制度", "公约", "章程", "标准", "规程", "规范", "准则", "要点", "报告", "命令"),
    *("清单", "交接书", "纪要"),
)
_KIND = "|".join(_KINDS)
_GOES_ON = "典|律|人|院|定|规|治|官|庭|学|警|实施(?:条例|细则|办法|规定)|修正案"
_END = re.compile(f"(?:{_KIND})(?!{_GOES_ON})")
_ENDS_LIKE_A_WORK = re.compile(f"(?:{_KIND})$")
_QUOTED = re.compile("《([^《》\n]{2,80})》")
_UNDER = "依照|根据|依据|按照|参照|违反|符合|适用|遵守|执行|贯彻|落实|规定为|是指"
_BEFORE = re.compile(
    f"(?:中华人民共和国|{_UNDER}|实施|修改|修订|修正|废止|制定|印发|公布|发布|颁布|转发|履行|属于|构成|有关|关于|或者"
    "|以及|及其|除|为|对|在|由|以|和|与|及|或|的|于|有|到|后|前|称)"
)
_REFERS = re.compile(
    f"[本该此其前各第另]|上述|国家(?:有关|规定|标准)|法律|法规|有关|相关|{_UNDER}"
)
_OUTSIDE_RUN = re.compile("[^\u4e00-\u9fff]")
_ARTICLE = re.compile(
    "第[零一二三四五六七八九十百千\\d]+条(?:之[一二三四五六七八九十]+)?$"
)
_ISSUES = re.compile(
    "(?:印发|公布|发布|颁布)[《〈<](.{2,80})[》〉>](?:\\([^()]*\\))?的(?:通知|公告|决定|令)$"
)
_NOTE = re.compile(r"\([^()]*\)$")
_LONGEST_PLAIN = 16
_WINDOW = _LONGEST_PLAIN + 7


def work_of(title: str | None, name: str) -> str:
    """Return the work that a document is, or is a part of: folded, in short form.

    A document without a title is the work that its file is named after; a notice that
    issues a work (关于印发《…》的通知) is that work.
    """
    return _work(fold_query(title or PurePath(name).stem))


def names_in(folded: str) -> tuple[str, ...]:
    """Return each name of a work, and what may be one, that stands in folded text.

    Names are in short form, sorted.
    """
    names = {_work(quoted[1]) for quoted in _QUOTED.finditer(folded)}
    names = {name for name in names if _may_be_quoted(name)}
    names.update(_plain_names(folded))
    return tuple(sorted(names))


def key_of(name: str) -> int:
    """Return a number for a name, of ``KEY_BITS`` bits; the same in every process."""
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - KEY_BITS)


def standing(named_by: Numbers) -> Numbers:
    """Return how much being named by so many works counts, from 0 to below 1."""
    return named_by / (named_by + HALFWAY)


def most_lift(best: float, coverage: float, weight: float) -> float:
    """Return what a document of full standing gains.

    ``coverage`` is the share of the question's bigrams, by idf, that the document of
    the ``best`` score holds: a question in the words of the documents needs no help.
    """
    return weight * (1 - coverage) * best


def _work(title: str) -> str:
    return short_title(_ARTICLE.sub("", issued_title(title)))


def _plain_names(folded: str) -> Iterator[str]:
    for end in (match.end() for match in _END.finditer(folded)):
        before = folded[max(0, end - _WINDOW) : end]
        run = _OUTSIDE_RUN.split(before)[-1]
        starts = [match.end() for match in _BEFORE.finditer(run)]
        if len(run) < _WINDOW:
            starts.append(0)
        for start in starts:
            name = run[start:]
            if _may_be_plain(name):
                yield name


def _may_be_quoted(name: str) -> bool:
    return len(name) >= 4 or _ENDS_LIKE_A_WORK.search(name) is not None


def _may_be_plain(name: str) -> bool:
    shortest = 2 if name.endswith(("法", "法典")) else 4
    if not shortest <= len(name) <= _LONGEST_PLAIN or "的" in name:
        return False
    return _REFERS.match(name) is None


def issued_title(title: str) -> str:
    """Return the title of what a notice with this folded title issues, else itself."""
    issued = _ISSUES.search(title)
    return issued[1] if issued else title


def short_title(title: str) -> str:
    """Return a folded title without 《》, 中华人民共和国 and a note in brackets."""
    bare = title.replace("中华人民共和国", "").strip("《》 ")
    return _NOTE.sub("", bare).replace("《", "").replace("》", "")
