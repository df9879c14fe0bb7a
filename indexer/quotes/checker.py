"""What is the verdict on each quotation of a draft, and what else does it take?

Cheap questions come first: equal words of every quotation, then near ones, then runs
that nothing marks. When the time allowed is over, what was not reached is told.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

from archive.model import DocumentId, Visible
from archive.store import Store
from indexer.engine import SearchEngine
from indexer.quotes.allowance import CHECK_SECONDS, Allowance, Clock, TimeIsUp
from indexer.quotes.drafts import Quotation, Reference, named_for, quotations
from indexer.quotes.drafts import references as references_of
from indexer.quotes.matching import Matcher, verbatim
from indexer.quotes.named import NamedDocuments
from indexer.quotes.texts import source_text
from indexer.quotes.unmarked import Unmarked, unmarked_runs
from indexer.quotes.verdicts import (
    Attribution,
    CheckedDraft,
    CheckedQuotation,
    CheckedReference,
    Verdict,
)


class QuotationChecker:
    """Checks drafts against what a reader may see."""

    def __init__(
        self,
        store: Store,
        engine: SearchEngine,
        *,
        seconds: float = CHECK_SECONDS,
        clock: Clock = time.monotonic,
    ) -> None:
        self._store = store
        self._engine = engine
        self._seconds = seconds
        self._clock = clock

    def check(
        self, draft: str, *, visible: Visible, with_unmarked: bool = True
    ) -> CheckedDraft:
        """Return the verdict on every quotation, and the documents named."""
        matcher = Matcher(
            self._store,
            self._engine,
            visible=visible,
            allowance=Allowance(self._seconds, self._clock),
        )
        return _Check(self._store, matcher, draft, visible).run(
            with_unmarked=with_unmarked
        )


class _Check:
    """One draft for one reader."""

    def __init__(
        self, store: Store, matcher: Matcher, draft: str, visible: Visible
    ) -> None:
        self._store, self._matcher = store, matcher
        self._draft, self._visible = draft, visible
        self._references = references_of(draft)
        self._meant: dict[int, tuple[DocumentId, ...]] = {}

    def run(self, *, with_unmarked: bool) -> CheckedDraft:
        if self._references:
            named = NamedDocuments(self._store, visible=self._visible)
            self._meant = dict(named.all_meant(self._references, self._draft))
        found = quotations(self._draft)
        checked = self._judged(found)
        unmarked = self._unmarked(found) if with_unmarked else Unmarked((), None)
        return CheckedDraft(
            quotations=tuple(one for one in checked if one is not None),
            references=tuple(map(self._checked_reference, self._references)),
            unmarked=unmarked.runs,
            not_checked=tuple(
                quotation
                for quotation, one in zip(found, checked, strict=True)
                if one is None
            ),
            unmarked_until=unmarked.until,
        )

    def _judged(self, found: Sequence[Quotation]) -> list[CheckedQuotation | None]:
        """Return a verdict for each quotation, None for those not reached."""
        said = [named_for(one, self._references, self._draft) for one in found]
        judged: list[CheckedQuotation | None] = [None] * len(found)
        known: dict[tuple[str, tuple[DocumentId, ...]], CheckedQuotation] = {}
        for place, quotation in enumerate(found):
            judged[place] = self._as_cited(quotation, said[place])
        # All equal words before any near ones: those are cheap and matter most.
        for judge in (self._matcher.same, self._matcher.near):
            for place, quotation in enumerate(found):
                if judged[place] is not None:
                    continue
                meant = self._meant_by(said[place])
                key = quotation.text, meant
                try:
                    one = known.get(key) or judge(quotation, meant)
                except TimeIsUp:
                    return judged
                if one is not None:
                    known[key] = one
                    whole = replace(one, quotation=quotation)
                    judged[place] = self._attributed(whole, said[place])
        return judged

    def _as_cited(
        self, quotation: Quotation, said: Reference | None
    ) -> CheckedQuotation | None:
        """Compare with the text that a citation was read from, if that is replaced."""
        if said is None or said.kind != "citation":
            return None
        kept = self._store.citations
        for citation in kept.citations([said.text], visible=self._visible):
            text = None if citation.is_current else kept.cited_text(citation)
            source = source_text(text) if text else None
            found = verbatim(quotation, source) if source else None
            if source is None or found is None:
                continue
            is_exact, start, end = found
            place = self._matcher.place(citation.document_id, source, start, end)
            if place is None:
                continue
            verdict: Verdict = "exact" if is_exact else "folded"
            place = replace(place, citation_id=citation.id)
            one = CheckedQuotation(quotation, verdict, 1.0, place)
            return self._attributed(one, said)
        return None

    def _meant_by(self, said: Reference | None) -> tuple[DocumentId, ...]:
        return self._meant[said.start] if said else ()

    def _attributed(
        self, checked: CheckedQuotation, said: Reference | None
    ) -> CheckedQuotation:
        if said is None:
            return checked
        meant = self._meant[said.start]
        agrees, found = None, None
        if checked.place:
            document = checked.place.document
            found = document.metadata.title or document.name
            agrees = document.id in meant if meant else None
        named = self._title_of(meant) if said.kind == "citation" else said.text
        return replace(checked, attribution=Attribution(named, found, agrees))

    def _title_of(self, meant: Sequence[DocumentId]) -> str:
        found = self._store.documents_by_id(meant[:1]).values()
        return next((d.metadata.title or d.name for d in found), "")

    def _unmarked(self, found: Sequence[Quotation]) -> Unmarked:
        marked = [(one.start, one.end) for one in found]
        marked += [(one.start, one.end) for one in self._references]
        return unmarked_runs(self._draft, marked, self._matcher)

    def _checked_reference(self, one: Reference) -> CheckedReference:
        meant = self._meant[one.start]
        return CheckedReference(one.text, one.start, one.end, one.kind, meant)
