"""What does a reader see of one document?"""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archive.model import Analysis, Document, DocumentId, Extraction
from archive.ocr import OCR_FAILED, is_available, is_unread_scan, present_reader
from indexer.errors import IndexRebuilding, QuerySyntaxError
from web.edits import edits_in
from web.messages import next_step, sentence
from web.pages.attached import hanging
from web.pages.cited_by import cited_by
from web.pages.edited import edited
from web.pages.edits import edit_log, shown_edits, wants_edited
from web.pages.letterhead import entity_groups, fields, people
from web.pages.marking import disjoint
from web.pages.mention_marks import (
    remember,
    shown_mentions,
    switch_url,
    wants_mentions,
)
from web.pages.rail import rail
from web.pages.reading import Found, blocks
from web.pages.script import is_traditional
from web.pages.similar import similar_groups
from web.pages.tags import words_url
from web.pages.validity import validity_today
from web.permissions import Reader, reader_of
from web.present import CITATION_STYLES, title_of
from web.rendering import render
from web.services import Services, services_of, shown_pages_of


def document_page(request: Request) -> Response:
    """Show a document, with a search's words marked and a quotation landed on."""
    reader = reader_of(request)
    services = services_of(request)
    document_id = request.path_params["document_id"]
    document = services.store.document(document_id, visible=reader.visible)
    if document.state != "readable":
        return _without_text(request, document)
    extraction = services.store.extraction(document.id, visible=reader.visible)
    return _reading(request, services, reader, document, extraction)


def _reading(
    request: Request,
    services: Services,
    reader: Reader,
    document: Document,
    extraction: Extraction,
) -> Response:
    query = request.query_params.get("q", "").strip()
    marks = _marks(services, reader, document, query)
    quote = quoted_span(request, len(extraction.text))
    current = _current(marks, quote)
    if current is not None and marks[current] == quote:
        quote = None
    analysis = services.store.analysis(document.id, visible=reader.visible)
    is_naming = wants_mentions(request)
    named = shown_mentions(analysis.mentions if analysis and is_naming else ())
    unsure = shown_pages_of(request).unsure(document, extraction)
    laid = blocks(extraction, document.metadata, Found(marks, quote, named, unsure))
    edits = edits_in(services.store, document.id, extraction.text)
    if wants_edited(request):
        laid = edited(laid, shown_edits(edits, extraction.text))
    page = render(
        request,
        "document.html",
        document=document,
        title=title_of(document.metadata, document.name),
        has_title=any(block.kind == "title" for block in laid),
        query=query,
        blocks=laid,
        has_unsure=bool(unsure),
        rail=rail(extraction, document.metadata, marks),
        marks=marks,
        current=current if current is not None else 0,
        is_landed=current is not None or quote is not None,
        previous_url=_step(document, query, marks, current, -1),
        next_url=_step(document, query, marks, current, 1),
        is_traditional=is_traditional(extraction.text),
        printed_on=datetime.now(UTC).astimezone().date().isoformat(),
        warnings=_warnings(document, analysis),
        has_mentions=bool(analysis and shown_mentions(analysis.mentions)),
        is_naming=is_naming,
        edit_log=edit_log(request, document.id, extraction.text, edits),
        naming_url=switch_url(request, is_on=is_naming),
        **_beside(services, reader, document, extraction, analysis, query),
    )
    return remember(request, page)


def _beside(
    services: Services,
    reader: Reader,
    document: Document,
    extraction: Extraction,
    analysis: Analysis | None,
    query: str,
) -> Mapping[str, Any]:
    """Return what the panel beside the text shows, by its name in the template."""
    return {
        "fields": fields(document, extraction, analysis, query),
        "people": people(document, extraction, analysis, query),
        "entities": entity_groups(document, analysis, query),
        "citation_styles": CITATION_STYLES,
        "cited_by": cited_by(services.store, document, reader),
        "hanging": hanging(services.store, document, reader.visible),
        "validity": validity_today(services, document, reader.visible),
        "similar": similar_groups(services.engine, document.id, visible=reader.visible),
    }


def _warnings(document: Document, analysis: Analysis | None) -> list[str]:
    given = (*document.warnings, *(analysis.warnings if analysis else ()))
    return [sentence(warning.code, warning.details) for warning in given]


def _without_text(request: Request, document: Document) -> Response:
    """Show a document that was refused, holds no text, or is still being read."""
    failure = document.failure
    is_scan = is_available() and is_unread_scan(document)
    begun = services_of(request).store.page_readings.progress(
        [document.sha256], present_reader()
    )
    return render(
        request,
        "document_without_text.html",
        document=document,
        title=title_of(document.metadata, document.name),
        reason=sentence(failure.code, failure.details) if failure else "",
        next_step=next_step(failure.code, failure.details) if failure else "",
        hanging=hanging(
            services_of(request).store, document, reader_of(request).visible
        ),
        is_unread_scan=is_scan,
        reading_progress=begun.get(document.sha256) if is_scan else None,
        has_failed_ocr=any(one.code == OCR_FAILED for one in document.warnings),
    )


def quoted_span(request: Request, length: int) -> tuple[int, int] | None:
    """Return the words that an address names by ``start`` and ``end``, if it does."""
    texts = [request.query_params.get(name, "") for name in ("start", "end")]
    if not all(text.isdecimal() and len(text) < 12 for text in texts):
        return None
    start, end = int(texts[0]), int(texts[1])
    return (start, end) if start < end <= length else None


def _marks(
    services: Services, reader: Reader, document: Document, query: str
) -> tuple[tuple[int, int], ...]:
    if not query:
        return ()
    try:
        found = services.searcher.marks(
            query, DocumentId(document.id), visible=reader.visible
        )
    except (QuerySyntaxError, IndexRebuilding):
        return ()
    return disjoint(found)


def _current(
    marks: tuple[tuple[int, int], ...], quote: tuple[int, int] | None
) -> int | None:
    """Return the first mark that touches the quotation."""
    if not marks or quote is None:
        return None
    index = bisect_left(marks, quote[0] + 1, key=lambda mark: mark[1])
    return index if index < len(marks) and marks[index][0] < quote[1] else None


def _step(
    document: Document,
    query: str,
    marks: tuple[tuple[int, int], ...],
    current: int | None,
    step: int,
) -> str | None:
    if not marks:
        return None
    at = 0 if current is None and step > 0 else (current or 0) + step
    return words_url(document.id, *marks[at % len(marks)], query)
