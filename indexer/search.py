"""What does a reader's typed search answer?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.model import PartialDate
from indexer.engine import ResultPage, Sort


@dataclass(frozen=True, slots=True)
class TypedSearch:
    """A search as a reader or a program gives it; filters by name or entity id."""

    query: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issued_from: PartialDate | None = None
    issued_to: PartialDate | None = None
    sort: Sort = "relevance"
    limit: int = 10
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of results with the reading of the query that was chosen.

    ``interpretation`` is a Chinese sentence for people; ``suggestion`` a query to
    try instead, or None.
    """

    typed: TypedSearch
    interpretation: str
    page: ResultPage
    milliseconds: float
    suggestion: str | None = None
