"""Which of some documents are close to one, looked at one by one?"""

from collections import Counter
from collections.abc import Sequence

from archive.model import DocumentId
from indexer.dates import days
from indexer.engine import Hit, IndexedDocument, Related, Relation
from indexer.engines.scoring import saturation, tokens
from indexer.naming import work_of
from indexer.similar import (
    COPY,
    LEAST_LIKENESS,
    MOST,
    may_be_copies,
    telling,
    version_title,
    whole,
)
from indexer.sketch import resemblance, sketches


def related_documents(
    one: IndexedDocument,
    others: Sequence[IndexedDocument],
    every: Sequence[IndexedDocument],
    *,
    limit: int,
) -> list[Related]:
    """Return what of ``others`` is close to one of ``every`` document.

    See SearchEngine.
    """
    likeness = _likenesses(one, others, every)
    copies = _copies(one, others)
    versions = [d for d in _versions(one, others) if d.id not in copies]
    taken = {*copies, *(d.id for d in versions)}
    likest = sorted(
        (d for d in others if likeness[d.id] >= LEAST_LIKENESS and d.id not in taken),
        key=lambda d: (-likeness[d.id], d.id),
    )
    by_id = {d.id: d for d in others}
    return [
        *(_related("copy", by_id[key], share) for key, share in copies.items()),
        *(_related("version", d, likeness[d.id]) for d in versions),
        *(_related("similar", d, likeness[d.id]) for d in likest[:limit]),
    ]


def _copies(
    one: IndexedDocument, others: Sequence[IndexedDocument]
) -> dict[DocumentId, float]:
    rows = sketches([_body(d) for d in (one, *others)])
    shares = resemblance(rows[0], rows[1:])
    found = sorted(
        (-share, d.id)
        for d, share in zip(others, shares.tolist(), strict=True)
        if share >= COPY
        and may_be_copies((one.number, d.number), (one.issued_on, d.issued_on))
    )
    return {key: -share for share, key in found[:MOST]}


def _versions(
    one: IndexedDocument, others: Sequence[IndexedDocument]
) -> list[IndexedDocument]:
    title, work = version_title(one.title), work_of(one.title, one.name)
    if title is None:
        return []
    same = [
        d
        for d in others
        if version_title(d.title) == title and work_of(d.title, d.name) == work
    ]
    return sorted(same, key=_newest_first)[:MOST]


def _newest_first(document: IndexedDocument) -> tuple[int, str]:
    period = days(document.issued_on or "")
    return -period[0] if period else 1, document.id


def _likenesses(
    one: IndexedDocument,
    others: Sequence[IndexedDocument],
    every: Sequence[IndexedDocument],
) -> dict[DocumentId, float]:
    held = {d.id: tokens(d)["bigram"] for d in every}
    holding = Counter(pair for counts in held.values() for pair in counts)
    weights = telling(held[one.id], holding, len(every))
    mean = sum(counts.total() for counts in held.values()) / len(every) or 1.0

    def total(key: DocumentId) -> float:
        counts = held[key]
        return sum(
            weight * saturation(float(counts[pair]), float(counts.total()), mean)
            for pair, weight in weights.items()
        )

    most = total(one.id) * whole(held[one.id], weights) if weights else 0.0
    return {d.id: min(total(d.id) / most, 1.0) if most else 0.0 for d in others}


def _body(document: IndexedDocument) -> str:
    return (document.reading or document.folded).text


def _related(relation: Relation, document: IndexedDocument, share: float) -> Related:
    likeness = round(share, 4)
    return Related(
        relation,
        likeness,
        Hit(
            document_id=document.id,
            collection=document.collection,
            name=document.name,
            title=document.title,
            type=document.type,
            number=document.number,
            issuers=document.issuers,
            issued_on=document.issued_on,
            score=likeness,
            passages=(),
        ),
    )
