"""What does a reader see of the edits of a text, and how does an archivist decide?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.cleaning.edits import RULES, UNKNOWN, Rule
from archive.cleaning.settled import EditState, SettledEdit
from archive.model import DocumentId
from web.deciding import record, why_of
from web.edits import edit_decision
from web.forms import form_of, go_to
from web.pages.marking import ShownEdit
from web.pages.tags import document_url, edits_url
from web.permissions import reader_of
from web.services import services_of

PARAMETER = "reading"
EDITED = "edited"
RULE_NAMES: Mapping[Rule, tuple[str, str]] = {
    "pinyin_gloss": (
        "拼音注音",
        "括号里的拼音与前一字的读音相符，全文这样的注音不少于十处，是程序加上的。",
    ),
    "split_character": (
        "拆开的字",
        "一个字的两个字节被注音隔开，丢了一个字节；补回后读音与上下文都对得上。",
    ),
    "shifted_bytes": (
        "错位的字节",
        "丢了一个字节，后面的字节两两错配；错开一个字节重读，读出的都是常用字。",
    ),
    "spam_line": ("垃圾标题", "整行是垃圾网站的用语，不成句。"),
    "breadcrumb": ("页面位置", "网页上标明当前位置的一行。"),
    "related_links": ("相关链接", "正文之后的链接列表，其中没有一句正文。"),
    "menu_line": ("网站栏目", "整行像是网站的栏目名。"),
    "markup": ("网页标记", "没有去净的网页标记。"),
    "lone_mark": ("单独的竖线", "整行只有一个竖线。"),
}
STATE_NAMES: Mapping[EditState, str] = {
    "made": "已改",
    "proposed": "待定",
    "accepted": "已接受",
    "refused": "保留原文",
}
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class EditRow:
    """An edit as the list shows it."""

    number: int
    start: int
    end: int
    was: str
    text: str
    state: EditState
    state_name: str
    decision_id: int | None

    @property
    def has_unknown(self) -> bool:
        """Whether a character of it cannot be told."""
        return UNKNOWN in self.text


@dataclass(frozen=True, slots=True)
class EditGroup:
    """The edits of one rule, and what the rule goes by."""

    name: str
    because: str
    rows: tuple[EditRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether it holds a proposal."""
        return any(row.state == "proposed" for row in self.rows)


@dataclass(frozen=True, slots=True)
class EditLog:
    """All edits of a text, those of a rule together, proposals first."""

    groups: tuple[EditGroup, ...]
    made: int
    proposed: int
    is_edited: bool
    verbatim_url: str
    edited_url: str


def wants_edited(request: Request) -> bool:
    """Tell whether the address asks for the edited text."""
    return request.query_params.get(PARAMETER) == EDITED


def edit_log(
    request: Request, document_id: str, text: str, edits: Sequence[SettledEdit]
) -> EditLog | None:
    """Return the edits of a text as a page shows them; None if there are none."""
    if not edits:
        return None
    by_rule: dict[Rule, list[EditRow]] = defaultdict(list)
    for number, one in enumerate(edits, start=1):
        by_rule[one.edit.rule].append(_row(number, one, text))
    groups = [
        EditGroup(*RULE_NAMES[rule], tuple(by_rule[rule]))
        for rule in RULES
        if rule in by_rule
    ]
    query = request.query_params.get("q", "").strip()
    return EditLog(
        tuple(sorted(groups, key=lambda group: not group.is_open)),
        sum(one.holds for one in edits),
        sum(one.state == "proposed" for one in edits),
        wants_edited(request),
        document_url(document_id, query),
        f"{document_url(document_id)}?{urlencode(_asked(query))}",
    )


def shown_edits(edits: Sequence[SettledEdit], text: str) -> tuple[ShownEdit, ...]:
    """Return the edits as they are marked in the edited text."""
    return tuple(
        ShownEdit(
            one.edit.start,
            one.edit.end,
            one.edit.text,
            one.holds,
            number,
            _title(one, text),
        )
        for number, one in enumerate(edits, start=1)
        if one.state != "refused"
    )


async def decide_on_edit(request: Request) -> Response:
    """Record the decision of a form and go back to the edits."""
    form = await form_of(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        document_id = DocumentId(request.path_params["document_id"])
        fields: dict[str, object] = {
            "action": form.text("action"),
            "start": form.number("start"),
            "end": form.number("end"),
            "text": form.text("text"),
            "why": form.text("why"),
        }
        decision = edit_decision(services.store, document_id, fields, reader.visible)
        record(services, decision, reader, why_of(fields))
        return go_to(edits_url(document_id))

    return await run_in_threadpool(work)


def _asked(query: str) -> dict[str, str]:
    return {"q": query, PARAMETER: EDITED} if query else {PARAMETER: EDITED}


def _title(one: SettledEdit, text: str) -> str:
    was = " ".join(text[one.edit.start : one.edit.end].split())[:_LONGEST_SHOWN]
    instead = f"改作“{one.edit.text}”" if one.edit.text else "略去"
    name = RULE_NAMES[one.edit.rule][0]
    doubt = "，待定" if one.state == "proposed" else ""
    return f"原文“{was}”，{instead}（{name}{doubt}）"


def _row(number: int, one: SettledEdit, text: str) -> EditRow:
    edit = one.edit
    was = text[edit.start : edit.end].strip() or text[edit.start : edit.end]
    return EditRow(
        number,
        edit.start,
        edit.end,
        was if len(was) <= _LONGEST_SHOWN else f"{was[:_LONGEST_SHOWN]}……",
        edit.text,
        one.state,
        STATE_NAMES[one.state],
        one.decided_by,
    )
