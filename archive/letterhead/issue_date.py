"""When was the paper issued 成文日期?

By falling trust: a label, the signature of whoever the title names, a note under the
title (通过, 公布, 在…会议上), a date alone under the title or at the end, the byline
of a page, its date of publication. Dates in the text, of effect or of print are none.
"""

from collections.abc import Sequence

from archive.letterhead.dates import DateFound, dates_in, whole_line_date
from archive.letterhead.header import Header, note_dates
from archive.letterhead.labels import Label
from archive.letterhead.signatures import Signature
from archive.letterhead.title import TitleFound

_WHOLE = len("2024-03-05")
_UNDER_TITLE = 6
_AT_END = 12
"""So many lines (print record, remarks, page furniture) may follow the last date."""
_IN_FORCE = ("施行", "实施", "生效")
_PUBLIC = ("公布", "发布", "颁布")
_REVISED = ("修订", "修正", "修改")


def issue_date(
    header: Header,
    title: TitleFound | None,
    signature: Signature | None,
    unsigned: Sequence[Signature],
) -> DateFound | None:
    """Return the date of issue that the paper proves best, or None."""
    return (
        _labelled(header, "issued_on")
        or (signature.date if signature else None)
        or _above_title(header, title, unsigned)
        or _noted(header)
        or _under_title(header, title)
        or _at_end(header, unsigned)
        or _byline(header)
        or _labelled(header, "published_on")
    )


def _labelled(header: Header, label: Label) -> DateFound | None:
    for value in header.values:
        if value.label == label:
            found = next(dates_in(value.line, value.start, value.end), None)
            if found:
                return found
    return None


def _above_title(
    header: Header, title: TitleFound | None, unsigned: Sequence[Signature]
) -> DateFound | None:
    """Return the day on which a person signed the order above what it issues."""
    if title is None or not title.lines:
        return None
    top = header.lines[title.lines[0]].start
    signed = (s for s in unsigned if s.is_by_person and s.date.span.end <= top)
    return next((s.date for s in signed), None)


def _noted(header: Header) -> DateFound | None:
    """Return the one date a note gives; a paper revised since has no single one."""
    notes = [header.lines[at] for at in header.places("note")]
    if any(word in line.plain for line in notes for word in _REVISED):
        return None
    in_time = [
        line for line in notes if not any(word in line.plain for word in _IN_FORCE)
    ]
    public = [line for line in in_time if any(w in line.plain for w in _PUBLIC)]
    found = [date for line in public or in_time for date in note_dates(line)]
    return found[0] if len({each.date for each in found}) == 1 else None


def _under_title(header: Header, title: TitleFound | None) -> DateFound | None:
    start = title.lines[-1] + 1 if title and title.lines else 0
    for at in header.places("date"):
        if start <= at <= start + _UNDER_TITLE:
            return whole_line_date(header.lines[at])
    return None


def _at_end(header: Header, unsigned: Sequence[Signature]) -> DateFound | None:
    first = header.lines[header.body].start if header.body < len(header.lines) else 0
    for signature in reversed(unsigned):
        is_last = signature.is_by_person or signature.lines_left <= _AT_END
        if is_last and signature.date.span.start >= first:
            return None if signature.follows_attachment else signature.date
    return None


def _byline(header: Header) -> DateFound | None:
    for at in header.places("byline"):
        found = next(dates_in(header.lines[at]), None)
        if found and len(found.date) == _WHOLE:
            return found
    return None
