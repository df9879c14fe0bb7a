"""SQLite FTS5, with words given ready cut; facets are joins."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.base import FACET_LIMIT, FACETS, HITS
from benchmarks.search_corpus import Question, Row

_SCHEMA = """
CREATE VIRTUAL TABLE texts USING fts5(body, tokenize = "unicode61");
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, issued_on TEXT);
CREATE TABLE facets (document INTEGER, kind TEXT, value TEXT,
                     PRIMARY KEY (document, kind, value)) WITHOUT ROWID;
CREATE INDEX by_value ON facets (kind, value, document);
CREATE INDEX by_date ON documents (issued_on);
"""


class Fts5:
    """One FTS5 table and ordinary tables for everything else."""

    cuts_words = False

    def build(
        self, rows: Sequence[Row], words: Sequence[Sequence[str]], folder: Path
    ) -> None:
        """See Peer."""
        database = sqlite3.connect(folder / "fts5.sqlite3")
        database.executescript(_SCHEMA)
        with database:
            for number, (row, of_row) in enumerate(zip(rows, words, strict=True)):
                database.execute(
                    "INSERT INTO texts (rowid, body) VALUES (?, ?)",
                    (number, " ".join(of_row)),
                )
                database.execute(
                    "INSERT INTO documents VALUES (?, ?, ?)",
                    (number, row.name, row.issued_on),
                )
                values = [("place", place) for place in row.places]
                values += [("person", person) for person in row.people]
                database.executemany(
                    "INSERT INTO facets VALUES (?, ?, ?)",
                    [(number, *value) for value in [*values, ("type", row.type)]],
                )
        database.close()

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._database = sqlite3.connect(folder / "fts5.sqlite3")

    def page(self, question: Question) -> bytes:
        """See Peer."""
        self._database.execute("DROP TABLE IF EXISTS temp.found")
        self._database.execute(
            "CREATE TEMP TABLE found AS SELECT rowid AS id FROM texts"
            " WHERE texts MATCH ?1 AND (?2 IS NULL OR rowid IN (SELECT document FROM"
            " facets WHERE kind = 'place' AND value = ?2))",
            (_match(question), question.place),
        )
        (total,) = self._database.execute("SELECT count(*) FROM found").fetchone()
        page = {
            "total": total,
            "hits": self._hits(question),
            "facets": {facet: self._counts(facet) for facet in FACETS},
        }
        return json.dumps(page, ensure_ascii=False).encode()

    def total(self, page: bytes) -> int:
        """See Peer."""
        return int(json.loads(page)["total"])

    def sizes(self, folder: Path) -> dict[str, int]:
        """See Peer."""
        return {"all": sum(path.stat().st_size for path in folder.iterdir())}

    def _hits(self, question: Question) -> list[dict[str, object]]:
        order = "issued_on DESC" if question.kind == "newest" else "rank"
        rows = self._database.execute(
            "SELECT name, rank, snippet(texts, 0, '[', ']', '…', 40) FROM texts"
            " JOIN documents ON documents.id = texts.rowid"
            " WHERE texts MATCH ? AND texts.rowid IN (SELECT id FROM found)"
            f" ORDER BY {order} LIMIT {HITS}",
            (_match(question),),
        )
        return [
            {"name": name, "score": -rank, "text": text} for name, rank, text in rows
        ]

    def _counts(self, facet: str) -> list[tuple[str, int]]:
        return self._database.execute(
            "SELECT value, count(*) FROM found JOIN facets ON document = found.id"
            " WHERE kind = ? GROUP BY value ORDER BY 2 DESC, 1 LIMIT ?",
            (facet, FACET_LIMIT),
        ).fetchall()


def _match(question: Question) -> str:
    if question.kind == "literal":
        return f'"{" ".join(question.words)}"'
    joint = " AND " if question.kind == "and" else " OR "
    return joint.join(f'"{word}"' for word in question.words)
