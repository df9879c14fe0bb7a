"""Which letterhead fields does a paper prove, and by which words?"""

import re
from collections.abc import Sequence

from archive.letterhead.classification import classification_in
from archive.letterhead.dates import DateFound, dates_in, whole_line_date
from archive.letterhead.doctype import document_type
from archive.letterhead.issuers import (
    issuer_of_number,
    issuers_of_head,
    issuers_of_label,
    issuers_of_title,
)
from archive.letterhead.labels import Label, Labelled, labelled
from archive.letterhead.lines import Line, foot_lines, head_lines
from archive.letterhead.number import clean_number, number_in, own_number
from archive.letterhead.signatures import signatures
from archive.letterhead.title import LONGEST_TITLE, TitleFound, find_title
from archive.model import Metadata, MetadataField, PartialDate, Span

LETTERHEAD_VERSION = "1"
"""Raised when the fields read from the same text change."""


def read_letterhead(text: str, *, name: str, media_type: str) -> Metadata:
    """Return the fields of a paper with the span that proves each.

    Looks at the first 60 and the last 40 lines. ``name`` is the file's name; it is no
    evidence and gives no field.
    """
    head, foot = head_lines(text), foot_lines(text)
    fields = _Fields(text)
    labels: dict[Label, Labelled] = {}
    for value in labelled(head):
        labels.setdefault(value.label, value)
    _read_number(fields, head, labels)
    _read_title(fields, head, foot, labels)
    _read_date(fields, head, foot, labels)
    _read_issuers(fields, head, labels)
    _read_addressees(fields, head, labels)
    _read_classification(fields, head, labels)
    return fields.metadata()


_ADDRESSEES = re.compile(
    r"(?!.*(?:下列|如下|以下|条件|包括|是|有:))(?!第.{1,5}[条章节]|各位)(?![(（一二三四五六七八九十\d])"
    r"[^。;!?]{3,300}:"
)


class _Fields:
    """What was found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.title: str | None = None
        self.title_line = -1
        self.number: str | None = None
        self.issuers: tuple[str, ...] = ()
        self.addressees: tuple[str, ...] = ()
        self.issued_on: PartialDate | None = None
        self.classification: str | None = None
        self.evidence: dict[MetadataField, Span] = {}

    def metadata(self) -> Metadata:
        return Metadata(
            title=self.title,
            type=document_type(self.title),
            number=self.number,
            issuers=self.issuers,
            addressees=self.addressees,
            issued_on=self.issued_on,
            classification=self.classification,
            evidence=self.evidence,
        )


def _read_number(
    fields: _Fields, head: Sequence[Line], labels: dict[Label, Labelled]
) -> None:
    span = None
    if label := labels.get("number"):
        span = number_in(label.line, label.start)
    span = span or own_number(head)
    if span:
        fields.number = clean_number(fields.text[span.start : span.end])
        fields.evidence["number"] = span


def _read_title(
    fields: _Fields,
    head: Sequence[Line],
    foot: Sequence[Line],
    labels: dict[Label, Labelled],
) -> None:
    if label := labels.get("title"):
        fields.title, fields.evidence["title"] = label.text, label.span
        return
    found = find_title(head) or _whole_text(head, foot)
    if found:
        fields.title, fields.title_line = found.text, found.last_line
        fields.evidence["title"] = found.span


def _whole_text(head: Sequence[Line], foot: Sequence[Line]) -> TitleFound | None:
    """A text of one line is its own title."""
    is_one_line = len(head) == len(foot) == 1 and head[0].end == foot[0].end
    if not is_one_line or len(head[0].text) > LONGEST_TITLE:
        return None
    return TitleFound(head[0].text, head[0].span(0, len(head[0].text)), 0)


def _read_date(
    fields: _Fields,
    head: Sequence[Line],
    foot: Sequence[Line],
    labels: dict[Label, Labelled],
) -> None:
    found = (
        _labelled_date(labels.get("issued_on"))
        or _signature_date(fields, foot)
        or _date_under_title(fields, head)
        or _labelled_date(labels.get("published_on"))
    )
    if found:
        fields.issued_on, fields.evidence["issued_on"] = found.date, found.span


def _labelled_date(label: Labelled | None) -> DateFound | None:
    if label is None:
        return None
    return next(dates_in(label.line, label.start), None)


def _signature_date(fields: _Fields, foot: Sequence[Line]) -> DateFound | None:
    """Return the date under the first signature of whoever the title names.

    Attachments behind it bear signatures of their own. Without a signature, a date
    that stands alone in the second half of the text.
    """
    named = set(issuers_of_title(fields.title or ""))
    for signature in signatures(fields.text):
        if not named or named & set(signature.names):
            return signature.date
    alone = [found for line in foot if (found := whole_line_date(line))]
    last = alone[-1] if alone else None
    return last if last and last.span.start > len(fields.text) // 2 else None


def _date_under_title(fields: _Fields, head: Sequence[Line]) -> DateFound | None:
    for line in head[fields.title_line + 1 : fields.title_line + 5]:
        found = whole_line_date(line)
        if found:
            return found
    return None


def _read_issuers(
    fields: _Fields, head: Sequence[Line], labels: dict[Label, Labelled]
) -> None:
    if label := labels.get("issuers"):
        fields.issuers = issuers_of_label(label.text)
        fields.evidence["issuers"] = label.span
    elif found := issuers_of_head(head):
        fields.issuers, fields.evidence["issuers"] = found
    elif fields.title and (names := issuers_of_title(fields.title)):
        fields.issuers = names
        fields.evidence["issuers"] = _within(fields, "title", names)
    else:
        _read_signature(fields)
    if not fields.issuers and fields.number:
        body = issuer_of_number(fields.number)
        if body:
            fields.issuers = (body,)
            fields.evidence["issuers"] = fields.evidence["number"]


def _within(fields: _Fields, field: MetadataField, names: tuple[str, ...]) -> Span:
    span = fields.evidence[field]
    end = fields.text.find(names[-1], span.start, span.end)
    return Span(span.start, end + len(names[-1])) if end >= 0 else span


def _read_signature(fields: _Fields) -> None:
    signature = next(signatures(fields.text), None)
    if signature:
        fields.issuers = signature.names
        fields.evidence["issuers"] = signature.span


def _read_addressees(
    fields: _Fields, head: Sequence[Line], labels: dict[Label, Labelled]
) -> None:
    if label := labels.get("to"):
        text, span = label.text, label.span
    else:
        for line in head[fields.title_line + 1 : fields.title_line + 6]:
            if _ADDRESSEES.fullmatch(line.plain):
                text, span = line.text[:-1], line.span(0, len(line.text) - 1)
                break
        else:
            return
    parts = tuple(p.strip() for p in re.split(r"[,，、;；]", text) if p.strip())
    fields.addressees, fields.evidence["addressees"] = parts, span


def _read_classification(
    fields: _Fields, head: Sequence[Line], labels: dict[Label, Labelled]
) -> None:
    found = classification_in(head)
    if found:
        fields.classification, fields.evidence["classification"] = found
