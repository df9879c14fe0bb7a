"""A small archive made of invented texts, searched as a reader would search it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from archive.model import (
    DocumentId,
    Extraction,
    Given,
    Metadata,
    Passage,
    Source,
    Visible,
)
from archive.store import Arrival, Store
from archive.versions import Extracted
from indexer.engine import SearchEngine
from indexer.preparing import PreparationPool
from indexer.search import Answer, SearchService, TypedSearch
from indexer.update import Updater

NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Holding:
    """What a test put into collections of its own: names by document."""

    collection: str
    names: Mapping[DocumentId, str]


@dataclass(slots=True)
class ArchiveOfTexts:
    """One engine's archive, of which a test sees what it holds itself."""

    store: Store
    engine: SearchEngine
    pool: PreparationPool
    service: SearchService
    holding: Holding = Holding("", {})
    _holdings: dict[str, Holding] = field(default_factory=dict)

    @property
    def secret(self) -> str:
        """The collection that no reader sees."""
        return f"{self.holding.collection}机要"

    def hold(
        self,
        texts: Mapping[str, str],
        *,
        secret: Mapping[str, str] | None = None,
        given: Mapping[str, Given] | None = None,
    ) -> None:
        """Take in texts by their names; what was held before is taken as it is."""
        asked = repr((texts, secret, given)).encode("utf-8", "backslashreplace")
        key = sha256(asked).hexdigest()[:10]
        if key not in self._holdings:
            self.holding = Holding(key, {})
            names = {
                **self._take(texts, key, given or {}),
                **self._take(secret or {}, self.secret, given or {}),
            }
            Updater(self.store, self.engine, self.pool).catch_up()
            self._holdings[key] = Holding(key, names)
        self.holding = self._holdings[key]

    def answer(self, query: str, *, visible: Visible = None) -> Answer:
        """Return the whole answer to a typed search, a reader's if not said whose."""
        seen = frozenset({self.holding.collection}) if visible is None else visible
        return self.service.search(TypedSearch(query, limit=100), visible=seen)

    def meant(self, query: str) -> str | None:
        """Return what a reader may have meant by a word."""
        seen = frozenset({self.holding.collection})
        return self.service.meant(TypedSearch(query), visible=seen)

    def found(self, query: str, *, visible: Visible = None) -> set[str]:
        """Return the names of all that a typed search finds."""
        page = self.answer(query, visible=visible).page
        assert page.total == len(page.hits)
        return {self.holding.names[hit.document_id] for hit in page.hits}

    def marked(self, query: str, name: str) -> list[str]:
        """Return the verbatim words that are marked in a text, in order."""
        names = self.holding.names
        document_id = next(key for key, held in names.items() if held == name)
        text = self.store.extraction(document_id, visible=None).text
        marks = self.service.marks(query, document_id, visible=None)
        return [text[start:end] for start, end in marks]

    def _take(
        self, texts: Mapping[str, str], collection: str, given: Mapping[str, Given]
    ) -> dict[DocumentId, str]:
        contents = [f"{collection} {name}".encode() for name in texts]
        blobs = self.store.blobs.keep_many(contents, limit_bytes=None)
        arrivals = [
            Arrival(
                blob,
                Source(name, name, datetime.now(UTC), "示例员"),
                given.get(name, NOTHING_GIVEN),
                collection,
            )
            for name, blob in zip(texts, blobs, strict=True)
        ]
        said = self.store.acknowledge_many(arrivals, claim_jobs=False)
        read = [
            Extracted(one.document_id, extraction(text), Metadata())
            for one, text in zip(said, texts.values(), strict=True)
        ]
        self.store.record_extractions(read)
        return dict(zip((one.document_id for one in said), texts, strict=True))


def extraction(text: str) -> Extraction:
    """Return a text as read, each line a passage."""
    passages, at = [], 0
    for ordinal, line in enumerate(text.splitlines(keepends=True)):
        passages.append(Passage(ordinal, at, at + len(line)))
        at += len(line)
    return Extraction("text", "1", "text/plain", text, passages=tuple(passages))
