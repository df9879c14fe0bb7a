"""How is a reference written as CSL-JSON (the data of Zotero and citeproc)?"""

import json

from archive.citation.reference import Reference, ReferenceKind, date_parts
from archive.model import PartialDate

_TYPES: dict[ReferenceKind, str] = {
    "official": "legislation",
    "report": "report",
    "archival": "collection",
    "news": "webpage",
    "other": "document",
}


def csl_json(reference: Reference) -> str:
    """Return a JSON array of one item; the words quoted stand under ``custom``."""
    item = reference
    type_ = "article-newspaper" if item.kind == "news" and not item.url else None
    fields: dict[str, object | None] = {
        "id": item.document_id,
        "type": type_ or _TYPES[item.kind],
        "title": item.title,
        "author": [{"literal": name} for name in item.authors],
        "number": item.number,
        "issued": _date(item.issued),
        "accessed": _date(item.accessed),
        "container-title": item.publisher if type_ else None,
        "publisher": item.publisher,
        "publisher-place": item.publisher_place,
        "archive": item.archive,
        "archive-place": item.archive_place,
        "archive_location": item.archive_number,
        "URL": item.url,
        "page": str(item.page) if item.page else None,
        "language": "zh-CN",
        "custom": _custom(item),
    }
    filled = {name: value for name, value in fields.items() if value}
    return json.dumps([filled], ensure_ascii=False, indent=2)


def _date(date: PartialDate | None) -> object | None:
    return {"date-parts": [date_parts(date)]} if date else None


def _custom(item: Reference) -> dict[str, object]:
    custom: dict[str, object] = {"sha256": item.sha256}
    if item.quote:
        custom["quote"] = item.quote
    if item.span:
        custom |= {"start": item.span.start, "end": item.span.end}
    return custom
