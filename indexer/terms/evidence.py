"""Where does a proposed word stand, among the documents that a reader may see?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Visible
from indexer.engine import Hit, SearchEngine, SearchRequest
from indexer.fold import fold_query
from indexer.query import Literal
from indexer.terms.glossary import Glossary
from indexer.terms.mining import LEAST_DOCUMENTS, Candidate

EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed word: how many visible documents have it, and some that do.

    ``place`` is where it stands among all candidates, from 0.
    """

    text: str
    place: int
    documents: int
    examples: tuple[Hit, ...]


def proposals_for(
    candidates: Sequence[Candidate],
    glossary: Glossary,
    engine: SearchEngine,
    *,
    visible: Visible,
    start: int = 0,
    examples: int = EXAMPLES,
) -> Iterator[Proposal]:
    """Yield what is still to be decided, best first, from a place on.

    What too few visible documents have is left out, as if it had not been found; a
    search for each is made, a few milliseconds. Raises IndexRebuilding.
    """
    for place, candidate in enumerate(candidates[start:], start):
        folded = fold_query(candidate.text)
        if folded in glossary.writings:
            continue
        request = SearchRequest(
            Literal(candidate.text, folded=folded),
            limit=max(1, examples),
            facets=(),
            passages_per_hit=1,
        )
        page = engine.search(request, visible=visible)
        if page.total >= LEAST_DOCUMENTS:
            yield Proposal(candidate.text, place, page.total, page.hits[:examples])
