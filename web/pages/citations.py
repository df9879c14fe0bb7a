"""How are the words that a reader chose cited?"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.cite import DEFAULT_STYLE, STYLES, CitationStyle, cite
from archive.errors import InvalidInput
from archive.model import Document, Extraction, Span
from web.errors import wants_json
from web.json_response import JsonResponse
from web.pages.documents import quoted_span
from web.pages.reading import page_at
from web.pages.tags import document_url, words_url
from web.permissions import reader_of
from web.present import CITATION_STYLES, hash_zh, page_zh, title_of
from web.rendering import render
from web.services import services_of


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document with their place, or the whole document."""

    document: Document
    span: Span | None = None
    page: int | None = None
    words: str | None = None

    def cited(self, style: CitationStyle) -> str:
        """Return the citation in a style."""
        return cite(self.document, self.span, self.page, self.words, style)

    @property
    def url(self) -> str:
        """The address that opens the document at these words."""
        if self.span is None:
            return document_url(self.document.id)
        return words_url(self.document.id, self.span.start, self.span.end)

    @property
    def place(self) -> str:
        """What is kept with the citation so that it can be checked."""
        where = page_zh(self.page) if self.page else "原文位置"
        return (
            f"引文取自第{self.document.version}版{where}，"
            f"原件 SHA-256 为 {hash_zh(self.document.sha256)}。"
        )


def citation_page(request: Request) -> Response:
    """Cite the words between ``start`` and ``end``, or the whole document.

    A program gets one style as JSON, a browser a page of all of them.
    """
    quotation = _quotation(request)
    if wants_json(request):
        return JsonResponse(_json(quotation, _style(request)))
    title = title_of(quotation.document.metadata, quotation.document.name)
    return render(
        request,
        "citation.html",
        quotation=quotation,
        title=title,
        citations=[
            (name, style, quotation.cited(style)) for style, name in _named_styles()
        ],
    )


def _named_styles() -> list[tuple[CitationStyle, str]]:
    return [(style, CITATION_STYLES[style]) for style in STYLES]


def _style(request: Request) -> CitationStyle:
    asked = request.query_params.get("style", DEFAULT_STYLE)
    known = next((style for style in STYLES if style == asked), None)
    if known is None:
        raise InvalidInput(field="style", value=asked)
    return known


def _quotation(request: Request) -> Quotation:
    reader = reader_of(request)
    store = services_of(request).store
    document = store.document(
        request.path_params["document_id"], visible=reader.visible
    )
    asked = [request.query_params.get(name) for name in ("start", "end")]
    if asked == [None, None]:
        return Quotation(document)
    extraction = store.extraction(document.id, visible=reader.visible)
    return _of_words(document, extraction, quoted_span(request, len(extraction.text)))


def _of_words(
    document: Document, extraction: Extraction, span: tuple[int, int] | None
) -> Quotation:
    if span is None:
        raise InvalidInput(field="start", value="end")
    return Quotation(
        document,
        Span(*span),
        page_at(extraction, span[0]),
        extraction.text[slice(*span)],
    )


def _json(quotation: Quotation, style: CitationStyle) -> dict[str, object]:
    span, words = quotation.span, quotation.words
    return {
        "document_id": quotation.document.id,
        "version": quotation.document.version,
        "sha256": quotation.document.sha256,
        "style": style,
        "citation": quotation.cited(style),
        "quote": words,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "page": quotation.page,
        "characters": len(words) if words else 0,
        "url": quotation.url,
        "place": quotation.place,
    }
