"""How do answers and what was recognised look as JSON?

The shapes are a contract with other programs: keys may be added, never renamed.
"""

from collections.abc import Iterable

from archive.model import Analysis, Handover, Mention, OfficialFound
from archive.shapes import Json, Words, notices_json
from indexer.engine import FACET_KINDS, Hit, MarkedPassage, Related
from indexer.nothing_found import PartAlone
from indexer.search import Answer


def answer_json(answer: Answer) -> Json:
    """Return the ``search`` shape."""
    page = answer.page
    return {
        "query": answer.typed.query,
        "interpretation": answer.interpretation,
        "total": page.total,
        "milliseconds": round(answer.milliseconds, 2),
        "hits": [hit_json(hit) for hit in page.hits],
        "facets": {
            kind: [
                {"value": facet.value.name, "count": facet.count, "id": facet.value.key}
                for facet in page.facets.get(kind, ())
            ]
            for kind in FACET_KINDS
        },
        "next": page.next,
        "suggestion": answer.suggestion,
        "parts": [_part(part) for part in answer.parts],
        "also": list(answer.also),
    }


def related_json(document_id: str, related: Iterable[Related]) -> Json:
    """Return the documents close to one, in their order."""
    return {
        "document_id": document_id,
        "similar": [
            {
                "relation": one.relation,
                "likeness": one.likeness,
                **_listed(one.hit),
            }
            for one in related
        ],
    }


def analysis_json(analysis: Analysis | None) -> Json:
    """Return mentions, officials and handover as ``show`` and ``analyze`` give them."""
    if analysis is None:
        return {"mentions": [], "officials": [], "handover": None}
    return {
        "mentions": [_mention(mention) for mention in analysis.mentions],
        "officials": [_official(official) for official in analysis.officials],
        "handover": _handover(analysis.handover) if analysis.handover else None,
    }


def recognised_json(shape: Json, analysis: Analysis | None, words: Words) -> Json:
    """Return a document's shape with what was recognised in it and its warnings."""
    earlier = shape["warnings"]
    assert isinstance(earlier, list)
    remarks = notices_json(analysis.warnings if analysis else (), words)
    return {**shape, **analysis_json(analysis), "warnings": [*earlier, *remarks]}


def _part(part: PartAlone) -> Json:
    return {
        "written": part.written,
        "folded": part.folded,
        "total": part.total,
        "similar": part.similar,
        "corrected": part.corrected,
        "without": part.without,
        "without_total": part.without_total,
    }


def hit_json(hit: Hit) -> Json:
    """Return one document of an answer."""
    return {
        **_listed(hit),
        "score": round(hit.score, 4),
        "named_by": hit.named_by,
        "copy_of": hit.copy_of,
        "passages": [_passage(passage) for passage in hit.passages],
    }


def _listed(hit: Hit) -> Json:
    return {
        "document_id": hit.document_id,
        "collection": hit.collection,
        "name": hit.name,
        "title": hit.title,
        "type": hit.type,
        "number": hit.number,
        "issuers": list(hit.issuers),
        "issued_on": hit.issued_on,
    }


def _passage(passage: MarkedPassage) -> Json:
    return {
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "text": passage.text,
        "marks": [list(mark) for mark in passage.marks],
    }


def _mention(mention: Mention) -> Json:
    entity = mention.entity_id and {
        "id": mention.entity_id,
        "name": mention.entity_name,
    }
    return {
        "kind": mention.kind,
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "entity": entity or None,
        "value": mention.value,
    }


def _official(official: OfficialFound) -> Json:
    posts = [
        {
            "organisation": post.organisation,
            "title": post.title,
            "place": post.place,
            "status": post.status,
            "from": post.from_date,
            "to": post.to_date,
        }
        for post in official.posts
    ]
    return {"name": official.name, "posts": posts, "entity_id": official.entity_id}


def _handover(handover: Handover) -> Json:
    items = [
        {
            "part": item.part,
            "text": item.text,
            "start": item.start,
            "end": item.end,
            "amounts": list(item.amounts),
            "deadline": item.deadline,
        }
        for item in handover.items
    ]
    return {
        "post": handover.post,
        "place": handover.place,
        "date": handover.date,
        "outgoing": handover.outgoing,
        "incoming": handover.incoming,
        "supervisor": handover.supervisor,
        "items": items,
    }
