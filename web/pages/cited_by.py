"""Who cites a document, in which words, and in which reviews?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from archive.citations import Citation
from archive.model import Document
from archive.reviews import Review
from archive.store import Store
from web.permissions import Reader
from web.present import title_of

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CitedBy:
    """The citations of a document in the order of its text, and the rest of them.

    ``reviews`` cite it; ``begin_url`` is where one of this document is begun, None for
    one who writes none.
    """

    shown: tuple[Citation, ...]
    rest: tuple[Citation, ...]
    reviews: tuple[Review, ...]
    begin_url: str | None


def cited_by(store: Store, document: Document, reader: Reader) -> CitedBy:
    """Return who cites a document."""
    visible = reader.visible
    found = tuple(store.citations.of_document(document.id, visible=visible))
    reviews = store.reviews.citing(
        document.id, visible=visible, only_final=not reader.may("review")
    )
    return CitedBy(
        found[:_SHOWN],
        found[_SHOWN:],
        tuple(reviews),
        _begin_url(document) if reader.may("review") else None,
    )


def _begin_url(document: Document) -> str:
    title = title_of(document.metadata, document.name)
    is_report = "报告" in (document.metadata.type or "")
    pairs = {
        "kind": "report" if is_report else "handover",
        "subject": document.metadata.number or title,
        "title": f"《{title}》评议",
        "collection": document.collection,
    }
    return f"/reviews/new?{urlencode(pairs)}"
