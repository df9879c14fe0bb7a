"""What does a web page say?

Its visible text, a line a block, the cells of a table row parted by tabs, and what is
filled in on its forms. Scripts and
hidden elements are no text; menus and link lists are left out where that is sure, and
counted in a remark. Where it is not sure the block stays.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree, html

from archive.encoding import decode
from archive.errors import DamagedFile, EmptyFile
from archive.extract.base import OriginalFile
from archive.model import Extraction, Notice
from archive.sniff import HTML

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DROPPED = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "embed", "applet"}
    | {"svg", "canvas", "select", "textarea", "button", "head", "title"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd"}
    | {"label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"}
    | {"strike", "strong", "sub", "sup", "tt", "u", "var", "bdo", "bdi", "wbr", "time"}
)
_INLINE_TAG = re.compile(
    r"</?(?:font|span|b|i|u|s|em|strong|big|small|tt|ins)(?:\s[^<>]*)?>", re.I
)
_NAVIGATION = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|menu|breadcrumbs?|sidebar)(?:$|[-_ ])"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NO_FIELDS = frozenset(
    {"hidden", "submit", "button", "reset", "image", "password", "file", "search"}
)
_FIELDS_OF_A_FORM = 4
"""Fewer are a search box or a sign-in, not a form somebody filled in."""
_SENTENCE = re.compile("[。；！？]")
_LINKS_OF_A_LIST = 6
_LONGEST_LINK = 30


class HtmlExtractor:
    """Reads saved pages and fragments of pages."""

    name = "html"
    version = "2"
    media_types = frozenset({HTML})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        return read_page(original.path.read_bytes())


def read_page(data: bytes, *, declared: str | None = None) -> Extraction:
    """Return what a page says; ``declared`` is the encoding its sender names.

    Raises EmptyFile or DamagedFile.
    """
    if declared is None:
        named = _CHARSET.search(data[:4096])
        declared = named[1].decode() if named else None
    decoded = decode(data, declared=declared)
    root = _parse(decoded.text)
    page = _Page(_share_of_links(root), _fields(root))
    for node in _bodies(root):
        page.read(node)
    text = page.text()
    title = _title(root)
    if title and not _stands_in(title, text):
        text = f"{title}\n{text}"
    if not text.strip():
        raise EmptyFile()
    warnings = []
    if decoded.undecodable:
        lost = {"count": decoded.undecodable, "encoding": decoded.encoding}
        warnings.append(Notice("undecodable_bytes", lost))
    if page.left_out:
        warnings.append(Notice("navigation_left_out", {"count": page.left_out}))
    return Extraction(
        extractor=HtmlExtractor.name,
        extractor_version=HtmlExtractor.version,
        media_type=HTML,
        text=text,
        encoding=decoded.encoding,
        warnings=tuple(warnings),
    )


def _parse(text: str) -> html.HtmlElement:
    bare = _DECLARATION.sub("", text).replace("\0", "")
    if not bare.strip():
        raise EmptyFile()
    try:
        root, is_whole = _tree(bare)
        if not is_whole:
            # Old pages open a font for each line and close none of them.
            root, is_whole = _tree(_INLINE_TAG.sub("", bare))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile(media_type=HTML) from error
    if not is_whole:
        raise DamagedFile(media_type=HTML)
    return root


def _tree(text: str) -> tuple[html.HtmlElement, bool]:
    """Return the elements, and whether the parser kept all, however deep."""
    parser = html.HTMLParser(
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    root = html.document_fromstring(text, parser=parser)
    too_deep = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, all(error.type != too_deep for error in parser.error_log)


def _bodies(root: html.HtmlElement) -> list[html.HtmlElement]:
    bodies = root.findall("body") or root.findall("frameset/noframes")
    return bodies or [root]


def _title(root: html.HtmlElement) -> str:
    return _SPACE.sub(" ", root.findtext(".//title") or "").strip()


def _stands_in(title: str, text: str) -> bool:
    """Tell whether the body shows the title, site names after it aside."""
    bare = "".join(text.split())
    parts = ["".join(part.split()) for part in re.split(r"[-_|–—>]+", title)]
    return any(part and len(part) >= 4 and part in bare for part in parts)


@dataclass(slots=True)
class _Page:
    """The lines of a page as they are read."""

    links: Mapping[html.HtmlElement, "_Links"]
    fields: frozenset[html.HtmlElement]
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    left_out: int = 0

    def text(self) -> str:
        self.end_line()
        return "\n".join(self.lines) + "\n" if self.lines else ""

    def end_line(self) -> None:
        joined = _SPACE.sub(" ", "".join(self.line))
        joined = "\t".join(part.strip(" ") for part in joined.split("\x1f"))
        if joined.strip():
            self.lines.append(joined.strip("\t "))
        self.line = []

    def read(self, root: html.HtmlElement) -> None:
        """Read an element's text; without recursion, since pages nest deeply."""
        for event, node in _walk(root, self):
            if event == "text":
                self.line.append(node)
            elif event == "cell":
                # A unit separator cannot come out of a page: it stands for a tab.
                self.line.append("\x1f")
            else:
                self.end_line()


def _walk(root: html.HtmlElement, page: _Page) -> Iterator[tuple[str, str]]:
    stack: list[tuple[html.HtmlElement, bool]] = [(root, False)]
    while stack:
        node, is_left = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if is_left:
            yield from _leave(node, tag)
            continue
        if node in page.fields and not _is_hidden(node):
            yield "text", _filled_in(node, tag) + (node.tail or "")
            continue
        if not tag or tag in _DROPPED or _is_hidden(node):
            if node.tail:
                yield "text", node.tail
            continue
        if _is_navigation(node, tag, page.links):
            page.left_out += 1
            if node.tail:
                yield "text", node.tail
            continue
        yield from _enter(node, tag)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))


def _fields(root: html.HtmlElement) -> frozenset[html.HtmlElement]:
    """Return what is filled in on forms of the page."""
    forms: defaultdict[html.HtmlElement, list[html.HtmlElement]] = defaultdict(list)
    for node in root.iter("input", "select", "textarea"):
        if node.get("type", "text").lower() not in _NO_FIELDS:
            forms[next(node.iterancestors("form"), root)].append(node)
    found = (fields for fields in forms.values() if len(fields) >= _FIELDS_OF_A_FORM)
    return frozenset(node for fields in found for node in fields)


def _filled_in(node: html.HtmlElement, tag: str) -> str:
    """Return what a reader sees in a field: its words, the choice, a tick or none."""
    if tag == "textarea":
        return node.text or ""
    if tag == "select":
        return "、".join(
            o.text or "" for o in node.iter("option") if "selected" in o.attrib
        )
    if node.get("type", "").lower() in ("checkbox", "radio"):
        return "☑" if "checked" in node.attrib else "□"
    return node.get("value") or ""


def _enter(node: html.HtmlElement, tag: str) -> Iterator[tuple[str, str]]:
    if tag in ("td", "th"):
        if node.getprevious() is not None:
            yield "cell", ""
    elif tag not in _INLINE and not _opens_cell(node):
        yield "break", ""
    if tag == "pre":
        for line in (node.text or "").split("\n"):
            yield "text", line
            yield "break", ""
    elif node.text:
        yield "text", node.text


def _leave(node: html.HtmlElement, tag: str) -> Iterator[tuple[str, str]]:
    if tag not in _INLINE and tag not in ("td", "th") and not _closes_cell(node):
        yield "break", ""
    if node.tail:
        yield "text", node.tail


def _opens_cell(node: html.HtmlElement) -> bool:
    """A block that begins a short cell does not part it from the cell before."""
    parent = node.getparent()
    return (
        parent is not None
        and parent.tag in ("td", "th")
        and node.getprevious() is None
        and not (parent.text or "").strip()
        and node.tag == "p"
    )


def _closes_cell(node: html.HtmlElement) -> bool:
    parent = node.getparent()
    return (
        parent is not None
        and parent.tag in ("td", "th")
        and node.getnext() is None
        and not (node.tail or "").strip()
        and node.tag == "p"
    )


def _is_hidden(node: html.HtmlElement) -> bool:
    return "hidden" in node.attrib or bool(_HIDDEN.search(node.get("style", "")))


def _is_navigation(
    node: html.HtmlElement, tag: str, links: Mapping[html.HtmlElement, "_Links"]
) -> bool:
    if tag == "nav" or node.get("role") == "navigation":
        return True
    if tag not in ("ul", "ol", "div", "table", "td"):
        return False
    names = f"{node.get('class', '')} {node.get('id', '')}".lower()
    is_named = bool(_NAVIGATION.search(names))
    return links[node].is_list(fewest=3 if is_named else _LINKS_OF_A_LIST)


@dataclass(slots=True)
class _Links:
    """How much of an element is links; characters other than white space."""

    characters: int = 0
    links: int = 0
    link_characters: int = 0
    has_prose: bool = False

    def is_list(self, *, fewest: int) -> bool:
        """Tell whether it is short links and hardly anything else."""
        if self.links < fewest or self.has_prose:
            return False
        return self.link_characters >= 0.85 * self.characters

    def add(self, inner: "_Links") -> None:
        """Count what stands in an inner element."""
        self.characters += inner.characters
        self.links += inner.links
        self.link_characters += inner.link_characters
        self.has_prose = self.has_prose or inner.has_prose


def _share_of_links(root: html.HtmlElement) -> Mapping[html.HtmlElement, _Links]:
    """Count the links in every element, the inner ones first."""
    nodes = list(root.iter())
    counts = {node: _Links() for node in nodes}
    for node in reversed(nodes):
        count = counts[node]
        if node.tag not in _DROPPED:
            count.characters += _length(node.text)
        if node.tag == "a":
            _count_link(node, count)
        parent = node.getparent()
        if parent is not None:
            counts[parent].add(count)
            counts[parent].characters += _length(node.tail)
    return counts


def _count_link(link: html.HtmlElement, count: _Links) -> None:
    count.links = 1
    count.link_characters = count.characters
    is_prose = count.characters > _LONGEST_LINK
    count.has_prose = is_prose or _SENTENCE.search(link.text_content()) is not None


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
