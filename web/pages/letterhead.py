"""What is known of a document, and which of its words prove it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import (
    Analysis,
    Document,
    EntityKind,
    Extraction,
    Mention,
    MetadataField,
    Span,
)
from web.pages.handovers import Party, parties
from web.pages.posts import post_zh
from web.pages.reading import page_at
from web.pages.tags import PageTag, evidence_tag, words_url
from web.present import ENTITY_NAMES, ENTITY_OF_MENTION, ENTITY_PATHS, date_zh

_NAMED_AT_FIRST = 12
_ENTITY_ORDER: tuple[EntityKind, ...] = (
    "official",
    "place",
    "organisation",
    "post",
    "term",
)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A letterhead field, its value and the words that prove it."""

    name: str
    value: str
    url: str | None
    tag: PageTag | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with a post that the text gives them."""

    name: str
    url: str | None
    post: str
    tag: PageTag | None


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that the text names, how often, and where first."""

    name: str
    url: str
    count: int
    first_url: str


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """The entities of one kind, most named first; ``rest`` are kept folded."""

    name: str
    shown: tuple[Named, ...]
    rest: tuple[Named, ...]


def fields(
    document: Document, extraction: Extraction, analysis: Analysis | None, query: str
) -> list[FieldRow]:
    """Return the fields that have a value, each with its evidence."""
    metadata = document.metadata
    found: list[tuple[str, str | None, MetadataField]] = [
        ("类型", metadata.type, "type"),
        ("文号", metadata.number, "number"),
        ("发文机关", "、".join(metadata.issuers), "issuers"),
        ("主送机关", "、".join(metadata.addressees), "addressees"),
        ("成文日期", date_zh(metadata.issued_on), "issued_on"),
    ]
    rows = [
        FieldRow(
            name,
            value,
            None,
            _tag(document, extraction, name, metadata.evidence.get(field), query),
        )
        for name, value, field in found
        if value
    ]
    return [*rows, *_handover_fields(document, extraction, analysis, query)]


def _handover_fields(
    document: Document, extraction: Extraction, analysis: Analysis | None, query: str
) -> Iterator[FieldRow]:
    if analysis is None or analysis.handover is None:
        return
    handover = analysis.handover
    spans = zip(
        parties(document, handover, analysis),
        ("outgoing", "incoming", "supervisor"),
        strict=True,
    )
    for party, field in spans:
        if isinstance(party, Party):
            span = handover.evidence.get(field)
            tag = _tag(document, extraction, party.role, span, query)
            yield FieldRow(party.role, party.name, party.url, tag)


def people(
    document: Document, extraction: Extraction, analysis: Analysis | None, query: str
) -> list[PersonRow]:
    """Return the persons to whom the text gives a post, in its order."""
    rows = []
    for official in analysis.officials if analysis else ():
        url = f"/officials/{official.entity_id}" if official.entity_id else None
        for post in official.posts:
            tag = _tag(document, extraction, official.name, post.evidence, query)
            rows.append(PersonRow(official.name, url, post_zh(post), tag))
    return rows


def entity_groups(
    document: Document, analysis: Analysis | None, query: str
) -> list[EntityGroup]:
    """Return the entities that the text names, by kind."""
    mentions = analysis.mentions if analysis else ()
    groups = []
    for kind in _ENTITY_ORDER:
        named = _named(document, kind, mentions, query)
        if named:
            shown, rest = named[:_NAMED_AT_FIRST], named[_NAMED_AT_FIRST:]
            groups.append(EntityGroup(ENTITY_NAMES[kind], tuple(shown), tuple(rest)))
    return groups


def _named(
    document: Document, kind: EntityKind, mentions: Sequence[Mention], query: str
) -> list[Named]:
    by_entity: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.entity_id and ENTITY_OF_MENTION.get(mention.kind) == kind:
            by_entity.setdefault(mention.entity_id, []).append(mention)
    ordered = sorted(
        by_entity.items(), key=lambda item: (-len(item[1]), item[1][0].start)
    )
    return [
        Named(
            name=of[0].entity_name or of[0].surface,
            url=f"{ENTITY_PATHS[kind]}/{entity_id}",
            count=len(of),
            first_url=words_url(document.id, of[0].start, of[0].end, query),
        )
        for entity_id, of in ordered
    ]


def _tag(
    document: Document,
    extraction: Extraction,
    field: str,
    span: Span | None,
    query: str,
) -> PageTag | None:
    if span is None:
        return None
    url = words_url(document.id, span.start, span.end, query)
    return evidence_tag(field, page_at(extraction, span.start), url)
