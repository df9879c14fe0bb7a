"""What does an OpenDocument text (ODT) or presentation (ODP) say?"""

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.docx_package import BROKEN_PACKAGE, Package
from archive.extract.page_breaks import spans
from archive.extract.symbols import symbol
from archive.model import Extraction, Notice
from archive.sniff import ODP, ODT

_PARAGRAPHS = frozenset({"p", "h"})
_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "note-citation", "forms"}
    | {"sequence-decls", "ruby-text", "desc", "title", "date-time", "page-number"}
)
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}
_SYMBOL = re.compile("[\uf000-\uf0ff]")
_MOST_SPACES = 1000


class OdfTextExtractor:
    """Reads ODT and ODP: paragraphs, tables, notes, text boxes, headers and footers.

    Deleted and hidden text is left out. Numbers that the program puts before
    paragraphs are not in the file and not read. A presentation has a page a slide.
    """

    name = "odf"
    version = "1"
    media_types = frozenset({ODT, ODP})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        if not original.path.stat().st_size:
            raise EmptyFile
        try:
            with zipfile.ZipFile(original.path) as archive:
                leaves, hidden = _leaves(Package(archive))
        except BROKEN_PACKAGE as cause:
            raise DamagedFile(media_type=ODT) from cause
        text = "".join(leaves)
        has_text = bool(text.strip())
        warnings = [] if has_text else [Notice("no_text_layer")]
        if hidden:
            warnings.append(Notice("hidden_slides", {"count": hidden}))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=ODT,
            text=text if has_text else "",
            pages=spans(leaves) if has_text and len(leaves) > 1 else (),
            warnings=tuple(warnings),
        )


def _leaves(package: Package) -> tuple[list[str], int]:
    """Return the text of the document, or of each slide; count the hidden ones."""
    if b"encryption-data" in package.content("META-INF/manifest.xml"):
        raise EncryptedFile(media_type=ODT)
    content = package.parse("content.xml")
    _drop_hidden(content)
    slides = list(content.iter("{*}page"))
    if slides:
        hidden = _styles(content, "drawing-page-properties", "visibility", "hidden")
        shown_slides = [s for s in slides if _attribute(s, "style-name") not in hidden]
        leaves = ["".join(_blocks(slide)) for slide in shown_slides]
        return leaves, len(slides) - len(shown_slides)
    headers: dict[str, None] = {}
    footers: dict[str, None] = {}
    for margin in package.parse("styles.xml").iter("{*}header", "{*}footer"):
        shown = headers if _name(margin) == "header" else footers
        text = "".join(_blocks(margin))
        if text.strip():
            shown[text] = None
    body = next(content.iter("{*}body"), content)
    return ["".join([*headers, *_blocks(body), *footers])], 0


def _drop_hidden(content: etree._Element) -> None:
    """Take out the words whose style hides them; what follows them stays."""
    hidden = _styles(content, "text-properties", "display", "none")
    for span in list(content.iter("{*}span")) if hidden else ():
        if _attribute(span, "style-name") in hidden:
            tail = span.tail
            span.clear()
            span.tail = tail


def _styles(
    content: etree._Element, properties: str, name: str, value: str
) -> frozenset[str]:
    """Return the styles that set a property to a value."""
    return frozenset(
        _attribute(style, "name")
        for style in content.iter("{*}style")
        for one in style.iter("{*}" + properties)
        if _attribute(one, name) == value
    )


def _attribute(element: etree._Element, name: str) -> str:
    found = (v for k, v in element.attrib.items() if str(k).endswith("}" + name))
    return str(next(found, ""))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Yield a line a paragraph or row; notes and boxes follow their paragraph."""
    for child in parent:
        name = _name(child)
        if name in _PARAGRAPHS:
            aside: list[etree._Element] = []
            yield _SYMBOL.sub(_sign, "".join(_inline(child, aside))) + "\n"
            for element in aside:
                yield from _blocks(element)
        elif name == "table-row":
            cells = ["".join(_blocks(c)).strip("\n") for c in child if _is_cell(c)]
            line = "\t".join(cells).rstrip("\t")
            if line.strip():
                yield line + "\n"
        elif name not in _LEFT_OUT:
            yield from _blocks(child)


def _sign(match: re.Match[str]) -> str:
    return symbol("Wingdings", ord(match[0]))


def _is_cell(element: etree._Element) -> bool:
    return _name(element) == "table-cell"


def _inline(parent: etree._Element, aside: list[etree._Element]) -> Iterator[str]:
    yield parent.text or ""
    for child in parent:
        name = _name(child)
        if name == "s":
            count = int(_attribute(child, "c") or 1)
            yield " " * min(count, _MOST_SPACES)
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name in ("note-body", "text-box", "custom-shape"):
            aside.append(child)
        elif name not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _inline(child, aside)
        yield child.tail or ""
