"""What does a stored document become before it is indexed?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from archive.model import Analysis, Document, Extraction, Metadata
from indexer.engine import IndexedDocument
from indexer.fold import fold, fold_query
from indexer.naming import names_in
from indexer.reading_view import reading_view

if TYPE_CHECKING:
    # Takes a quarter of a second to import, which the first index need not wait for.
    from indexer.analysis import Analyser

_EXAMPLE = """关于示例工作的通知
各县人民政府：
经研究，任命示例甲同志为示例县人民政府副县长。
本报讯（记者示例乙）示例丙昨日在会上说，今年天气很好。
示例市人民政府
2024年5月6日
"""
"""Invented; in the manner of an office and of a newspaper, so that all recognisers
look at it."""


class Words(Protocol):
    """Cuts folded text into the words used for ranking."""

    def words(self, folded: str) -> list[str]:
        """Return search words in order, repeats kept."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for the engine, and what was recognised in it."""

    document: Document
    indexed: IndexedDocument
    analysis: Analysis


class Preparer:
    """Recognises, folds and segments one document at a time."""

    def __init__(self, analyser: "Analyser", segmenter: Words) -> None:
        self._analyser = analyser
        self._segmenter = segmenter

    def warm(self) -> None:
        """Load what recognising and cutting a first document would wait for.

        Costs half a second of a processor once.
        """
        example = Extraction("example", "1", "text/plain", _EXAMPLE)
        self._analyser.analyse(example, Metadata())
        self._segmenter.words(fold(_EXAMPLE).text)
        reading_view(_EXAMPLE)

    def prepare(self, document: Document, extraction: Extraction) -> Prepared:
        """Return what the engine and the store need of a readable document."""
        analysis = self._analyser.analyse(extraction, document.metadata)
        indexed = self._indexed(document, extraction, analysis)
        return Prepared(document, indexed, analysis)

    def _indexed(
        self, document: Document, extraction: Extraction, analysis: Analysis
    ) -> IndexedDocument:
        metadata = document.metadata
        folded = fold(extraction.text)
        reading = reading_view(extraction.text)
        title = fold_query(metadata.title or "")
        body = reading.text if reading else folded.text
        return IndexedDocument(
            id=document.id,
            collection=document.collection,
            name=document.name,
            text=extraction.text,
            folded=folded,
            title=metadata.title,
            type=metadata.type,
            number=metadata.number,
            issuers=metadata.issuers,
            issued_on=metadata.issued_on,
            pages=extraction.pages,
            passages=extraction.passages,
            reading=reading,
            words=tuple(self._segmenter.words(f"{title}\n{body}")),
            names=names_in(body),
            values=self._analyser.values(document, analysis),
        )
