"""Which number does Word display before a paragraph of a list?"""

from lxml import etree

from archive.extract.docx_package import Package, is_on, qualified, value
from archive.extract.docx_styles import Styles
from archive.extract.list_labels import Labels, Level, List


class Numbering:
    """Counts the paragraphs of a document's lists; ask in the order of the text."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else _lists(root, styles)
        self._labels = Labels()

    @classmethod
    def of(cls, package: Package, main: str, styles: Styles) -> "Numbering":
        """Return the numbering of a document part."""
        return cls(package.related(main, "numbering"), styles)

    def label(self, properties: etree._Element | None) -> str:
        """Return what stands before a paragraph with these ``w:pPr``, or nothing."""
        place = self._place(properties)
        if place is None:
            return ""
        list_id, depth = place
        return self._labels.label(list_id, self._lists[list_id], depth)

    def _place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        style = self._styles.paragraph_style(properties)
        own = None if properties is None else properties.find(qualified("numPr"))
        inherited = self._styles.find(style, "pPr", "numPr")
        list_id = depth = None
        for numbering in (own, inherited):
            if numbering is not None:
                list_id = list_id or value(numbering.find(qualified("numId")))
                depth = depth or value(numbering.find(qualified("ilvl")))
        if list_id is None or list_id not in self._lists:
            return None
        levels = self._lists[list_id].levels
        if depth is None:
            linked = [d for d, level in levels.items() if level.style == style]
            depth = str(linked[0]) if linked and style else "0"
        return (list_id, int(depth)) if int(depth) in levels else None


def _lists(root: etree._Element, styles: Styles) -> dict[str, List]:
    abstracts = {
        value(abstract, "abstractNumId") or "": abstract
        for abstract in root.iter(qualified("abstractNum"))
    }
    targets = {
        value(num, "numId"): value(num.find(qualified("abstractNumId"))) or ""
        for num in root.iter(qualified("num"))
    }
    lists: dict[str, List] = {}
    for num in root.iter(qualified("num")):
        abstract = targets[value(num, "numId")]
        definition = abstracts.get(abstract)
        if definition is None:
            continue
        link = value(definition.find(qualified("numStyleLink")))
        if link is not None:
            linked = value(styles.find(link, "pPr", "numPr", "numId"))
            definition = abstracts.get(targets.get(linked, ""), definition)
        lists[value(num, "numId") or ""] = _list(abstract, definition, num)
    return lists


def _list(abstract: str, definition: etree._Element, num: etree._Element) -> List:
    levels: dict[int, Level] = {}
    for level in definition.findall(qualified("lvl")):
        levels[int(value(level, "ilvl") or 0)] = _level(level)
    starts: dict[int, int] = {}
    for override in num.findall(qualified("lvlOverride")):
        depth = int(value(override, "ilvl") or 0)
        replacement = override.find(qualified("lvl"))
        if replacement is not None:
            levels[depth] = _level(replacement)
        start = value(override.find(qualified("startOverride")))
        if start is not None:
            starts[depth] = int(start)
    return List(abstract, levels, starts)


def _level(level: etree._Element) -> Level:
    suffix = value(level.find(qualified("suff"))) or "tab"
    return Level(
        number_format=value(level.find(qualified("numFmt"))) or "decimal",
        text=value(level.find(qualified("lvlText"))) or "",
        start=int(value(level.find(qualified("start"))) or 1),
        suffix="" if suffix == "nothing" else " ",
        style=value(level.find(qualified("pStyle"))),
        restarts=value(level.find(qualified("lvlRestart"))) != "0",
        is_legal=is_on(level.find(qualified("isLgl"))),
    )
