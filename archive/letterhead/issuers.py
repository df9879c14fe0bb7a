"""Who issued the paper 发文机关?

By falling trust: a label, the red head …文件, a letter head or an order's, the
signature, the beginning of the title (国务院办公厅关于…), a page's publisher. Never a
guess: what is given stands in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.letterhead.header import Header, order_names, red_head_names
from archive.letterhead.labels import Label
from archive.letterhead.lines import plain
from archive.letterhead.number import order_in_note
from archive.letterhead.organisations import organisations_in, short_name
from archive.letterhead.title import TitleFound
from archive.model import Span

_PREFIX_END = re.compile(
    r"关于|转发|批转|印发|发布|对(?!口)|(?<!人民)政府工作报告|(?<=政府)工作报告|"
    r"(?:(?:19|20)\d\d年?度?\S{0,16}?)?(?:述职|述廉|工作总结|(?<!政府)工作报告|常务会议|"
    r"会议纪要)|(?:公告|通告|命令|令|决定)$"
)
_LEADING_YEAR = re.compile(r"^(?:19|20)\d\d年?度?")
_SITTING = re.compile(
    r"^(?:第[^届]{1,4}届)?(?P<body>[^第]{2,20}人民代表大会(?:常务委员会)?)第.{1,5}次会议关于"
)
_OF_STATE = re.compile(r"中华人民共和国(?:[^、]*?(?:法|条例|办法|规定|细则))")
_SEPARATORS = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, slots=True)
class IssuersFound:
    """The offices that issued, in order, and where they stand."""

    names: tuple[str, ...]
    span: Span


def labelled_issuers(header: Header, label: Label) -> IssuersFound | None:
    """Return the offices under a label, which vouches for them."""
    for value in header.values:
        if value.label == label:
            names = tuple(part for part in _SEPARATORS.split(value.text) if part)
            are_names = all(2 <= len(name) <= 40 for name in names)
            if names and are_names and not re.search(r"[\d。:]", plain(value.text)):
                return IssuersFound(names, value.span)
    return None


def head_issuers(header: Header, title: TitleFound | None) -> IssuersFound | None:
    """Return the offices of a red head, of an order, or those over the number."""
    for at in header.places("red_head"):
        if found := _red_head(header, at):
            return found
    for at in header.places("order"):
        names = order_names(header.lines[at])
        if names:
            return _found(header, range(at, at + 1), _listed(names))
    if found := _order_number(header) or _letter_head(header, title):
        return found
    order = noted_order(header)
    return order[1] if order else None


def title_issuers(title: TitleFound, text: str) -> IssuersFound | None:
    """Return the offices that a title begins with."""
    written = text[title.span.start : title.span.end]
    form = plain(written)
    if sitting := _SITTING.match("".join(form.split())):
        return _within(title.span, written, sitting["body"])
    if _OF_STATE.match(form):
        return None
    year = _LEADING_YEAR.match(form)
    start = year.end() if year else 0
    for end in _PREFIX_END.finditer(form, start):
        names = organisations_in(written[start : end.start()])
        if names:
            at = title.span.start
            lead = written[start:].index(names[0][:1]) + start
            last = at + len(written[: end.start()].rstrip())
            return IssuersFound(names, Span(at + lead, last))
    return None


def noted_order(header: Header) -> tuple[Span, IssuersFound] | None:
    """Return the one order whose note stands under a regulation's title."""
    found: list[tuple[Span, IssuersFound]] = []
    for at in header.places("note"):
        line = header.lines[at]
        if re.search(r"修订|修正|修改", line.plain):
            return None
        if order := order_in_note(line):
            names = line.text[order[1].start - line.start : order[1].end - line.start]
            if offices := organisations_in(names):
                found.append((order[0], IssuersFound(offices, order[1])))
    return found[0] if len(found) == 1 else None


def _red_head(header: Header, at: int) -> IssuersFound | None:
    top, line = at, header.lines[at]
    own = red_head_names(line)
    names = organisations_in(own[0]) if own else ()
    end = line.start + own[2] if own else line.start
    while top > 0 and header.roles[top - 1] == "words":
        above = organisations_in(header.lines[top - 1].text)
        if not above:
            break
        names = above + names
        top -= 1
    if not names:
        return None
    start = line.start + own[1] if own and top == at else header.lines[top].start
    if not own:
        end = header.lines[at - 1].end
    return IssuersFound(names, Span(start, end))


def _letter_head(header: Header, title: TitleFound | None) -> IssuersFound | None:
    """Return the offices that stand alone above the number of a letter."""
    if title is None or not title.lines:
        return None
    for at in header.places("number"):
        top = at
        while top > 0 and header.roles[top - 1] == "words":
            top -= 1
        lines = range(top, at)
        names = [organisations_in(header.lines[i].text) for i in lines]
        if names and all(names) and title.lines[0] > at:
            return _found(header, lines, [name for each in names for name in each])
    return None


def _order_number(header: Header) -> IssuersFound | None:
    """Return the office that a number names: 示例市人民政府令第12号."""
    for at in header.places("number"):
        line = header.lines[at]
        found = re.match(
            r"[#*\s]*(?P<names>[\u3400-\u9fff·、\s]+?)(?:令|公告|通告)", line.plain
        )
        if found and (
            names := organisations_in(line.text[slice(*found.span("names"))])
        ):
            return IssuersFound(names, line.span(*found.span("names")))
    return None


def _listed(names: str) -> tuple[str, ...]:
    return organisations_in(names) or (short_name("".join(names.split())),)


def _found(header: Header, lines: range, names: Sequence[str]) -> IssuersFound:
    span = Span(header.lines[lines[0]].start, header.lines[lines[-1]].end)
    return IssuersFound(tuple(names), span)


def _within(span: Span, written: str, body: str) -> IssuersFound | None:
    at = plain(written).find(body)
    if at < 0:
        return None
    name = written[at : at + len(body)]
    return IssuersFound((name,), Span(span.start + at, span.start + at + len(body)))
