"""How does a matter of a handover read in a list?"""

import re
from decimal import Decimal

from archive.model import HandoverItem

LONGEST_LEAD = 30
_LEAD = re.compile("[^。；;:：\\n]{2,30}[。；;:：\\n]")
_MONEY = re.compile(r"(\d+(?:\.\d+)?)(元|亩|人|户|公里|平方米|处|件|个|座|吨)")


def lead(text: str) -> str:
    """Return what a matter is called: its first words, as books set them off."""
    found = _LEAD.match(text)
    if found:
        return found[0][:-1].strip()
    return text if len(text) <= LONGEST_LEAD else text[: LONGEST_LEAD - 1] + "…"


def rest(text: str) -> str:
    """Return what is said of it behind its name, or nothing."""
    found = _LEAD.match(text)
    if found:
        return text[found.end() :].strip()
    return text if len(text) > LONGEST_LEAD else ""


def amount_zh(amount: str) -> str:
    """Return an amount in the unit that people use: 8620000元 is 862 万元."""
    found = _MONEY.fullmatch(amount)
    if found is None:
        return amount
    number, unit = Decimal(found[1]), found[2]
    if number >= 10**8 and unit in ("元", "亩"):
        return f"{_plain(number / 10**8)} 亿{unit}"
    if number >= 10**4 and unit in ("元", "亩"):
        return f"{_plain(number / 10**4)} 万{unit}"
    return f"{_plain(number)} {unit}"


def similarity(one: HandoverItem, other: HandoverItem) -> float:
    """Return how much two matters' names share, from 0 to 1."""
    first, second = _pairs(lead(one.text)), _pairs(lead(other.text))
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\W\d_]", "", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _plain(number: Decimal) -> str:
    text = f"{number:,.4f}".rstrip("0").rstrip(".")
    return text
