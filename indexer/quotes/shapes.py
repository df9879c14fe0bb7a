"""How does a checked draft look as JSON?"""

from archive.shapes import Json
from indexer.quotes.verdicts import (
    Attribution,
    CheckedDraft,
    CheckedQuotation,
    CheckedReference,
    Difference,
)


def checked_draft_json(checked: CheckedDraft) -> Json:
    """Return the shape of everything a draft quotes and names."""
    return {
        "quotes": [_quotation(one) for one in checked.quotations],
        "references": [_reference(one) for one in checked.references],
        "unmarked": [_quotation(one) for one in checked.unmarked],
        "missing": [one.text for one in checked.missing],
        "complete": checked.is_complete,
        "not_checked": [
            {"quote": one.text, "start": one.start, "end": one.end}
            for one in checked.not_checked
        ],
        "unmarked_until": checked.unmarked_until,
    }


def _quotation(checked: CheckedQuotation) -> Json:
    place = checked.place
    metadata = place.document.metadata if place else None
    return {
        "quote": checked.quotation.text,
        "start": checked.quotation.start,
        "end": checked.quotation.end,
        "verdict": checked.verdict,
        "document_id": place.document.id if place else None,
        "title": (metadata.title or place.document.name)
        if place and metadata
        else None,
        "number": metadata.number if metadata else None,
        "sha256": place.document.sha256 if place else None,
        "page": place.page if place else None,
        "at": [place.start, place.end] if place else None,
        "text": place.text if place else None,
        "similarity": checked.similarity,
        "differences": [_difference(one) for one in checked.differences],
        "attribution": _attribution(checked.attribution),
    }


def _difference(difference: Difference) -> Json:
    return {
        "at": [difference.start, difference.end],
        "expected": difference.expected,
        "found": difference.found,
        "in_quote": [difference.quote_start, difference.quote_end],
        "kind": difference.kind,
        "grave": difference.is_grave,
    }


def _attribution(attribution: Attribution | None) -> Json | None:
    if attribution is None:
        return None
    return {
        "said": attribution.said,
        "found": attribution.found,
        "agrees": attribution.agrees,
    }


def _reference(reference: CheckedReference) -> Json:
    return {
        "text": reference.text,
        "start": reference.start,
        "end": reference.end,
        "kind": reference.kind,
        "document_ids": list(reference.document_ids),
        "held": bool(reference.document_ids),
    }
