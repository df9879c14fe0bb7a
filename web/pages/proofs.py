"""On which pages do the words stand that prove what a list says?"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from archive.model import DocumentId, Page, Visible
from archive.store import Store
from web.pages.careers import Proof
from web.pages.tags import PageTag, document_url, passage_tag, words_url


class ProofTags:
    """Makes the tags of proofs; pages are looked up once, without texts."""

    def __init__(
        self, store: Store, proofs: Iterable[Proof], *, visible: Visible
    ) -> None:
        ids = sorted({proof.document_id for proof in proofs})
        self._pages: Mapping[DocumentId, Sequence[Page]] = store.pages(
            ids, visible=visible
        )

    def of(self, proof: Proof) -> PageTag:
        """Return the tag that opens the document at the words."""
        if proof.span is None:
            return passage_tag(proof.title, None, document_url(proof.document_id))
        pages = self._pages.get(proof.document_id, ())
        at = bisect_right(pages, proof.span.start, key=lambda page: page.start) - 1
        url = words_url(proof.document_id, proof.span.start, proof.span.end)
        return passage_tag(proof.title, pages[at].number if at >= 0 else None, url)
