"""Where does a proposed word stand, among the documents that a reader may see?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Visible
from indexer.engine import Hit, ResultPage, SearchEngine, SearchRequest
from indexer.fold import fold_query
from indexer.query import Literal
from indexer.terms.glossary import Glossary
from indexer.terms.mining import LEAST_DOCUMENTS, Candidate

EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed word: how many visible documents have it, and some that do.

    ``place`` is where it stands among the candidates that these have, from 0.
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

    What too few visible documents have is left out and has no place, as if it had not
    been found; what was decided keeps its place. A search for each is made, a few
    milliseconds. Raises IndexRebuilding.
    """
    place = -1
    for candidate in candidates:
        page = _documents_with(candidate.text, engine, visible, max(1, examples))
        if page.total < LEAST_DOCUMENTS:
            continue
        place += 1
        if place >= start and fold_query(candidate.text) not in glossary.writings:
            yield Proposal(candidate.text, place, page.total, page.hits[:examples])


def is_seen(word: str, engine: SearchEngine, visible: Visible) -> bool:
    """Tell whether any visible document has a word; raises IndexRebuilding."""
    return _documents_with(word, engine, visible, 1).total > 0


def _documents_with(
    word: str, engine: SearchEngine, visible: Visible, limit: int
) -> ResultPage:
    request = SearchRequest(
        Literal(word, folded=fold_query(word)),
        limit=limit,
        facets=(),
        passages_per_hit=1,
    )
    return engine.search(request, visible=visible)
