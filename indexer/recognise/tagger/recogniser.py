"""Which words name something, where no rule has spoken?"""

from collections.abc import Sequence

from archive.model import MentionKind
from indexer.recognise.base import Found, Reading
from indexer.recognise.tagger.tagger import shipped

_KINDS: dict[str, MentionKind] = {
    "person": "person",
    "place": "place",
    "organisation": "organisation",
    "post": "post",
}


class TaggerRecogniser:
    """Adds what the shipped model finds beside the mentions found before."""

    name = "tagger"
    version = "1"

    def __init__(self, kinds: Sequence[MentionKind]) -> None:
        self._kinds = frozenset(kinds)

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        taken = {i for f in found for i in range(f.start, f.end)}
        return [
            Found(start, end, _KINDS[kind], self.name)
            for start, end, kind in shipped().find(reading.text)
            if kind in self._kinds and taken.isdisjoint(range(start, end))
        ]
