"""What is the paper's title 标题, as the paper shows it?

By falling trust: a label; the regulation that an order makes public; a Markdown
heading; the words beside the number, which end like a title; the first words above the
text; the whole of a text of a line or two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.letterhead.doctype import document_type
from archive.letterhead.header import Header
from archive.letterhead.lines import Line
from archive.letterhead.number import number_at_end
from archive.letterhead.organisations import organisations_in
from archive.model import Span

LONGEST_TITLE = 150
SHORT_NOTE = 200
"""A text no longer than this is a note, and its first line its title."""
_SHORTEST_WHOLE = 4
"""A shorter line (公告, 通知公告) may be a menu."""
_NOTE_LINES = 2
_MOST_LINES = 6

_VERB = re.compile(r"关于|转发|批转|印发|(?<=[府院厅局部会委])对|发布")
_BEGINS_WITH_VERB = re.compile(r"^(?:关于|转发|批转|印发|对|的)")
_FORWARDS = re.compile(r"(?:转发|批转|印发).*")
_FORM = re.compile(
    r"(?:审批|转递|移交|交接|通知|明细|申请|报告)单$|(?:登记|审批|申请|明细|统计|评审)表$|清单$|名册$|"
    r"台账$|(?:承诺|责任|协议|决定|申报)书$|合同$|(?:会议|谈话)记录$"
)
_FORWARDING = frozenset({"通知", "函", "公告", "决定", "命令", "批复", "通报"})
_REMARK = re.compile(r"\([^()]{2,24}\)")
_UNFINISHED = re.compile(r"(?:的|和|及|与|、|关于|对|暨|,)$")
_PROMULGATED = re.compile(r"《([^《》]{2,60})》")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHORT_PLACE = re.compile(r"[省市县区旗州乡镇村]$|年度?$")
_PUBLIC = re.compile(r"公布|发布|施行|废止|修改")


@dataclass(frozen=True, slots=True)
class TitleFound:
    """A title, where it stands, and its first and last line; no lines if labelled."""

    text: str
    span: Span
    lines: range


def find_title(header: Header, text: str) -> TitleFound | None:
    """Return the title that a text shows, or None."""
    return (
        _labelled(header)
        or _of_order(header)
        or _heading(header)
        or _beside_number(header)
        or _first_words(header)
        or _short_note(header, text)
    )


def is_complete(words: str, form: str) -> bool:
    """Tell whether words end as a title ends; a forwarded title does not end one."""
    if _FORM.search(form) and not _FORWARDS.search(form):
        return True
    kind = document_type(words)
    return kind is not None and (kind in _FORWARDING or not _FORWARDS.search(form))


def _labelled(header: Header) -> TitleFound | None:
    for value in header.values:
        if value.label == "title" and _HAN.search(value.text):
            return TitleFound(_tidy(value.text), value.span, range(0))
    return None


def _of_order(header: Header) -> TitleFound | None:
    """Return the title of the regulation that an order 令 makes public."""
    orders = header.places("order", "number")
    is_order = any("令" in header.lines[at].plain for at in orders)
    if not is_order or header.places("heading", "words"):
        return None
    for line in header.lines[header.body : header.body + 2]:
        found = _PROMULGATED.search(line.text)
        if found and _PUBLIC.search(line.plain):
            return TitleFound(found[1], line.span(*found.span(1)), range(0))
    return None


def _heading(header: Header) -> TitleFound | None:
    return next((_joined(header, at, at) for at in header.places("heading")), None)


def _beside_number(header: Header) -> TitleFound | None:
    """Return the words right above the number or, in a red-headed paper, below it."""
    for at in header.places("number", "serial"):
        above, below = _run_above(header, at), _run_below(header, at)
        for run in (above, below):
            if run and _is_whole(header, run):
                return _of_run(header, run)
        if below and (not above or _is_letter_head(header, above)):
            return _of_run(header, below)
    return None


def _first_words(header: Header) -> TitleFound | None:
    places = header.places("words")
    if places and len(header.lines[places[0]].plain) > _SHORTEST_WHOLE:
        last = _bottom(header, places[0])
        if _ends_title(header, last):
            return _joined(header, places[0], last)
    anchor = next((at for at in places if _is_strong(header, at)), None)
    if anchor is not None:
        return _joined(header, _top(header, anchor), _bottom(header, anchor))
    anchors = [at for at in places if _ends_title(header, at)]
    if anchors and anchors[0] - places[0] <= _MOST_LINES:
        top = _top(header, anchors[0])
        if top == places[0] or anchors[0] == top:
            return _joined(header, top, _bottom(header, anchors[0]))
    for at in places:
        if len(_HAN.findall(header.lines[at].text)) >= 2:
            return _joined(header, at, _bottom(header, at))
    return None


def _short_note(header: Header, text: str) -> TitleFound | None:
    if len(text) > SHORT_NOTE or not header.lines:
        return None
    first = header.lines[0]
    is_bare = header.body == 0 and len(header.lines) <= _NOTE_LINES
    if not is_bare or first.plain.endswith(":") or not _HAN.search(first.text):
        return None
    return TitleFound(first.text, first.span(0, len(first.text)), range(1))


def _is_strong(header: Header, at: int) -> bool:
    """Tell whether a line ends a title that says what it is about: 关于…的通知."""
    if not _ends_title(header, at):
        return False
    top = _top(header, at)
    return any(_VERB.search(header.lines[i].plain) for i in range(top, at + 1))


def _ends_title(header: Header, at: int) -> bool:
    line = header.lines[at]
    return is_complete(line.text, line.plain) and len(line.plain) > 1


def _is_whole(header: Header, run: range) -> bool:
    words = "".join(header.lines[at].text for at in run)
    return is_complete(words, "".join(header.lines[at].plain for at in run))


def _is_letter_head(header: Header, run: range) -> bool:
    return all(organisations_in(header.lines[at].text) for at in run)


def _run_above(header: Header, at: int) -> range:
    top = at
    while top > 0 and header.roles[top - 1] == "words" and at - top < _MOST_LINES:
        top -= 1
    # Of a longer run only the last title: navigation may stand above it.
    last = at - 1
    if top < at and _ends_title(header, last):
        top = max(top, _top(header, last))
    return range(top, at)


def _run_below(header: Header, at: int) -> range:
    end = at + 1
    while (
        end < header.body and header.roles[end] == "words" and end - at <= _MOST_LINES
    ):
        end += 1
        if _ends_title(header, end - 1):
            end = _bottom(header, end - 1) + 1
            break
    return range(at + 1, end)


def _of_run(header: Header, run: range) -> TitleFound:
    return _joined(header, run[0], run[-1])


def _top(header: Header, at: int) -> int:
    """Return the first line of the title that ends at a line."""
    top = at
    while top > 0 and at - top < _MOST_LINES and header.roles[top - 1] == "words":
        form = header.lines[top].plain
        above = header.lines[top - 1]
        if _begins_whole(form) or _ends_title(header, top - 1):
            break
        is_close = not header.lines[top].follows_gap
        if not _leads_into(header, top, above, is_close=is_close):
            break
        top -= 1
    return top


def _leads_into(header: Header, top: int, above: Line, *, is_close: bool) -> bool:
    """Tell whether the line above begins the title that goes on at ``top``."""
    if organisations_in(above.text):
        return True
    if _VERB.search(above.plain) and not _VERB.match(header.lines[top].plain):
        return True
    if not is_close:
        return False
    if _VERB.search(above.plain) or _SHORT_PLACE.search(above.plain):
        return True
    is_form = _FORM.search(header.lines[top].plain) is not None
    if is_form and top == 1 and len(above.plain) <= _SHORTEST_WHOLE:
        return True
    # A line between: 示例县关于进一步加强 / 乡镇干部 / 离任交接工作的意见.
    higher = header.lines[max(0, top - 3) : top - 1]
    is_inner = not _VERB.search(header.lines[top].plain)
    return is_inner and any(_VERB.search(line.plain) for line in higher)


def _begins_whole(form: str) -> bool:
    """Tell whether a line begins with an office and a verb: 某局关于."""
    found = _VERB.search(form)
    return bool(found and found.start() and organisations_in(form[: found.start()]))


def _bottom(header: Header, at: int) -> int:
    """Return the last line of the title that is whole, or begun, at a line."""
    last = at
    while last + 1 < header.body and last - at < _MOST_LINES:
        following = header.lines[last + 1]
        if header.roles[last + 1] != "words" or not _goes_on(
            header.lines[at : last + 1], following
        ):
            break
        last += 1
    return last


def _goes_on(so_far: Sequence[Line], following: Line) -> bool:
    words = "".join(line.text for line in so_far)
    form = "".join(line.plain for line in so_far)
    if len(words) + len(following.text) > LONGEST_TITLE:
        return False
    if _REMARK.fullmatch(following.plain):
        return not following.follows_gap and "年" not in following.plain[-4:]
    if following.text.strip() == words.strip():
        return False
    if is_complete(words, form):
        is_rest = following.plain.startswith(("的", "(")) or not _VERB.search(
            following.plain
        )
        return (
            not following.follows_gap
            and is_rest
            and document_type(following.text) is not None
            and not organisations_in(following.text)
            and document_type(words) not in {"通知", "批复"}
            and len(following.plain) > 2
        )
    if _UNFINISHED.search(form) or _FORWARDS.search(form):
        return True
    return bool(_VERB.search(form)) and not following.follows_gap


def _joined(header: Header, first: int, last: int) -> TitleFound:
    lines = header.lines[first : last + 1]
    number = number_at_end(lines[-1])
    parts = [line.text for line in lines]
    end = lines[-1].end
    if number:
        end = number.start
        parts[-1] = parts[-1][: end - lines[-1].start].rstrip(" \u3000(（[［〔【")
        end = lines[-1].start + len(parts[-1])
    lead = len(parts[0]) - len(parts[0].lstrip("#* \u3000"))
    parts[0] = parts[0].lstrip("#* \u3000")
    parts = [part.strip("* \u3000") for part in parts]
    text = parts[0]
    for above, below in pairwise(parts):
        is_list = organisations_in(above) and _starts_with_office(below)
        text += (" " if is_list else "") + below
    return TitleFound(
        _tidy(text), Span(lines[0].start + lead, end), range(first, last + 1)
    )


def _starts_with_office(words: str) -> bool:
    return bool(organisations_in(words)) or _begins_whole(words)


def _tidy(words: str) -> str:
    """Return words with runs of space made one, and letters set apart joined."""
    parts = words.split()
    # 公　告, or most of a title one letter at a time.
    is_spaced_out = sum(map(len, parts)) < (2 if len(parts) > 3 else 1.5) * len(parts)
    return ("" if is_spaced_out else " ").join(parts)
