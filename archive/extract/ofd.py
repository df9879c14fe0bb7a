"""What does an OFD file (GB/T 33190) say, page by page?"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from archive.extract.base import ATTACHMENTS, Attachment, OriginalFile
from archive.extract.ofd_package import (
    DEEPEST_NESTING,
    Parts,
    add_units,
    elements,
    matrix_of,
    numbers,
    opened_package,
    tag_of,
)
from archive.extract.ofd_runs import IDENTITY, Matrix, Run, laid_out, placed, times
from archive.extract.page_breaks import spans
from archive.model import Extraction, Notice
from archive.sniff import OFD

MOST_RUNS = 500_000


class OfdExtractor:
    """Reads OFD by position, with templates and composite objects.

    Names are matched without namespace or case. Text drawn as paths is not read, and
    said to be so.
    """

    name = "ofd"
    version = "2"
    media_types = frozenset({OFD})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        with opened_package(original) as parts:
            seen = _Seen()
            leaves = list(_leaves(parts, seen))
            count = sum(1 for _ in _attached(parts))
        text = "".join(leaves)
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=OFD,
            text=text,
            pages=spans(leaves) if text else (),
            warnings=tuple(_warnings(text, seen, count)),
        )

    def attachments(self, original: OriginalFile) -> Iterator[Attachment]:
        """See ``Holder``."""
        with opened_package(original) as parts:
            for name, part in _attached(parts):
                yield Attachment(name, parts.content(part))


@dataclass(slots=True)
class _Seen:
    """What else the pages show."""

    has_paths: bool = False
    has_images: bool = False


def _warnings(text: str, seen: _Seen, attached: int) -> Iterator[Notice]:
    if not text.strip():
        is_drawn = seen.has_paths and not seen.has_images
        yield Notice("drawn_as_paths" if is_drawn else "no_text_layer")
    if attached:
        yield Notice(ATTACHMENTS, {"count": attached})


def _attached(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield name and part of each visible attachment (GB/T 33190 §16)."""
    root = parts.root()
    for link in elements(parts.parse(root), "docroot"):
        document = parts.find(root, (link.text or "").strip())
        for listed in (
            elements(parts.parse(document), "attachments") if document else ()
        ):
            listing = parts.find(document or "", (listed.text or "").strip())
            for one in elements(parts.parse(listing), "attachment") if listing else ():
                for location in elements(one, "fileloc"):
                    part = parts.find(listing or "", (location.text or "").strip())
                    if part is not None and one.get("Visible", "true") != "false":
                        ending = posixpath.splitext(part)[1]
                        name = one.get("Name", "").replace("/", "_")
                        has_ending = name.lower().endswith(ending)
                        yield name if has_ending else name + ending, part


def _has(content: etree._Element, name: str) -> bool:
    return next(elements(content, name), None) is not None


def _leaves(parts: Parts, seen: _Seen) -> Iterator[str]:
    root = parts.root()
    for link in elements(parts.parse(root), "docroot"):
        part = parts.find(root, (link.text or "").strip())
        if part is not None:
            yield from _of_document(parts, part, seen)


def _of_document(parts: Parts, part: str, seen: _Seen) -> Iterator[str]:
    document = parts.parse(part)
    units: dict[str, etree._Element] = {}
    for name in ("publicres", "documentres"):
        for link in elements(document, name):
            found = parts.find(part, (link.text or "").strip())
            if found is not None:
                add_units(parts.parse(found), units)
    templates = {
        one.get("ID", ""): found
        for one in elements(document, "templatepage")
        if (found := parts.find(part, one.get("BaseLoc", ""))) is not None
    }
    for page in elements(document, "page"):
        found = parts.find(part, page.get("BaseLoc", ""))
        if found is None:
            yield ""
            continue
        content = parts.parse(found)
        seen.has_paths = seen.has_paths or _has(content, "pathobject")
        seen.has_images = seen.has_images or _has(content, "imageobject")
        local = dict(units)
        for link in elements(content, "pageres"):
            resource = parts.find(found, (link.text or "").strip())
            if resource is not None:
                add_units(parts.parse(resource), local)
        runs: list[Run] = []
        for use in elements(content, "template"):
            template = templates.get(use.get("TemplateID", ""))
            if template is not None:
                _collect(parts.parse(template), IDENTITY, local, runs, 0)
        _collect(content, IDENTITY, local, runs, 0)
        yield laid_out(runs)


def _collect(
    element: etree._Element,
    outer: Matrix,
    units: dict[str, etree._Element],
    runs: list[Run],
    depth: int,
) -> None:
    """Add the runs under an element, those of composite objects too."""
    if depth > DEEPEST_NESTING:
        return
    for child in element:
        name = tag_of(child)
        if name == "textobject":
            _add_runs(child, times(matrix_of(child), outer), runs)
        elif name == "compositeobject":
            unit = units.get(child.get("ResourceID", ""))
            if unit is not None:
                inner = times(matrix_of(child), outer)
                _collect(unit, inner, units, runs, depth + 1)
        elif name in {"content", "layer", "pageblock"}:
            _collect(child, outer, units, runs, depth)


def _add_runs(element: etree._Element, matrix: Matrix, runs: list[Run]) -> None:
    size = numbers(element.get("Size", "")) or [3.0]
    x = y = 0.0
    for code in elements(element, "textcode"):
        x = (numbers(code.get("X", "")) or [x])[0]
        y = (numbers(code.get("Y", "")) or [y])[0]
        text = (code.text or "").strip("\r\n\t")
        if len(runs) >= MOST_RUNS:
            raise ValueError("too many runs")
        if text:
            steps = code.get("DeltaX", ""), code.get("DeltaY", "")
            runs.append(placed(matrix, (x, y), size[0], text, *steps))
