"""How is the Markdown of a review shown as HTML, and read as blocks?

The one module that knows markdown-it-py. Raw HTML is shown as text and images are not
loaded: a review is written by several hands.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from archive.citation.numbering import Mark
from archive.citations import CitationId
from archive.reviews import CITATION_MARK
from web.word import Look, Run

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_MARKED = re.compile(f"{_OPEN}([0-9a-f]{{16}}){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text: its kind, level or depth, and its runs.

    ``rows`` holds the cells of a table.
    """

    kind: str
    level: int
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


def review_html(
    text: str, marks: Mapping[CitationId, Mark], *, entry_url: str = "#ref-{number}"
) -> Markup:
    """Return a review's text as HTML; its highest headings are of level 2."""
    tokens = _parser().parse(_prepared(text))
    headings = [t for t in tokens if t.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - highest + 2)}"
    html = _parser().renderer.render(tokens, _parser().options, {})

    def mark_of(found: re.Match[str]) -> str:
        mark = marks.get(CitationId(found[1]))
        if mark is None:
            return '<sup class="unknown">[?]</sup>'
        url = escape(entry_url.format(number=mark.number))
        page = str(mark.page) if mark.page else ""
        return f'<sup><a href="{url}">[{mark.number}]</a>{page}</sup>'

    return Markup(_MARKED.sub(mark_of, html))


def review_blocks(text: str, marks: Mapping[CitationId, Mark]) -> list[Block]:
    """Return a review's text as blocks for other writers than HTML."""
    return list(_Blocks(marks).read(_parser().parse(_prepared(text))))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable("table").disable("image")


def _prepared(text: str) -> str:
    clean = text.replace(_OPEN, "").replace(_CLOSE, "")
    return CITATION_MARK.sub(lambda found: f"{_OPEN}{found[1]}{_CLOSE}", clean)


class _Blocks:
    """Reads tokens into blocks."""

    def __init__(self, marks: Mapping[CitationId, Mark]) -> None:
        self._marks = marks
        self._lists: list[str] = []
        self._quotes = 0
        self._rows: list[tuple[tuple[Run, ...], ...]] = []
        self._cells: list[tuple[Run, ...]] = []

    def read(self, tokens: Sequence[Token]) -> list[Block]:
        found: list[Block] = []
        for place, token in enumerate(tokens):
            before = tokens[place - 1] if place else None
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(token.type)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "tr_close":
                    self._rows.append(tuple(self._cells))
                    self._cells = []
                case "table_close":
                    found.append(Block("table", 0, rows=tuple(self._rows)))
                    self._rows = []
                case "fence" | "code_block":
                    found.append(Block("code", 0, (Run(token.content),)))
                case "inline":
                    found += self._inline(token, before)
                case _:
                    pass
        return found

    def _inline(self, token: Token, before: Token | None) -> list[Block]:
        runs = tuple(self._runs(token.children or []))
        opened = before.type if before else ""
        if opened in ("td_open", "th_open"):
            self._cells.append(runs)
            return []
        if opened == "heading_open" and before is not None:
            return [Block("heading", int(before.tag[1]), runs)]
        if self._lists:
            is_bullet = self._lists[-1].startswith("bullet")
            return [Block("bullet" if is_bullet else "number", len(self._lists), runs)]
        return [Block("quote" if self._quotes else "paragraph", self._quotes, runs)]

    def _runs(self, children: Sequence[Token]) -> list[Run]:
        found: list[Run] = []
        looks: list[Look] = []
        for child in children:
            match child.type:
                case "strong_open":
                    looks.append("strong")
                case "em_open":
                    looks.append("emphasis")
                case "strong_close" | "em_close":
                    looks.pop()
                case "softbreak" | "hardbreak":
                    found.append(Run("\n"))
                case "text" | "code_inline":
                    found += self._marked(
                        child.content, looks[-1] if looks else "plain"
                    )
                case _:
                    pass
        return found

    def _marked(self, text: str, look: Look) -> list[Run]:
        """Part text from the marks in it."""
        found: list[Run] = []
        for place, piece in enumerate(_MARKED.split(text)):
            if place % 2:
                mark = self._marks.get(CitationId(piece))
                shown = f"[{mark.number}]{mark.page or ''}" if mark else "[?]"
                found.append(Run(shown, "superscript"))
            elif piece:
                found.append(Run(piece, look))
        return found
