"""What does a reference say of a document, whatever its style?"""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal, get_args

from archive.model import Document, PartialDate, Span

ReferenceKind = Literal["official", "report", "archival", "news", "other"]
"""official: 公文 and law. archival: handover books and other archive items 档案."""

_ARCHIVAL = ("交接", "移交", "档案")
_REPORTS = ("报告", "总结", "述职", "汇报", "述评")
_NEWS = ("新闻", "消息", "报道", "通讯", "网页")
_OFFICIAL = re.compile(
    "(?:决议|决定|命?令|公报|[公通]告|意见|通[知报]|请示|批[复示]|议案|函|纪要|解释"
    "|法|法律|法规|条例|办法|规定|[细规]则|规章|章程|方案|规划|制度|公[约示])$"
)
_BETWEEN_WIDE = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The facts of one entry; what is not known is None or empty."""

    document_id: str
    sha256: str
    kind: ReferenceKind
    title: str
    authors: tuple[str, ...] = ()
    number: str | None = None
    issued: PartialDate | None = None
    accessed: PartialDate | None = None
    url: str | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    archive: str | None = None
    archive_place: str | None = None
    archive_number: str | None = None
    page: int | None = None
    span: Span | None = None
    quote: str | None = None
    citation_id: str | None = None


REFERENCE_KINDS: Final[tuple[ReferenceKind, ...]] = get_args(ReferenceKind)


def reference(
    document: Document,
    *,
    span: Span | None,
    page: int | None,
    quote: str | None,
    kind: ReferenceKind | None = None,
) -> Reference:
    """Return what a document's metadata and provenance say of it.

    A document without a title goes by its file's name; ``kind`` is what a person chose.
    """
    known, given = document.metadata, document.given
    return Reference(
        document_id=document.id,
        sha256=document.sha256,
        kind=kind
        or reference_kind(known.type, has_number=bool(_one_line(known.number))),
        title=_one_line(known.title) or PurePath(document.name).stem or document.id,
        authors=tuple(name for name in map(_one_line, known.issuers) if name),
        number=_one_line(known.number),
        issued=known.issued_on,
        accessed=given.accessed,
        url=_one_line(given.url),
        publisher=_one_line(given.publisher),
        publisher_place=_one_line(given.publisher_place),
        archive=_one_line(given.archive),
        archive_place=_one_line(given.archive_place),
        archive_number=_one_line(given.archive_number),
        page=page,
        span=span,
        quote=quote,
    )


def reference_kind(document_type: str | None, *, has_number: bool) -> ReferenceKind:
    """Return the kind under which a type of document is cited."""
    name = document_type or ""
    if any(word in name for word in _ARCHIVAL):
        return "archival"
    if any(word in name for word in _REPORTS):
        return "report"
    if any(word in name for word in _NEWS):
        return "news"
    if has_number or _OFFICIAL.search(name):
        return "official"
    return "other"


def date_parts(date: PartialDate) -> list[int]:
    """Return year, month and day as far as the date goes."""
    return [int(part) for part in date.split("-")]


def _one_line(value: str | None) -> str | None:
    if value is None:
        return None
    return _BETWEEN_WIDE.sub("", " ".join(value.split())) or None
