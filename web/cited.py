"""What may be shown of a stored citation, and how is it written?"""

from dataclasses import dataclass

from starlette.requests import Request

from archive.citation.reference import REFERENCE_KINDS, Reference, ReferenceKind
from archive.citations import Citation
from archive.cite import DEFAULT_STYLE, STYLES, CitationStyle, citation_reference
from archive.errors import DocumentNotFound, InvalidInput
from archive.model import Document, Visible
from archive.shapes import Json
from archive.store import Store
from web.present import title_of


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and its document; None if the document was taken out."""

    citation: Citation
    document: Document | None

    @property
    def title(self) -> str:
        """The document's title, or that it is gone."""
        if self.document is None:
            return "已移出的文献"
        return title_of(self.document.metadata, self.document.name)

    @property
    def url(self) -> str:
        """The permalink."""
        return f"/citations/{self.citation.id}"

    def reference(self, *, with_page: bool = True) -> Reference | None:
        """Return the facts of its entry; None if the document was taken out."""
        if self.document is None:
            return None
        return citation_reference(self.citation, self.document, with_page=with_page)

    def written(self, style: CitationStyle) -> str | None:
        """Return its entry in a style; None if the document was taken out."""
        found = self.reference()
        return STYLES[style](found) if found else None


def cited(store: Store, citation: Citation, *, visible: Visible) -> Cited:
    """Return a citation with its document as it stands."""
    try:
        document = store.document(citation.document_id, visible=visible)
    except DocumentNotFound:
        document = None
    return Cited(citation, document)


def cited_json(one: Cited, style: CitationStyle) -> Json:
    """Return the shape of a stored citation."""
    citation = one.citation
    found = one.reference()
    return {
        "id": citation.id,
        "url": one.url,
        "document_id": citation.document_id,
        "title": one.title if one.document else None,
        "version": citation.version,
        "sha256": citation.sha256,
        "extraction_id": citation.extraction_id,
        "extractor": citation.extractor,
        "extractor_version": citation.extractor_version,
        "quote": citation.quote,
        "prefix": citation.prefix,
        "suffix": citation.suffix,
        "start": citation.span.start,
        "end": citation.span.end,
        "page": citation.page,
        "heading": list(citation.heading),
        "kind": found.kind if found else citation.kind,
        "is_current": citation.is_current,
        "created_by": citation.created_by,
        "created_at": citation.created_at.isoformat(),
        "style": style,
        "citation": STYLES[style](found) if found else None,
    }


def style_of(request: Request) -> CitationStyle:
    """Return the style that an address asks for; raises InvalidInput."""
    asked = request.query_params.get("style", DEFAULT_STYLE)
    known = next((style for style in STYLES if style == asked), None)
    if known is None:
        raise InvalidInput(field="style", value=asked[:80])
    return known


def kind_of(asked: object) -> ReferenceKind | None:
    """Return a kind of reference, None for the one of the type.

    Raises InvalidInput.
    """
    if asked in (None, ""):
        return None
    for kind in REFERENCE_KINDS:
        if asked == kind:
            return kind
    raise InvalidInput(field="kind", value=str(asked)[:80])
