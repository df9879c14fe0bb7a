"""How are terms and their changes shown?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from archive.model import Entity, EntityKind
from archive.terms import Term, TermChange, TermChangeId, TermKind
from indexer.terms.glossary import Glossary, id_of
from web.permissions import reader_of
from web.present import actor_zh, time_zh
from web.term_actions import TERM_ACTIONS
from web.terms import may_edit

KIND_NAMES: Mapping[TermKind, str] = {
    "term": "术语",
    "person": "人名",
    "place": "地名",
    "organisation": "机构",
    "word": "普通词",
}
_LISTED_AS: Mapping[EntityKind, TermKind] = {
    "term": "term",
    "place": "place",
    "organisation": "organisation",
}
_NAMES = 6


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as pages show it; ``source`` says where it is from, in a sentence."""

    id: str
    name: str
    kind: TermKind
    kind_name: str
    definition: str
    variants: tuple[str, ...]
    source: str
    origin: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of terms as lists show it."""

    id: int
    action: str
    what: str
    actor: str
    changed_at: datetime
    why: str
    is_undone: bool
    is_undoing: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of this part, and whether it is the one shown."""

    name: str
    url: str
    is_current: bool


def term_view(term: Term) -> TermView:
    """Return a term as pages show it."""
    return TermView(
        id_of(term.name),
        term.name,
        term.kind,
        KIND_NAMES[term.kind],
        term.definition,
        term.variants,
        source_zh(term),
        term.origin,
        f"/terms/glossary/{id_of(term.name)}",
    )


def source_zh(term: Term) -> str:
    """Return where a term is from, and by whom and when."""
    by = actor_zh(term.added_by)
    added = f"{by}于{time_zh(term.added_at)}" if term.added_at else by
    match term.source:
        case "shipped":
            said = "随软件附带"
        case "dictionary":
            said = f"本地词典，{added}上传"
        case "mined":
            said = f"从馆藏文献中发现，{added}收为术语"
        case "typed":
            said = f"{added}添加"
    if term.changed_at and term.changed_at != term.added_at:
        said += f"，{actor_zh(term.changed_by)}于{time_zh(term.changed_at)}修改"
    return said


def listed_as(glossary: Glossary, entity: Entity) -> TermView | None:
    """Return the term of the glossary that an entity is, if it is one."""
    for name in (entity.name, *entity.aliases):
        term = glossary.by_id.get(id_of(name))
        if term and term.is_used and term.kind == _LISTED_AS.get(entity.kind):
            return term_view(term)
    return None


def undoing_zh(changes: Sequence[TermChange], number: str) -> str:
    """Return what the undoing of a number did, or nothing if it is not listed."""
    by_id = {change.id: change for change in changes}
    made = next((change for change in changes if str(change.id) == number), None)
    if made is None or made.of is None:
        return ""
    first, is_undoing = _undone(made, by_id)
    return (
        f"已撤销第 {first} 号改动" if is_undoing else f"已恢复原改动（第 {first} 号）"
    )


def _undone(
    change: TermChange, by_id: Mapping[TermChangeId, TermChange]
) -> tuple[TermChangeId, bool]:
    """Return the first of a chain of undoings, and whether the last undoes it."""
    first, is_undoing = change.id, False
    while change.of is not None:
        first, is_undoing = change.of, not is_undoing
        if (before := by_id.get(change.of)) is None:
            break
        change = before
    return first, is_undoing


def change_rows(
    changes: Sequence[TermChange], removed: Mapping[TermChangeId, Sequence[str]]
) -> list[ChangeRow]:
    """Return changes as lists show them, with the terms that each took out."""
    by_id = {change.id: change for change in changes}
    return [
        ChangeRow(
            change.id,
            TERM_ACTIONS[change.action],
            _what(change, removed.get(change.id, ())),
            change.actor,
            change.changed_at,
            change.why,
            change.undone_by is not None,
            _undone(change, by_id)[1],
        )
        for change in changes
    ]


def _what(change: TermChange, removed: Sequence[str]) -> str:
    if change.of is not None:
        return f"撤销第{change.of}号：{'、'.join(change.names[:_NAMES])}"
    if not removed:
        return _some(change.names, change.count)
    gone = f"去掉：{_some(removed, len(removed))}"
    taken = [name for name in change.names if name not in removed[: len(change.names)]]
    count = change.count - len(removed)
    return f"收进：{_some(taken, count)}；{gone}" if count else gone


def _some(names: Sequence[str], count: int) -> str:
    some = "、".join(names[:_NAMES])
    return f"{some} 等 {count} 条" if count > _NAMES else some


def tabs(request: Request) -> list[Tab]:
    """Return the pages of this part that the reader may see."""
    pages = [("词表", "/terms/glossary")]
    if may_edit(reader_of(request)):
        pages += [
            ("待定术语", "/terms/proposals"),
            ("本地词典", "/terms/dictionary"),
            ("改动记录", "/terms/changes"),
        ]
    pages.append(("同义词", "/synonyms"))
    path = request.url.path
    return [Tab(name, url, path.startswith(url)) for name, url in pages]
