"""Which headings of a text stand in its side list, and what was found under each?"""

from bisect import bisect_left
from dataclasses import dataclass
from operator import itemgetter

from archive.model import Extraction, Metadata, Passage, Span
from web.pages.marking import Marks
from web.pages.reading import is_title


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A heading in the side list, with the number of marks under it."""

    label: str
    anchor: str
    level: int
    hits: int


def rail(extraction: Extraction, metadata: Metadata, marks: Marks) -> list[RailEntry]:
    """Return the headings of the two highest ranks under the title; none for one."""
    text = extraction.text
    headings = [
        passage
        for passage in extraction.passages
        if passage.is_heading
        and passage.heading_path
        and not is_title(text, Span(passage.start, _shown_end(text, passage)), metadata)
    ]
    depths = sorted({len(p.heading_path) for p in headings})[:2]
    shown = [p for p in headings if len(p.heading_path) in depths]
    if len(shown) < 2:
        return []
    starts = [p.start for p in shown] + [len(text)]
    return [
        RailEntry(
            label=passage.heading_path[-1],
            anchor=f"s{passage.ordinal}",
            level=depths.index(len(passage.heading_path)),
            hits=bisect_left(marks, end, key=itemgetter(0))
            - bisect_left(marks, passage.start, key=itemgetter(0)),
        )
        for passage, end in zip(shown, starts[1:], strict=True)
    ]


def _shown_end(text: str, passage: Passage) -> int:
    return passage.start + len(text[passage.start : passage.end].rstrip())
