"""Who held posts in which order: of one person, one place, one post, one body?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.model import Entity, EntityId, Visible
from archive.store import Store
from archive.tenures import HandoverFilter, HandoverRecord, Tenure
from web.pages.careers import REGULAR, Term, month_zh, settled, terms
from web.pages.proofs import ProofTags
from web.pages.tags import PageTag
from web.pages.timeline import Row, Timeline, timeline

ROWS_AT_MOST = 8
"""Lines of a picture; the table behind it has all."""
_TAGS = 3
_HANDOVERS = 200


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term in the table behind a timeline."""

    label: str
    official: str
    url: str | None
    detail: str | None
    start: str
    end: str
    period: str
    standing: str
    tags: tuple[PageTag, ...]
    more_tags: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A term of which documents give ends that cannot be one."""

    chair: str
    official: str
    ends: tuple[tuple[str, PageTag], ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """The picture, the table behind it, and what needs a person's eye."""

    picture: Timeline | None
    rows: tuple[TermRow, ...]
    posts: int
    disagreements: tuple[Disagreement, ...]
    shows_names: bool
    is_cut: bool
    since: str
    held_now: tuple[str, ...] = ()
    held_before: tuple[str, ...] = ()


def career(store: Store, entity: Entity, visible: Visible) -> Succession:
    """Return the posts of an official, the earliest first."""
    held = store.tenures.of_official(entity.id, visible=visible)
    wanted = HandoverFilter(official_id=entity.id)
    books = store.tenures.handovers(wanted, visible=visible, limit=_HANDOVERS)
    found = [t for t in terms(held, books) if t.official_id == entity.id]
    found = settled(found)
    lines = [(term.chair, [term]) for term in found]
    now = [t.chair for t in found if not t.is_over and t.standing == REGULAR]
    before = [t.chair for t in reversed(found) if t.is_over]
    return replace(
        _succession(store, lines, visible, shows_names=False),
        held_now=tuple(dict.fromkeys(now)),
        held_before=tuple(one for one in dict.fromkeys(before) if one not in now),
    )


def holders_at(store: Store, entity: Entity, visible: Visible) -> Succession:
    """Return who held the posts of a place, post by post."""
    names = (entity.name, *entity.aliases)
    held = store.tenures.at_place(entity.id, names, visible=visible)
    wanted = HandoverFilter(place_id=entity.id)
    books = store.tenures.handovers(wanted, visible=visible, limit=_HANDOVERS)
    return _by_line(store, held, books, visible, prefixes=names)


def holders_in(store: Store, entity: Entity, visible: Visible) -> Succession:
    """Return who held the posts of an organisation, post by post."""
    held = store.tenures.at_organisation(entity.id, visible=visible)
    return _by_line(store, held, (), visible, prefixes=(entity.name, *entity.aliases))


def holders_of(store: Store, entity: Entity, visible: Visible) -> Succession:
    """Return who held a post, chair by chair."""
    held = store.tenures.of_post(entity.id, visible=visible)
    wanted = HandoverFilter(post=entity.name)
    books = store.tenures.handovers(wanted, visible=visible, limit=_HANDOVERS)
    return _by_line(store, held, books, visible)


def _by_line(
    store: Store,
    held: Iterable[Tenure],
    books: Iterable[HandoverRecord],
    visible: Visible,
    *,
    prefixes: Sequence[str] = (),
) -> Succession:
    lines: dict[str, list[Term]] = {}
    for term in terms(held, books):
        lines.setdefault(_line(term.chair, prefixes), []).append(term)
    ordered = sorted(lines.items(), key=lambda line: (-_people(line[1]), line[0]))
    return _succession(
        store,
        [(label, settled(of)) for label, of in ordered],
        visible,
        shows_names=True,
    )


def _line(chair: str, prefixes: Sequence[str]) -> str:
    """Return what to call a chair where its place is plain: 乡长, not 某乡乡长."""
    for prefix in sorted(prefixes, key=len, reverse=True):
        if chair.startswith(prefix) and len(chair) > len(prefix):
            return chair[len(prefix) :]
    return chair


def _people(line: Sequence[Term]) -> int:
    return len({term.official_id or term.official for term in line})


def _succession(
    store: Store,
    lines: Sequence[tuple[str, Sequence[Term]]],
    visible: Visible,
    *,
    shows_names: bool,
) -> Succession:
    every = [term for _, line in lines for term in line]
    proofs = [proof for term in every for proof in term.proofs[:_TAGS]]
    proofs += [proof for term in every for _, proof in term.ends]
    tags = ProofTags(store, proofs, visible=visible)
    named = {
        t.official_id: t.detail for t in every if t.official_id is not None and t.detail
    }
    drawn = [Row(label, tuple(line)) for label, line in lines if any(map(_dated, line))]
    return Succession(
        picture=timeline(drawn[:ROWS_AT_MOST], shows_names=shows_names),
        rows=tuple(_row(label, t, named, tags) for label, line in lines for t in line),
        posts=len({label for label, _ in lines}),
        disagreements=tuple(
            Disagreement(
                t.chair,
                t.official,
                tuple((month_zh(end), tags.of(proof)) for end, proof in t.ends),
            )
            for t in every
            if t.ends
        ),
        shows_names=shows_names,
        is_cut=len(drawn) > ROWS_AT_MOST,
        since=min((t.since[:4] for t in every if t.since), default=""),
    )


def _dated(term: Term) -> bool:
    return bool(term.since)


def _row(
    label: str, term: Term, named: Mapping[EntityId, str], tags: ProofTags
) -> TermRow:
    detail = named.get(term.official_id) if term.official_id else None
    return TermRow(
        label=label,
        official=term.official,
        url=f"/officials/{term.official_id}" if term.official_id else None,
        detail=detail,
        start=month_zh(term.start),
        end=_end(term),
        period=term.period,
        standing=term.standing,
        tags=tuple(tags.of(proof) for proof in term.proofs[:_TAGS]),
        more_tags=max(0, len(term.proofs) - _TAGS),
    )


def _end(term: Term) -> str:
    if term.ends:
        return "或".join(dict.fromkeys(month_zh(end) for end, _ in term.ends))
    if term.end:
        return month_zh(term.end)
    if term.is_over or term.standing != REGULAR:
        return "未载"
    return "未见离任"
