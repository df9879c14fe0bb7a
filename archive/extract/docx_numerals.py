"""How does Word display a number in a list of a given format (ECMA-376 §17.18.59)?"""

from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def numeral(number: int, number_format: str) -> str:
    """Return the number as displayed; a format not known is shown as decimal."""
    if number_format in {"none", "bullet"}:
        return ""
    write = _FORMATS.get(number_format)
    return write(number) if write is not None and number > 0 else str(number)


def _counting(number: int, digits: str, units: str, *, drops_one: bool) -> str:
    """Return 十一, 二十, 一百零三: digits with units, and 零 where places are empty."""
    if number > 9999:
        return str(number)
    text = ""
    places = [(number // 10**power % 10, power) for power in (3, 2, 1, 0)]
    for digit, power in places:
        if digit:
            unit = units[power - 1] if power else ""
            text += digits[digit] + unit
        elif text and not text.endswith(digits[0]) and number % 10**power:
            text += digits[0]
    is_teen = 10 <= number < 20
    return text[1:] if drops_one and is_teen else text


def _chinese(number: int) -> str:
    return _counting(number, "零一二三四五六七八九", "十百千", drops_one=True)


def _legal(number: int) -> str:
    return _counting(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟", drops_one=False)


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if number > 3999:
        return str(number)
    text = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text


def _letter(number: int) -> str:
    count, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (count + 1) if number <= 780 else str(number)


def _from(first: str, count: int) -> Callable[[int], str]:
    """Return a format whose numbers are ``count`` code points in a row."""
    return lambda n: chr(ord(first) + n - 1) if n <= count else str(n)


def _circled(number: int) -> str:
    for first, least, last in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if least <= number <= last:
            return chr(ord(first) + number - least)
    return str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if n <= len(signs) else str(n)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _legal,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalFullWidth": lambda n: str(n).translate(
        {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
    ),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
}
