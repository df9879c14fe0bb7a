"""What does the command cite print?"""

import argparse
from typing import cast

from archive.cite import STYLES, CitationStyle, cite
from archive.commands import OK, CommandContext, print_json, print_text
from archive.errors import InvalidInput
from archive.model import Extraction, Page, Span
from indexer.errors import QuoteNotFound
from indexer.fold import fold, fold_query


def styles() -> tuple[str, ...]:
    """Return the styles a citation may have."""
    return tuple(STYLES)


def run_cite(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Print the citation of a quotation or a span of a document."""
    store = context.open_store()
    document = store.document(arguments.document, visible=None)
    extraction = store.extraction(document.id, visible=None)
    span = _span(arguments, extraction)
    page = page_of(extraction.pages, span) if span else None
    text = cite(
        document,
        span,
        page.number if page else None,
        extraction.text[span.start : span.end] if span else None,
        cast("CitationStyle", arguments.style),
    )
    if context.is_json:
        print_json({"style": arguments.style, "citation": text})
    else:
        print_text(text)
    return OK


def _span(arguments: argparse.Namespace, extraction: Extraction) -> Span | None:
    if arguments.quote is not None:
        return find_quote(extraction.text, arguments.quote)
    if arguments.start is None and arguments.end is None:
        return None
    start, end = arguments.start, arguments.end
    if start is None or end is None or not 0 <= start < end <= len(extraction.text):
        raise InvalidInput(field="start, end", value=[start, end])
    return Span(start, end)


def find_quote(text: str, quote: str) -> Span:
    """Return where a quotation stands: exactly, else the same after folding.

    Raises QuoteNotFound; a near match is not one.
    """
    at = text.find(quote) if quote else -1
    if at >= 0:
        return Span(at, at + len(quote))
    folded, needle = fold(text), fold_query(quote)
    at = folded.text.find(needle) if needle else -1
    if at < 0:
        raise QuoteNotFound(quote=quote)
    return Span(*folded.span(at, at + len(needle)))


def page_of(pages: tuple[Page, ...], span: Span) -> Page | None:
    """Return the page a span begins on, if the document has pages."""
    return next((p for p in pages if p.start <= span.start < p.end), None)
