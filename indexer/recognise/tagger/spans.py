"""What does the tagger say of a text?"""

from dataclasses import dataclass

from indexer.recognise.tagger.model import TaggedKind


@dataclass(frozen=True, slots=True, order=True)
class TaggedSpan:
    """Characters [start, end) of the text that name a person, place and so on.

    ``score`` is from 0.5 to 1: by the weights, how probable these tags are against
    none, with the tags around them as they are.
    """

    start: int
    end: int
    kind: TaggedKind
    score: float
