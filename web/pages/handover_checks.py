"""Does a handover book hold what it should, and what became of the one before?

A suggestion with its reason, never a verdict: what is not read here may still stand
in the paper.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.model import Handover, HandoverItem
from web.pages.matters import amount_zh, lead, similarity
from web.pages.tags import PageTag
from web.present import date_zh

SAME = 0.6
"""So much of the shorter name in the other makes two matters one."""
_HOLDINGS: tuple[tuple[str, str], ...] = (
    ("资产", "资产|房屋|用房|设备|车辆"),
    ("债权债务", "债"),
    ("人员编制", "编制|在编|人员"),
    ("档案、印章或合同", "档案|印章|文书|合同"),
)

Proof = Callable[[HandoverItem], PageTag]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a book should hold, and where it does."""

    name: str
    is_met: bool
    tag: PageTag | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """A matter of the book before and what this book says of it.

    ``state`` holds the kind, sign and word of the verdict; ``reason`` says why.
    """

    lead: str
    before: str
    before_tag: PageTag
    now: str
    now_tag: PageTag | None
    state: tuple[str, str, str]
    reason: str


def requirements(handover: Handover, proof: Proof) -> list[Requirement]:
    """Return the twelve things a handover book should hold, in order."""
    found = [
        Requirement("移交人", bool(handover.outgoing), value=handover.outgoing or ""),
        Requirement("接收人", bool(handover.incoming), value=handover.incoming or ""),
        Requirement(
            "监交人", bool(handover.supervisor), value=handover.supervisor or ""
        ),
        Requirement("交接日期", bool(handover.date), value=date_zh(handover.date)),
    ]
    for part in ("发展思路", "未结事项", "存量家底", "问题隐患"):
        first = next((i for i in handover.items if i.part == part), None)
        found.append(
            Requirement(part, first is not None, proof(first) if first else None)
        )
    holdings = [i for i in handover.items if i.part == "存量家底"]
    for name, pattern in _HOLDINGS:
        first = next((i for i in holdings if re.search(pattern, i.text)), None)
        found.append(
            Requirement(name, first is not None, proof(first) if first else None)
        )
    return found


def carried_items(
    earlier: Sequence[HandoverItem],
    later: Sequence[HandoverItem],
    *,
    before: Proof,
    now: Proof,
) -> list[CarriedItem]:
    """Return for each matter left unfinished what the next book says of it."""
    return [_carried(item, later, before, now) for item in earlier]


def _carried(
    item: HandoverItem, later: Sequence[HandoverItem], before: Proof, now: Proof
) -> CarriedItem:
    best = max(later, key=lambda other: similarity(item, other), default=None)
    said = _facts(item)
    if best is None or similarity(item, best) < SAME:
        return CarriedItem(
            lead(item.text),
            said,
            before(item),
            "不见于本册",
            None,
            ("warn", "gone", "未再提及"),
            "本册没有名称相近的事项",
        )
    changes = [
        word
        for word, is_changed in (
            ("金额", item.amounts[:1] != best.amounts[:1]),
            ("期限", item.deadline != best.deadline),
        )
        if is_changed
    ]
    if best.part != "未结事项":
        changes.append(f"改列{best.part}")
    state = ("warn", "change", "有变化") if changes else ("info", "open", "未结")
    reason = f"名称相近，{'、'.join(changes)}不同" if changes else "名称相近，金额相同"
    return CarriedItem(
        lead(item.text), said, before(item), _facts(best), now(best), state, reason
    )


def _facts(item: HandoverItem) -> str:
    facts = [amount_zh(amount) for amount in item.amounts[:1]]
    if item.deadline:
        facts.append(f"{date_zh(item.deadline)}到期")
    return "，".join(facts) or "未写金额和期限"
