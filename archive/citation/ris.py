"""How is a reference written as RIS (EndNote, NoteExpress, Zotero)?"""

from collections.abc import Iterator

from archive.citation.reference import Reference, ReferenceKind
from archive.model import PartialDate

_TYPES: dict[ReferenceKind, str] = {
    "official": "LEGAL",
    "report": "RPRT",
    "archival": "MANSCPT",
    "news": "NEWS",
    "other": "GEN",
}


def ris(reference: Reference) -> str:
    """Return one record, its end tag included."""
    return "\n".join(f"{tag}  - {value}" for tag, value in _fields(reference))


def _fields(item: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC" if item.kind == "news" and item.url else _TYPES[item.kind]
    for name in item.authors:
        yield "AU", name
    optional = (
        ("TI", item.title),
        ("SN", item.number),
        ("PY", item.issued and item.issued[:4]),
        ("DA", _date(item.issued)),
        ("CY", item.publisher_place),
        ("PB", item.publisher),
        ("DB", item.archive),
        ("C1", item.archive_place),
        ("AN", item.archive_number),
        ("SP", str(item.page) if item.page else None),
        ("UR", item.url),
        ("Y2", _date(item.accessed)),
        ("LA", "zh-CN"),
        ("N1", " ".join(item.quote.split()) if item.quote else None),
    )
    for tag, value in optional:
        if value:
            yield tag, value
    yield "ER", ""


def _date(date: PartialDate | None) -> str | None:
    return date.replace("-", "/") if date else None
