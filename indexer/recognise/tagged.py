"""Which names do the learned weights see that no rule has found?

In administrative text the rules are surer, and the tagger speaks only where they are
silent. A line of news or of a résumé is labelled by other habits, which the tagger
has learned; there the rules only add what it leaves out.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from indexer.recognise.base import NAMES, TAGGER, Found, Reading
from indexer.recognise.normal import STOP
from indexer.recognise.tagger import TaggedSpan, Tagger, open_tagger
from indexer.word_files import read_bytes

_HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U000323af"
_WORD = re.compile(f"[{_HAN}A-Za-z][{_HAN}A-Za-z0-9·.\\-()、 \u3000]*")


_PLACE_END = re.compile("(?:[沟寨庄坪墩镇村屯湾滩堡坝圩垸洼沱垭家]|..路)$")
"""Of a village or a road, where the tagger takes a list of them for people."""
_FACTS = frozenset(("date", "document_number", "quantity"))
_SURE = 0.85
"""Less sure spans that the tagger adds to rules of offices were mostly wrong."""


class TaggedRecogniser:
    """Proposes what the shipped tagger names; where it overlaps a rule, it wins."""

    name = TAGGER

    def __init__(self) -> None:
        model = hashlib.sha256(read_bytes("tagger.npz")).hexdigest()
        self.version = f"2 with model {model[:8]}"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        names = [f for f in found if f.kind in NAMES]
        facts = _covered(f for f in found if f.kind in _FACTS)
        facts.update(m.start() for m in re.finditer(STOP, text))
        facts |= _covered(_bounded(text, names))
        spans = [_trimmed(text, s) for s in self._tagger.tag(text)]
        spans = [s for s in spans if s.start < s.end and _is_free(s, facts)]
        if reading.is_administrative:
            spans = [s for s in spans if _is_chinese(text[s.start : s.end])]
            spans = list(_beside_rules(text, spans, names))
        elif not _is_chinese(text):
            spans = []
        known = {(f.start, f.end): f.kind for f in names}
        return [
            Found(s.start, s.end, s.kind, self.name, name=_name(text, s))
            for s in spans
            if not _is_known(s, known.get((s.start, s.end)))
        ]

    @cached_property
    def _tagger(self) -> Tagger:
        return open_tagger()


def _beside_rules(
    text: str, spans: Sequence[TaggedSpan], names: Sequence[Found]
) -> Iterator[TaggedSpan]:
    """Yield the sure spans where rules found nothing, or a place in a given name."""
    taken = _covered(f for f in names if f.kind != "place")
    places = {i: f for f in names if f.kind == "place" for i in range(f.start, f.end)}
    for span in spans:
        over = {places[i] for i in range(span.start, span.end) if i in places}
        is_beside = all(_is_given(place, span) for place in over)
        if is_beside and _is_free(span, taken) and _is_sure(text, span):
            yield span


def _is_given(place: Found, span: TaggedSpan) -> bool:
    """Tell if a place lies in a given name: 昌平 in 杨昌平."""
    is_within = span.start < place.start and place.end <= span.end
    return span.kind == "person" and is_within


def _bounded(text: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield the people between a post and a mark, and those with a middle dot."""
    posts = {f.end for f in names if f.kind == "post"}
    for name in names:
        if name.kind == "person":
            is_closed = not re.match(f"[{_HAN}]", text[name.end : name.end + 1] or "。")
            if (name.start in posts and is_closed) or "·" in text[
                name.start : name.end
            ]:
                yield name


def _covered(found: Iterator[Found] | Sequence[Found]) -> set[int]:
    return {i for f in found for i in range(f.start, f.end)}


def _is_chinese(words: str) -> bool:
    """Tell if words hold a Chinese character: of other scripts nothing is known.

    A résumé in Chinese does have firms and people in Latin letters.
    """
    return re.search(f"[{_HAN}]", words) is not None


def _trimmed(text: str, span: TaggedSpan) -> TaggedSpan:
    """Return the span without gaps at its ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return replace(span, start=start, end=start + len(words.strip()))


def _is_free(span: TaggedSpan, taken: set[int]) -> bool:
    return taken.isdisjoint(range(span.start, span.end))


def _is_sure(text: str, span: TaggedSpan) -> bool:
    """Tell if the weights are sure and the span has the form of a name."""
    words = text[span.start : span.end]
    is_name = len(words) > 1 and _WORD.fullmatch(words) is not None
    is_village = span.kind == "person" and _PLACE_END.search(words) is not None
    return is_name and span.score >= _SURE and not is_village


def _is_known(span: TaggedSpan, kind: str | None) -> bool:
    """Tell if a rule has the place or post too, or a place for a person: 昌平."""
    return kind in ("place", "post") and span.kind in (kind, "person")


def _name(text: str, span: TaggedSpan) -> str | None:
    """Return a person's name without gaps."""
    return (
        re.sub("\\s", "", text[span.start : span.end])
        if span.kind == "person"
        else None
    )
