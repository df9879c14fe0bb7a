"""How do domain values become the JSON kept in a column, and back?

Small values that occur in thousands (pages, passages, mentions) are kept as arrays
of their fields; a field may be added at the end of one, never moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from archive.model import (
    Analysis,
    Entity,
    Failure,
    Given,
    Handover,
    HandoverItem,
    Mention,
    Metadata,
    Notice,
    OfficialFound,
    Page,
    Passage,
    PostHeld,
    Span,
)


def pages_to_json(pages: Sequence[Page]) -> list[Any]:
    """Return pages as arrays."""
    return [[p.number, p.start, p.end] for p in pages]


def pages_from_json(value: list[Any]) -> tuple[Page, ...]:
    """Return pages."""
    return tuple(Page(*page) for page in value)


def passages_to_json(passages: Sequence[Passage]) -> list[Any]:
    """Return passages as arrays."""
    return [
        [p.ordinal, p.start, p.end, list(p.heading_path), int(p.is_heading)]
        for p in passages
    ]


def passages_from_json(value: list[Any]) -> tuple[Passage, ...]:
    """Return passages."""
    return tuple(
        Passage(ordinal, start, end, tuple(path), bool(is_heading))
        for ordinal, start, end, path, is_heading in value
    )


def notices_to_json(notices: Sequence[Notice]) -> list[Any]:
    """Return remarks as code and facts."""
    return [[n.code, dict(n.details)] for n in notices]


def notices_from_json(value: list[Any]) -> tuple[Notice, ...]:
    """Return remarks."""
    return tuple(Notice(code, details) for code, details in value)


def failure_to_json(failure: Failure) -> list[Any]:
    """Return a failure as code and facts."""
    return [failure.code, dict(failure.details)]


def failure_from_json(value: list[Any] | None) -> Failure | None:
    """Return the failure, or None."""
    return None if value is None else Failure(value[0], value[1])


def given_to_json(given: Given) -> dict[str, Any]:
    """Return only what was given."""
    values = {field.name: getattr(given, field.name) for field in fields(Given)}
    return {name: value for name, value in values.items() if value is not None}


def given_from_json(value: dict[str, Any]) -> Given:
    """Return what was given."""
    if "issuers" in value:
        value = {**value, "issuers": tuple(value["issuers"])}
    return Given(**value)


def metadata_to_json(metadata: Metadata) -> dict[str, Any]:
    """Return the fields that are not empty."""
    values = {
        field.name: getattr(metadata, field.name)
        for field in fields(Metadata)
        if field.name != "evidence"
    }
    result = {name: value for name, value in values.items() if value}
    if metadata.evidence:
        result["evidence"] = _spans_to_json(metadata.evidence)
    return result


def metadata_from_json(value: dict[str, Any]) -> Metadata:
    """Return the letterhead fields."""
    return Metadata(
        title=value.get("title"),
        type=value.get("type"),
        number=value.get("number"),
        issuers=tuple(value.get("issuers", ())),
        addressees=tuple(value.get("addressees", ())),
        issued_on=value.get("issued_on"),
        classification=value.get("classification"),
        evidence=_spans_from_json(value.get("evidence", {})),
    )


def analysis_to_json(analysis: Analysis) -> dict[str, Any]:
    """Return everything recognised."""
    return {
        "mentions": [
            [
                m.kind,
                m.start,
                m.end,
                m.surface,
                m.recogniser,
                m.entity_id,
                m.entity_name,
                *((m.value,) if m.value else ()),
            ]
            for m in analysis.mentions
        ],
        "entities": [
            [e.id, e.kind, e.name, e.aliases, e.parents, e.detail]
            for e in analysis.entities
        ],
        "officials": [_official_to_json(o) for o in analysis.officials],
        "handover": analysis.handover and _handover_to_json(analysis.handover),
        "warnings": notices_to_json(analysis.warnings),
    }


def analysis_from_json(
    value: dict[str, Any], *, recogniser: str, recogniser_version: str
) -> Analysis:
    """Return everything recognised."""
    handover = value["handover"]
    return Analysis(
        recogniser,
        recogniser_version,
        mentions=tuple(Mention(*mention) for mention in value["mentions"]),
        entities=tuple(_entity_from_json(entity) for entity in value["entities"]),
        officials=tuple(_official_from_json(o) for o in value["officials"]),
        handover=None if handover is None else _handover_from_json(handover),
        warnings=notices_from_json(value.get("warnings", [])),
    )


def _entity_from_json(value: list[Any]) -> Entity:
    entity_id, kind, name, aliases, parents, detail = value
    return Entity(entity_id, kind, name, tuple(aliases), tuple(parents), detail)


def _official_to_json(official: OfficialFound) -> list[Any]:
    posts = [_post_to_json(post) for post in official.posts]
    return [official.name, posts, official.entity_id]


def _post_to_json(post: PostHeld) -> list[Any]:
    return [
        post.title,
        post.organisation,
        post.place,
        post.status,
        post.from_date,
        post.to_date,
        post.evidence and [post.evidence.start, post.evidence.end],
    ]


def _official_from_json(value: list[Any]) -> OfficialFound:
    name, posts, entity_id = value
    return OfficialFound(name, tuple(_post_from_json(p) for p in posts), entity_id)


def _post_from_json(value: list[Any]) -> PostHeld:
    title, organisation, place, status, from_date, to_date, evidence = value
    span = None if evidence is None else Span(*evidence)
    return PostHeld(title, organisation, place, status, from_date, to_date, span)


def _handover_to_json(handover: Handover) -> dict[str, Any]:
    return {
        "post": handover.post,
        "place": handover.place,
        "date": handover.date,
        "outgoing": handover.outgoing,
        "incoming": handover.incoming,
        "supervisor": handover.supervisor,
        "items": [
            [i.part, i.text, i.start, i.end, i.amounts, i.deadline]
            for i in handover.items
        ],
        "evidence": _spans_to_json(handover.evidence),
    }


def _handover_from_json(value: dict[str, Any]) -> Handover:
    items = tuple(
        HandoverItem(part, text, start, end, tuple(amounts), deadline)
        for part, text, start, end, amounts, deadline in value["items"]
    )
    evidence: Mapping[str, Span] = _spans_from_json(value["evidence"])
    return Handover(**{**value, "items": items, "evidence": evidence})


def _spans_to_json(spans: Mapping[Any, Span]) -> dict[str, list[int]]:
    return {name: [span.start, span.end] for name, span in spans.items()}


def _spans_from_json(value: dict[str, list[int]]) -> dict[Any, Span]:
    return {name: Span(*span) for name, span in value.items()}
