"""Which terms of office do the facts of many documents make?

A fact is a post that a document gives to someone, or a part that someone takes in a
handover. Facts on one person, one chair and one standing make one term.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.model import DocumentId, EntityId, PartialDate, PostHeld, Span
from archive.tenures import HandoverRecord, Party, Source, Tenure, chair_of
from indexer.dates import days
from web.present import date_zh

REGULAR, ACTING, CANDIDATE = "正式", "代理", "候选人"
_STANDINGS = {
    "代理": ACTING,
    "主持工作": "主持工作",
    "候选人": CANDIDATE,
    "拟任": "拟任",
}
_APPOINTS = re.compile("任免|任命|免职|任职")
DISAGREE_DAYS = 31
"""Ends further apart than the usual time between a decision and a handover."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The words of a document that prove something; no span means all of it."""

    document_id: DocumentId
    title: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one chair, as far as documents tell.

    ``first_seen`` and ``last_seen`` are dates of documents that show them in it,
    ``left_by`` that of the first one that calls it past. ``ends`` holds the dates
    given for the end where they disagree.
    """

    official_id: EntityId | None
    official: str
    detail: str | None
    chair: str
    title: str
    standing: str
    start: PartialDate | None
    end: PartialDate | None
    is_over: bool
    first_seen: PartialDate | None
    last_seen: PartialDate | None
    left_by: PartialDate | None
    starts_with_book: bool
    ends_with_book: bool
    ends: tuple[tuple[PartialDate, Proof], ...]
    proofs: tuple[Proof, ...]

    @property
    def since(self) -> str:
        """When it began, or by when it had; empty if nothing tells."""
        return self.start or self.first_seen or self.end or self.left_by or ""

    @property
    def period(self) -> str:
        """How long it lasted, in words."""
        start, end = month_zh(self.start), month_zh(self.end)
        if start and end:
            return f"{start}—{end}"
        if start:
            return f"{start}起" + ("，已离任" if self.is_over else "")
        if end:
            return f"至{end}"
        if seen := _years(self.first_seen, self.last_seen):
            return f"见于{seen}文献"
        if self.is_over:
            return f"{month_zh(self.left_by)}前已离任" if self.left_by else "已离任"
        return ""


@dataclass
class _Facts:
    official_id: EntityId | None
    official: str
    detail: str | None
    title: str
    starts: list[PartialDate] = field(default_factory=list)
    ends: list[tuple[PartialDate, Proof]] = field(default_factory=list)
    seen: list[PartialDate] = field(default_factory=list)
    left_by: list[PartialDate] = field(default_factory=list)
    is_over: bool = False
    starts_with_book: bool = False
    ends_with_book: bool = False
    proofs: list[Proof] = field(default_factory=list)


_Key = tuple[str, str, str]


def terms(tenures: Iterable[Tenure], handovers: Iterable[HandoverRecord]) -> list[Term]:
    """Return the terms, the earliest first."""
    facts: dict[_Key, _Facts] = {}
    for tenure in tenures:
        _take_tenure(facts, tenure)
    for book in handovers:
        chair = chair_of(PostHeld(book.post or "", None, book.place))
        if book.post:
            _take_party(facts, book, book.outgoing, chair, is_incoming=False)
            _take_party(facts, book, book.incoming, chair, is_incoming=True)
    made = [_term(key, of) for key, of in facts.items()]
    return sorted(made, key=_in_order)


def _in_order(term: Term) -> tuple[str, bool, str]:
    """Put one who left on a day before one who came on it."""
    return term.since or "9999", term.start is not None, term.chair


def settled(line: Sequence[Term]) -> list[Term]:
    """Return the terms of one line, those followed by another one as over.

    Where nothing tells the end of a term but someone, or something, came later, it
    lasted no longer than it was seen.
    """
    return [
        replace(term, is_over=True)
        if not term.is_over
        and any(
            other is not term and other.since > (term.last_seen or term.since)
            for other in line
            if other.standing == REGULAR
        )
        else term
        for term in line
    ]


def month_zh(date: PartialDate | None) -> str:
    """Return a date no finer than its month, in Chinese."""
    return date_zh(date[:7]) if date else ""


def _take_tenure(facts: dict[_Key, _Facts], tenure: Tenure) -> None:
    held, source = tenure.held, tenure.source
    standing = _STANDINGS.get(held.status or "", REGULAR)
    chair = chair_of(held)
    of = facts.setdefault(
        (tenure.official_id, chair, standing),
        _Facts(tenure.official_id, tenure.official, tenure.detail, held.title),
    )
    proof = Proof(source.document_id, source.title, held.evidence)
    of.proofs.append(proof)
    appoints = bool(_APPOINTS.search(source.title))
    if held.from_date:
        of.starts.append(held.from_date)
    if held.to_date:
        of.ends.append((held.to_date, proof))
    if held.status == "原":
        of.is_over = True
        if source.issued_on and appoints:
            of.ends.append((source.issued_on, proof))
        elif source.issued_on:
            of.left_by.append(source.issued_on)
    elif source.issued_on:
        of.seen.append(source.issued_on)
        if appoints and not held.from_date and standing == REGULAR:
            of.starts.append(source.issued_on)


def _take_party(
    facts: dict[_Key, _Facts],
    book: HandoverRecord,
    party: Party | None,
    chair: str,
    *,
    is_incoming: bool,
) -> None:
    if party is None:
        return
    key = (party.entity_id or party.name, chair, REGULAR)
    of = facts.setdefault(
        key, _Facts(party.entity_id, party.name, None, book.post or "")
    )
    source: Source = book.source
    proof = Proof(source.document_id, source.title, party.evidence)
    of.proofs.insert(0, proof)
    if book.date and is_incoming:
        of.starts.insert(0, book.date)
        of.starts_with_book = True
    elif book.date:
        of.ends.insert(0, (book.date, proof))
        of.ends_with_book = True
    if not is_incoming:
        of.is_over = True


def _term(key: _Key, of: _Facts) -> Term:
    end = of.ends[0][0] if of.ends else None
    # In a chair until the handover, whatever a document of that day shows.
    seen = sorted(date for date in of.seen if end is None or date <= end)
    return Term(
        of.official_id,
        of.official,
        of.detail,
        key[1],
        of.title,
        key[2],
        start=of.starts[0] if of.starts else None,
        end=end,
        is_over=of.is_over or bool(of.ends),
        first_seen=seen[0] if seen else None,
        last_seen=seen[-1] if seen else None,
        left_by=min(of.left_by, default=None),
        starts_with_book=of.starts_with_book,
        ends_with_book=of.ends_with_book,
        ends=_disagreeing(of.ends),
        proofs=tuple(dict.fromkeys(of.proofs)),
    )


def _disagreeing(
    ends: Sequence[tuple[PartialDate, Proof]],
) -> tuple[tuple[PartialDate, Proof], ...]:
    """Return the ends if some lie too far apart to be one, the earliest first."""
    spans = [span for date, _ in ends if (span := days(date)) is not None]
    if not spans:
        return ()
    latest_start = max(first for first, _ in spans)
    earliest_end = min(last for _, last in spans)
    if latest_start - earliest_end <= DISAGREE_DAYS:
        return ()
    return tuple(sorted(dict(ends).items()))


def _years(first: PartialDate | None, last: PartialDate | None) -> str:
    if not first or not last:
        return ""
    start, end = first[:4], last[:4]
    return f"{start}年" if start == end else f"{start}—{end}年"
