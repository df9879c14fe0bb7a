"""Which words name places, and which places are meant?"""

import re
from collections.abc import Iterable, Mapping, Sequence

from archive.model import EntityId, Metadata
from indexer.fold import fold_characters
from indexer.gazetteer import TOWNSHIP, Gazetteer, Place, year_of
from indexer.recognise.base import Found, Reading, by_place
from indexer.recognise.dates import date_of
from indexer.recognise.place_choice import PlaceChooser
from indexer.recognise.place_lists import listed_places
from indexer.recognise.place_names import (
    NamedSpan,
    PlaceNames,
    is_open_before,
    whole,
)

_HAN = "\u4e00-\u9fff"
_BELOW = re.compile(f"[{_HAN}]{{1,5}}?(?:民族乡|乡(?!村|镇)|镇|街道|公社|苏木|村|社区)")
_VILLAGE_END = re.compile("(?:行政|自然)?村|社区")
_VILLAGE = re.compile(
    f"(?:(?<=[^{_HAN}])|(?<=[、和在到至赴]))"
    f"(?![该全本各农乡山新一两三四五六七八九十多示贫每几数同邻外驻村是为及或将在有使入进]"
    f"|[{_HAN}]{{0,2}}[乡农山]村|行政|自然|中心|重点|美丽|城中|未来|古|传统|[^村]{{0,3}}(?:的|个))[{_HAN}]{{2,3}}村"
    "(?![民委庄级务里镇口干组域风居])"
)
_ROAD = re.compile(
    f"(?:(?<![{_HAN}])|(?<=[、和与在驻至沿过]))"
    f"(?![各该本条全有等对])[{_HAN}]{{2,4}}(?:大道|大街|公路(?![局网段管])|高速(?=[、，,]|公路))"
)
_NO_ROAD = re.compile(
    "农村|乡村|等级|干线|高速公路$|国道|省道|环城|旅游|水泥|硬化|[一二三四]级|县乡|通村|边防|康庄|阳光"
)
_COMMUNE = re.compile(
    f"(?:(?<![{_HAN}])|(?<=[、和及与将把原由]))(?![各该本全个一二三四五六七八九十几数两])[{_HAN}]{{2,4}}?公社(?!化)"
)
_WATER = re.compile(
    f"(?:(?<=[^{_HAN}])|(?<=河流)|(?<=境内)|(?<=前往)|(?<=[、和在]))"
    f"(?![该全本各大小两一三内外沿]|河流|江河)[{_HAN}]{{1,3}}(?:[溪河江]|水库)"
    "(?=为.?.?类水|流域|水质|水域|河段|治理|综合|两岸|沿岸|沿线|上游|下游|支流)"
)


class PlaceRecogniser:
    """Finds places by the gazetteer, and below townships by the words around."""

    name = "places"
    version = "4"

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names = PlaceNames(gazetteer)

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        year = year_of(reading.metadata.issued_on) or last_year(found, text)
        chooser = PlaceChooser(self._gazetteer, year)
        spans = _merged(self._names.upper(text), self._names.townships(text))
        places = chooser.choose(spans, self._leading(reading.metadata))
        mentions = [
            self._found(span, place if span is one else None)
            for one, place in zip(spans, places, strict=True)
            if (span := whole(text, one, place))
        ]
        taken = _Taken(mentions)
        townships = {p.id: p for p in places if p is not None and p.level == TOWNSHIP}
        taken.add(self._villages(text, townships))
        taken.add(self._below(text, mentions))
        self._add_listed(text, taken)
        taken.add(self._by_context(text))
        return sorted(taken.mentions, key=by_place)

    def _leading(self, metadata: Metadata) -> list[NamedSpan]:
        lines = [fold_characters(t) for t in (metadata.title, *metadata.issuers) if t]
        return [span for line in lines for span in self._names.upper(line)]

    def _found(self, span: NamedSpan, place: Place | None) -> Found:
        entity = place.id if place else None
        return Found(span.start, span.end, "place", self.name, entity, span.name)

    def _villages(self, text: str, townships: Mapping[EntityId, Place]) -> list[Found]:
        """Return villages of the townships that the text names."""
        known: dict[str, list[EntityId]] = {}
        for township in townships:
            for name, village in self._gazetteer.villages(township).items():
                known.setdefault(name, []).append(village)
        return [
            Found(
                start,
                match.end(),
                "place",
                self.name,
                ids[0],
                text[start : match.end()],
            )
            for match in _VILLAGE_END.finditer(text)
            for start, ids in _known_before(text, match, known)
            if len(ids) == 1
        ]

    def _below(self, text: str, mentions: Sequence[Found]) -> list[Found]:
        """Return names of villages and former townships right behind a place."""
        found: list[Found] = []
        for mention in mentions:
            is_full = (
                text[mention.end - 1] in "县市区旗镇乡"
                or text[mention.end - 2 : mention.end] == "街道"
            )
            match = _BELOW.match(text, mention.end) if is_full else None
            if match and not re.search(
                "[的等各全在党委组织农书记和与及区县市省下辖所属级调推检察视慰召举开到]|人民|政府|人大|^[代原前]|乡镇|城镇|^街道$|乡村",
                match[0],
            ):
                found.append(Found(*match.span(), "place", self.name))
        return found

    def _add_listed(self, text: str, taken: "_Taken") -> None:
        """Add what lists name; one may name a town that stands before another list."""
        for _ in range(2):
            before = len(taken.mentions)
            listed = listed_places(text, sorted(taken.mentions, key=by_place))
            taken.add(Found(*span, "place", self.name) for span in listed)
            taken.add(self._again(text, taken.mentions))
            if len(taken.mentions) == before:
                return

    def _again(self, text: str, mentions: Sequence[Found]) -> list[Found]:
        """Return further mentions of townships and villages found once by a list."""
        names = {
            text[m.start : m.end]
            for m in mentions
            if m.entity is None and m.end - m.start > 2
        }
        names = {n for n in names if n[-1] in "乡镇村"}
        if not names:
            return []
        longest = sorted(names, key=len, reverse=True)
        return [
            Found(*match.span(), "place", self.name)
            for match in re.finditer("|".join(map(re.escape, longest)), text)
        ]

    def _by_context(self, text: str) -> list[Found]:
        """Return rivers, roads and villages that the gazetteer does not have."""
        waters = {m[0] for m in _WATER.finditer(text)}
        spans = [m.span() for m in _VILLAGE.finditer(text)]
        spans += [m.span() for m in _COMMUNE.finditer(text)] if "公社" in text else []
        spans += [m.span() for m in _ROAD.finditer(text) if not _NO_ROAD.search(m[0])]
        spans += [m.span() for w in waters for m in re.finditer(re.escape(w), text)]
        return [Found(start, end, "place", self.name) for start, end in spans]


def last_year(found: Sequence[Found], text: str) -> int | None:
    """Return the last year that the text names: it cannot be older than that."""
    dates = [date_of(text[f.start : f.end]) for f in found if f.kind == "date"]
    return max(filter(None, map(year_of, dates)), default=None)


class _Taken:
    """Mentions that do not overlap; the first come stay."""

    def __init__(self, mentions: Iterable[Found]) -> None:
        self.mentions = list(mentions)
        self._places = {i for m in self.mentions for i in range(m.start, m.end)}

    def add(self, mentions: Iterable[Found]) -> None:
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            places = range(mention.start, mention.end)
            if self._places.isdisjoint(places):
                self.mentions.append(mention)
                self._places.update(places)


def _merged(upper: Iterable[NamedSpan], lower: Iterable[NamedSpan]) -> list[NamedSpan]:
    """Return both in order; where they overlap the longer stays."""
    merged: list[NamedSpan] = []
    for span in sorted([*upper, *lower], key=lambda s: (s.start, -s.end)):
        if not merged or merged[-1].end <= span.start:
            merged.append(span)
        elif span.end - span.start > merged[-1].end - merged[-1].start:
            merged[-1] = span
    return merged


def _known_before(
    text: str, kind: re.Match[str], known: Mapping[str, list[EntityId]]
) -> list[tuple[int, list[EntityId]]]:
    """Return where a known name begins: 首阳 of 首阳村, or 柳村 with its kind."""
    end = kind.start()
    for start in range(max(0, end - 6), end):
        if text[start:end] in known:
            return [(start, known[text[start:end]])]
        whole = text[start : kind.end()]
        if whole in known and (len(whole) > 2 or is_open_before(text, start)):
            return [(start, known[whole])]
    return []
