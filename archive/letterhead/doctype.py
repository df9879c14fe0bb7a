"""Which kind of paper is it, as its title says?

The list is closed, the longest ending counts, and a title that ends in none of them
gives none: a wrong type is worse than none. Statutes, their amendments and judicial
interpretations end in words of their own; 新闻 is told by its byline, not its title.
"""

import re
from collections.abc import Mapping

from archive.letterhead.lines import plain

_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "交接书": ("交接书", "移交书", "交接手册"),
    "交接清单": ("交接清单", "移交清单", "交接表", "移交表", "交接单", "移交单"),
    "政府工作报告": ("政府工作报告",),
    "述职报告": ("述职报告", "述廉报告", "述德报告", "述法报告", "述学报告"),
    "工作报告": ("工作报告",),
    "工作总结": ("工作总结",),
    "通知": ("通知", "通知书"),
    "通报": ("通报",),
    "批复": ("批复",),
    "意见": ("意见",),
    "办法": ("办法",),
    "规定": ("规定",),
    "规则": ("规则",),
    "细则": ("细则",),
    "条例": ("条例",),
    "决定": ("决定",),
    "决议": ("决议",),
    "公告": ("公告",),
    "通告": ("通告",),
    "公报": ("公报",),
    "请示": ("请示",),
    "报告": ("报告",),
    "纪要": ("纪要",),
    "议案": ("议案",),
    "函": ("函", "的答复"),
    "命令": ("命令", "政府令", "国务院令", "部令", "局令", "主席令"),
    "方案": ("方案",),
    "规划": ("规划",),
    "计划": ("计划",),
    "司法解释": ("的解释",),
}
LAW = "法律"
NEWS = "新闻"
_BY_LENGTH = sorted(
    ((ending, name) for name, endings in _ENDINGS.items() for ending in endings),
    key=lambda pair: -len(pair[0]),
)
TYPES = (*_ENDINGS, LAW, NEWS)
"""The types a letterhead can give."""
_REMARK = re.compile(r"\([^()]{1,40}\)$|(?:19|20)\d\d年?度?$|[一二三四五\d]$|[*#_]+$")
_LAW = re.compile(
    r"^中华人民共和国.*(?:(?<!办)法|法典|修正案)$|^(?:宪法|民法典|刑法|刑法修正案)$"
)
_JUDICIAL = re.compile(r"^最高人民(?:法院|检察院)")
_HANDED_OVER = re.compile(r"(?:交接|移交|交业|交班).*(?:清单|台账)$")
_NO_TYPE = re.compile(r"(?:看法|方法|做法|书法|想法|来函|公函|信函|征求意见|信访意见)$")


def document_type(title: str | None) -> str | None:
    """Return the type that a title ends with, remarks in brackets aside."""
    if not title:
        return None
    core = "".join(plain(title).split())
    while shorter := _REMARK.search(core):
        core = core[: shorter.start()]
    if _LAW.match(core):
        return LAW
    if _HANDED_OVER.search(core):
        return "交接清单"
    if _NO_TYPE.search(core):
        return None
    kind = next((name for ending, name in _BY_LENGTH if core.endswith(ending)), None)
    return None if kind == "司法解释" and not _JUDICIAL.match(core) else kind
