"""How are terms kept, and every change of them with what was before?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from archive.database.event_log import append
from archive.database.part import AnyRow, Part, chunks, next_key, now
from archive.database.term_tables import term_changes, terms
from archive.errors import (
    InvalidInput,
    TermChangeNotFound,
    TermsChanged,
    TermsChangedSince,
)
from archive.events import METADATA_MODIFICATION, Entry
from archive.terms import (
    NAMES_TOLD,
    TERMS_AT_MOST,
    Term,
    TermAction,
    TermChange,
    TermChangeId,
    TermEdit,
    TermId,
    check_term,
    term_id,
)

_SHOWN = [c for c in term_changes.c if c.name != "edits"]
_TIMES = ("added_at", "changed_at")


class TermRecords(Part):
    """See ``TermStore``; every change is one durable commit with its event."""

    def terms(self) -> Sequence[Term]:
        """See ``TermStore``."""
        with self._database.read() as connection:
            rows = connection.execute(select(terms)).all()
        return sorted(map(_to_term, rows), key=lambda term: term.name)

    def revision(self) -> int:
        """See ``TermStore``."""
        with self._database.read() as connection:
            found = connection.execute(select(func.max(term_changes.c.key))).scalar()
        return found or 0

    def record(
        self, action: TermAction, edits: Sequence[TermEdit], *, actor: str, why: str
    ) -> TermChange:
        """See ``TermStore``."""
        if not edits:
            raise InvalidInput(field="terms", value=0)
        for edit in edits:
            if edit.after is not None:
                check_term(edit.after)
        with self._database.write() as connection:
            moment = now()
            stamped = [_stamped(edit, actor, moment) for edit in edits]
            return self._change(connection, action, stamped, actor, moment, why)

    def changes(self, *, limit: int = 100) -> Sequence[TermChange]:
        """See ``TermStore``."""
        query = select(*_SHOWN).order_by(term_changes.c.key.desc()).limit(limit)
        with self._database.read() as connection:
            return [_to_change(row) for row in connection.execute(query)]

    def undo(self, change_id: int, *, actor: str, why: str) -> TermChange:
        """See ``TermStore``."""
        query = select(term_changes).where(term_changes.c.key == change_id)
        with self._database.write() as connection:
            row = connection.execute(query).first()
            if row is None:
                raise TermChangeNotFound(id=change_id)
            if row.undone_by is not None:
                raise InvalidInput(field="id", value=change_id, reason="term_undone")
            edits = [TermEdit(_read(a), _read(b)) for b, a in row.edits]
            of = TermChangeId(row.key)
            try:
                made = self._change(connection, "undo", edits, actor, now(), why, of=of)
            except TermsChanged as error:
                name = str(error.details["name"])
                if (later := self._later(connection, of, name)) is None:
                    raise
                raise TermsChangedSince(name=name, later=later) from error
            _mark_undone(connection, row, made.id)
            return made

    def removed_by(self, change_id: TermChangeId) -> Sequence[str]:
        """See ``TermStore``."""
        query = select(term_changes.c.edits).where(term_changes.c.key == change_id)
        with self._database.read() as connection:
            edits = connection.execute(query).scalar() or []
        gone = [before for before, after in edits if before and not after]
        return [before["name"] for before in gone if before["is_used"]]

    def _later(
        self, connection: Connection, change_id: TermChangeId, name: str
    ) -> TermChangeId | None:
        """Return the last change after another that holds still and has a term."""
        query = (
            select(term_changes.c.key, term_changes.c.edits)
            .where(
                term_changes.c.key > change_id,
                term_changes.c.undone_by.is_(None),
                term_changes.c.action != "undo",
            )
            .order_by(term_changes.c.key.desc())
        )
        key = self._name_key(name)
        for row in connection.execute(query):
            edited = (term for edit in row.edits for term in edit if term)
            if any(self._name_key(term["name"]) == key for term in edited):
                return TermChangeId(row.key)
        return None

    def _change(
        self,
        connection: Connection,
        action: TermAction,
        edits: Sequence[TermEdit],
        actor: str,
        moment: datetime,
        why: str,
        of: TermChangeId | None = None,
    ) -> TermChange:
        self._apply(connection, edits)
        names = [(e.after or e.before or Term("")).name for e in edits]
        row = {
            "key": next_key(connection, term_changes),
            "action": action,
            "names": names[:NAMES_TOLD],
            "term_count": len(edits),
            "edits": [[_written(e.before), _written(e.after)] for e in edits],
            "actor": actor,
            "changed_at": moment,
            "why": why,
            "of": of,
        }
        connection.execute(insert(term_changes), [row])
        details = {"terms": action, "change": row["key"], "count": len(edits)}
        details["names"] = row["names"]
        entry = Entry(METADATA_MODIFICATION, actor, None, "success", details)
        append(connection, [entry])
        query = select(*_SHOWN).where(term_changes.c.key == row["key"])
        return _to_change(connection.execute(query).one())

    def _apply(self, connection: Connection, edits: Sequence[TermEdit]) -> None:
        """Put terms in, in place of others, or away; raises TermsChanged."""
        old = {self._id(e.before): e.before for e in edits if e.before is not None}
        new = {self._id(e.after): e.after for e in edits if e.after is not None}
        ids = sorted({*old, *new})
        kept = _kept(connection, ids)
        for one in ids:
            if kept.get(one) != old.get(one):
                name = (new.get(one) or old[one]).name
                raise TermsChanged(name=name)
        _delete(connection, [one for one in old if one not in new])
        _update(connection, {k: v for k, v in new.items() if k in kept})
        _insert(connection, {k: v for k, v in new.items() if k not in kept})

    def _id(self, term: Term) -> TermId:
        return term_id(self._name_key(term.name))


def _stamped(edit: TermEdit, actor: str, moment: datetime) -> TermEdit:
    """Return the edit with who made it and when."""
    if edit.after is None:
        return edit
    # A word taken up again after it was refused is added by whoever does that.
    added = edit.before if edit.before and edit.before.is_used else None
    after = replace(
        edit.after,
        added_by=added.added_by if added else actor,
        added_at=added.added_at if added else moment,
        changed_by=actor,
        changed_at=moment,
    )
    return TermEdit(edit.before, after)


def _kept(connection: Connection, ids: Sequence[TermId]) -> dict[TermId, Term]:
    found: dict[TermId, Term] = {}
    for some in chunks(ids):
        query = select(terms).where(terms.c.id.in_(some))
        found |= {TermId(r.id): _to_term(r) for r in connection.execute(query)}
    return found


def _delete(connection: Connection, ids: Sequence[TermId]) -> None:
    for some in chunks(ids):
        connection.execute(delete(terms).where(terms.c.id.in_(some)))


def _update(connection: Connection, changed: Mapping[TermId, Term]) -> None:
    if changed:
        statement = update(terms).where(terms.c.id == bindparam("at"))
        rows = [{"at": one, **_columns(term)} for one, term in changed.items()]
        connection.execute(statement, rows)


def _insert(connection: Connection, added: Mapping[TermId, Term]) -> None:
    if not added:
        return
    held = connection.execute(select(func.count(terms.c.key))).scalar_one()
    if held + len(added) > TERMS_AT_MOST:
        raise InvalidInput(field="terms", value=held + len(added))
    first = next_key(connection, terms)
    rows = [
        {"key": key, "id": one, **_columns(term)}
        for key, (one, term) in enumerate(added.items(), start=first)
    ]
    connection.execute(insert(terms), rows)


def _mark_undone(connection: Connection, row: AnyRow, by: TermChangeId) -> None:
    """Record which change undid this one; what this one had undone holds again."""
    for key, value in ((row.key, by), (row.of, None)):
        if key is not None:
            connection.execute(
                update(term_changes)
                .where(term_changes.c.key == key)
                .values(undone_by=value)
            )


def _columns(term: Term) -> dict[str, Any]:
    return {**asdict(term), "variants": list(term.variants)}


def _written(term: Term | None) -> dict[str, Any] | None:
    if term is None:
        return None
    times = {t: (m.isoformat() if (m := getattr(term, t)) else None) for t in _TIMES}
    return {**_columns(term), **times}


def _read(written: dict[str, Any] | None) -> Term | None:
    if written is None:
        return None
    times = {
        t: datetime.fromisoformat(m) if (m := written[t]) else None for t in _TIMES
    }
    return Term(**{**written, **times, "variants": tuple(written["variants"])})


def _to_term(row: AnyRow) -> Term:
    return Term(
        row.name,
        row.kind,
        row.definition,
        tuple(row.variants),
        row.source,
        row.origin,
        row.frequency,
        row.is_used,
        row.added_by,
        row.added_at,
        row.changed_by,
        row.changed_at,
    )


def _to_change(row: AnyRow) -> TermChange:
    return TermChange(
        TermChangeId(row.key),
        row.action,
        tuple(row.names),
        row.term_count,
        row.actor,
        row.changed_at,
        row.why,
        row.of,
        row.undone_by,
    )
