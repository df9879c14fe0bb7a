"""Which parts does an OFD package hold, and what do its XML elements say?

Names are matched without namespace or case (GB/T 33190 §7).
"""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.ofd_runs import IDENTITY, Matrix
from archive.extract.safe_xml import parse_safely
from archive.sniff import BROKEN_ZIP, OFD

LARGEST_PART = 64 * 1024 * 1024
DEEPEST_NESTING = 16


@contextmanager
def opened_package(original: OriginalFile) -> Iterator["Parts"]:
    """Give the parts of a package; raises EmptyFile, EncryptedFile or DamagedFile."""
    if not original.path.stat().st_size:
        raise EmptyFile
    try:
        with zipfile.ZipFile(original.path) as archive:
            if any(one.flag_bits & 1 for one in archive.infolist()):
                raise EncryptedFile(media_type=OFD)
            yield Parts(archive)
    except (*BROKEN_ZIP, etree.XMLSyntaxError, KeyError, RecursionError) as cause:
        raise DamagedFile(media_type=OFD) from cause


class Parts:
    """The XML parts of the package, found whatever the case of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {part_key(name): name for name in archive.namelist()}

    def root(self) -> str:
        """Return the part that lists the documents; raises ValueError without one."""
        names = [n for n in self._names if posixpath.basename(n) == "ofd.xml"]
        return min(names, key=len)

    def find(self, base: str, location: str) -> str | None:
        """Return the part at a location relative to ``base``, else to the root."""
        folder = posixpath.dirname(base)
        for start in (folder, posixpath.dirname(folder), ""):
            path = part_key(posixpath.normpath(posixpath.join("/", start, location)))
            if path in self._names:
                return path
        path = part_key(posixpath.normpath(location))
        return path if path in self._names else None

    def content(self, part: str) -> bytes:
        """Return the bytes of a part; raises ValueError if there are too many."""
        with self._archive.open(self._names[part]) as member:
            content = member.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise ValueError(part)
        return content

    def parse(self, part: str) -> etree._Element:
        """Return the root element of a part, nothing in it resolved or fetched."""
        return parse_safely(self.content(part))


def part_key(name: str) -> str:
    """Return a name as parts are found by it."""
    return name.replace("\\", "/").lstrip("/").lower()


def tag_of(element: etree._Element) -> str:
    """Return the name of an element in lower case, its namespace left out."""
    return str(element.tag).rpartition("}")[2].lower()


def elements(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield every element of that name, the element itself included."""
    return (one for one in element.iter() if tag_of(one) == name)


def add_units(root: etree._Element, units: dict[str, etree._Element]) -> None:
    """Add the composite units of a resource by their id."""
    for one in elements(root, "compositegraphicunit"):
        units[one.get("ID", "")] = one


def numbers(value: str) -> list[float]:
    """Return the numbers of an attribute; none if one of them is no number."""
    try:
        return [float(one) for one in value.split()]
    except ValueError:
        return []


def matrix_of(element: etree._Element) -> Matrix:
    """Return the matrix of an object: its CTM, then the corner of its boundary."""
    ctm = numbers(element.get("CTM", ""))
    box = numbers(element.get("Boundary", ""))
    a, b, c, d, e, f = ctm if len(ctm) == 6 else IDENTITY
    x, y = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    return a, b, c, d, e + x, f + y
