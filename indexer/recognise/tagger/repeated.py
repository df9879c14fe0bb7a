"""Which people's names are too long, because elsewhere in the text they end sooner?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.recognise.tagger.spans import TaggedSpan

_SHORTEST = 2


def shortened(text: str, spans: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """Yield the spans; a name that occurs once ends where a known name ends in it.

    王磊 twice and 王磊向 once, before more characters, are three times 王磊. Before a
    mark a longer name is one of its own: 张伟, 张伟民.
    """
    people = Counter(text[s.start : s.end] for s in spans if s.kind == "person")
    for span in spans:
        name = text[span.start : span.end]
        is_open = text[span.end : span.end + 1].isalpha()
        if span.kind == "person" and people[name] == 1 and is_open:
            known = (n for n in _beginnings(name) if n in people)
            shorter = next(known, name)
            yield replace(span, end=span.start + len(shorter))
        else:
            yield span


def _beginnings(name: str) -> Iterator[str]:
    """Yield what a name begins with, the longest first."""
    for size in range(len(name) - 1, _SHORTEST - 1, -1):
        yield name[:size]
