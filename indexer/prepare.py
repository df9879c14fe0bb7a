"""What does a stored document become before it is indexed?"""

from dataclasses import dataclass
from typing import Protocol

from archive.model import Analysis, Document, Extraction
from indexer.analysis import Analyser
from indexer.engine import IndexedDocument
from indexer.fold import fold, fold_query
from indexer.naming import names_in
from indexer.reading_view import reading_view


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

    def __init__(self, analyser: Analyser, segmenter: Words) -> None:
        self._analyser = analyser
        self._segmenter = segmenter

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
