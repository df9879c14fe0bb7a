"""Which words of a document name an entity, and what do they say of it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Analysis, Entity, Extraction, Mention, Visible
from archive.store import Store
from indexer.engine import Hit
from web.pages.marking import Segment, marked
from web.pages.reading import page_at
from web.pages.script import is_traditional
from web.pages.tags import PageTag, document_url, passage_tag, words_url
from web.present import date_zh

_PASSAGES = 2
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Witness:
    """A document that names an entity, read once for all that it says."""

    hit: Hit
    extraction: Extraction
    analysis: Analysis

    @property
    def title(self) -> str:
        """What to call the document."""
        return self.hit.title or self.hit.name

    def tag(self, start: int, end: int) -> PageTag:
        """Return the tag that leads to words of the document."""
        url = words_url(self.hit.document_id, start, end)
        return passage_tag(self.title, page_at(self.extraction, start), url)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A passage that names the entity, and the document it stands in.

    A document that names it only by a place under it has no passage.
    """

    tag: PageTag | None
    segments: tuple[Segment, ...]
    title: str
    url: str
    source: str
    is_traditional: bool = False


def witnesses(store: Store, hits: Sequence[Hit], visible: Visible) -> list[Witness]:
    """Return the documents of these hits, read at once.

    One gone, or moved out of sight, since the index saw it is left out.
    """
    ids = [hit.document_id for hit in hits]
    analyses = store.analyses(ids)
    texts = {
        document.id: extraction
        for document, extraction in store.readable_documents(ids)
        if visible is None or document.collection in visible
    }
    return [
        Witness(hit, texts[hit.document_id], analyses[hit.document_id])
        for hit in hits
        if hit.document_id in texts and hit.document_id in analyses
    ]


def evidence_rows(witness: Witness, entity: Entity) -> list[EvidenceRow]:
    """Return the first passages of a document that name an entity."""
    hit = witness.hit
    url = document_url(hit.document_id)
    source = "，".join(part for part in (hit.number, date_zh(hit.issued_on)) if part)
    mentions = [m for m in witness.analysis.mentions if m.entity_id == entity.id]
    rows = [
        EvidenceRow(
            tag=witness.tag(first.start, first.end),
            segments=segments,
            title=witness.title,
            url=url,
            source=source,
            is_traditional=is_traditional("".join(s.text for s in segments)),
        )
        for first, segments in _passages(witness.extraction, mentions)
    ]
    return rows or [EvidenceRow(None, (), witness.title, url, source)]


def _passages(
    extraction: Extraction, mentions: Sequence[Mention]
) -> Iterator[tuple[Mention, tuple[Segment, ...]]]:
    """Yield the first passages with a mention, cut to a readable length around it."""
    shown_until = 0
    found = 0
    for mention in mentions:
        if mention.start < shown_until or found == _PASSAGES:
            continue
        start, end = _around(extraction, mention)
        inside = [(m.start, m.end) for m in mentions if start <= m.start < end]
        yield mention, marked(extraction.text[start:end], start, inside)
        shown_until = end
        found += 1


def _around(extraction: Extraction, mention: Mention) -> tuple[int, int]:
    text = extraction.text
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    end = len(text) if end < 0 else end
    start = max(start, mention.start - _LONGEST // 2)
    end = min(end, start + _LONGEST)
    while start < mention.start and text[start].isspace():
        start += 1
    return start, max(end, mention.end)
