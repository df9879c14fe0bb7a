"""Where in a text do names of the gazetteer stand?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.gazetteer import TOWNSHIP, Gazetteer, Place

_FULL_END = re.compile("[省市县区旗盟州]")
_TOWNSHIP_END = re.compile("街道|[镇乡]|苏木|(?<=[农林牧])场|地区")
_LONGEST = 15
_NOT_AFTER = {"市": "场值价况", "区": "域别间块", "县": "域", "省": "略心力钱"}
_BEFORE_TWO = frozenset(
    "在至向到与和从由将对于及为赴驻给把同任原现拟省市州区盟销立复括辖的归属入称"
)
_NOT_AFTER_SHORT = re.compile(
    "[路街道门溪]|[江河](?![东西南北]|[县区市])|水库|公社|机场|火车站|[镇乡](?![镇村])|两岸|沿岸|沿线|流域|上游|下游|大[街道学]|方[面向]|人民路"
)
_LEFT = re.compile(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,2}$|(?<=[和与及的、])[\u4e00-\u9fff]{1,2}$"
)
_AREAS = frozenset(("城区", "郊区", "矿区"))
"""Districts of cities, and areas of any town."""
_BEFORE_AREA = frozenset("市州原立销将和及、为归")
_TO_HOLD = frozenset("拟现曾担调出改转升兼历")
"""Before 任 they make a verb of it: 拟任县财政局局长."""
_HEADED = frozenset("省市县区州旗乡镇部局厅院校处科所队")
"""Before 长 they make a title of it: 副县长武晓俊 is no 长武."""
_NO_TOWNSHIP = frozenset(("小城镇", "中心镇", "重点镇", "建制镇", "特色镇"))
_ITEM = (
    "(?:[\u4e00-\u9fff]{1,4}(?=、|[和及与]|等|\\d)"
    "|(?:(?![县市区省州旗盟的将])[\u4e00-\u9fff]){1,7}?)"
)
_LOWER_LIST = re.compile(
    f"(?:、{_ITEM})*?(?:[和及与]{_ITEM})?等?共?"
    "(?:(?:\\d+|[两二三四五六七八九十]+)个?)?"
    "(?:街道|镇(?!江)|乡(?![镇村城])|自然村|行政村|村(?![镇民回])|居委会|公社|办事处|社区|[林农]场)"
    "(?!、|等?共?[\\d两二三四五六七八九十]*个?[县市区旗])"
)
"""A list of towns or villages, whose short names are none of counties."""
_AND = re.compile("\\s*(?:、|和|与|及|以及)\\s*")
_COUNTED = re.compile(
    "\\s*(?:等|共)?\\s*[\\d两二三四五六七八九十]*\\s*个?\\s*(区县|县区|县市|县\\(市\\)|[县市区旗]|地区)"
)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name in the text and the places that bear it."""

    start: int
    end: int
    name: str
    candidates: tuple[Place, ...]
    is_short: bool = False


class PlaceNames:
    """Finds full and short names of the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def upper(self, text: str) -> list[NamedSpan]:
        """Return names of county level and above, in order, none in another."""
        full = list(self._full(text))
        return self._with_short(text, full)

    def townships(self, text: str) -> Iterator[NamedSpan]:
        """Yield names of townships, in order."""
        names = self._gazetteer.township_names
        for name in _ending(text, _TOWNSHIP_END, names, shortest=2):
            start, end = name
            places = self._gazetteer.townships_named(text[start:end])
            is_long = end - start > 2 or is_open_before(text, start)
            is_name = text[start:end] not in _NO_TOWNSHIP and not (
                text[end - 1] == "乡" and text[end : end + 1] in ("村", "镇")
            )
            if is_long and is_name and not _TOWNSHIP_END.fullmatch(text, start, end):
                yield NamedSpan(start, end, text[start:end], places)

    def _full(self, text: str) -> Iterator[NamedSpan]:
        names = self._gazetteer.full_names
        for start, end in _ending(text, _FULL_END, names, shortest=2):
            if text[end : end + 1] in _NOT_AFTER.get(text[end - 1], ()) and text[end:]:
                continue
            name = text[start:end]
            if name == "任县" and text[start - 1 : start] in _TO_HOLD:
                continue
            if name in _AREAS and text[start - 1 : start] not in _BEFORE_AREA:
                continue
            if len(name) > 2 or is_open_before(text, start):
                yield NamedSpan(start, end, name, self._gazetteer.named(name))

    def _with_short(self, text: str, full: Sequence[NamedSpan]) -> list[NamedSpan]:
        """Return the full names and those short ones that can be trusted."""
        covered = bytearray(len(text))
        for span in full:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        spans = sorted([*full, *self._short(text, covered)], key=lambda s: s.start)
        words = self._gazetteer.ordinary_words
        accepted: list[NamedSpan] = []
        for run in _runs(text, spans):
            sure = [s for s in run if not s.is_short or s.name not in words]
            listed = len(run) > 1 and (sure or len(run) > 2)
            counted = _COUNTED.match(text, run[-1].end) if len(run) > 1 else None
            if listed or counted:
                accepted += _of_kind(run, counted[1] if counted else run[-1].name[-1])
            else:
                accepted += sure or [s for s in run if self._is_below(accepted, s)]
        return accepted

    def _is_below(self, before: Sequence[NamedSpan], span: NamedSpan) -> bool:
        """Tell if the name stands right behind that of a place above it."""
        if not before or before[-1].end != span.start:
            return False
        above = {place.id for place in before[-1].candidates}
        return any(
            parent.id in above
            for place in span.candidates
            for parent in self._gazetteer.ancestors(place)
        )

    def _short(self, text: str, covered: bytearray) -> Iterator[NamedSpan]:
        lengths = self._lengths
        end = 0
        for i in self._pairs.places(text):
            pair = text[i : i + 2]
            if pair not in lengths or i < end:
                continue
            for length in lengths[pair]:
                name = text[i : i + length]
                if name in self._gazetteer.short_names and not any(
                    covered[i : i + length]
                ):
                    end = i + length
                    if text[i] == "长" and text[i - 1 : i] in _HEADED:
                        break
                    is_lower = _LOWER_LIST.match(text, end)
                    if not is_lower and not _NOT_AFTER_SHORT.match(text, end):
                        places = self._gazetteer.shortly_named(name)
                        yield NamedSpan(i, end, name, places, is_short=True)
                    break

    @cached_property
    def _pairs(self) -> "_Pairs":
        return _Pairs(self._lengths)

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """Lengths of short names by their first two characters, longest first."""
        lengths: dict[str, set[int]] = {}
        for name in self._gazetteer.short_names:
            lengths.setdefault(name[:2], set()).add(len(name))
        return {pair: sorted(found, reverse=True) for pair, found in lengths.items()}


class _Pairs:
    """Looks for many pairs of characters at once; may give a few places too many."""

    _BITS = 16

    def __init__(self, pairs: Iterable[str]) -> None:
        self._known = np.zeros(1 << self._BITS, dtype=np.bool_)
        self._known[self._hashes("".join(pairs))[::2]] = True

    def places(self, text: str) -> list[int]:
        """Return where one of the pairs may begin, in order."""
        found: list[int] = np.flatnonzero(self._known[self._hashes(text)]).tolist()
        return found

    def _hashes(self, text: str) -> NDArray[np.uint32]:
        codes = np.frombuffer(
            text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32
        )
        mixed = codes[:-1] * np.uint32(0x9E3779B1) + codes[1:] * np.uint32(0x85EBCA6B)
        return mixed >> np.uint32(32 - self._BITS)


def _ending(
    text: str, pattern: re.Pattern[str], names: object, *, shortest: int
) -> Iterator[tuple[int, int]]:
    """Yield spans of known names that end where the pattern ends, the longest each."""
    assert hasattr(names, "__contains__")
    last = 0
    for match in pattern.finditer(text):
        end = match.end()
        for start in range(max(last, end - _LONGEST), end - shortest + 1):
            if text[start:end] in names:
                yield start, end
                last = end
                break


def is_open_before(text: str, start: int) -> bool:
    """Tell if a name of two characters may begin here: no word runs into it."""
    before = text[start - 1 : start]
    return not ("\u4e00" <= before <= "\u9fff") or before in _BEFORE_TWO


def whole(text: str, span: NamedSpan, place: Place | None) -> NamedSpan | None:
    """Return the name with the characters that belong to it, None if it is no name.

    A township may be the end of a longer name, 河头乡 of 清河头乡 in a list, or of
    other words, 发展乡 of 发展乡村, if nothing places it.
    """
    lowest = all(p.level == TOWNSHIP for p in span.candidates)
    if place is not None or not lowest or is_open_before(text, span.start):
        return span
    before = _LEFT.search(text, max(0, span.start - 3), span.start)
    if before is None:
        return None
    return replace(span, start=before.start(), name=text[before.start() : span.end])


def _of_kind(run: Sequence[NamedSpan], kind: str) -> list[NamedSpan]:
    """Let the short names of a list be of the kind that stands at its end.

    岳阳 in 岳阳、平江、湘阴县 is the county.
    """
    narrowed: list[NamedSpan] = []
    for span in run:
        full = [p for p in span.candidates if _bears(p, span.name + kind)]
        is_meant = (span.is_short and span is not run[-1]) or not run[-1].is_short
        places = tuple(full) if span.is_short and full and is_meant else span.candidates
        narrowed.append(replace(span, candidates=places))
    return narrowed


def _bears(place: Place, name: str) -> bool:
    return any(n.name == name for n in place.names)


def _runs(text: str, spans: Sequence[NamedSpan]) -> Iterator[list[NamedSpan]]:
    """Yield names joined by 、 and 和 together."""
    run: list[NamedSpan] = []
    for span in spans:
        if run and not _AND.fullmatch(text, run[-1].end, span.start):
            yield run
            run = []
        run.append(span)
    if run:
        yield run
