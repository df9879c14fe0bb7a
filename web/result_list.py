"""What does a list of everything a search finds say of each document?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.model import Visible
from indexer.engine import Hit
from indexer.search import MOST_HITS, Answer, TypedSearch
from web.services import Searcher

MOST_ROWS = 5_000
"""Documents in one list; the answer says how many there are in all."""
COLUMNS = (
    *("序号", "题名", "文种", "发文字号", "发文机关", "成文日期", "全宗"),
    *("命中文字", "页", "地址"),
)

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultList:
    """The first page's answer and a row for each document, as far as ``MOST_ROWS``."""

    answer: Answer
    rows: tuple[Row, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every document found has its row."""
        return len(self.rows) == self.answer.page.total


def result_list(
    searcher: Searcher, typed: TypedSearch, *, visible: Visible, base_url: str
) -> ResultList:
    """Return the rows of everything that a reader's search finds, page by page.

    Raises QuerySyntaxError or InvalidInput.
    """
    first = searcher.search(
        replace(typed, limit=MOST_HITS, after=None), visible=visible
    )
    hits = list(first.page.hits)
    after = first.page.next
    while after and len(hits) < MOST_ROWS:
        more = replace(typed, limit=MOST_HITS, after=after)
        page = searcher.search(more, visible=visible).page
        hits += page.hits
        after = page.next
    return ResultList(first, tuple(_rows(hits[:MOST_ROWS], base_url)))


def _rows(hits: list[Hit], base_url: str) -> Iterator[Row]:
    for number, hit in enumerate(hits, start=1):
        passage = next(iter(hit.passages), None)
        yield (
            str(number),
            hit.title or hit.name,
            hit.type or "",
            hit.number or "",
            "、".join(hit.issuers),
            hit.issued_on or "",
            hit.collection,
            " ".join(passage.text.split()) if passage else "",
            str(passage.page) if passage and passage.page else "",
            f"{base_url.rstrip('/')}/documents/{hit.document_id}",
        )
