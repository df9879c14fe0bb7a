"""What kind of file are these bytes, whatever the name says?"""

import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePath

from archive.encoding import Decoded, decode
from archive.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    UnreadablePath,
    UnsupportedFormat,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
ODP = "application/vnd.oasis.opendocument.presentation"
OFD = "application/ofd"
ZIP, TAR, GZIP = "application/zip", "application/x-tar", "application/gzip"
BATCH = "application/x-ndjson"
BZIP2, XZ = "application/x-bzip2", "application/x-xz"
DOC, XLS, PPT = (
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
)
MSG = "application/vnd.ms-outlook"
OLE = "application/x-ole-storage"
SEVEN_ZIP, RAR = "application/x-7z-compressed", "application/vnd.rar"
PACKED = frozenset({ZIP, TAR, GZIP, BZIP2, XZ, SEVEN_ZIP, RAR})
"""Kinds that hold files and are none themselves."""
RTF = "application/rtf"
FLAT_WORD = "application/x-word+xml"
"""Word's documents as one XML file; no type is registered for them."""
HTML, MARKDOWN, PLAIN, XML = "text/html", "text/markdown", "text/plain", "text/xml"
MAIL, SAVED_PAGE = "message/rfc822", "multipart/related"
UNKNOWN = "application/octet-stream"

HEAD_BYTES = 1 << 16
MAX_MEMBERS_LISTED = 100_000

# What zipfile raises when a ZIP is not what it says; RuntimeError is a password.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
)

_BITMAP_HEADERS = frozenset(
    size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124)
)
"""How long the header of a bitmap is; a text may begin with its two letters too."""
_MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"\x1f\x8b", GZIP),
    (b"\xfd7zXZ\0", XZ),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
)
_PARTS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_STREAMS = (
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("__properties_version1.0", MSG),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|table|div|p|h[1-6]|span|font"
    r"|center|script|style|link|ul|ol|a|b|br|section|article|main)[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_BATCH_START = re.compile(r'\s*\{\s*"')
_FLAT_WORD_START = re.compile(
    r"\s*(?:<\?[^>]*>\s*)*<(?:\w+:wordDocument[\s>]"
    r"|pkg:package[\s>][^<]*<pkg:part[^<]*>)",
    re.DOTALL,
)
_HTML_ANYWHERE = re.compile(r"<(?:html|body|table|div|p|br|td|span)[\s>/]", re.I)
_MAIL_HEADER = re.compile(
    r"^(?:from|to|subject|date|received|message-id|mime-version|return-path"
    r"|content-type|x-[a-z-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_SENT = re.compile("^(?:to|received|delivered-to):", re.I | re.M)
_MACHINE_HEADERS = {"received:", "message-id:", "mime-version:", "return-path:"}
_UNTEXTLIKE = re.compile(
    "[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\ufdd0-\ufdef\ue000-\uf8ff]"
)
_KNOWN_SUFFIXES = {
    ".pdf": {PDF},
    ".docx": {DOCX},
    ".xlsx": {XLSX},
    ".xls": {XLS},
    ".et": {XLS, XLSX},
    ".odt": {ODT},
    ".ods": {ODS},
    ".odp": {ODP},
    ".pptx": {PPTX},
    ".ppt": {PPT},
    ".dps": {PPT, PPTX},
    ".ofd": {OFD},
    ".zip": {ZIP},
    ".doc": {DOC},
    ".wps": {DOC, DOCX},
    ".xml": {XML, FLAT_WORD},
    ".rtf": {RTF},
    ".html": {HTML},
    ".htm": {HTML},
    ".eml": {MAIL},
    ".msg": {MSG},
    ".mht": {SAVED_PAGE},
    ".mhtml": {SAVED_PAGE},
    ".jsonl": {BATCH},
    ".txt": {PLAIN, XML, MARKDOWN},
    ".md": {MARKDOWN},
    ".png": {"image/png"},
    ".jpg": {"image/jpeg"},
    ".jpeg": {"image/jpeg"},
    ".tif": {"image/tiff"},
    ".tiff": {"image/tiff"},
    ".bmp": {"image/bmp"},
}


def sniff(path: Path, name: str) -> str:
    """Return the media type the content shows; the name only settles kinds of text.

    Raises EmptyFile, EncryptedFile (an Office file behind a password), DamagedFile
    (a container cut short), UnsupportedFormat (not a document) or UnreadablePath.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise UnreadablePath(path=name) from error
    if not head:
        raise EmptyFile()
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(path)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[257:262] == b"ustar":
        return TAR
    if head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        return BZIP2
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"BM") and head[14:18] in _BITMAP_HEADERS:
        return "image/bmp"
    return _text_kind(head, name)


def is_textlike(decoded: Decoded) -> bool:
    """Say whether a decoded text is text, not bytes that happened to decode."""
    strange = len(_UNTEXTLIKE.findall(decoded.text))
    return strange * 50 <= len(decoded.text)


def is_mislabelled(name: str, media_type: str) -> bool:
    """Say whether the name's ending promises another kind of file."""
    expected = _KNOWN_SUFFIXES.get(PurePath(name).suffix.lower())
    return expected is not None and media_type not in expected


def _zip_kind(path: Path, head: bytes) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:MAX_MEMBERS_LISTED]
            lowered = {name.lower().lstrip("/") for name in names}
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as member:
                    declared = member.read(100).decode("ascii", "replace").strip()
                return declared if declared.startswith("application/") else ZIP
    except BROKEN_ZIP as error:
        raise DamagedFile(media_type=_kind_of_parts(head)) from error
    if any(name.rpartition("/")[2] == "ofd.xml" for name in lowered):
        return OFD
    if "[content_types].xml" in lowered:
        for prefix, media_type in _PARTS:
            if any(name.startswith(prefix) for name in lowered):
                return media_type
    return ZIP


def _kind_of_parts(head: bytes) -> str:
    if b"OFD.xml" in head:
        return OFD
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        for prefix, media_type in _PARTS:
            if prefix.encode() in head:
                return media_type
    return ZIP


def _ole_kind(path: Path) -> str:
    # Not imported above: the readers' package imports this module.
    from archive.extract.ole import CompoundFile

    with CompoundFile(path, OLE) as file:
        if file.has("EncryptedPackage"):
            raise EncryptedFile()
        for stream, media_type in _STREAMS:
            if file.has(stream):
                return media_type
    return OLE


def _text_kind(head: bytes, name: str) -> str:
    decoded = decode(head)
    if not is_textlike(decoded):
        raise UnsupportedFormat(media_type=UNKNOWN)
    text = decoded.text
    suffix = PurePath(name).suffix.lower()
    start = text[:4096]
    if suffix == ".jsonl" and _BATCH_START.match(start):
        return BATCH
    if _HTML_START.match(start):
        return HTML
    if suffix in {".html", ".htm", ".xhtml"} and _HTML_ANYWHERE.search(text):
        return HTML
    if _FLAT_WORD_START.match(start):
        return FLAT_WORD
    if start.lstrip().startswith("<?xml"):
        return "image/svg+xml" if "<svg" in start else XML
    if _is_mail(start):
        is_sent = _SENT.search(start.lstrip("\n").partition("\n\n")[0])
        is_page = "multipart/related" in start.lower() and not is_sent
        return SAVED_PAGE if is_page else MAIL
    return MARKDOWN if suffix in {".md", ".markdown"} else PLAIN


def _is_mail(start: str) -> bool:
    """Say whether a text is a message as sent, not one that quotes some headers."""
    headers, _, _ = start.lstrip("\n").partition("\n\n")
    names = {name.lower() for name in _MAIL_HEADER.findall(headers)}
    begins = _MAIL_HEADER.match(headers) is not None
    return begins and len(names) >= 3 and not names.isdisjoint(_MACHINE_HEADERS)
