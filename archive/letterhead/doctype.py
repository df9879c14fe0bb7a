"""Which kind of paper is it, as its title says?

The closed list, longest first where one ends another. A title that says none of them
gives none: a wrong type is worse than none.
"""

import re
from collections.abc import Mapping

_TYPES: Mapping[str, tuple[str, ...]] = {
    "交接清单": ("交接清单", "移交清单", "事项清单"),
    "交接书": ("交接书", "移交书", "交接表", "交接单", "交接手册", "移交表"),
    "政府工作报告": ("政府工作报告",),
    "述职报告": ("述职报告", "述职述廉报告", "述职述责述廉报告", "述责述廉报告"),
    "工作报告": ("工作报告", "工作情况报告", "工作情况的报告", "工作汇报"),
    "工作总结": ("工作总结",),
    "通知": ("通知",),
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
    "函": ("函", "复函", "答复"),
    "命令": ("令", "命令"),
    "方案": ("方案",),
    "规划": ("规划", "计划"),
    "法律": ("法", "法典"),
}
_ORDER = sorted(
    ((ending, name) for name, endings in _TYPES.items() for ending in endings),
    key=lambda pair: -len(pair[0]),
)
TYPES = tuple(_TYPES)
"""The types a letterhead can give."""
_AFTER = re.compile(
    r"(?:\s*[(（〔\[【][^()（）〔〕\[\]【】]{1,12}[)）〕\]】])+\s*$|\s+$|[12]\d{3}年?度?$"
)


def document_type(title: str | None) -> str | None:
    """Return the type that a title ends with, remarks in brackets aside."""
    if not title:
        return None
    core = title.rstrip()
    while shorter := _AFTER.search(core):
        core = core[: shorter.start()]
    for ending, name in _ORDER:
        if core.endswith(ending):
            return _law_or_none(core) if name == "法律" else name
    return None


def _law_or_none(core: str) -> str | None:
    """A title in 法 is a law only if it says so: 办法 was tried before."""
    is_law = core.startswith("中华人民共和国") or core in ("宪法", "刑法", "民法典")
    return "法律" if is_law else None
