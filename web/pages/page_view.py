"""What does a reader see of one page as it looked?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import PageNotFound
from archive.model import Document, DocumentId, Page
from archive.render import HAS_PAGE_IMAGES
from archive.render.base import Box, Wanted
from indexer.errors import IndexRebuilding, QuerySyntaxError
from web.pages.documents import quoted_span
from web.pages.marking import Marks, Segment, disjoint, segments
from web.pages.tags import document_url
from web.permissions import reader_of
from web.present import title_of
from web.rendering import render
from web.services import page_images_of, services_of

WIDTHS: tuple[tuple[int, str], ...] = ((900, "适中"), (1350, "放大"), (1800, "再放大"))
NEIGHBOURS = 3
UNITS = 1000


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A mark on the page, in units of a thousandth of its width."""

    x: float
    y: float
    width: float
    height: float
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the same document."""

    number: int
    url: str
    image_url: str
    is_current: bool


def page_view(request: Request) -> Response:
    """Show a page's image with the found words marked on it, and its text."""
    reader, services = reader_of(request), services_of(request)
    document = services.store.document(
        request.path_params["document_id"], visible=reader.visible
    )
    extraction = services.store.extraction(document.id, visible=reader.visible)
    page = _page(request, document, extraction.pages)
    quote = quoted_span(request, len(extraction.text))
    marks = _marks(request, document)
    on_page = [span for span in marks if page.start <= span[0] < page.end]
    shown = _shown(request, document, extraction.text, page, on_page, quote)
    if shown is None:
        raise PageNotFound(page=page.number)
    ratio, rectangles = shown
    width = _width(request)
    links = _links(request, document, extraction.pages, page)
    at = [link.is_current for link in links].index(True)
    return render(
        request,
        "page_view.html",
        document=document,
        title=title_of(document.metadata, document.name),
        text_url=document_url(document.id) + f"#p{page.number}",
        page=page,
        pages=len(extraction.pages),
        image_url=_image_url(document, page.number, width),
        width=width,
        widths=_widths(request, document, page, width),
        height=round(ratio * UNITS, 1),
        units=UNITS,
        rectangles=rectangles,
        found=len(on_page),
        words=_words(extraction.text, page, on_page, quote),
        links=links[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1],
        previous=links[at - 1] if at else None,
        next=links[at + 1] if at + 1 < len(links) else None,
    )


def _widths(
    request: Request, document: Document, page: Page, chosen: int
) -> list[tuple[str, str, bool]]:
    """Return each width's name and address, and whether it is the one chosen."""
    return [
        (name, _url(request, document, page.number, size), size == chosen)
        for size, name in WIDTHS
    ]


def _page(request: Request, document: Document, pages: tuple[Page, ...]) -> Page:
    asked = request.path_params["number"]
    if document.media_type not in HAS_PAGE_IMAGES:
        raise PageNotFound(page=asked[:20])
    found = next((page for page in pages if str(page.number) == asked), None)
    if found is None:
        raise PageNotFound(page=asked[:20])
    return found


def _marks(request: Request, document: Document) -> Marks:
    query = request.query_params.get("q", "").strip()
    if not query:
        return ()
    visible = reader_of(request).visible
    try:
        found = services_of(request).searcher.marks(
            query, DocumentId(document.id), visible=visible
        )
    except (QuerySyntaxError, IndexRebuilding):
        return ()
    return disjoint(found)


def _shown(
    request: Request,
    document: Document,
    text: str,
    page: Page,
    marks: Marks,
    quote: tuple[int, int] | None,
) -> tuple[float, list[Rectangle]] | None:
    """Return the page's shape and the marks on it; None if it cannot be shown."""
    spans = [(span, False) for span in marks]
    if quote and quote[0] < page.end and page.start < quote[1]:
        clipped = (max(quote[0], page.start), min(quote[1], page.end))
        spans.append((clipped, True))
    wanted = [wanted_words(text, page, span) for span, _ in spans]
    shown = page_images_of(request).boxes(
        document.sha256, document.name, page.number, wanted
    )
    if shown is None:
        return None
    ratio, places = shown
    return ratio, [
        _rectangle(box, ratio, is_quoted=is_quoted)
        for (_, is_quoted), boxes in zip(spans, places, strict=False)
        for box in boxes
    ]


def wanted_words(text: str, page: Page, span: tuple[int, int]) -> Wanted:
    """Return the words of a span and which of their places on the page it is."""
    words = "".join(text[span[0] : span[1]].split())
    before = "".join(text[page.start : span[0]].split())
    # A place may begin before the span and end in it; those are not before it.
    occurrence, at = 0, before.find(words) if words else -1
    while at >= 0:
        occurrence += 1
        at = before.find(words, at + 1)
    return Wanted(words, occurrence)


def _rectangle(box: Box, ratio: float, *, is_quoted: bool) -> Rectangle:
    left, top, right, bottom = box
    return Rectangle(
        round(left * UNITS, 1),
        round(top * ratio * UNITS, 1),
        round((right - left) * UNITS, 1),
        round((bottom - top) * ratio * UNITS, 1),
        is_quoted,
    )


def _words(
    text: str, page: Page, marks: Marks, quote: tuple[int, int] | None
) -> tuple[Segment, ...]:
    return segments(text, page.start, page.end, marks, quote=quote)


def _links(
    request: Request, document: Document, pages: tuple[Page, ...], current: Page
) -> list[PageLink]:
    width = _width(request)
    return [
        PageLink(
            page.number,
            _url(request, document, page.number, width),
            _image_url(document, page.number, 160),
            page.number == current.number,
        )
        for page in pages
    ]


def _width(request: Request) -> int:
    asked = request.query_params.get("width", "")
    return next((size for size, _ in WIDTHS if str(size) == asked), WIDTHS[0][0])


def _url(request: Request, document: Document, number: int, width: int) -> str:
    kept = {
        name: request.query_params[name]
        for name in ("q", "start", "end")
        if name in request.query_params
    }
    if width != WIDTHS[0][0]:
        kept["width"] = str(width)
    address = f"{document_url(document.id)}/pages/{number}"
    return f"{address}?{urlencode(kept)}" if kept else address


def _image_url(document: Document, number: int, width: int) -> str:
    # The hash changes with the original, so that a browser may keep the image.
    asked = urlencode({"width": width, "of": document.sha256[:12]})
    return f"/api/documents/{document.id}/pages/{number}.png?{asked}"
