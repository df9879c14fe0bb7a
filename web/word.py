"""How is a paper written as a Word document (DOCX)?

The one module that knows python-docx. Faces and sizes are those of official papers
where the machine that opens it has them; nothing is embedded.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY_FACE, HEAD_FACE, LATIN_FACE = "仿宋", "黑体", "Times New Roman"
_RED = RGBColor(0x9B, 0x1C, 0x12)

Look = Literal["plain", "strong", "emphasis", "superscript", "changed", "quiet"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look."""

    text: str
    look: Look = "plain"


class WordPaper:
    """A paper that grows from its beginning to its end."""

    def __init__(self, title: str) -> None:
        self._paper: Any = new_document()
        self._paper.core_properties.title = title
        self._paper.core_properties.author = ""
        normal = self._paper.styles["Normal"]
        normal.font.size = Pt(12)
        _face(normal, BODY_FACE)
        for level in (1, 2, 3):
            _face(self._paper.styles[f"Heading {level}"], HEAD_FACE)
            self._paper.styles[f"Heading {level}"].font.color.rgb = RGBColor(0, 0, 0)
        head = self._paper.add_paragraph()
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = head.add_run(_clean(title))
        run.bold, run.font.size = True, Pt(18)

    def heading(self, text: str, level: int) -> None:
        """Add a heading of level 1 to 3."""
        self._paper.add_heading(_clean(text), min(3, max(1, level)))

    def paragraph(
        self, runs: Sequence[Run], style: str | None = None, *, indent: bool = False
    ) -> None:
        """Add a paragraph; ``style`` is one of Word's own, in English."""
        paragraph = self._paper.add_paragraph(style=style)
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(24)
        _add_runs(paragraph, runs)

    def line(self, text: str, look: Look = "plain") -> None:
        """Add a paragraph of one look."""
        self.paragraph([Run(text, look)])

    def table(self, rows: Sequence[Sequence[Sequence[Run]]]) -> None:
        """Add a table of cells of runs; the first row heads it."""
        if not rows:
            return
        table = self._paper.add_table(len(rows), max(map(len, rows)))
        table.style = "Table Grid"
        for row, cells in enumerate(rows):
            for column, runs in enumerate(cells):
                look: Look = "strong" if row == 0 else "plain"
                shown = [
                    Run(r.text, look if r.look == "plain" else r.look) for r in runs
                ]
                _add_runs(table.cell(row, column).paragraphs[0], shown)

    def content(self) -> bytes:
        """Return the file."""
        file = io.BytesIO()
        self._paper.save(file)
        return file.getvalue()


def _face(style: Any, face: str) -> None:
    style.font.name = LATIN_FACE
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def _add_runs(paragraph: Any, runs: Sequence[Run]) -> None:
    for one in runs:
        run = paragraph.add_run(_clean(one.text))
        match one.look:
            case "strong":
                run.bold = True
            case "emphasis":
                run.italic = True
            case "superscript":
                run.font.superscript = True
            case "changed":
                run.bold, run.underline, run.font.color.rgb = True, True, _RED
            case "quiet":
                run.font.size = Pt(10)
            case "plain":
                pass


def _clean(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return "".join(c if _may_be_written(ord(c)) else "\ufffd" for c in text)


def _may_be_written(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA, 0xD)
    return not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
