"""tantivy, with words given ready cut; a peer in benchmarks and no dependency."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.base import FACET_LIMIT, FACETS, HITS
from benchmarks.search_corpus import Question, Row

_COUNTS = {facet: {"terms": {"field": facet, "size": FACET_LIMIT}} for facet in FACETS}
_MEMORY = 256_000_000


class Tantivy:
    """One field of words with positions, fast fields for facets and date."""

    cuts_words = False

    def build(
        self, rows: Sequence[Row], words: Sequence[Sequence[str]], folder: Path
    ) -> None:
        """See Peer."""
        import tantivy

        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=_MEMORY, num_threads=1)
        for row, of_row in zip(rows, words, strict=True):
            day = int(row.issued_on.replace("-", ""))
            document = tantivy.Document(
                id=row.name, body=" ".join(of_row), type=row.type, date=day
            )
            for place in row.places:
                document.add_text("place", place)
            for person in row.people:
                document.add_text("person", person)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """See Peer."""
        import tantivy

        self._tantivy: Any = tantivy
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()

    def page(self, question: Question) -> bytes:
        """See Peer."""
        query = self._query(question)
        by_date = {"order_by_field": "date"} if question.kind == "newest" else {}
        found = self._searcher.search(query, HITS, count=True, **by_date)
        facets = self._searcher.aggregate(query, _COUNTS)
        cutter = self._tantivy.SnippetGenerator.create(
            self._searcher, query, self._schema, "body"
        )
        hits = []
        for score, address in found.hits:
            document = self._searcher.doc(address)
            snippet = cutter.snippet_from_doc(document)
            marks = [(place.start, place.end) for place in snippet.highlighted()]
            hits.append(
                {
                    "name": document["id"][0],
                    "score": score,
                    "text": snippet.fragment(),
                    "marks": marks,
                }
            )
        page = {"total": found.count, "hits": hits, "facets": facets}
        return json.dumps(page, ensure_ascii=False).encode()

    def total(self, page: bytes) -> int:
        """See Peer."""
        return int(json.loads(page)["total"])

    def sizes(self, folder: Path) -> dict[str, int]:
        """See Peer."""
        return {"all": sum(path.stat().st_size for path in folder.iterdir())}

    def _query(self, question: Question) -> Any:
        kinds, occur = self._tantivy.Query, self._tantivy.Occur
        if question.kind == "literal":
            return kinds.phrase_query(self._schema, "body", list(question.words))
        joint = occur.Must if question.kind == "and" else occur.Should
        words = [
            (joint, kinds.term_query(self._schema, "body", word))
            for word in question.words
        ]
        query = kinds.boolean_query(words) if len(words) > 1 else words[0][1]
        if question.place is None:
            return query
        place = kinds.term_query(self._schema, "place", question.place)
        return kinds.boolean_query([(occur.Must, query), (occur.Must, place)])


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field(
        "body", stored=True, tokenizer_name="whitespace", index_option="position"
    )
    for facet in FACETS:
        builder.add_text_field(facet, tokenizer_name="raw", fast=True)
    builder.add_integer_field("date", fast=True, stored=True, indexed=True)
    return builder.build()
