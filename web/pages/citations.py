"""How are the words that a reader chose cited, and stored citations shown?"""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.citation.reference import ReferenceKind
from archive.cite import STYLES, CitationStyle, cite
from archive.errors import InvalidInput
from archive.model import Document, Extraction, Metadata, Span
from web.cited import Cited, cited, kind_of, style_of
from web.errors import wants_json
from web.forms import form_of, go_to
from web.json_response import JsonResponse
from web.pages.documents import quoted_span
from web.pages.reading import Found, blocks, page_at
from web.pages.script import is_traditional
from web.pages.tags import document_url, words_url
from web.pages.validity import ValidityView, validity_or_none
from web.permissions import reader_of
from web.present import CITATION_STYLES, hash_zh, page_zh, title_of, today
from web.rendering import render
from web.services import services_of

KIND_NAMES: dict[ReferenceKind, str] = {
    "official": "公文、法规",
    "report": "报告",
    "archival": "档案（交接书等）",
    "news": "新闻、网页",
    "other": "其他",
}


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
    def characters(self) -> int:
        """How many characters the words have, white space not counted."""
        return len("".join(self.words.split())) if self.words else 0

    @property
    def url(self) -> str:
        """The address that opens the document at these words."""
        if self.span is None:
            return document_url(self.document.id)
        return words_url(self.document.id, self.span.start, self.span.end)

    @property
    def place(self) -> str:
        """What is kept with the citation so that it can be checked."""
        where = page_zh(self.page) if self.page else ""
        return (
            f"引文取自原文第{self.document.version}版{where}，"
            f"原件 SHA-256 为 {hash_zh(self.document.sha256)}。"
        )


def citation_page(request: Request) -> Response:
    """Cite the words between ``start`` and ``end``, or the whole document.

    A program gets one style as JSON, a browser a page of all of them.
    """
    quotation = _quotation(request)
    if wants_json(request):
        return JsonResponse(_json(quotation, style_of(request)))
    title = title_of(quotation.document.metadata, quotation.document.name)
    return render(
        request,
        "citation.html",
        quotation=quotation,
        title=title,
        citations=[(CITATION_STYLES[s], s, quotation.cited(s)) for s in STYLES],
    )


async def store_citation(request: Request) -> Response:
    """Store the citation that a form asks for and open its permalink."""
    form = await form_of(request)

    def work() -> Response:
        reader = reader_of(request)
        made = services_of(request).store.citations.add(
            form.needed("document_id"),
            form.span(),
            actor=reader.name,
            visible=reader.visible,
        )
        return go_to(f"/citations/{made.id}")

    return await run_in_threadpool(work)


async def choose_kind(request: Request) -> Response:
    """Change the kind of reference of a stored citation."""
    form = await form_of(request)

    def work() -> Response:
        changed = services_of(request).store.citations.choose_kind(
            request.path_params["citation_id"],
            kind_of(form.text("kind")),
            visible=reader_of(request).visible,
        )
        return go_to(f"/citations/{changed.id}")

    return await run_in_threadpool(work)


def citation_list(request: Request) -> Response:
    """List the citations stored last."""
    store, visible = services_of(request).store, reader_of(request).visible
    found = store.citations.latest(visible=visible)
    return render(
        request,
        "citations.html",
        rows=[cited(store, one, visible=visible) for one in found],
    )


def stored_citation(request: Request) -> Response:
    """Open the version that was cited, at the marked words."""
    store, visible = services_of(request).store, reader_of(request).visible
    citation = store.citations.citation(
        request.path_params["citation_id"], visible=visible
    )
    one = cited(store, citation, visible=visible)
    text = store.citations.cited_text(citation)
    return render(
        request,
        "stored_citation.html",
        one=one,
        citation=citation,
        lines=[line for line in citation.quote.splitlines() if line.strip()],
        entries=_entries(one),
        kind=_kind(one),
        kinds=KIND_NAMES,
        blocks=_laid(one, text) if text else (),
        is_readable=text is not None,
        validity=_validity(request, one),
        is_traditional=is_traditional(citation.quote),
    )


def _validity(request: Request, one: Cited) -> ValidityView | None:
    """Return the state of the document on the day it was cited, and today."""
    if one.document is None:
        return None
    visible = reader_of(request).visible
    cited_on = one.citation.created_at.astimezone().date()
    days = [("引用之日", cited_on), ("今天", today())]
    return validity_or_none(services_of(request), one.document, days, visible)


def _entries(one: Cited) -> list[tuple[str, str, str]]:
    return [(CITATION_STYLES[s], s, one.written(s) or "") for s in STYLES]


def _kind(one: Cited) -> ReferenceKind | None:
    found = one.reference()
    return found.kind if found else None


def _laid(one: Cited, text: Extraction) -> object:
    span = one.citation.span
    is_present = one.citation.is_current and one.document is not None
    # The letterhead's evidence belongs to the text as it is read now.
    known = one.document.metadata if is_present and one.document else Metadata()
    return blocks(text, known, Found(quote=(span.start, span.end)))


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
        "characters": quotation.characters,
        "url": quotation.url,
        "place": quotation.place,
    }
