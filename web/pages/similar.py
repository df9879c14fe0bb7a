"""Which documents close to this one does its page name?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.model import DocumentId, Visible
from indexer.engine import Related, Relation, SearchEngine
from indexer.errors import IndexRebuilding
from web.pages.tags import document_url
from web.present import date_zh, year_zh

LIMIT = 5
_HEADINGS: Mapping[Relation, str] = {
    "copy": "内容基本相同",
    "version": "同一题名",
    "similar": "内容相近",
}


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A document close by: where it is, what it is called, what tells it apart."""

    url: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class SimilarGroup:
    """Documents of one relation, the closest or newest first."""

    name: str
    rows: tuple[SimilarRow, ...]


def similar_groups(
    engine: SearchEngine, document_id: DocumentId, *, visible: Visible
) -> list[SimilarGroup]:
    """Return copies, versions and similar documents; none while there is no index."""
    try:
        found = engine.related(document_id, visible=visible, limit=LIMIT)
    except IndexRebuilding:
        return []
    return [
        SimilarGroup(name, rows)
        for relation, name in _HEADINGS.items()
        if (rows := _rows(one for one in found if one.relation == relation))
    ]


def _rows(found: Iterable[Related]) -> tuple[SimilarRow, ...]:
    return tuple(
        SimilarRow(
            url=document_url(one.hit.document_id, ""),
            title=one.hit.title or one.hit.name,
            detail=_detail(one),
        )
        for one in found
    )


def _detail(one: Related) -> str:
    """Return where a copy lies, what tells a version apart, the year of another."""
    hit = one.hit
    match one.relation:
        case "copy":
            parts = (hit.name, hit.collection)
        case "version":
            parts = (hit.number or "", date_zh(hit.issued_on))
        case "similar":
            parts = (year_zh(hit.issued_on), "")
    return "，".join(part for part in parts if part)
