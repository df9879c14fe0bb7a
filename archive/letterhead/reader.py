"""How do a paper's lines become its letterhead fields, each with its proof?"""

import re
from collections.abc import Sequence

from archive.letterhead.classification import classification_in, level_in
from archive.letterhead.doctype import NEWS, document_type
from archive.letterhead.file_name import title_in_name
from archive.letterhead.header import Header, names_addressees, read_header
from archive.letterhead.issue_date import issue_date
from archive.letterhead.issuers import (
    IssuersFound,
    head_issuers,
    labelled_issuers,
    noted_order,
    title_issuers,
)
from archive.letterhead.lines import head_and_foot
from archive.letterhead.number import (
    clean_number,
    number_at_end,
    number_within,
    own_line_number,
)
from archive.letterhead.signatures import Signature, signatures
from archive.letterhead.title import TitleFound, find_title
from archive.model import Metadata, MetadataField, Span

LETTERHEAD_VERSION = "2"
"""Raised when the fields read from the same text change."""

_FORWARDS = re.compile(r"转发|批转|轉發|批轉|印发|印發")
_MEDIA = re.compile(
    r"来源\s*:\s*\S*(?:报|网|社|台|新闻|客户端|发布|融媒|中心)|本报讯|新华社"
)
_MOST_LINES = 8


def read_letterhead(text: str, *, name: str, media_type: str) -> Metadata:
    """Return the fields of a paper with the span that proves each.

    Looks at the head and the foot of a long text. ``name`` is the file's name: where
    the text shows no title, one that reads like a title is taken, without a span.
    """
    lines = head_and_foot(text)
    header = read_header(lines)
    title = find_title(header, text)
    signed = list(signatures(lines))
    from_title = title_issuers(title, text) if title else None
    signature = _own_signature(signed, title, from_title)
    unsigned = [each for each in signed if not each.names]
    date = issue_date(header, title, signature, unsigned)
    issuers = _issuers(header, title, signature, from_title)
    number, number_span = _number(header, title, text)
    level, level_span = _classification(header)
    addressees, addressees_span = _addressees(header, title, text)
    shown = title.text if title else title_in_name(name)
    kind = document_type(shown) or (NEWS if title and _is_news(header) else None)
    title_span = title.span if title else None
    proofs: dict[MetadataField, Span | None] = {
        "title": title_span,
        "type": title_span if kind else None,
        "number": number_span,
        "issuers": issuers.span if issuers else None,
        "addressees": addressees_span,
        "issued_on": date.span if date else None,
        "classification": level_span,
    }
    return Metadata(
        title=shown,
        type=kind,
        number=number,
        issuers=issuers.names if issuers else (),
        addressees=addressees,
        issued_on=date.date if date else None,
        classification=level,
        evidence={key: span for key, span in proofs.items() if span},
    )


def _number(
    header: Header, title: TitleFound | None, text: str
) -> tuple[str | None, Span | None]:
    span = _number_span(header, title)
    return (clean_number(text[span.start : span.end]) if span else None), span


def _number_span(header: Header, title: TitleFound | None) -> Span | None:
    for value in header.values:
        if value.label == "number":
            found = number_within(value.line, value.start, value.end)
            if found:
                return found
    for at in range(header.body):
        line, role = header.lines[at], header.roles[at]
        if role == "number":
            return own_line_number(line)
        if role == "serial" and at and header.roles[at - 1] == "order":
            return Span(header.lines[at - 1].start, line.end)
        if role == "heading" and (found := own_line_number(line)):
            return found
        is_head = role in ("red_head", "heading")
        is_title = title is not None and title.lines[-1:] == range(at, at + 1)
        if (is_head or is_title) and (found := number_at_end(line)):
            return found
    order = noted_order(header)
    return order[0] if order else None


def _own_signature(
    signed: Sequence[Signature],
    title: TitleFound | None,
    from_title: IssuersFound | None,
) -> Signature | None:
    """Return the paper's own signature, not that of a paper attached or forwarded."""
    named = [each for each in signed if each.names]
    if from_title:
        for each in named:
            if _agree(each.names, from_title.names):
                return each
        if title and _FORWARDS.search(title.text):
            return None
    return next((each for each in named if not each.follows_attachment), None)


def _agree(signers: Sequence[str], named: Sequence[str]) -> bool:
    """Tell whether one of the signers is one of those named, perhaps in full."""
    pairs = [(_core(a), _core(b)) for a in signers for b in named]
    return any(a.endswith(b) or b.endswith(a) or a.startswith(b) for a, b in pairs)


def _core(name: str) -> str:
    return name.removeprefix("中共").removeprefix("中国共产党").replace("委员会", "委")


def _issuers(
    header: Header,
    title: TitleFound | None,
    signature: Signature | None,
    from_title: IssuersFound | None,
) -> IssuersFound | None:
    if found := labelled_issuers(header, "issuers") or head_issuers(header, title):
        return found
    if signature and signature.span:
        by_signature = IssuersFound(signature.names, signature.span)
        if from_title is None or _agree(signature.names, from_title.names):
            return by_signature
    return from_title or labelled_issuers(header, "publisher")


def _classification(header: Header) -> tuple[str | None, Span | None]:
    for value in header.values:
        if value.label == "classification":
            found = level_in(value.line, value.start, value.end)
            if found:
                return found
    return classification_in(header.lines) or (None, None)


def _addressees(
    header: Header, title: TitleFound | None, text: str
) -> tuple[tuple[str, ...], Span | None]:
    for value in header.values:
        if value.label == "addressees":
            return _listed(value.text), value.span
    first = title.lines[-1] + 1 if title and title.lines else 0
    if title and title.lines and (broken := _broken_addressees(header, text, first)):
        return broken
    for at in header.places("addressee"):
        if at >= first:
            line = header.lines[at]
            return _listed(line.text[:-1]), line.span(0, len(line.text) - 1)
    return (), None


def _broken_addressees(
    header: Header, text: str, first: int
) -> tuple[tuple[str, ...], Span] | None:
    """Return addressees that go over several lines right below title or number."""
    places = range(first, min(first + _MOST_LINES, len(header.lines)))
    top = next((at for at in places if header.roles[at : at + 1] != ("number",)), first)
    for last in range(top, min(top + _MOST_LINES, header.body + 1, len(header.lines))):
        line = header.lines[last]
        if last > top and line.follows_gap:
            return None
        if line.plain.endswith(":"):
            words = "".join(each.plain for each in header.lines[top : last + 1])
            if last == top or not names_addressees(words):
                return None
            span = Span(header.lines[top].start, line.end - 1)
            written = "".join(text[span.start : span.end].split("\n"))
            return _listed(written), span
        if last < header.body and header.roles[last] != "words":
            return None
    return None


def _listed(text: str) -> tuple[str, ...]:
    """GB/T 9704-2012 §7.3.2: ， parts groups of addressees, 、 those of one group."""
    parts = re.split(r"[，,;；]|\s{2,}", text)
    return tuple(part.strip() for part in parts if part.strip())


def _is_news(header: Header) -> bool:
    opening = header.lines[: header.body + 1]
    is_official = header.places("number", "addressee", "red_head", "order")
    return not is_official and any(_MEDIA.search(line.plain[:80]) for line in opening)
