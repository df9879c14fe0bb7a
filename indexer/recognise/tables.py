"""Where do the roles of a handover stand in a text that was a table?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

_GAP = "[ \u3000]*"
SIGNED = (
    f"{_GAP}(?:人|方|同志|干部|单位)?{_GAP}(?:\\({_GAP}签{_GAP}[字名章]*{_GAP}\\))?"
    f"(?:签[字名章])?{_GAP}"
)
ROLES: Mapping[str, str] = {
    "outgoing": f"(?:移\\s*交|交\\s*出|交\\s*班){SIGNED}|离任(?:者|人|干部){SIGNED}",
    "incoming": f"(?:接\\s*[收交班任]|[继新]任者){SIGNED}",
    "supervisor": f"(?:监\\s*交|见\\s*证|监督){SIGNED}",
}
_HINT = re.compile("[移监]\\s*交|接\\s*[收交班任]|离任|[继新]任|交\\s*[出班]")
_LINE = re.compile("[^\n]*\\S[^\n]*")
_CELL = re.compile("[^\\s|]+(?:[ \u3000][^\\s|]+)*")


@dataclass(frozen=True, slots=True)
class RoleCell:
    """The cell under a heading such as 移交人."""

    role: str
    start: int
    end: int


def role_cells(text: str) -> Iterator[RoleCell]:
    """Yield the cells below a line whose cells are headings, two roles or more."""
    if not _HINT.search(text):
        return
    for head, row in pairwise(_LINE.finditer(text)):
        if not _HINT.search(head[0]):
            continue
        roles = [_role(text[slice(*cell)]) for cell in _cells(head)]
        values = list(_cells(row))
        if len([r for r in roles if r]) < 2 or len(values) < len(roles):
            continue
        for role, (start, end) in zip(roles, values, strict=False):
            if role:
                yield RoleCell(role, start, end)


def name_cells(text: str) -> Iterator[tuple[int, int]]:
    """Yield the cells below a heading 姓名, down to a line without as many cells."""
    column = -1
    for line in _LINE.finditer(text):
        cells = list(_cells(line))
        names = [re.sub("\\s", "", text[slice(*cell)]) for cell in cells]
        if "姓名" in names and len(cells) > 1:
            column = names.index("姓名")
        elif 0 <= column < len(cells) and len(cells) > 1:
            yield cells[column]
        else:
            column = -1


def _role(words: str) -> str | None:
    return next(
        (r for r, pattern in ROLES.items() if re.fullmatch(pattern, words)), None
    )


def _cells(line: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of a line's cells, parted by tabs, bars or wide gaps."""
    for cell in _CELL.finditer(line[0]):
        yield line.start() + cell.start(), line.start() + cell.end()
