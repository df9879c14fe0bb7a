"""Where does a 页签 lead, and what does it say?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from web.present import page_zh


@dataclass(frozen=True, slots=True)
class PageTag:
    """A page and a link to the very words; the label names the document too."""

    words: str
    label: str
    url: str


def document_url(document_id: str, query: str = "") -> str:
    """Return a document's address, with a search's words marked in it."""
    address = f"/documents/{document_id}"
    return f"{address}?{urlencode({'q': query})}" if query else address


def words_url(document_id: str, start: int, end: int, query: str = "") -> str:
    """Return the address that opens a document at these words."""
    pairs = {"q": query} if query else {}
    pairs |= {"start": str(start), "end": str(end)}
    return f"/documents/{document_id}?{urlencode(pairs)}#quote"


def edits_url(document_id: str) -> str:
    """Return the address of the edits of a document, under its edited text."""
    return f"/documents/{document_id}?reading=edited#edits"


def passage_tag(title: str, page_number: int | None, url: str) -> PageTag:
    """Return the tag of a quoted passage."""
    words = page_zh(page_number)
    return PageTag(words, f"《{title}》{words}", url)


def evidence_tag(field: str, page_number: int | None, url: str) -> PageTag:
    """Return the short tag beside a field that says what proves it."""
    words = f"{page_number}页" if page_number else "原文"
    where = f"第{words}" if page_number else words
    return PageTag(words, f"{words}，依据：{field}，{where}", url)
