"""How are synonyms kept, and their changes logged?"""

from collections.abc import Sequence
from secrets import token_hex

from sqlalchemy import Connection, delete, func, insert, select, update

from archive.database.event_log import append
from archive.database.part import AnyRow, Part, next_key, now
from archive.database.search_tables import synonym_revision, synonyms
from archive.errors import InvalidInput, SynonymsNotFound
from archive.events import METADATA_MODIFICATION, Entry
from archive.synonyms import (
    GROUPS_AT_MOST,
    WORD_AT_MOST,
    WORDS_AT_MOST,
    Synonyms,
    SynonymsId,
)


class SynonymRecords(Part):
    """See ``SynonymStore``; every change is one durable commit with its event."""

    def groups(self) -> Sequence[Synonyms]:
        """See ``SynonymStore``."""
        with self._database.read() as connection:
            rows = connection.execute(select(synonyms)).all()
        return sorted(map(_to_group, rows), key=lambda group: group.words)

    def revision(self) -> int:
        """See ``SynonymStore``."""
        with self._database.read() as connection:
            found = connection.execute(select(synonym_revision.c.revision)).scalar()
        return found or 0

    def add(self, words: Sequence[str], *, actor: str) -> Synonyms:
        """See ``SynonymStore``."""
        checked, synonyms_id = _checked(words), token_hex(10)
        with self._database.write() as connection:
            held = connection.execute(select(func.count(synonyms.c.key))).scalar_one()
            if held >= GROUPS_AT_MOST:
                raise InvalidInput(field="words", value=str(GROUPS_AT_MOST))
            row = {
                "key": next_key(connection, synonyms),
                "id": synonyms_id,
                "words": checked,
                "changed_by": actor,
                "changed_at": now(),
            }
            connection.execute(insert(synonyms), [row])
            _log(connection, actor, "add", before=(), after=checked)
            return _one(connection, synonyms_id)

    def change(self, synonyms_id: str, words: Sequence[str], *, actor: str) -> Synonyms:
        """See ``SynonymStore``."""
        checked = _checked(words)
        with self._database.write() as connection:
            found = _one(connection, synonyms_id)
            connection.execute(
                update(synonyms)
                .where(synonyms.c.id == synonyms_id)
                .values(words=checked, changed_by=actor, changed_at=now())
            )
            _log(connection, actor, "change", before=found.words, after=checked)
            return _one(connection, synonyms_id)

    def remove(self, synonyms_id: str, *, actor: str) -> None:
        """See ``SynonymStore``."""
        with self._database.write() as connection:
            found = _one(connection, synonyms_id)
            connection.execute(delete(synonyms).where(synonyms.c.id == synonyms_id))
            _log(connection, actor, "remove", before=found.words, after=())


def _checked(words: Sequence[str]) -> list[str]:
    """Return the words, each once, without outer white space."""
    kept = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if not 2 <= len(kept) <= WORDS_AT_MOST:
        raise InvalidInput(field="words", value="、".join(kept)[:80])
    for word in kept:
        if len(word) > WORD_AT_MOST or any(sign.isspace() for sign in word):
            raise InvalidInput(field="words", value=word[:80])
    return kept


def _log(
    connection: Connection,
    actor: str,
    action: str,
    *,
    before: Sequence[str],
    after: Sequence[str],
) -> None:
    """Record a change of the synonyms and raise their revision."""
    connection.execute(
        update(synonym_revision).values(revision=synonym_revision.c.revision + 1)
    )
    details = {"synonyms": action, "before": list(before), "after": list(after)}
    append(connection, [Entry(METADATA_MODIFICATION, actor, None, "success", details)])


def _one(connection: Connection, synonyms_id: str) -> Synonyms:
    query = select(synonyms).where(synonyms.c.id == synonyms_id)
    row = connection.execute(query).first()
    if row is None:
        raise SynonymsNotFound(id=synonyms_id)
    return _to_group(row)


def _to_group(row: AnyRow) -> Synonyms:
    return Synonyms(
        SynonymsId(row.id), tuple(row.words), row.changed_by, row.changed_at
    )
