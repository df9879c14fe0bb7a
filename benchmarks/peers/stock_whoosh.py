"""Whoosh 2.7.4 as it comes, with words given ready cut and its own facets."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.base import FACET_LIMIT, FACETS, HITS
from benchmarks.search_corpus import Question, Row


class StockWhoosh:
    """One field of words with positions, keyword fields for the facets."""

    cuts_words = False

    def build(
        self, rows: Sequence[Row], words: Sequence[Sequence[str]], folder: Path
    ) -> None:
        """See Peer."""
        from whoosh import index

        writer = index.create_in(str(folder), _schema()).writer(limitmb=512)
        for row, of_row in zip(rows, words, strict=True):
            writer.add_document(
                id=row.name,
                body=" ".join(of_row),
                date=int(row.issued_on.replace("-", "")),
                place=" ".join(row.places),
                person=" ".join(row.people),
                type=row.type,
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        """See Peer."""
        from whoosh import index

        self._searcher: Any = index.open_dir(str(folder)).searcher()

    def page(self, question: Question) -> bytes:
        """See Peer."""
        from whoosh import query, sorting

        facets = sorting.Facets()
        for name in FACETS:
            facet = sorting.FieldFacet(name, allow_overlap=True)
            facets.add_facet(name, facet)
        place = question.place and query.Term("place", question.place)
        found = self._searcher.search(
            _query(question),
            limit=HITS,
            filter=place,
            groupedby=facets,
            maptype=sorting.Count,
            sortedby="date" if question.kind == "newest" else None,
            reverse=question.kind == "newest",
        )
        page = {
            "total": len(found),
            "hits": [
                {"name": hit["id"], "score": hit.score, "text": hit.highlights("body")}
                for hit in found
            ],
            "facets": {name: _most(found.groups(name)) for name in FACETS},
        }
        return json.dumps(page, ensure_ascii=False).encode()

    def total(self, page: bytes) -> int:
        """See Peer."""
        return int(json.loads(page)["total"])

    def sizes(self, folder: Path) -> dict[str, int]:
        """See Peer."""
        return {"all": sum(path.stat().st_size for path in folder.iterdir())}


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return ordered[:FACET_LIMIT]


def _schema() -> Any:
    from whoosh import analysis, fields

    words = analysis.SpaceSeparatedTokenizer()
    return fields.Schema(
        id=fields.ID(stored=True),
        body=fields.TEXT(stored=True, analyzer=words, phrase=True),
        date=fields.NUMERIC(sortable=True),
        **{facet: fields.KEYWORD(stored=True) for facet in FACETS},
    )


def _query(question: Question) -> Any:
    from whoosh import query

    words = [query.Term("body", word) for word in question.words]
    match question.kind:
        case "literal":
            return query.Phrase("body", list(question.words))
        case "and":
            return query.And(words)
        case _:
            return query.Or(words) if len(words) > 1 else words[0]
