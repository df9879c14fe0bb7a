"""Which text do these bytes spell, and in which encoding?

Byte-order mark, then strict UTF-8, then the likeliest of GB18030, Big5 and UTF-16
without a mark: the one whose characters are the most common together.
"""

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Pages labelled GB2312 use characters of GBK; Big5 pages those of Hong Kong.
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030"} | {
    "cp950": "big5hkscs",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
}
_SELF_CHECKING = frozenset(
    {"shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949", "hz"}
)
_PUBLIC_NAMES = {"big5hkscs": "big5"}

SAMPLE_BYTES = 1 << 18
_DECLARED_BONUS = 25.0
_VALID_BONUS = 10.0
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NON_ASCII = re.compile(rb"[\x80-\xff\x00]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with ``\\n`` line ends, how it was encoded, and how much was lost.

    ``undecodable`` counts the places that spell no character, each U+FFFD in
    the text.
    """

    text: str
    encoding: str
    undecodable: int = 0


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of ``data``; ``declared`` is what a page says of itself."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if _is_utf8(data):
        return _decoded(data, "utf-8")
    return _decoded(data, _likeliest(data, _codec(declared)))


def decode_name(raw: bytes) -> str:
    """Return a file's name from its bytes, which no label describes.

    Each byte that spells no character becomes U+FFFD.
    """
    scores = {
        raw.decode(encoding, "replace"): 0.0 for encoding in ("gb18030", "big5hkscs")
    }
    if _decodes(raw, "utf-8"):
        scores[raw.decode("utf-8", "replace")] = _VALID_BONUS
    return max(scores, key=lambda name: _log_likelihood(name) + scores[name])


def as_lines(text: str) -> str:
    """Return the text with every line end made ``\\n``."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, encoding: str) -> Decoded:
    undecodable = 0
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        undecodable = text.count("\ufffd")
    public_name = _PUBLIC_NAMES.get(encoding, encoding)
    return Decoded(as_lines(text), public_name, undecodable)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return False
    # UTF-16 may be valid UTF-8, but it is full of controls.
    return len(data) % 2 == 1 or not _CONTROLS.search(text)


def _codec(declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared.strip()).name.replace("-", "_")
    except (LookupError, ValueError):
        return None
    return _READ_AS.get(name, name)


def _likeliest(data: bytes, declared: str | None) -> str:
    sample = _sample(data)
    if declared in _SELF_CHECKING and _decodes(sample, declared):
        return declared
    candidates = ["gb18030", "big5hkscs", "utf-8"]
    if len(data) % 2 == 0 or len(data) > SAMPLE_BYTES:
        candidates += ["utf-16-le", "utf-16-be"]
    if declared == "cp1252" or declared == "iso8859_1":
        candidates.append("cp1252")
    scores = {
        encoding: _log_likelihood(sample.decode(encoding, "replace"))
        + (_DECLARED_BONUS if encoding == declared else 0.0)
        for encoding in candidates
    }
    return max(candidates, key=scores.__getitem__)


def _sample(data: bytes) -> bytes:
    """Return the part that tells encodings apart, beginning on an even byte."""
    if len(data) <= SAMPLE_BYTES:
        return data
    first = _NON_ASCII.search(data)
    start = (first.start() if first else 0) & ~1
    return data[start : start + SAMPLE_BYTES]


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _log_likelihood(text: str) -> float:
    """Return the natural logarithm of how likely these characters are, in any order."""
    return -sum(count * rarity(one) for one, count in Counter(text).items())


def rarity(character: str) -> float:
    """Return the negative natural logarithm of a character's share of official text."""
    return _rarities().get(character) or _rarity_of_range(ord(character))


@cache
def _rarities() -> Mapping[str, float]:
    table = resources.files("archive").joinpath("data", "common_characters.txt")
    rarities: dict[str, float] = {}
    for line in table.read_text("utf-8").splitlines():
        rarity, _, characters = line.partition(" ")
        rarities.update(dict.fromkeys(characters, float(rarity)))
    rarities.update(dict.fromkeys("，。、：；（）“”《》〇〔〕\u3000", 5.0))
    rarities.update(dict.fromkeys("「」『』【】？！‘’—…·－～○①②③④⑤●■★", 8.0))
    rarities.update(dict.fromkeys("\t\n\r ", 4.0))
    return rarities


# Upper bound of a range and how rare its characters are in Chinese documents.
_RANGES = (
    (0x20, 30.0),
    (0x7F, 5.0),
    (0xA0, 25.0),
    (0x250, 12.0),
    (0x2000, 16.0),
    (0x2E80, 13.0),
    (0x3000, 18.0),
    (0x3040, 11.0),
    (0x3100, 13.0),
    (0x3130, 18.0),
    (0x3400, 15.0),
    (0x4E00, 19.0),
    (0xA000, 15.5),
    (0xE000, 20.0),
    (0xF900, 25.0),
    (0xFF00, 18.0),
    (0xFF5F, 9.5),
    (0xFFF0, 16.0),
    (0x10000, 28.0),
)


def _rarity_of_range(code_point: int) -> float:
    for bound, rarity in _RANGES:
        if code_point < bound:
            return rarity
    return 21.0
