"""Where in the archive do words stand, exactly, folded or nearly?

Equal as stored is exact, equal after the fold and without white space is folded;
what is only near is altered, however near it is.
"""

from collections.abc import Iterator, Sequence

from archive.errors import DocumentNotFound
from archive.model import DocumentId, Mention, Span, Visible
from archive.store import Store
from indexer.citing import page_of
from indexer.engine import SearchEngine, SearchRequest, Sort
from indexer.fold import Folded, fold, fold_query
from indexer.query import AnyOf, Literal, Query
from indexer.quotes.alignment import edits, nearest
from indexer.quotes.allowance import Allowance
from indexer.quotes.drafts import Quotation
from indexer.quotes.texts import SourceText, SourceTexts, unspaced
from indexer.quotes.verdicts import CheckedQuotation, Difference, Place, kind_of

SAME_AT_MOST = 60
"""How many documents that hold the same words are looked at."""
PROBE = 64
"""How much of a long quotation is asked for; the rest is compared."""
NEAR_AT_MOST = 8
LONGEST_ALIGNED = 2000
SHORTEST_ALTERED = 4
LEAST_SIMILARITY = 0.75
WINDOWS_AT_MOST = 40


class Matcher:
    """Finds words in what one reader may see; raises TimeIsUp when it is."""

    def __init__(
        self,
        store: Store,
        engine: SearchEngine,
        *,
        visible: Visible,
        allowance: Allowance,
    ) -> None:
        self._store, self._engine = store, engine
        self._visible = visible
        self._allowance = allowance
        self._texts = SourceTexts(store, visible=visible)

    def check_time(self) -> None:
        """Raise TimeIsUp if it is."""
        self._allowance.check()

    def text(self, document_id: DocumentId) -> SourceText | None:
        """Return a document's text, or None if the reader cannot see it."""
        return self._texts.get(document_id)

    def same(
        self, quotation: Quotation, meant: Sequence[DocumentId]
    ) -> CheckedQuotation | None:
        """Return where the words stand, exactly or the same after folding."""
        folded = fold_query(quotation.text)
        if not folded.strip():
            return None
        probe = folded[:PROBE].rstrip()
        ids = self.ids(Literal(probe, probe), SAME_AT_MOST, sort="oldest")
        same: CheckedQuotation | None = None
        is_named = False
        for document_id in _first(meant, ids):
            self._allowance.check()
            # The document that the draft names is the one it must be compared with.
            if same and document_id not in meant and is_named:
                break
            source = self._texts.get(document_id)
            found = verbatim(quotation, source) if source else None
            if source is None or found is None:
                continue
            is_exact, start, end = found
            place = self.place(document_id, source, start, end)
            if place and is_exact:
                return CheckedQuotation(quotation, "exact", 1.0, place)
            if place and same is None:
                same = CheckedQuotation(quotation, "folded", 1.0, place)
                is_named = document_id in meant
        return same

    def near(
        self, quotation: Quotation, meant: Sequence[DocumentId]
    ) -> CheckedQuotation:
        """Return the nearest words with their differences, or that there are none."""
        quote = unspaced(fold(quotation.text))
        absent = CheckedQuotation(quotation, "absent")
        if not SHORTEST_ALTERED <= len(quote.text) <= LONGEST_ALIGNED:
            return absent
        for query in _pieces(quote.text):
            ids = self.ids(query, NEAR_AT_MOST, sort="relevance")
            best = self._best(quote.text, _first(meant, ids))
            if best is not None:
                return self._altered(quotation, quote, best) or absent
        return absent

    def _best(
        self, quote: str, ids: Sequence[DocumentId]
    ) -> tuple[int, DocumentId, Folded, int, int] | None:
        most = int(len(quote) * (1 - LEAST_SIMILARITY))
        best: tuple[int, DocumentId, Folded, int, int] | None = None
        for document_id in ids:
            source = self._texts.get(document_id)
            for view in source.views if source else ():
                for low, high in _windows(quote, view.text, most):
                    self._allowance.check()
                    fewest, start, end = nearest(quote, view.text[low:high])
                    is_better = best is None or fewest < best[0]
                    if fewest <= most and end > start and is_better:
                        best = fewest, document_id, view, low + start, low + end
        return best

    def _altered(
        self,
        quotation: Quotation,
        quote: Folded,
        best: tuple[int, DocumentId, Folded, int, int],
    ) -> CheckedQuotation | None:
        fewest, document_id, view, low, high = best
        source = self._texts.get(document_id)
        start, end = view.span(low, high)
        place = self.place(document_id, source, start, end) if source else None
        if source is None or place is None:
            return None
        if fewest == 0:
            return CheckedQuotation(quotation, "folded", 1.0, place)
        mentions = self._mentions(document_id)
        differences = []
        for edit in edits(quote.text, view.text[low:high]):
            at = _bounds(view, low + edit.text_start, low + edit.text_end)
            of = _bounds(quote, edit.quote_start, edit.quote_end)
            expected = source.text[at[0] : at[1]]
            found = quotation.text[of[0] : of[1]]
            kind = kind_of(
                view.text[low + edit.text_start : low + edit.text_end],
                quote.text[edit.quote_start : edit.quote_end],
                *at,
                mentions,
            )
            differences.append(Difference(*at, expected, found, *of, kind))
        similarity = 1 - fewest / max(len(quote.text), high - low)
        # Never rounded up to what only equal words have.
        shown = min(round(similarity, 4), 0.9999)
        return CheckedQuotation(quotation, "altered", shown, place, tuple(differences))

    def ids(self, query: Query, limit: int, *, sort: Sort) -> list[DocumentId]:
        """Return the documents that answer a query, at most ``limit``.

        The oldest first costs less than the best first.
        """
        self._allowance.check()
        request = SearchRequest(
            query, sort=sort, limit=limit, facets=(), passages_per_hit=0
        )
        page = self._engine.search(request, visible=self._visible)
        return [hit.document_id for hit in page.hits]

    def place(
        self, document_id: DocumentId, source: SourceText, start: int, end: int
    ) -> Place | None:
        """Return a place in a document, or None if the reader cannot see it."""
        try:
            document = self._store.document(document_id, visible=self._visible)
        except DocumentNotFound:
            return None
        page = page_of(source.pages, Span(start, end))
        text = source.text[start:end]
        return Place(document, start, end, text, page.number if page else None)

    def _mentions(self, document_id: DocumentId) -> Sequence[Mention]:
        analysis = self._store.analysis(document_id, visible=self._visible)
        return analysis.mentions if analysis else ()


def _first(meant: Sequence[DocumentId], ids: Sequence[DocumentId]) -> list[DocumentId]:
    """Return the documents the draft names, then the others, each once."""
    return list(dict.fromkeys([*meant[:SAME_AT_MOST], *ids]))


def verbatim(quotation: Quotation, source: SourceText) -> tuple[bool, int, int] | None:
    """Return whether a text has a quotation as stored, and where, or None."""
    at = source.text.find(quotation.text)
    if at >= 0:
        return True, at, at + len(quotation.text)
    quote = unspaced(fold(quotation.text)).text
    for view in source.views if quote else ():
        at = view.text.find(quote)
        if at >= 0:
            return False, *view.span(at, at + len(quote))
    return None


def _pieces(quote: str) -> Iterator[Query]:
    """Yield queries for what holds any piece of a quotation, the longest pieces first.

    A quotation with fewer edits than pieces has one piece that stands as it is.
    """
    sizes = dict.fromkeys((len(quote) // 2, len(quote) // 4, 5, 3))
    for size in sizes:
        if 2 <= size <= len(quote):
            pieces = [
                quote[i : i + size] for i in range(0, len(quote) - size + 1, size)
            ]
            pieces.append(quote[-size:])
            chosen = dict.fromkeys(pieces[:: max(1, len(pieces) // 16)])
            yield AnyOf(tuple(Literal(piece, piece) for piece in chosen))


def _windows(quote: str, text: str, slack: int) -> list[tuple[int, int]]:
    """Return the stretches of a text that hold a piece where the quotation has it."""
    for size in dict.fromkeys((max(2, len(quote) // 4), min(5, len(quote)), 2)):
        starts: dict[int, None] = {}
        for i in range(0, len(quote) - size + 1, size):
            at = text.find(quote[i : i + size])
            while at >= 0 and len(starts) < WINDOWS_AT_MOST:
                starts[max(0, at - i - slack)] = None
                at = text.find(quote[i : i + size], at + 1)
        if starts:
            width = len(quote) + 2 * slack
            return [(low, low + width) for low in starts]
    return []


def _bounds(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Return the verbatim span of folded characters; where nothing is, a place."""
    if start < end:
        return folded.span(start, end)
    if start < len(folded.text):
        at = int(folded.starts[start])
    else:
        at = int(folded.ends[-1]) if len(folded.ends) else 0
    return at, at
