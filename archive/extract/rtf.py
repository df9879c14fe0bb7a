"""What does an RTF file say, as a reader sees it?"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.errors import DamagedFile, EmptyFile
from archive.extract.base import OriginalFile
from archive.extract.page_breaks import PAGE_BREAK, paged
from archive.extract.rtf_story import Story
from archive.extract.rtf_tokens import Token, tokens
from archive.extract.symbols import symbol
from archive.model import Extraction, Notice
from archive.sniff import RTF

_DEEPEST = 500
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}
_SYMBOLS = {"\\": "\\", "{": "{", "}": "}", "~": "\xa0", "_": "-", "\t": "\t"}
_LEFT_OUT = frozenset(
    {
        *("stylesheet", "colortbl", "info", "pict", "nonshppict", "shprslt", "fldinst"),
        *("annotation", "xe", "tc", "rxe", "objdata", "template", "filetbl", "revtbl"),
        *("listtable", "listoverridetable", "rsidtbl", "nonesttables", "sp", "upr"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"),
    }
)
# Groups that old programs pass over and that hold text all the same.
_READ_THOUGH_STARRED = frozenset(("shpinst", "do", "ud", "shptxt", "footnote"))
_MARGINS = {
    "header": "headers",
    "headerl": "headers",
    "headerr": "headers",
    "headerf": "headers",
    "footer": "footers",
    "footerl": "footers",
    "footerr": "footers",
    "footerf": "footers",
}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until the end of a group."""

    story: Story
    is_left_out: bool = False
    is_font_table: bool = False
    font: int = 0
    other_font: int = 0
    uses_other_font: bool = False
    skipped_after_unicode: int = 1
    is_hidden: bool = False
    is_deleted: bool = False
    in_table: bool = False
    breaks_page: bool = True
    label: Story | None = None


class RtfExtractor:
    """Reads RTF: text, numbering as stored, tables, notes, headers, text boxes.

    Inserted text is read, deleted and hidden text and comments are not.
    """

    name = "rtf"
    version = "1"
    media_types = frozenset({RTF})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        content = original.path.read_bytes()
        if not content:
            raise EmptyFile
        if not content.lstrip().startswith(b"{\\rtf"):
            raise DamagedFile(media_type=RTF)
        text, pages = paged(_Reader().read(content))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=RTF,
            text=text,
            pages=pages,
            warnings=() if text else (Notice("no_text_layer"),),
        )


def rtf_text(content: bytes) -> str:
    """Return the text of RTF that came inside another file; raises DamagedFile."""
    return paged(_Reader().read(content))[0]


class _Reader:
    """Reads one file, token by token."""

    def __init__(self) -> None:
        self._body = Story()
        self._margins: dict[str, list[Story]] = {"headers": [], "footers": []}
        self._endnotes: list[Story] = []
        self._encoding = "cp1252"
        self._charsets: dict[int, int] = {}
        self._state = _State(self._body)
        self._outer: list[_State] = []
        self._bytes = b""
        self._to_skip = 0
        self._is_starred = False

    def read(self, content: bytes) -> str:
        """Return headers, text, endnotes and footers; raises DamagedFile if cut."""
        for token in tokens(content):
            self._take(token)
            if not self._outer:
                break
        if self._outer:
            raise DamagedFile(media_type=RTF)
        stories = [self._shown(self._margins["headers"]), self._body.text()]
        stories += [note.text() for note in self._endnotes]
        return "".join([*stories, self._shown(self._margins["footers"])])

    def _shown(self, stories: list[Story]) -> str:
        texts = (story.text().replace(PAGE_BREAK, "") for story in stories)
        return "".join(dict.fromkeys(text for text in texts if text.strip()))

    def _take(self, token: Token) -> None:
        if token.kind in ("byte", "text"):
            self._add_bytes(token)
            return
        self._flush()
        if token.kind == "open":
            if len(self._outer) >= _DEEPEST:
                raise DamagedFile(media_type=RTF)
            self._outer.append(self._state)
            self._to_skip = 0
        elif token.kind == "close":
            self._close()
        elif token.kind == "symbol":
            self._symbol(token.name)
        else:
            self._word(token.name, token.number)
            self._is_starred = False

    def _close(self) -> None:
        inner, self._state = self._state, self._outer.pop()
        self._to_skip = 0
        if inner.label is not None and self._state.label is None:
            label = inner.label.text().strip()
            is_wide = label[-1:] >= "\u2e80"
            self._state.story.write(label if is_wide or not label else label + " ")

    def _add_bytes(self, token: Token) -> None:
        content = token.content
        if self._to_skip:
            skipped = min(self._to_skip, len(content))
            self._to_skip -= skipped
            content = content[skipped:]
        if not self._state.is_left_out:
            self._bytes += content

    def _flush(self) -> None:
        """Decode the bytes that stand before a token of another kind."""
        if self._bytes:
            content, self._bytes = self._bytes, b""
            self._write(content.decode(self._text_encoding(), "replace"))

    def _text_encoding(self) -> str:
        state = self._state
        font = state.other_font if state.uses_other_font else state.font
        return _CHARSETS.get(self._charsets.get(font, 0), self._encoding)

    def _write(self, words: str) -> None:
        state = self._state
        if not (
            state.is_left_out
            or state.is_hidden
            or state.is_deleted
            or state.is_font_table
        ):
            state.story.write(words)

    def _symbol(self, name: str) -> None:
        if name == "*":
            self._is_starred = True
        elif name in "\r\n":
            self._word("par", None)
        elif self._to_skip:
            self._to_skip -= 1
        elif name in _SYMBOLS:
            self._write(_SYMBOLS[name])

    def _word(self, name: str, number: int | None) -> None:
        if self._is_starred and name not in _READ_THOUGH_STARRED:
            self._set(is_left_out=True)
        elif self._state.is_left_out:
            if name == "ud":
                self._set(is_left_out=False)
        elif name in _LEFT_OUT:
            self._set(is_left_out=True)
        elif name == "u":
            self._unicode(number or 0)
        elif name in _SIGNS:
            self._write(_SIGNS[name])
        elif name in _ENDS:
            if not (self._state.is_hidden or self._state.is_deleted):
                _ENDS[name](self._state)
        elif not self._begins_story(name):
            self._property(name, number)

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        self._to_skip = 0
        font = self._charsets.get(self._state.font)
        self._write(symbol("Wingdings", code) if font == 2 else chr(code))
        self._to_skip = self._state.skipped_after_unicode

    def _begins_story(self, name: str) -> bool:
        story = Story()
        if name in _MARGINS:
            self._margins[_MARGINS[name]].append(story)
        elif name in ("footnote", "shptxt", "dptxbxtext"):
            self._state.story.hang(story)
        elif name == "ftnalt":
            self._endnotes.append(self._outer[-1].story.unhang())
            return True
        elif name in ("listtext", "pntext"):
            self._set(story=story, label=story)
            return True
        else:
            return False
        self._set(story=story, in_table=False, is_hidden=False)
        return True

    def _property(self, name: str, number: int | None) -> None:
        is_on = number != 0
        match name:
            case "ansicpg":
                self._encoding = _code_page(number or 1252)
            case "fonttbl":
                self._set(is_font_table=True)
            case "f":
                self._set(font=number or 0, uses_other_font=False)
            case "af":
                self._set(other_font=number or 0)
            case "dbch":
                self._set(uses_other_font=True)
            case "loch" | "hich":
                self._set(uses_other_font=False)
            case "fcharset" if self._state.is_font_table:
                self._charsets[self._state.font] = number or 0
            case "uc":
                self._set(skipped_after_unicode=max(0, number or 0))
            case "v":
                self._set(is_hidden=is_on)
            case "deleted":
                self._set(is_deleted=is_on)
            case "plain":
                self._set(is_hidden=False, is_deleted=False)
            case "pard":
                self._set(in_table=False)
            case "intbl":
                self._set(in_table=True)
            case "pagebb":
                self._state.story.break_page()
            case "sectd":
                self._set(breaks_page=True)
            case "sbknone" | "sbkcol":
                self._set(breaks_page=False)
            case _:
                pass

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]


def _code_page(number: int) -> str:
    named = _CODE_PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(named).name
    except LookupError:
        return "cp1252"


def _end_section(state: _State) -> None:
    state.story.end_paragraph(in_table=False)
    if state.breaks_page:
        state.story.break_page()


_ENDS: dict[str, Callable[[_State], None]] = {
    "par": lambda state: state.story.end_paragraph(in_table=state.in_table),
    "sect": _end_section,
    "page": lambda state: state.story.break_page(),
    "cell": lambda state: state.story.end_cell(),
    "nestcell": lambda state: state.story.end_inner_cell(),
    "nestrow": lambda state: state.story.end_inner_row(),
    "row": lambda state: state.story.end_row(),
}
