"""Which names do the learned weights see that no rule has found?

In administrative text the rules are surer, and the tagger speaks only where they are
silent. A line of news or of a résumé is labelled by other habits, which the tagger
has learned; there the rules only add what it leaves out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from indexer.recognise.base import NAMES, Found, Reading
from indexer.recognise.habit import is_administrative
from indexer.recognise.normal import STOP
from indexer.recognise.tagger.tagger import TaggedSpan, Tagger, open_tagger

_HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U000323af"
_WORD = re.compile(f"[{_HAN}A-Za-z][{_HAN}A-Za-z0-9·.\\-()、 \u3000]*")


class TaggedRecogniser:
    """Proposes what the shipped tagger names; where it overlaps a rule, it wins."""

    name = "tagger"
    version = "1"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        names = [f for f in found if f.kind in NAMES]
        facts = _covered(f for f in found if f.kind not in NAMES)
        facts.update(m.start() for m in re.finditer(STOP, text))
        spans = [s for s in self._tagger.tag(text) if _is_free(s, facts)]
        if is_administrative(text):
            taken = _covered(names)
            spans = [s for s in spans if _is_free(s, taken) and _is_sure(text, s)]
        known = {(f.start, f.end, f.kind) for f in names}
        return [
            Found(s.start, s.end, s.kind, self.name, name=_name(text, s))
            for s in spans
            if (s.start, s.end, s.kind) not in known
        ]

    @cached_property
    def _tagger(self) -> Tagger:
        return open_tagger()


def _covered(found: Iterator[Found] | Sequence[Found]) -> set[int]:
    return {i for f in found for i in range(f.start, f.end)}


def _is_free(span: TaggedSpan, taken: set[int]) -> bool:
    return taken.isdisjoint(range(span.start, span.end))


def _is_sure(text: str, span: TaggedSpan) -> bool:
    """Tell if a span has the form of a name of its kind."""
    words = text[span.start : span.end]
    return len(words) > 1 and bool(_WORD.fullmatch(words))


def _name(text: str, span: TaggedSpan) -> str | None:
    """Return a person's name without gaps."""
    return (
        re.sub("\\s", "", text[span.start : span.end])
        if span.kind == "person"
        else None
    )
