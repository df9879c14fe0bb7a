"""What do the slides of a presentation (PPTX) say?"""

import zipfile
from collections.abc import Iterator

from lxml import etree

from archive.errors import DamagedFile, EmptyFile
from archive.extract.base import OriginalFile
from archive.extract.docx_package import BROKEN_PACKAGE, Package, qualified
from archive.extract.page_breaks import spans
from archive.model import Extraction, Notice
from archive.sniff import PPTX

_PARAGRAPH, _ROW, _CELL, _TEXT, _BREAK, _PLACE = (
    qualified(name, "a") for name in ("p", "tr", "tc", "t", "br", "off")
)
_SLIDE, _HOLDER = qualified("sldId", "p"), qualified("ph", "p")
_SHAPES = frozenset(
    qualified(name, "p") for name in ("sp", "graphicFrame", "cxnSp", "pic")
)
_DIAGRAM, _DIAGRAM_DATA = qualified("relIds", "dgm"), qualified("dm", "r")
# What a layout puts on every slide; readers of the paper see its number only.
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})


class PptxExtractor:
    """Reads presentations: a page a slide, from top to bottom, with its notes.

    Tables are a line a row, cells parted by tabs. Hidden slides are left out and
    counted.
    """

    name = "pptx"
    version = "1"
    media_types = frozenset({PPTX})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        if not original.path.stat().st_size:
            raise EmptyFile
        try:
            with zipfile.ZipFile(original.path) as archive:
                leaves, hidden = _read(Package(archive))
        except BROKEN_PACKAGE as cause:
            raise DamagedFile(media_type=PPTX) from cause
        text = "".join(leaves)
        warnings = [] if text.strip() else [Notice("no_text_layer")]
        if hidden:
            warnings.append(Notice("hidden_slides", {"count": hidden}))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=PPTX,
            text=text if text.strip() else "",
            pages=spans(leaves) if text.strip() else (),
            warnings=tuple(warnings),
        )


def _read(package: Package) -> tuple[list[str], int]:
    """Return the text of each slide that is shown, and count the others."""
    main = package.main_part()
    leaves: list[str] = []
    hidden = 0
    for link in package.parse(main).iter(_SLIDE):
        part = package.target(main, link.get(qualified("id", "r")) or "")
        if part is None:
            continue
        slide = package.parse(part)
        if slide.get("show") in {"0", "false"}:
            hidden += 1
            continue
        notes = package.related(part, "notesSlide")
        lines = list(_shapes(package, part, slide))
        lines += [] if notes is None else list(_shapes(package, part, notes))
        leaves.append("".join(f"{line}\n" for line in lines))
    return leaves, hidden


def _shapes(package: Package, part: str, slide: etree._Element) -> Iterator[str]:
    """Yield the lines of a slide's shapes, the highest first, as they are read."""
    shapes = [shape for shape in slide.iter() if shape.tag in _SHAPES]
    for shape in sorted(shapes, key=_place):
        if _is_furniture(shape):
            continue
        yield from _lines(shape)
        for relation in shape.iter(_DIAGRAM):
            data = package.target(part, relation.get(_DIAGRAM_DATA) or "")
            if data is not None:
                yield from _lines(package.parse(data))


def _place(shape: etree._Element) -> tuple[int, int]:
    """Return how far from the top and the left a shape stands, in EMU.

    One without a place of its own has that of its layout: it comes first, in order.
    """
    at = next(shape.iter(_PLACE), None)
    if at is None:
        return 0, 0
    return int(at.get("y", 0)), int(at.get("x", 0))


def _is_furniture(shape: etree._Element) -> bool:
    holder = next(shape.iter(_HOLDER), None)
    return holder is not None and holder.get("type") in _FURNITURE


def _lines(shape: etree._Element) -> Iterator[str]:
    rows = list(shape.iter(_ROW))
    for row in rows:
        cells = ["\n".join(_paragraphs(cell)) for cell in row.iter(_CELL)]
        line = "\t".join(cells).rstrip("\t")
        if line.strip():
            yield line
    if not rows:
        yield from _paragraphs(shape)


def _paragraphs(parent: etree._Element) -> Iterator[str]:
    for paragraph in parent.iter(_PARAGRAPH):
        signs = paragraph.iter(_TEXT, _BREAK)
        words = "".join("\n" if s.tag == _BREAK else s.text or "" for s in signs)
        if words.strip():
            yield words
