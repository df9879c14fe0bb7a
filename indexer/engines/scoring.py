"""How much does a document say about what was asked? The same for every engine.

BM25 (k1 1.2, b 0.75, Lucene's idf), summed over three kinds of token of title and
text: search words, character bigrams and single characters. Each kind has its own
lengths and document counts, over all documents of the index whoever may see them.
Every Words and Literal outside a Not adds its tokens, once for each time they are
asked; whether the document answers that part plays no role. Scores are rounded to
``DECIMALS`` before they order anything, so that equal documents tie. The best are then
lifted: of a question by how often other works name theirs (``indexer.naming``), of
keywords by how many of them stand in the title.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal as OneOf
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.engine import IndexedDocument, SearchRequest
from indexer.fold import fold_query
from indexer.patterns import fixed_pieces
from indexer.query import (
    AllOf,
    AnyOf,
    AnyText,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Wildcard,
    Words,
)

TokenKind = OneOf["word", "bigram", "character"]
TOKEN_KINDS: tuple[TokenKind, ...] = ("word", "bigram", "character")
DECIMALS = 6
TITLE_WEIGHT = 0.2
"""What a title with all the keywords adds, as a share of the best score."""
TITLE_CANDIDATES = 100
"""Only so many best documents are lifted by title, and those that tie with the last."""
K1 = 1.2
B = 0.75

Numbers = TypeVar("Numbers", float, NDArray[np.float64])

# Letters, figures and Chinese characters, also those newer than this Python.
_RUN = re.compile("(?:[^\\W_]|[\U00020000-\U000323af])+")


def idf(documents: int, holding: int) -> float:
    """Return the weight of a token that ``holding`` of ``documents`` hold."""
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def saturation(frequency: Numbers, length: Numbers, mean_length: float) -> Numbers:
    """Return what the idf is multiplied by; 0 for a frequency of 0."""
    return saturated(frequency, length_norm(length, mean_length))


def length_norm(length: Numbers, mean_length: float) -> Numbers:
    """Return what of the saturation depends on the length of a document alone."""
    return K1 * (1 - B + B * length / mean_length)


def saturated(frequency: Numbers, norm: Numbers) -> Numbers:
    """Return the saturation where the norm of the length is known."""
    return frequency * (K1 + 1) / (frequency + norm)


def ranked_text(document: IndexedDocument) -> str:
    """Return the folded title and text whose bigrams and characters are counted."""
    body = document.folded if document.reading is None else document.reading
    return f"{fold_query(document.title or '')}\n{body.text}"


def is_ranked(character: str) -> bool:
    """Tell whether a character is a letter, a figure or a Chinese character."""
    return _RUN.fullmatch(character) is not None


def characters(folded: str) -> list[str]:
    """Return the letters, figures and Chinese characters, repeats kept."""
    return [character for run in _RUN.findall(folded) for character in run]


def bigrams(folded: str) -> list[str]:
    """Return each two neighbouring characters of a run, repeats kept."""
    return [
        run[place : place + 2]
        for run in _RUN.findall(folded)
        for place in range(len(run) - 1)
    ]


def tokens(document: IndexedDocument) -> dict[TokenKind, Counter[str]]:
    """Return the counted tokens of a document by kind."""
    text = ranked_text(document)
    return {
        "word": Counter(document.words),
        "bigram": Counter(bigrams(text)),
        "character": Counter(characters(text)),
    }


def asked_tokens(query: Query) -> dict[TokenKind, Counter[str]]:
    """Return the tokens that a query ranks by, by kind."""
    asked: dict[TokenKind, Counter[str]] = {kind: Counter() for kind in TOKEN_KINDS}
    for leaf in scoring_leaves(query):
        match leaf:
            case Words(text=text, terms=terms):
                asked["word"].update(terms)
                pieces = [fold_query(piece) for piece in text.split()]
            case Literal(folded=folded):
                pieces = [folded]
        for piece in pieces:
            asked["bigram"].update(bigrams(piece))
            asked["character"].update(characters(piece))
    return asked


def is_lifted_by_naming(request: SearchRequest) -> bool:
    """Tell whether the best matches of a question are asked for, by relevance."""
    return (
        request.sort == "relevance"
        and request.naming_weight > 0
        and any(
            isinstance(leaf, Words) and leaf.match == "best"
            for leaf in scoring_leaves(request.query)
        )
    )


def titled_terms(request: SearchRequest) -> tuple[str, ...]:
    """Return the words whose presence in a title lifts a document; none if none does.

    Keywords, ordered by relevance: who types them often knows a title.
    """
    if request.sort != "relevance":
        return ()
    words = [leaf for leaf in scoring_leaves(request.query) if isinstance(leaf, Words)]
    if any(leaf.match == "best" for leaf in words):
        return ()
    return tuple(dict.fromkeys(term for leaf in words for term in leaf.terms))


def scoring_leaves(query: Query) -> Iterator[Words | Literal]:
    """Yield every Words and Literal outside a Not, in order.

    A fuzzy word counts as it was typed, a wildcard by what is fixed of it.
    """
    match query:
        case Words() | Literal():
            yield query
        case Fuzzy(text=text, folded=folded):
            yield Literal(text, folded)
        case Wildcard(pattern=pattern):
            for piece in fixed_pieces(pattern):
                yield Literal(piece, piece)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from scoring_leaves(part)
        case Near(parts=parts):
            for near in parts:
                for one in near.parts if isinstance(near, AnyText) else (near,):
                    yield from scoring_leaves(one)
        case Everything() | Field() | DateRange() | Not():
            return
