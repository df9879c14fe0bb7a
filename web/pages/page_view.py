"""What does a reader see of one page as it looked?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.errors import PageNotFound
from archive.model import Document, DocumentId, Extraction
from archive.page_readings import Box
from archive.render import HAS_PAGE_IMAGES, OFFICE_SUFFIXES
from archive.render.office import Unprinted
from archive.render.placing import runs
from indexer.errors import IndexRebuilding, QuerySyntaxError
from web.pages.documents import quoted_span
from web.pages.marking import Marks, disjoint, segments
from web.pages.reading import page_at
from web.pages.tags import document_url
from web.permissions import reader_of
from web.present import CITATION_STYLES, title_of
from web.rendering import render
from web.services import services_of, shown_pages_of
from web.shown_pages import ShownPage

WIDTHS: tuple[tuple[int, str], ...] = ((900, "适中"), (1350, "放大"), (1800, "再放大"))
NEIGHBOURS = 3
THUMB_WIDTH = 96
UNITS = 1000
AT = "at"
"""In place of a number: the page asked for in the query, else that of the hit."""
_VERTICAL = 2.0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A mark on the page, in units of a thousandth of its width."""

    x: float
    y: float
    width: float
    height: float
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class LayerRun:
    """Words that can be selected on the page, where they stand in text and image."""

    start: int
    words: str
    at: Rectangle
    is_vertical: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the same document."""

    number: int
    url: str
    image_url: str
    is_current: bool
    is_found: bool


def page_view(request: Request) -> Response:
    """Show a page's image with the found words marked on it, and its text."""
    reader, services = reader_of(request), services_of(request)
    document = services.store.document(
        request.path_params["document_id"], visible=reader.visible
    )
    asked = request.path_params["number"]
    if document.media_type not in HAS_PAGE_IMAGES:
        raise PageNotFound(page=asked[:20])
    extraction = services.store.extraction(document.id, visible=reader.visible)
    pages = shown_pages_of(request)
    if document.media_type in OFFICE_SUFFIXES:
        printed = pages.printed(document)
        if not isinstance(printed, Path):
            return _unprinted(request, document, printed)
    extraction = pages.paged(document, extraction)
    marks = _marks(request, document)
    quote = quoted_span(request, len(extraction.text))
    if asked == AT:
        number = _wanted_page(request, extraction, marks, quote)
        return RedirectResponse(_url(request, document, number), status_code=303)
    shown = None
    if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7:
        shown = pages.page(document, extraction, int(asked))
    if shown is None:
        return _no_such_page(request, document, pages.page(document, extraction, 1))
    return _view(request, document, extraction, shown, marks, quote)


def _unprinted(request: Request, document: Document, why: Unprinted) -> Response:
    """Say why the layout is not shown, and lead to the text."""
    return render(
        request,
        "page_unprinted.html",
        document=document,
        title=title_of(document.metadata, document.name),
        text_url=_text_address(request, document),
        why=why,
    )


def _no_such_page(
    request: Request, document: Document, first: ShownPage | None
) -> Response:
    """Say how many pages there are, and lead back to the document."""
    asked = str(request.path_params["number"])[:20]
    if first is None or not (asked.isascii() and asked.isdigit()):
        raise PageNotFound(page=asked)
    return render(
        request,
        "page_unprinted.html",
        status=404,
        document=document,
        title=title_of(document.metadata, document.name),
        text_url=_text_address(request, document),
        why="no_such_page",
        pages=first.pages,
        number=asked,
    )


def _view(
    request: Request,
    document: Document,
    extraction: Extraction,
    shown: ShownPage,
    marks: Marks,
    quote: tuple[int, int] | None,
) -> Response:
    page = shown.page
    on_page = [span for span in marks if page.start <= span[0] < page.end]
    first = marks.index(on_page[0]) if on_page else 0
    width = _width(request)
    words = segments(
        extraction.text,
        page.start,
        page.end,
        on_page,
        quote=quote,
        first_mark=first,
        unsure=shown.unsure,
    )
    return render(
        request,
        "page_view.html",
        document=document,
        title=title_of(document.metadata, document.name),
        text_url=_text_url(request, document, shown),
        page=page,
        pages=shown.pages,
        has_text=page.end > page.start,
        is_turned=bool(shown.turns),
        is_read_by_ocr=extraction.extractor == "ocr",
        image_url=_image_url(document, page.number, width),
        width=width,
        widths=_widths(request, document, page.number, width),
        height=round(shown.ratio * UNITS, 1),
        thumb_width=THUMB_WIDTH,
        thumb_height=round(THUMB_WIDTH * shown.ratio),
        units=UNITS,
        rectangles=_rectangles(shown, on_page, quote),
        layer=_layer(extraction.text, shown),
        unsure=_unsure(shown),
        found=len(on_page),
        words=words,
        citation_styles=CITATION_STYLES,
        **_around(request, document, extraction, shown, marks),
    )


def _around(
    request: Request,
    document: Document,
    extraction: Extraction,
    shown: ShownPage,
    marks: Marks,
) -> Mapping[str, Any]:
    """Return the neighbouring pages and the next ones with hits, by their names."""
    number, width = shown.page.number, _width(request)
    found = {page_at(extraction, start) for start, _ in marks}
    later = [page for page in found if page and page > number]
    earlier = [page for page in found if page and page < number]

    def link(other: int) -> PageLink:
        return PageLink(
            other,
            _url(request, document, other, width),
            _image_url(document, other, 2 * THUMB_WIDTH),
            other == number,
            other in found,
        )

    nearest = range(
        max(number - NEIGHBOURS, 1), min(number + NEIGHBOURS, shown.pages) + 1
    )
    return {
        "links": [link(other) for other in nearest],
        "previous": link(number - 1) if number > 1 else None,
        "next": link(number + 1) if number < shown.pages else None,
        "next_found": link(min(later)) if later else None,
        "previous_found": link(max(earlier)) if earlier else None,
        "kept_fields": _kept(request),
    }


def _wanted_page(
    request: Request,
    extraction: Extraction,
    marks: Marks,
    quote: tuple[int, int] | None,
) -> int:
    asked = request.query_params.get("page", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 7:
        return max(int(asked), 1)
    offset = quote[0] if quote else marks[0][0] if marks else 0
    return page_at(extraction, offset) or 1


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


def _rectangles(
    shown: ShownPage, marks: Marks, quote: tuple[int, int] | None
) -> list[Rectangle]:
    found = [one for span in marks for one in _boxes(shown, span)]
    if quote is not None:
        found += [replace(one, is_quoted=True) for one in _boxes(shown, quote)]
    return found


def _unsure(shown: ShownPage) -> list[Rectangle]:
    """Return what OCR was not sure of, on the image."""
    return [one for span in shown.unsure for one in _boxes(shown, span)]


def _boxes(shown: ShownPage, span: tuple[int, int]) -> list[Rectangle]:
    start, end = span[0] - shown.page.start, span[1] - shown.page.start
    found = runs(shown.places, max(start, 0), max(end, 0))
    return [_rectangle(run.box, shown.ratio) for run in found]


def _rectangle(box: Box, ratio: float) -> Rectangle:
    left, top, right, bottom = box
    return Rectangle(
        round(left * UNITS, 1),
        round(top * ratio * UNITS, 1),
        round((right - left) * UNITS, 1),
        round((bottom - top) * ratio * UNITS, 1),
    )


def _layer(text: str, shown: ShownPage) -> list[LayerRun]:
    """Return the page's words where they stand, verbatim."""
    offset = shown.page.start
    return [
        LayerRun(
            offset + run.start,
            text[offset + run.start : offset + run.end],
            at := _rectangle(run.box, shown.ratio),
            run.end - run.start > 1 and at.height > _VERTICAL * at.width,
        )
        for run in runs(shown.places, 0, len(shown.places))
    ]


def _text_url(request: Request, document: Document, shown: ShownPage) -> str:
    """Return where the page's text is read, and its first words cited, by keyboard."""
    address = _text_address(request, document)
    if document.media_type not in OFFICE_SUFFIXES:
        return f"{address}#p{shown.page.number}"
    return address


def _text_address(request: Request, document: Document) -> str:
    query = request.query_params.get("q", "").strip()
    asked = f"?{urlencode({'q': query})}" if query else ""
    return f"{document_url(document.id)}{asked}"


def _width(request: Request) -> int:
    asked = request.query_params.get("width", "")
    return next((size for size, _ in WIDTHS if str(size) == asked), WIDTHS[0][0])


def _widths(
    request: Request, document: Document, number: int, chosen: int
) -> list[tuple[str, str, bool]]:
    """Return each width's name and address, and whether it is the one chosen."""
    return [
        (name, _url(request, document, number, size), size == chosen)
        for size, name in WIDTHS
    ]


def _kept(request: Request) -> dict[str, str]:
    names = ("q", "start", "end", "width")
    given = request.query_params
    return {name: given[name] for name in names if name in given}


def _url(
    request: Request, document: Document, number: int, width: int | None = None
) -> str:
    kept = _kept(request)
    if width is not None:
        kept.pop("width", None)
        if width != WIDTHS[0][0]:
            kept["width"] = str(width)
    address = f"{document_url(document.id)}/pages/{number}"
    return f"{address}?{urlencode(kept)}" if kept else address


def _image_url(document: Document, number: int, width: int) -> str:
    # Position changes when OCR turns a page, so that a browser may keep the image.
    asked = urlencode(
        {"width": width, "of": f"{document.sha256[:12]}-{document.position}"}
    )
    return f"/api/documents/{document.id}/pages/{number}.png?{asked}"
