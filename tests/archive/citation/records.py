"""Which invented records are cited for the comparison with another formatter?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from archive.model import (
    Document,
    DocumentId,
    Given,
    Metadata,
    PartialDate,
    Position,
    Sha256,
)

URL = "https://example.cn/示例/1.html"
_KINDS: dict[str, tuple[str, str]] = {
    "notice": ("示例州水务局关于移交水库台账的通知", "通知"),
    "regulation": ("示例州水库管理条例", "条例"),
    "report": ("示例州2023年政府工作报告", "政府工作报告"),
    "handover": ("示例村主任工作交接书", "交接书"),
    "news": ("示例州召开交接工作会议", "新闻"),
    "other": ("示例州情况说明", "讲话"),
}
_PROVENANCES: dict[str, Given] = {
    "bare": Given(),
    "online": Given(url=URL, accessed=PartialDate("2026-10-01")),
    "held": Given(
        archive="示例州档案馆", archive_place="示例州", archive_number="W1-0007"
    ),
    "printed": Given(publisher="示例社", publisher_place="示例市"),
    "held online": Given(
        archive="示例州档案馆",
        archive_place="示例州",
        archive_number="W1-0007",
        url=URL,
        accessed=PartialDate("2026-10-01"),
    ),
}
_DATES = {"day": "2022-05-06", "month": "2022-05", "no date": None}
_FOUR = ("示例甲局", "示例乙局", "示例丙局", "示例丁局")


@dataclass(frozen=True, slots=True)
class Record:
    """A document and the page cited; ``name`` tells records apart."""

    name: str
    document: Document
    page: int | None


def records() -> Iterator[Record]:
    """Yield every record: kinds, provenances and dates, with and without a page."""
    for kind, where, day in product(_KINDS, _PROVENANCES, _DATES):
        for page in (None, 3):
            name = f"{kind}, {where}, {day}" + (", page" if page else "")
            yield Record(name, _document(kind, where, day), page)
    for kind in _KINDS:
        four = _document(kind, "bare", "day", issuers=_FOUR)
        yield Record(f"{kind}, four issuers", four, None)
        nobody = _document(kind, "bare", "day", issuers=(), number=None)
        yield Record(f"{kind}, nobody", nobody, None)
        held = _document(kind, "held", "day", number=None)
        yield Record(f"{kind}, held, no number", held, 3)


def _document(
    kind: str,
    where: str,
    day: str,
    *,
    issuers: tuple[str, ...] = ("示例州水务局",),
    number: str | None = "示水〔2022〕8号",
) -> Document:
    title, type_ = _KINDS[kind]
    date = _DATES[day]
    return Document(
        id=DocumentId("7f3a"),
        collection="默认",
        name="示例.pdf",
        state="readable",
        version=1,
        sha256=Sha256("0" * 64),
        size_bytes=1,
        metadata=Metadata(
            title=title,
            type=type_,
            number=number,
            issuers=issuers,
            issued_on=PartialDate(date) if date else None,
        ),
        given=_PROVENANCES[where],
        created_by="示例",
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
        position=Position(1),
    )
