"""Is every quotation of a review proved, so that it may be made final?"""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import QuotationsUnproved
from archive.model import Visible
from archive.reviews import Review
from archive.store import Store
from indexer.engine import SearchEngine
from indexer.quotes.checker import QuotationChecker
from indexer.quotes.verdicts import CheckedDraft, CheckedQuotation

CHECK_SECONDS = 60.0
"""A review is checked to its end if it can be: it is made final once."""


@dataclass(frozen=True, slots=True)
class ReviewCheck:
    """A checked review; ``unproved`` are the words that nothing proves.

    Neither exact nor folded, said to be another document's, or not reached in time.
    """

    checked: CheckedDraft
    unproved: tuple[str, ...]

    def require(self, reasons: Mapping[str, str]) -> Mapping[str, str]:
        """Return the reasons that are needed; raises QuotationsUnproved."""
        given = {words: reasons.get(words, "").strip() for words in self.unproved}
        lacking = [words for words, reason in given.items() if not reason]
        if lacking:
            raise QuotationsUnproved(quotes=len(lacking), words=lacking)
        return given


def check_review(
    store: Store, engine: SearchEngine, review: Review, *, visible: Visible
) -> ReviewCheck:
    """Return the verdicts on a review's quotations."""
    checker = QuotationChecker(store, engine, seconds=CHECK_SECONDS)
    checked = checker.check(review.text, visible=visible)
    unproved = [one.quotation.text for one in checked.quotations if not _is_proved(one)]
    unproved += [one.text for one in checked.not_checked]
    return ReviewCheck(checked, tuple(dict.fromkeys(unproved)))


def _is_proved(one: CheckedQuotation) -> bool:
    is_misattributed = one.attribution is not None and one.attribution.agrees is False
    return one.verdict in ("exact", "folded") and not is_misattributed
