"""How is a document, or a quotation from it, cited?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from archive.citation.bibtex import bibtex
from archive.citation.csl_json import csl_json
from archive.citation.gbt7714 import gbt7714_2015, gbt7714_2025
from archive.citation.link import link
from archive.citation.reference import Reference, reference
from archive.citation.ris import ris
from archive.citations import Citation
from archive.model import Document, Span

CitationStyle = Literal[
    "gbt7714-2025", "gbt7714-2015", "csl-json", "ris", "bibtex", "link"
]
DEFAULT_STYLE: CitationStyle = "gbt7714-2025"
STYLES: Mapping[CitationStyle, Callable[[Reference], str]] = {
    "gbt7714-2025": gbt7714_2025,
    "gbt7714-2015": gbt7714_2015,
    "csl-json": csl_json,
    "ris": ris,
    "bibtex": bibtex,
    "link": link,
}


def cite(
    document: Document,
    span: Span | None,
    page: int | None,
    quote: str | None,
    style: CitationStyle,
) -> str:
    """Return the citation as text, without a line end after it.

    ``span`` is where the words stand in the document's text, ``page`` the page they
    stand on and ``quote`` the words; what is not known is left out of the citation.
    """
    return STYLES[style](reference(document, span=span, page=page, quote=quote))


def citation_reference(
    citation: Citation, document: Document, *, with_page: bool = True
) -> Reference:
    """Return the reference of a stored citation to the version that it cites.

    Without the page it is the entry of a document that is cited in several places.
    """
    found = reference(
        document,
        span=citation.span,
        page=citation.page if with_page else None,
        quote=citation.quote,
        kind=citation.kind,
    )
    return replace(found, sha256=citation.sha256, citation_id=citation.id)
