"""Which words are quantities, and how much is it?"""

import re
from collections.abc import Sequence
from decimal import Decimal

from indexer.recognise.base import Found, Reading
from indexer.recognise.numerals import CHINESE_NUMERALS, chinese_number

_UNIT = (
    "个百分点|平方公里|平方千米|平方米|立方米|公里|千米|公顷|公斤|千克|千瓦时|千瓦|兆瓦"
    "|人民币|美元|港元|欧元|元|亩|吨|米|户|人次|人|名|位|件|处|项|宗|起|座|条|套|台|辆"
    "|栋|幢|间|株|棵|卷|册|枚|家|所|村|斤|度|天|年|个月|岁|%|‰"
)
_GROUPS = {
    "": 1,
    "万": 10_000,
    "亿": 100_000_000,
    "万亿": 10**12,
    "千": 1000,
    "百": 100,
}
_ARABIC = "(?P<arabic>\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)"
_CHINESE = (
    f"(?P<chinese>[{CHINESE_NUMERALS}]{{2,12}}"
    f"|[二三四五六七八九两十](?=[余多]?(?:{_UNIT})))"
)
QUANTITY = re.compile(
    f"(?<!\\d,)(?<![\\d.第〕)a-z-])(?:{_ARABIC}\\s?(?P<group>[余多]?(?:万亿|[万亿千百])?)|{_CHINESE})"
    f"(?P<more>[余多]?)\\s?(?P<unit>{_UNIT})(?![月代级])"
)
_COUNTED = frozenset("年天人名位件处项起条家所村座次度家套个")
MONEY = frozenset({"元", "人民币", "美元", "港元", "欧元"})


class QuantityRecogniser:
    """Finds numbers with a unit; 一个 and 一人 are no quantities."""

    name = "quantities"
    version = "3"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        dates = {
            place for d in found if d.kind == "date" for place in range(d.start, d.end)
        }
        return [
            Found(*match.span(), "quantity", self.name, value=_value(match[0]))
            for match in QUANTITY.finditer(reading.text)
            if match.start() not in dates and not _is_idle(match)
        ]


def amount_of(text: str) -> tuple[Decimal, str] | None:
    """Return number and unit of a quantity, 万 and 亿 multiplied out."""
    match = QUANTITY.match(text)
    if match is None:
        return None
    if match["arabic"]:
        number = Decimal(match["arabic"].replace(",", ""))
        return number * _GROUPS[match["group"].strip("余多")], match["unit"]
    whole = chinese_number(match["chinese"])
    return None if whole is None else (Decimal(whole), match["unit"])


def _value(text: str) -> str | None:
    """Return the number without group signs, and the unit: 292200亩 for 29.22万亩."""
    amount = amount_of(text)
    if amount is None:
        return None
    number = amount[0].normalize()
    return f"{number:f}{amount[1]}"


def _is_idle(match: re.Match[str]) -> bool:
    """Tell if it is a year, or a small count in words such as 三项 and 五年."""
    if match["chinese"] and match["unit"] in _COUNTED:
        number = chinese_number(match["chinese"]) or 0
        return not match["more"] and number < 100
    return match["unit"] == "年" and len(match["arabic"] or "") == 4
