"""What does an OFD file (GB/T 33190) say, page by page?"""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import ATTACHMENTS, Attachment, OriginalFile
from archive.extract.ofd_runs import IDENTITY, Matrix, Run, laid_out, placed, times
from archive.extract.page_breaks import spans
from archive.model import Extraction, Notice
from archive.sniff import BROKEN_ZIP, OFD

LARGEST_PART = 64 * 1024 * 1024
DEEPEST_NESTING = 16
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
        with _opened(original) as parts:
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
        with _opened(original) as parts:
            for name, part in _attached(parts):
                yield Attachment(name, parts.content(part))


@contextmanager
def _opened(original: OriginalFile) -> Iterator["_Parts"]:
    if not original.path.stat().st_size:
        raise EmptyFile
    try:
        with zipfile.ZipFile(original.path) as archive:
            if any(one.flag_bits & 1 for one in archive.infolist()):
                raise EncryptedFile(media_type=OFD)
            yield _Parts(archive)
    except (*BROKEN_ZIP, etree.XMLSyntaxError, KeyError, RecursionError) as cause:
        raise DamagedFile(media_type=OFD) from cause


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


def _attached(parts: "_Parts") -> Iterator[tuple[str, str]]:
    """Yield name and part of each visible attachment (GB/T 33190 §16)."""
    root = parts.root()
    for link in _all(parts.parse(root), "docroot"):
        document = parts.find(root, (link.text or "").strip())
        for listed in _all(parts.parse(document), "attachments") if document else ():
            listing = parts.find(document or "", (listed.text or "").strip())
            for one in _all(parts.parse(listing), "attachment") if listing else ():
                for location in _all(one, "fileloc"):
                    part = parts.find(listing or "", (location.text or "").strip())
                    if part is not None and one.get("Visible", "true") != "false":
                        ending = posixpath.splitext(part)[1]
                        name = one.get("Name", "").replace("/", "_")
                        has_ending = name.lower().endswith(ending)
                        yield name if has_ending else name + ending, part


class _Parts:
    """The XML parts of the package, found whatever the case of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_key(name): name for name in archive.namelist()}

    def root(self) -> str:
        names = [n for n in self._names if posixpath.basename(n) == "ofd.xml"]
        return min(names, key=len)

    def find(self, base: str, location: str) -> str | None:
        """Return the part at a location relative to ``base``, else to the root."""
        folder = posixpath.dirname(base)
        for start in (folder, posixpath.dirname(folder), ""):
            path = _key(posixpath.normpath(posixpath.join("/", start, location)))
            if path in self._names:
                return path
        path = _key(posixpath.normpath(location))
        return path if path in self._names else None

    def content(self, part: str) -> bytes:
        with self._archive.open(self._names[part]) as member:
            content = member.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise ValueError(part)
        return content

    def parse(self, part: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        return etree.fromstring(self.content(part), parser)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in element.iter() if _tag(one) == name)


def _has(content: etree._Element, name: str) -> bool:
    return next(_all(content, name), None) is not None


def _leaves(parts: _Parts, seen: _Seen) -> Iterator[str]:
    root = parts.root()
    for link in _all(parts.parse(root), "docroot"):
        part = parts.find(root, (link.text or "").strip())
        if part is not None:
            yield from _of_document(parts, part, seen)


def _of_document(parts: _Parts, part: str, seen: _Seen) -> Iterator[str]:
    document = parts.parse(part)
    units: dict[str, etree._Element] = {}
    for name in ("publicres", "documentres"):
        for link in _all(document, name):
            found = parts.find(part, (link.text or "").strip())
            if found is not None:
                _add_units(parts.parse(found), units)
    templates = {
        one.get("ID", ""): found
        for one in _all(document, "templatepage")
        if (found := parts.find(part, one.get("BaseLoc", ""))) is not None
    }
    for page in _all(document, "page"):
        found = parts.find(part, page.get("BaseLoc", ""))
        if found is None:
            yield ""
            continue
        content = parts.parse(found)
        seen.has_paths = seen.has_paths or _has(content, "pathobject")
        seen.has_images = seen.has_images or _has(content, "imageobject")
        local = dict(units)
        for link in _all(content, "pageres"):
            resource = parts.find(found, (link.text or "").strip())
            if resource is not None:
                _add_units(parts.parse(resource), local)
        runs: list[Run] = []
        for use in _all(content, "template"):
            template = templates.get(use.get("TemplateID", ""))
            if template is not None:
                _collect(parts.parse(template), IDENTITY, local, runs, 0)
        _collect(content, IDENTITY, local, runs, 0)
        yield laid_out(runs)


def _add_units(root: etree._Element, units: dict[str, etree._Element]) -> None:
    for one in _all(root, "compositegraphicunit"):
        units[one.get("ID", "")] = one


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
        name = _tag(child)
        if name == "textobject":
            _add_runs(child, times(_placed(child), outer), runs)
        elif name == "compositeobject":
            unit = units.get(child.get("ResourceID", ""))
            if unit is not None:
                inner = times(_placed(child), outer)
                _collect(unit, inner, units, runs, depth + 1)
        elif name in {"content", "layer", "pageblock"}:
            _collect(child, outer, units, runs, depth)


def _add_runs(element: etree._Element, matrix: Matrix, runs: list[Run]) -> None:
    size = _numbers(element.get("Size", "")) or [3.0]
    x = y = 0.0
    for code in _all(element, "textcode"):
        x = (_numbers(code.get("X", "")) or [x])[0]
        y = (_numbers(code.get("Y", "")) or [y])[0]
        text = (code.text or "").strip("\r\n\t")
        if len(runs) >= MOST_RUNS:
            raise ValueError("too many runs")
        if text:
            steps = code.get("DeltaX", ""), code.get("DeltaY", "")
            runs.append(placed(matrix, (x, y), size[0], text, *steps))


def _numbers(value: str) -> list[float]:
    try:
        return [float(one) for one in value.split()]
    except ValueError:
        return []


def _placed(element: etree._Element) -> Matrix:
    """Return the matrix of an object: its CTM, then the corner of its boundary."""
    ctm = _numbers(element.get("CTM", ""))
    box = _numbers(element.get("Boundary", ""))
    a, b, c, d, e, f = ctm if len(ctm) == 6 else IDENTITY
    x, y = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    return a, b, c, d, e + x, f + y
