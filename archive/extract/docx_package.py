"""Which parts does an Office package (OPC) hold, and how do they link?"""

import posixpath
import zipfile
from collections.abc import Mapping

from lxml import etree

from archive.extract.safe_xml import parse_safely
from archive.sniff import BROKEN_ZIP

BROKEN_PACKAGE: tuple[type[Exception], ...] = (
    *BROKEN_ZIP,
    etree.XMLSyntaxError,
    KeyError,  # a part that the package names but does not hold
    NotImplementedError,  # a compression that zipfile does not know
    RecursionError,  # elements deeper than a document has them
)
LARGEST_PART = 128 * 1024 * 1024
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
# The strict variant of the standard differs in names only.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", "a"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", "p"),
)


def qualified(name: str, prefix: str = "w") -> str:
    """Return a name as lxml writes it, with its namespace."""
    return f"{{{_NAMESPACES[prefix]}}}{name}"


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return an attribute, or None if the element or the attribute is absent."""
    return None if element is None else element.get(qualified(name))


def is_on(element: etree._Element | None) -> bool:
    """Tell whether a switch such as ``w:vanish`` is there and not turned off."""
    return element is not None and value(element) not in {"0", "false", "off"}


class Package:
    """The XML parts of a document, parsed without entities, network or DTD."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive: zipfile.ZipFile | None = archive
        self._names = {_key(name): name for name in archive.namelist()}
        self._parsed: dict[str, etree._Element] = {}

    @classmethod
    def of_parts(cls, parts: Mapping[str, etree._Element]) -> "Package":
        """Return a package whose parts, by name, are parsed already."""
        package = cls.__new__(cls)
        package._archive = None
        package._parsed = {_key(name): part for name, part in parts.items()}
        package._names = {name: name for name in package._parsed}
        return package

    def main_part(self) -> str:
        """Return the name of the document part."""
        for _, type_, target in self._relationships("", "_rels/.rels"):
            if type_.endswith("/officeDocument"):
                return target
        return "word/document.xml"

    def target(self, part: str, relationship: str) -> str | None:
        """Return the part that a relationship of ``part`` leads to, if it is held."""
        for id_, _, target in self._of(part):
            if id_ == relationship and _key(target) in self._names:
                return target
        return None

    def related(self, part: str, kind: str) -> etree._Element | None:
        """Return the root of the one part of a kind (``styles``), or None."""
        for _, type_, target in self._of(part):
            if type_.endswith(f"/{kind}") and _key(target) in self._names:
                return self.parse(target)
        return None

    def embedded(self, part: str) -> list[str]:
        """Return the parts of a document that are Office files of their own."""
        return [
            target
            for _, type_, target in self._of(part)
            if type_.endswith("/package") and _key(target) in self._names
        ]

    def content(self, part: str) -> bytes:
        """Return a part's bytes; raises KeyError if the package has none such."""
        return self._read(self._names[_key(part)])

    def parse(self, part: str) -> etree._Element:
        """Return the root of a part; raises KeyError if the package has none such."""
        key = _key(part)
        if key not in self._parsed:
            content = self._read(self._names[key])
            for strict, prefix in _STRICT:
                content = content.replace(strict, _NAMESPACES[prefix].encode())
            self._parsed[key] = parse_safely(content)
        return self._parsed[key]

    def _read(self, name: str) -> bytes:
        if self._archive is None:
            raise KeyError(name)
        with self._archive.open(name) as member:
            content = member.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise ValueError(name)
        return content

    def _of(self, part: str) -> list[tuple[str, str, str]]:
        folder, name = posixpath.split(part)
        return self._relationships(folder, f"{folder}/_rels/{name}.rels")

    def _relationships(self, folder: str, part: str) -> list[tuple[str, str, str]]:
        if _key(part) not in self._names:
            return []
        return [
            (
                link.get("Id", ""),
                link.get("Type", ""),
                _resolved(folder, link.get("Target", "")),
            )
            for link in self.parse(part)
            if link.get("TargetMode") != "External"
        ]


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
