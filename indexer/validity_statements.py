"""What does a text say of its own force, and of that of others (时效)?

施行, 有效期, 废止, 停止执行 and 修改, each with the words that say so. A statement that
names no document is about the text itself; nothing is concluded from silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from archive.model import PartialDate, Span
from indexer.fold import fold_characters
from indexer.quotes.drafts import Reference, references
from indexer.recognise.dates import DATE, date_of
from indexer.recognise.numerals import chinese_number

StatementKind = Literal["effective", "expires", "repeals", "suspends", "amends"]
"""effective 施行, expires 有效期, repeals 废止, suspends 停止执行, amends 修改."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with the span of the words that make it.

    ``date`` is the day named; a day counted from the issue has ``days_after_issue``,
    a period of validity ``months``. ``named`` are the documents it speaks of, none for
    the text itself.
    """

    kind: StatementKind
    evidence: Span
    date: PartialDate | None = None
    days_after_issue: int | None = None
    months: int | None = None
    named: tuple[Reference, ...] = ()


_BEGIN = "(?:正式)?(?:施行|实施|执行|生效|试行)"
_NUMERAL = "[0-9零一二两三四五六七八九十百]{1,4}"
_FROM_DAY = re.compile(f"自\\s*(?P<when>{DATE.pattern})\\s*起\\s*{_BEGIN}")
_FROM_ISSUE = re.compile(
    "自\\s*(?:公布|发布|印发|颁布|颁发|下发|发文|签发)之?日\\s*起?"
    f"\\s*(?:满?\\s*(?P<days>{_NUMERAL})\\s*(?:日|天)\\s*(?:后|起|之后))?\\s*{_BEGIN}"
)
_LASTS = re.compile(
    "(?:有效期|试行期|施行期|实施期限|有效期限)\\s*(?:限)?\\s*(?:为|是|暂定|:|，)?\\s*"
    f"(?P<number>{_NUMERAL})\\s*(?:个)?\\s*(?P<unit>年|月)"
)
_UNTIL = re.compile(
    "(?:有效期|试行期|执行期|施行期)[^。;\\n]{0,24}?(?:至|到)\\s*"
    f"(?P<when>{DATE.pattern})"
)
_ENDS = re.compile(
    "(?P<repeals>(?:同时|一并|予以|相应|即行|自行|宣布|决定|即)?\\s*(?:废止|失效|作废))"
    "|(?P<suspends>(?:停止|不再|暂停)\\s*(?:执行|施行|实施|适用))"
)
_UNDONE = re.compile("(?:不|未|尚未|没有|是否)\\s*$")
_FROM_THEN = re.compile(f"(?:自|从)\\s*(?P<when>{DATE.pattern})\\s*起[^。;]{{0,12}}$")
_CHANGES = re.compile(
    "(?:作出?|进行)\\s*(?:如下|以下|部分)\\s*(?:修改|修订|修正|调整)"
    "|(?:予以|决定)\\s*(?:修改|修订|修正)|(?:修改|修订|修正)\\s*(?:如下|为)"
)
_TITLE_ACT = re.compile(
    "关于\\s*(?P<act>废止|宣布失效|停止(?:执行|施行)|修改|修订|修正|调整)"
)
# A sentence goes on in the next line unless that begins an item of its own.
_SENTENCE = re.compile(
    "[^。;!?\\n]*(?:\\n(?!\\s*[(（一二三四五六七八九十第\\d])[^。;!?\\n]*)*[。;!?\\n]?"
)
# A row of a table says nothing with the next one.
_ROW = re.compile("[^\\n]*(?:\\t|,,)[^\\n]*\\n")
_LIST = re.compile(
    "(?P<over>废止|失效|停止执行|宣布失效)[^。]{0,20}(?:下列|以下|如下|目录|清单)"
    "|(?:下列|以下|如下)[^。]{0,24}(?P<over_too>废止|失效|停止执行)"
    "|(?P<other>修改|修订|继续有效|保留|继续执行)[^。]{0,20}(?:下列|以下|如下|目录|清单)"
)
_OF_ANOTHER = re.compile("》[^》。;\\n]{0,16}$")
_OF_ITSELF = re.compile("(?:本|该|此)[\u4e00-\u9fff]{1,8}[^。;\\n》]{0,12}$")
_LIST_AT_MOST: Final = 2000


def statements(text: str, title: str | None = None) -> list[Statement]:
    """Return what a text says of validity, in its order."""
    folded = fold_characters(text)
    named = [one for one in references(folded) if one.kind != "citation"]
    found = [
        *_beginnings(folded, named),
        *_periods(folded, named),
        *_endings(folded, named),
        *_listed(folded, named),
        *_changes(folded, named),
        *_in_title(folded, named, title),
    ]
    unique = {(one.kind, one.named, one.date): one for one in reversed(found)}
    return sorted(unique.values(), key=lambda one: one.evidence)


def _beginnings(text: str, named: Sequence[Reference]) -> Iterator[Statement]:
    for match in _FROM_DAY.finditer(text):
        of = _spoken_of(text, match.start(), named)
        date = date_of(match["when"])
        yield Statement("effective", Span(*match.span()), date=date, named=of)
    for match in _FROM_ISSUE.finditer(text):
        of = _spoken_of(text, match.start(), named)
        days = _number(match["days"]) if match["days"] else 0
        span = Span(*match.span())
        yield Statement("effective", span, days_after_issue=days, named=of)


def _periods(text: str, named: Sequence[Reference]) -> Iterator[Statement]:
    for match in _LASTS.finditer(text):
        number = _number(match["number"])
        if number:
            months = number * (12 if match["unit"] == "年" else 1)
            of = _spoken_of(text, match.start(), named)
            yield Statement("expires", Span(*match.span()), months=months, named=of)
    for match in _UNTIL.finditer(text):
        of = _spoken_of(text, match.start(), named)
        date = date_of(match["when"])
        yield Statement("expires", Span(*match.span()), date=date, named=of)


def _endings(text: str, named: Sequence[Reference]) -> Iterator[Statement]:
    """Yield what sentences end that name documents before the word for it."""
    for start, end in _sentences(text):
        for match in _ENDS.finditer(text, start, end):
            if _UNDONE.search(text, start, match.start()):
                continue
            of = tuple(
                one for one in named if start <= one.start and one.end <= match.start()
            )
            if not of:
                continue
            kind: StatementKind = "repeals" if match["repeals"] else "suspends"
            when = _FROM_THEN.search(text, start, match.start())
            date = date_of(when["when"]) if when else None
            yield Statement(kind, Span(of[0].start, match.end()), date=date, named=of)
            start = match.end()


def _listed(text: str, named: Sequence[Reference]) -> Iterator[Statement]:
    """Yield what stands in a list headed as one of documents that end."""
    heads = list(_LIST.finditer(text))
    for place, head in enumerate(heads):
        if head["other"]:
            continue
        until = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        word = head["over"] or head["over_too"]
        kind: StatementKind = "suspends" if word == "停止执行" else "repeals"
        inside = [r for r in named if head.end() <= r.start and r.end <= until]
        for one in inside[:_LIST_AT_MOST]:
            yield Statement(kind, Span(one.start, one.end), named=(one,))


def _changes(text: str, named: Sequence[Reference]) -> Iterator[Statement]:
    for match in _CHANGES.finditer(text):
        low = max(text.rfind(mark, 0, match.start()) for mark in "。;\n")
        of = tuple(r for r in named if low < r.start and r.end <= match.start())
        if of:
            span = Span(of[0].start, match.end())
            yield Statement("amends", span, named=of)


def _in_title(
    text: str, named: Sequence[Reference], title: str | None
) -> Iterator[Statement]:
    """Yield what a title says: 关于废止《…》的决定."""
    at = text.find(fold_characters(title)) if title else -1
    act = _TITLE_ACT.search(text, max(0, at), at + len(title)) if title else None
    if act is None or title is None or at < 0:
        return
    end = at + len(title)
    of = tuple(one for one in named if act.end() <= one.start and one.end <= end)
    kind: StatementKind = "amends"
    if act["act"] in ("废止", "宣布失效"):
        kind = "repeals"
    elif act["act"].startswith("停止"):
        kind = "suspends"
    if of:
        yield Statement(kind, Span(act.start(), of[-1].end), named=of)


def _spoken_of(text: str, at: int, named: Sequence[Reference]) -> tuple[Reference, ...]:
    """Return the document that a clause speaks of; none if it is the text itself."""
    lead = text[max(0, at - 40) : at]
    if _OF_ITSELF.search(lead) or not _OF_ANOTHER.search(lead):
        return ()
    before = [one for one in named if one.end <= at]
    return tuple(before[-1:])


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        match = _SENTENCE.match(text, at)
        end = match.end() if match and match.end() > at else at + 1
        row = _ROW.match(text, at, end)
        end = row.end() if row else end
        yield at, end
        at = end


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text)
