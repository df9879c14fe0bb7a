"""What number do Chinese numerals say?"""

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9, "元": 1}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"亿": 100_000_000, "万": 10_000}

CHINESE_DIGITS = "零〇○一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
CHINESE_NUMERALS = CHINESE_DIGITS + "十拾百佰千仟万亿廿卅"


def chinese_number(text: str) -> int | None:
    """Return the number of 三千五百万, 二〇二四 or 廿三; None if it is none."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or not re.fullmatch(f"[{CHINESE_NUMERALS}元]+", text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    for sign, size in _GROUPS.items():
        high, found, low = text.rpartition(sign)
        if found:
            upper, lower = chinese_number(high or "一"), chinese_number(low or "零")
            return None if upper is None or lower is None else upper * size + lower
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int:
    total, digit = 0, None
    for character in text:
        if character in _TENS:
            total += (1 if digit is None else digit) * _TENS[character]
            digit = None
        else:
            digit = _DIGITS[character]
    return total + (digit or 0)
