"""Which words of a document name an entity?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.errors import DocumentNotFound
from archive.model import Entity, Extraction, Mention, Visible
from archive.store import Store
from indexer.engine import Hit
from web.pages.marking import Segment, marked
from web.pages.reading import is_traditional, page_at
from web.pages.tags import PageTag, passage_tag, words_url
from web.present import date_zh

_PASSAGES = 2
_LONGEST = 160


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


def evidence_rows(
    store: Store, hit: Hit, entity: Entity, visible: Visible
) -> list[EvidenceRow]:
    """Return the first passages of a document that name an entity."""
    title = hit.title or hit.name
    url = f"/documents/{hit.document_id}"
    source = "，".join(part for part in (hit.number, date_zh(hit.issued_on)) if part)
    try:
        analysis = store.analysis(hit.document_id, visible=visible)
        extraction = store.extraction(hit.document_id, visible=visible)
    except DocumentNotFound:
        return []
    mentions = [
        mention
        for mention in (analysis.mentions if analysis else ())
        if mention.entity_id == entity.id
    ]
    rows = [
        EvidenceRow(
            tag=passage_tag(
                title,
                page_at(extraction, first.start),
                words_url(hit.document_id, first.start, first.end),
            ),
            segments=segments,
            title=title,
            url=url,
            source=source,
            is_traditional=is_traditional("".join(s.text for s in segments)),
        )
        for first, segments in _passages(extraction, mentions)
    ]
    return rows or [EvidenceRow(None, (), title, url, source)]


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
