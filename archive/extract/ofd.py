"""What does an OFD file (GB/T 33190) say, page by page?"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.model import Extraction, Notice, Page
from archive.sniff import BROKEN_ZIP, OFD

LARGEST_PART = 64 * 1024 * 1024
DEEPEST_NESTING = 16
MOST_RUNS = 500_000
WIDE_GAP = 1.5
"""A gap of so many letters parts cells of a line."""
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class _Run:
    x: float
    y: float
    size: float
    text: str
    end: float


class OfdExtractor:
    """Reads OFD by position, with templates and composite objects.

    Names are matched without namespace or case. Text drawn as paths is not read.
    """

    name = "ofd"
    version = "1"
    media_types = frozenset({OFD})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        if not original.path.stat().st_size:
            raise EmptyFile
        try:
            with zipfile.ZipFile(original.path) as archive:
                if any(one.flag_bits & 1 for one in archive.infolist()):
                    raise EncryptedFile(media_type=OFD)
                leaves = list(_leaves(_Parts(archive)))
        except (*BROKEN_ZIP, etree.XMLSyntaxError, KeyError, RecursionError) as cause:
            raise DamagedFile(media_type=OFD) from cause
        pages: list[Page] = []
        start = 0
        for number, leaf in enumerate(leaves, 1):
            pages.append(Page(number, start, start + len(leaf)))
            start += len(leaf)
        text = "".join(leaves)
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=OFD,
            text=text,
            pages=tuple(pages) if text else (),
            warnings=() if text.strip() else (Notice("no_text_layer"),),
        )


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

    def parse(self, part: str) -> etree._Element:
        with self._archive.open(self._names[part]) as member:
            content = member.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise ValueError(part)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        return etree.fromstring(content, parser)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in element.iter() if _tag(one) == name)


def _leaves(parts: _Parts) -> Iterator[str]:
    root = parts.root()
    for link in _all(parts.parse(root), "docroot"):
        part = parts.find(root, (link.text or "").strip())
        if part is not None:
            yield from _of_document(parts, part)


def _of_document(parts: _Parts, part: str) -> Iterator[str]:
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
        local = dict(units)
        for link in _all(content, "pageres"):
            resource = parts.find(found, (link.text or "").strip())
            if resource is not None:
                _add_units(parts.parse(resource), local)
        runs: list[_Run] = []
        for use in _all(content, "template"):
            template = templates.get(use.get("TemplateID", ""))
            if template is not None:
                _collect(parts.parse(template), _IDENTITY, local, runs, 0)
        _collect(content, _IDENTITY, local, runs, 0)
        yield _laid_out(runs)


def _add_units(root: etree._Element, units: dict[str, etree._Element]) -> None:
    for one in _all(root, "compositegraphicunit"):
        units[one.get("ID", "")] = one


def _collect(
    element: etree._Element,
    outer: Matrix,
    units: dict[str, etree._Element],
    runs: list[_Run],
    depth: int,
) -> None:
    """Add the runs under an element, those of composite objects too."""
    if depth > DEEPEST_NESTING:
        return
    for child in element:
        name = _tag(child)
        if name == "textobject":
            _add_runs(child, _times(_placed(child), outer), runs)
        elif name == "compositeobject":
            unit = units.get(child.get("ResourceID", ""))
            if unit is not None:
                inner = _times(_placed(child), outer)
                _collect(unit, inner, units, runs, depth + 1)
        elif name in {"content", "layer", "pageblock"}:
            _collect(child, outer, units, runs, depth)


def _add_runs(element: etree._Element, matrix: Matrix, runs: list[_Run]) -> None:
    size = _numbers(element.get("Size", "")) or [3.0]
    x = y = 0.0
    for code in _all(element, "textcode"):
        x = (_numbers(code.get("X", "")) or [x])[0]
        y = (_numbers(code.get("Y", "")) or [y])[0]
        text = (code.text or "").strip("\r\n\t")
        if len(runs) >= MOST_RUNS:
            raise ValueError("too many runs")
        if text:
            a, b, c, d, e, f = matrix
            left, top = a * x + c * y + e, b * x + d * y + f
            height = size[0] * (abs(d) or abs(b) or 1.0)
            width = _advance(code.get("DeltaX", ""), text, size[0])
            runs.append(_Run(left, top, height, text, left + width * abs(a or 1.0)))


def _advance(delta_x: str, text: str, size: float) -> float:
    """Return how far a run reaches; ``g n d`` in DeltaX stands for n times d."""
    steps: list[float] = []
    words = iter(delta_x.split())
    try:
        for word in words:
            if word == "g":
                times, step = int(next(words)), float(next(words))
                steps += [step] * min(times, len(text))
            else:
                steps.append(float(word))
    except (ValueError, StopIteration):
        steps = []
    if steps:
        return sum(steps) + size
    return size * sum(0.5 if letter.isascii() else 1.0 for letter in text)


def _numbers(value: str) -> list[float]:
    try:
        return [float(one) for one in value.split()]
    except ValueError:
        return []


def _placed(element: etree._Element) -> Matrix:
    """Return the matrix of an object: its CTM, then the corner of its boundary."""
    ctm = _numbers(element.get("CTM", ""))
    box = _numbers(element.get("Boundary", ""))
    a, b, c, d, e, f = ctm if len(ctm) == 6 else _IDENTITY
    x, y = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    return a, b, c, d, e + x, f + y


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _laid_out(runs: list[_Run]) -> str:
    """Return the runs as lines, from top to bottom and left to right."""
    lines: list[list[_Run]] = []
    for run in sorted(runs, key=lambda one: (one.y, one.x)):
        if lines and run.y - lines[-1][0].y <= min(run.size, lines[-1][0].size) / 2:
            lines[-1].append(run)
        else:
            lines.append([run])
    ordered = (sorted(line, key=lambda one: one.x) for line in lines)
    return "".join(_joined(line) + "\n" for line in ordered)


def _joined(line: list[_Run]) -> str:
    """Return the runs of a line; a wide gap, as between cells, is a tab."""
    text = line[0].text
    for before, run in pairwise(line):
        gap = run.x - before.end
        text += ("\t" if gap > WIDE_GAP * run.size else "") + run.text
    return text
