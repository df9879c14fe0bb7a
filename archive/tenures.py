"""Who held which post where and when, and what was handed over?

All of it is read from documents; every fact names the document that proves it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.model import (
    DocumentId,
    EntityId,
    HandoverPart,
    PartialDate,
    PostHeld,
    Span,
    Visible,
)

_ABOVE_TOWNSHIP = re.compile(
    "^(?:[^省市州县区旗]{2,8}[省市州县区旗])+(?=[^省市州县区旗]{1,6}[乡镇])"
)
_LEVEL = re.compile("^[省市县区州旗镇乡]")


@dataclass(frozen=True, slots=True)
class Source:
    """The document that proves a fact, as it is called in a list."""

    document_id: DocumentId
    title: str
    number: str | None
    type: str | None
    issued_on: PartialDate | None


@dataclass(frozen=True, slots=True)
class Tenure:
    """A post that one document gives to an official; 任期 as far as it tells.

    ``detail`` tells the official from namesakes.
    """

    official_id: EntityId
    official: str
    detail: str | None
    held: PostHeld
    post_id: EntityId | None
    source: Source


@dataclass(frozen=True, slots=True)
class Party:
    """A person of a handover, as written; the entity if known, and the proof."""

    name: str
    entity_id: EntityId | None
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class HandoverRecord:
    """A handover as lists show it; what the document does not tell is None.

    ``date`` is that of the handover, else of the document. ``parts`` counts matters.
    """

    source: Source
    date: PartialDate | None
    post: str | None
    place: str | None
    place_id: EntityId | None
    outgoing: Party | None
    incoming: Party | None
    supervisor: Party | None
    parts: tuple[tuple[HandoverPart, int], ...]


@dataclass(frozen=True, slots=True)
class HandoverFilter:
    """Which handovers are asked for; None asks for any.

    ``official_id`` took part in any role. ``before`` and ``since`` bound the date.
    """

    official_id: str | None = None
    post: str | None = None
    place: str | None = None
    place_id: str | None = None
    before: PartialDate | None = None
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A matter of a handover that is due on a day: the item's place in its list."""

    source: Source
    place: str | None
    item: int
    part: HandoverPart
    due: PartialDate


class TenureStore(Protocol):
    """Finds tenures and handovers; of visible documents only, in every method."""

    def of_official(self, entity_id: str, *, visible: Visible) -> Sequence[Tenure]:
        """Return every tenure of an official, by date of the document."""

    def latest_of(
        self, entity_ids: Sequence[EntityId], *, visible: Visible
    ) -> Mapping[EntityId, Tenure]:
        """Return for officials the tenure that the latest document tells."""

    def of_post(
        self, entity_id: str, *, visible: Visible, limit: int = 2000
    ) -> Sequence[Tenure]:
        """Return the tenures of a post, by date of the document."""

    def at_place(
        self, entity_id: str, names: Sequence[str], *, visible: Visible
    ) -> Sequence[Tenure]:
        """Return tenures at a place of these names, in documents that name it.

        The post's place is one of the names, or its organisation begins with one.
        """

    def at_organisation(self, entity_id: str, *, visible: Visible) -> Sequence[Tenure]:
        """Return tenures at an organisation, by any of its names."""

    def handovers(
        self,
        wanted: HandoverFilter,
        *,
        visible: Visible,
        limit: int = 50,
        offset: int = 0,
    ) -> Sequence[HandoverRecord]:
        """Return handovers, the latest first; those without a date last."""

    def deadlines(
        self, *, since: PartialDate, visible: Visible, limit: int = 10
    ) -> Sequence[Deadline]:
        """Return 未结事项 due from a day on, the soonest first."""


def chair_of(post: PostHeld) -> str:
    """Return a post with its organisation or place, whatever its standing.

    上梅乡党委 and 党委书记 are 上梅乡党委书记; 乡财政所 of 上梅乡 is 上梅乡财政所,
    and so is 武夷山市上梅乡财政所.
    """
    body = post.organisation or post.place or ""
    if post.place and post.organisation and _LEVEL.match(post.organisation):
        body = post.place + post.organisation[1:]
    body = _ABOVE_TOWNSHIP.sub("", body)
    shared = range(min(len(body), len(post.title)), 1, -1)
    overlap = next((n for n in shared if body.endswith(post.title[:n])), 0)
    return body + post.title[overlap:]
