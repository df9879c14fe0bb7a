"""How are terms and their changes shown?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from archive.model import Entity, EntityKind
from archive.terms import Term, TermChange, TermKind
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
            said = f"县本词典，{added}上传"
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


def change_rows(changes: Sequence[TermChange]) -> list[ChangeRow]:
    """Return changes as lists show them."""
    return [
        ChangeRow(
            change.id,
            TERM_ACTIONS[change.action],
            _what(change),
            change.actor,
            change.changed_at,
            change.why,
            change.undone_by is not None,
            change.action == "undo",
        )
        for change in changes
    ]


def _what(change: TermChange) -> str:
    names = "、".join(change.names[:_NAMES])
    if change.of is not None:
        return f"撤销第{change.of}号：{names}"
    return f"{names} 等 {change.count} 条" if change.count > _NAMES else names


def tabs(request: Request) -> list[Tab]:
    """Return the pages of this part that the reader may see."""
    pages = [("词表", "/terms/glossary")]
    if may_edit(reader_of(request)):
        pages += [
            ("待定术语", "/terms/proposals"),
            ("县本词典", "/terms/dictionary"),
            ("改动记录", "/terms/changes"),
        ]
    path = request.url.path
    return [Tab(name, url, path.startswith(url)) for name, url in pages]
