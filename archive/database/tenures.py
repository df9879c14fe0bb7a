"""Who held which post, and which handovers are there, as a reader may see it?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select
from sqlalchemy.orm import aliased

from archive.database.part import AnyRow, Part, chunks, is_visible
from archive.database.tables import (
    appearances,
    collections,
    deadlines,
    documents,
    entities,
    handover_parties,
    handovers,
    tenures,
)
from archive.model import EntityId, PartialDate, PostHeld, Span, Visible
from archive.tenures import (
    Deadline,
    HandoverFilter,
    HandoverRecord,
    Party,
    Source,
    Tenure,
)

_OFFICIAL = entities.alias("official")
_POST = entities.alias("post")
_NAMES_AT_MOST = 50


class Tenures(Part):
    """Reads what analyses say of posts and handovers."""

    def of_official(self, entity_id: str, *, visible: Visible) -> Sequence[Tenure]:
        """See ``TenureStore``."""
        return self._tenures(_OFFICIAL.c.id == entity_id, visible)

    def latest_of(
        self, entity_ids: Sequence[EntityId], *, visible: Visible
    ) -> Mapping[EntityId, Tenure]:
        """See ``TenureStore``."""
        found = [
            tenure
            for chunk in chunks(entity_ids)
            for tenure in self._tenures(_OFFICIAL.c.id.in_(chunk), visible)
        ]
        # The first post of a document is the one that a text begins with.
        found.sort(key=lambda tenure: tenure.source.issued_on or "")
        latest: dict[EntityId, Tenure] = {}
        for tenure in found:
            before = latest.get(tenure.official_id)
            if before is None or tenure.source != before.source:
                latest[tenure.official_id] = tenure
        return latest

    def of_post(
        self, entity_id: str, *, visible: Visible, limit: int = 2000
    ) -> Sequence[Tenure]:
        """See ``TenureStore``."""
        return self._tenures(_POST.c.id == entity_id, visible, limit)

    def at_place(
        self, entity_id: str, names: Sequence[str], *, visible: Visible
    ) -> Sequence[Tenure]:
        """See ``TenureStore``."""
        here = list(names[:_NAMES_AT_MOST])
        begins = (
            tenures.c.organisation.startswith(name, autoescape=True) for name in here
        )
        is_here = or_(tenures.c.place.in_(here), *begins)
        return self._tenures(_is_named(entity_id) & is_here, visible)

    def at_organisation(self, entity_id: str, *, visible: Visible) -> Sequence[Tenure]:
        """See ``TenureStore``."""
        query = select(entities.c.name, entities.c.aliases)
        with self._database.read() as connection:
            row = connection.execute(query.where(entities.c.id == entity_id)).first()
        if row is None:
            return []
        names = [row.name, *row.aliases][:_NAMES_AT_MOST]
        is_here = tenures.c.organisation.in_(names)
        return self._tenures(_is_named(entity_id) & is_here, visible)

    def handovers(
        self,
        wanted: HandoverFilter,
        *,
        visible: Visible,
        limit: int = 50,
        offset: int = 0,
    ) -> Sequence[HandoverRecord]:
        """See ``TenureStore``."""
        query = (
            select(*_source(), handovers, entities.c.id.label("place_id"))
            .select_from(documents)
            .join(collections)
            .join(handovers, handovers.c.document_key == documents.c.key)
            .outerjoin(entities, entities.c.key == handovers.c.place_key)
            .where(is_visible(visible), *_wanted(wanted))
            .order_by(
                handovers.c.date.is_(None), handovers.c.date.desc(), documents.c.id
            )
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            parties = _parties(connection, [row.document_key for row in rows])
        return [_record(row, parties[row.document_key]) for row in rows]

    def deadlines(
        self, *, since: PartialDate, visible: Visible, limit: int = 10
    ) -> Sequence[Deadline]:
        """See ``TenureStore``."""
        query = (
            select(*_source(), deadlines, handovers.c.place)
            .select_from(documents)
            .join(collections)
            .join(deadlines, deadlines.c.document_key == documents.c.key)
            .join(handovers, handovers.c.document_key == documents.c.key)
            .where(
                is_visible(visible),
                deadlines.c.part == "未结事项",
                deadlines.c.due >= since,
            )
            .order_by(deadlines.c.due, documents.c.id, deadlines.c.item)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                Deadline(_to_source(row), row.place, row.item, row.part, row.due)
                for row in connection.execute(query)
            ]

    def _tenures(
        self, condition: ColumnElement[bool], visible: Visible, limit: int = 2000
    ) -> list[Tenure]:
        query = _tenure_rows(visible).where(condition).limit(limit)
        with self._database.read() as connection:
            return [_to_tenure(row) for row in connection.execute(query)]


def _source() -> tuple[Any, ...]:
    return (
        documents.c.id.label("document_id"),
        documents.c.name.label("file_name"),
        documents.c.metadata,
    )


def _tenure_rows(visible: Visible) -> Select[Any]:
    return (
        select(
            *_source(),
            tenures,
            _OFFICIAL.c.id.label("official_id"),
            _OFFICIAL.c.name.label("official"),
            _OFFICIAL.c.detail,
            _POST.c.id.label("post_id"),
        )
        .select_from(tenures)
        .join(documents, documents.c.key == tenures.c.document_key)
        .join(collections, collections.c.key == documents.c.collection_key)
        .join(_OFFICIAL, _OFFICIAL.c.key == tenures.c.official_key)
        .outerjoin(_POST, _POST.c.key == tenures.c.post_key)
        .where(is_visible(visible))
        .order_by(tenures.c.key)
    )


def _is_named(entity_id: str) -> ColumnElement[bool]:
    """Tell that a tenure's document names an entity."""
    named = (
        select(appearances.c.document_key)
        .join(entities, entities.c.key == appearances.c.entity_key)
        .where(entities.c.id == entity_id)
    )
    return tenures.c.document_key.in_(named)


def _wanted(wanted: HandoverFilter) -> list[ColumnElement[bool]]:
    party = aliased(entities)
    found: list[ColumnElement[bool]] = []
    if wanted.official_id is not None:
        took_part = (
            select(handover_parties.c.document_key)
            .join(party, party.c.key == handover_parties.c.entity_key)
            .where(party.c.id == wanted.official_id)
        )
        found.append(handovers.c.document_key.in_(took_part))
    if wanted.post is not None:
        found.append(handovers.c.post == wanted.post)
    if wanted.place is not None:
        found.append(handovers.c.place == wanted.place)
    if wanted.place_id is not None:
        found.append(entities.c.id == wanted.place_id)
    if wanted.before is not None:
        found.append(handovers.c.date < wanted.before)
    if wanted.since is not None:
        found.append(handovers.c.date >= wanted.since)
    return found


def _parties(
    connection: Connection, document_keys: Sequence[int]
) -> Mapping[int, dict[str, Party]]:
    found: dict[int, dict[str, Party]] = defaultdict(dict)
    for chunk in chunks(document_keys):
        query = (
            select(handover_parties, entities.c.id)
            .outerjoin(entities, entities.c.key == handover_parties.c.entity_key)
            .where(handover_parties.c.document_key.in_(chunk))
        )
        for row in connection.execute(query):
            proof = row.evidence and Span(*row.evidence)
            found[row.document_key][row.role] = Party(row.name, row.id, proof)
    return found


def _record(row: AnyRow, parties: Mapping[str, Party]) -> HandoverRecord:
    return HandoverRecord(
        source=_to_source(row),
        date=row.date,
        post=row.post,
        place=row.place,
        place_id=row.place_id,
        outgoing=parties.get("outgoing"),
        incoming=parties.get("incoming"),
        supervisor=parties.get("supervisor"),
        parts=tuple((part, count) for part, count in row.parts),
    )


def _to_source(row: AnyRow) -> Source:
    metadata = row.metadata
    return Source(
        row.document_id,
        metadata.get("title") or row.file_name,
        metadata.get("number"),
        metadata.get("type"),
        metadata.get("issued_on"),
    )


def _to_tenure(row: AnyRow) -> Tenure:
    held = PostHeld(
        row.title,
        row.organisation,
        row.place,
        row.status,
        row.from_date,
        row.to_date,
        row.evidence and Span(*row.evidence),
    )
    return Tenure(
        row.official_id, row.official, row.detail, held, row.post_id, _to_source(row)
    )
