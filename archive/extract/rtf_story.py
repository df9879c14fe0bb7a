"""How do the words of an RTF file gather into paragraphs and rows?"""

from archive.extract.page_breaks import PAGE_BREAK


class Story:
    """A text that stands by itself: the body, a header, a note, a text box."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._inner: list[str] = []
        self._aside: list[Story] = []

    def write(self, words: str) -> None:
        """Add words to the paragraph."""
        self._line.append(words)

    def hang(self, story: "Story") -> None:
        """Let a note or a text box follow the paragraph it hangs on."""
        self._aside.append(story)

    def unhang(self) -> "Story":
        """Take back what was hung last: it turned out to be a note for the end."""
        return self._aside.pop() if self._aside else Story()

    def end_paragraph(self, *, in_table: bool) -> None:
        """End a paragraph, of a cell or of the text."""
        if in_table:
            self._cell.append(self._taken())
            return
        self.end_row()
        self._done.append(self._taken() + "\n")
        self._take_aside()

    def end_cell(self) -> None:
        """End a cell of a row."""
        lines = [*self._inner, *self._cell, self._taken()]
        self._cells.append("\n".join(lines).strip("\n"))
        self._inner, self._cell = [], []

    def end_inner_cell(self) -> None:
        """End a cell of a table inside a cell."""
        lines = [*self._cell, self._taken()]
        self._inner.append("\n".join(lines).strip("\n"))
        self._cell = []

    def end_inner_row(self) -> None:
        """End a row of a table inside a cell."""
        self._cell.append("\t".join(self._inner).rstrip("\t"))
        self._inner = []

    def end_row(self) -> None:
        """End a row, if there is one."""
        line = "\t".join([*self._cells, *self._cell]).rstrip("\t")
        self._cells, self._cell = [], []
        if line.strip():
            self._done.append(line + "\n")
            self._take_aside()

    def break_page(self) -> None:
        """Begin a page."""
        if self._line:
            self._line.append("\n" + PAGE_BREAK)
        else:
            self._done.append(PAGE_BREAK)

    def text(self) -> str:
        """Return all that was written."""
        self.end_row()
        if self._line:
            self._done.append(self._taken() + "\n")
        self._take_aside()
        return "".join(self._done)

    def _taken(self) -> str:
        units = "".join(self._line)
        self._line = []
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _take_aside(self) -> None:
        aside, self._aside = self._aside, []
        self._done += [story.text() for story in aside]
