"""How is the event log written and read?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, insert, select, update

from archive.database.part import Part, now
from archive.database.tables import events, head
from archive.events import ChainEnd, Entry, Outcome, chained, first_broken
from archive.model import DocumentId, Event

PAGE: Final = 5000


class EventLog(Part):
    """Appends to the chain and reads it."""

    def log(
        self,
        kind: str,
        *,
        actor: str,
        document_id: DocumentId | None = None,
        outcome: Outcome = "success",
        details: Mapping[str, object] | None = None,
    ) -> None:
        """See ``Store``."""
        entry = Entry(kind, actor, document_id, outcome, details or {})
        with self._database.write() as connection:
            append(connection, [entry])

    def events(self, *, after: int = 0, limit: int = 1000) -> Sequence[Event]:
        """See ``Store``."""
        query = (
            select(events)
            .where(events.c.ordinal > after)
            .order_by(events.c.ordinal)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [Event(*row) for row in connection.execute(query)]

    def broken_event(self) -> int | None:
        """See ``Store``."""
        # The end is read first: what is appended meanwhile lies behind it.
        with self._database.read() as connection:
            end = _end(connection)
        return first_broken(self._events_until(end.ordinal), end)

    def _events_until(self, last: int) -> Iterator[Event]:
        after = 0
        while page := self.events(after=after, limit=min(PAGE, last - after)):
            yield from page
            after = page[-1].ordinal
            if after >= last:
                return


def append(connection: Connection, entries: Sequence[Entry]) -> None:
    """Append entries to the chain within a write transaction."""
    end, happened_at = _end(connection), now()
    rows = []
    for entry in entries:
        event = chained(entry, end, happened_at)
        end = ChainEnd(event.ordinal, event.digest)
        rows.append({c.name: getattr(event, c.name) for c in events.c})
    if rows:
        connection.execute(insert(events), rows)
        connection.execute(
            update(head).values(event_ordinal=end.ordinal, event_digest=end.digest)
        )


def _end(connection: Connection) -> ChainEnd:
    row = connection.execute(select(head.c.event_ordinal, head.c.event_digest)).one()
    return ChainEnd(row.event_ordinal, row.event_digest)
