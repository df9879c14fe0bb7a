"""How does a spreadsheet show a number, by its number format?

The codes are those of ECMA-376 Part 1 §18.8.31; formats that follow the reader's own
country, fractions, names of days and months, and lengths of time are not rendered.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0",
    42: '"¥"#,##0',
    43: "#,##0.00",
    44: '"¥"#,##0.00',
}
"""What the numbered formats show (§18.8.30, for Chinese); those of no country."""
_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)'
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]"
    r"|(?P<digits>[0#?.,]*[0#?][0#?.,]*)|(?P<exponent>[Ee][+-]0+)|(?P<percent>%)"
    r"|(?P<clock>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*);')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_QUOTED = r'"[^"]*"|\\.|[_*].'
_UNKNOWN = re.compile(
    r"general|am/pm|上午/下午|[/@eba]|d{3}|m{3}|\[(?:h+|m+|s+)\]", re.IGNORECASE
)
_CHINESE = re.compile("[年月日时分秒]")
_MOST_DECIMALS = 15
_LARGEST = 1e15
"""Beyond it a float has no digits after the point to show."""

Part = tuple[str, str]
_HOLDS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def number_shown(number: float, code: str) -> str | None:
    """Return a number as a format shows it, or None if that cannot be told."""
    parts = _section_of(number, code)
    if not parts or abs(number) >= _LARGEST:
        return None
    is_negative = number < 0 and len(_sections(code)) == 1
    kinds = [kind for kind, _ in parts]
    if "unknown" in kinds or "clock" in kinds or kinds.count("digits") > 1:
        return None
    amount = abs(number) * 100 ** kinds.count("percent")
    exponent = next((text for kind, text in parts if kind == "exponent"), None)
    shown = "".join(
        _digits(amount, text, exponent) if kind == "digits" else text
        for kind, text in parts
        if kind != "exponent"
    ).strip()
    return f"-{shown}" if is_negative and re.search("[1-9]", shown) else shown


def moment_shown(moment: date, code: str) -> str | None:
    """Return a day or moment as a Chinese format shows it, or None for another."""
    parts = _sections(code)[0]
    written = "".join(text for kind, text in parts if kind != "clock")
    units = [text.lower() for kind, text in parts if kind == "clock"]
    is_month = units in (["yyyy", "m"], ["yyyy", "mm"])
    if not (_CHINESE.search(written) or is_month) or _has(parts, "unknown", "digits"):
        return None
    moment_of_day = moment if isinstance(moment, datetime) else None
    when = moment_of_day.time() if moment_of_day else time()
    shown = ""
    for at, (kind, text) in enumerate(parts):
        if kind != "clock":
            shown += text
            continue
        is_minutes = _clock(parts[:at][::-1]) == "h" or _clock(parts[at + 1 :]) == "s"
        shown += _unit(moment, when, text.lower(), is_minutes=is_minutes)
    return shown.strip()


def _has(parts: Sequence[Part], *kinds: str) -> bool:
    return any(kind in kinds for kind, _ in parts)


def _clock(parts: Sequence[Part]) -> str:
    """Return the letter of the first unit of time, nothing without one."""
    return next((text[0].lower() for kind, text in parts if kind == "clock"), "")


def _unit(day: date, when: time, unit: str, *, is_minutes: bool) -> str:
    if unit[0] == "y":
        return f"{day.year:04}" if len(unit) > 2 else f"{day.year % 100:02}"
    values = {"m": day.month, "d": day.day, "h": when.hour, "s": when.second}
    value = when.minute if unit[0] == "m" and is_minutes else values[unit[0]]
    return f"{value:02}" if len(unit) == 2 else str(value)


def _digits(amount: float, pattern: str, exponent: str | None) -> str:
    whole, _, decimals = pattern.partition(".")
    thousands = sum(len(one) - len(one.rstrip(",")) for one in (whole, decimals))
    decimals = re.sub("[^0#?]", "", decimals)[:_MOST_DECIMALS]
    if exponent is not None:
        return f"{amount:.{len(decimals)}E}"
    amount /= 1000**thousands
    grouping = "," if "," in whole.rstrip(",") else ""
    # Half up, as spreadsheets round; twelve digits hide what binary fractions add.
    shown = f"{float(f'{amount:.15g}') + 1e-12 * amount:{grouping}.{len(decimals)}f}"
    before, point, after = shown.partition(".")
    least = decimals.count("0")
    while len(after) > least and after.endswith("0"):
        after = after[:-1]
    before = before.rjust(whole.count("0"), "0")
    if before == "0" and "0" not in whole:
        before = ""
    return before + (point + after if after or "." in pattern else "")


def _section_of(number: float, code: str) -> tuple[Part, ...]:
    """Return the section that shows a number; none where that cannot be told."""
    sections, conditions = _sections(code), _conditions(code)
    if conditions:
        # Which sign a negative number keeps, programs do not agree on.
        if (
            number < 0
            or conditions[0] is None
            or None in conditions[: len(sections) - 1]
        ):
            return ()
        for parts, condition in zip(sections, conditions, strict=True):
            if condition is None or _HOLDS[condition[0]](number, condition[1]):
                return parts
        return ()
    if number < 0 and len(sections) > 1:
        return sections[1]
    if number == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


@lru_cache(maxsize=512)
def _conditions(code: str) -> tuple[tuple[str, float] | None, ...]:
    """Return the condition of each section; nothing if none has one."""
    found = [
        _CONDITION.search(re.sub(_QUOTED, "", section))
        for section in _SECTION.findall(f"{code};")
    ]
    if not any(found):
        return ()
    return tuple((one[1], float(one[2])) if one else None for one in found)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[Part, ...], ...]:
    return tuple(_parts(section) for section in _SECTION.findall(f"{code};"))


def _parts(section: str) -> tuple[Part, ...]:
    bare = re.sub(_QUOTED, "", section)
    times = re.sub(r"\[(?!(?:h+|m+|s+)\])[^\]]*\]", "", bare, flags=re.IGNORECASE)
    if _UNKNOWN.search(re.sub("[Ee][+-]0+", "", times)):
        return (("unknown", ""),)
    found: list[Part] = []
    for match in _PARTS.finditer(section):
        kind = match.lastgroup
        if kind in ("digits", "exponent", "clock"):
            found.append((kind, match[0]))
        elif kind == "percent":
            found.append(("percent", "%"))
        elif kind in ("quoted", "escaped", "currency", "other"):
            found.append(("text", match[kind]))
    return tuple(found)
