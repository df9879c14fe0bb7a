"""Which files are embedded in a PDF?"""

import struct
import zlib
from collections.abc import Iterator

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from archive.encoding import decode_name
from archive.extract.base import Attachment

_DEEPEST = 50
_MOST_FILES = 1000

# pdfminer takes the objects of a file for what they ought to be, so a broken file
# surfaces as whatever the first wrong assumption raises.
BROKEN_FILE: tuple[type[Exception], ...] = (
    PSException,  # its own tree, PDFException included
    struct.error,  # cut numbers in fonts and cross-reference streams
    zlib.error,  # damaged compressed streams
    LookupError,  # missing dictionary entries, short arrays
    TypeError,  # an object of another kind than the standard demands
    ValueError,  # numbers and strings that are none
    AttributeError,  # None where a stream or a dictionary should be
    ArithmeticError,  # empty boxes, matrices without inverse
    AssertionError,  # what it asserts of a well-formed file
    RecursionError,  # objects that hold themselves
    EOFError,  # a truncated stream
    NotImplementedError,  # filters that it does not know
)


def embedded_files(document: PDFDocument) -> Iterator[Attachment]:
    """Yield the files of the name tree, then those pinned to pages, each once.

    What of them is broken is passed over.
    """
    seen: set[int] = set()
    for specification in _specifications(document):
        if len(seen) >= _MOST_FILES:
            return
        try:
            file = dict_value(specification)
            stream = resolve1(dict_value(file["EF"])["F"])
            if not isinstance(stream, PDFStream) or id(stream) in seen:
                continue
            seen.add(id(stream))
            yield Attachment(_name(file, len(seen)), stream.get_data())
        except BROKEN_FILE:
            continue


def _specifications(document: PDFDocument) -> Iterator[object]:
    try:
        names = dict_value(document.catalog.get("Names", {}))
        yield from _leaves(names.get("EmbeddedFiles"), _DEEPEST)
        for page in PDFPage.create_pages(document):
            for annotation in list_value(page.annots or []):
                pinned = dict_value(annotation)
                kind = pinned.get("Subtype")
                if isinstance(kind, PSLiteral) and kind.name == "FileAttachment":
                    yield pinned.get("FS")
    except BROKEN_FILE:
        return


def _leaves(node: object, depth: int) -> Iterator[object]:
    """Yield the values of a name tree (ISO 32000-1 §7.9.6)."""
    if node is None or not depth:
        return
    tree = dict_value(node)
    yield from list_value(tree.get("Names", []))[1::2]
    for kid in list_value(tree.get("Kids", [])):
        yield from _leaves(kid, depth - 1)


def _name(file: dict[str, object], number: int) -> str:
    for key in ("UF", "F"):
        raw = resolve1(file.get(key))
        if isinstance(raw, bytes) and raw:
            is_wide = raw.startswith(b"\xfe\xff") or raw.isascii()
            shown = decode_text(raw) if is_wide else decode_name(raw)
            name = shown.replace("\\", "/").rpartition("/")[2]
            return "".join(c for c in name if c.isprintable()) or str(number)
    return str(number)
