"""What does an Outlook message (MSG) say, and which files hang on it?

After [MS-OXMSG]: a property is a stream named by its tag and type.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from archive.encoding import decode
from archive.errors import EmptyFile, EncryptedFile, RefusedFile
from archive.extract.base import ATTACHMENTS, Attachment, OriginalFile
from archive.extract.compressed_rtf import decompressed
from archive.extract.html import read_page
from archive.extract.ole import CompoundFile
from archive.extract.rtf import rtf_text
from archive.model import Extraction, Notice
from archive.sniff import MSG

_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_SENDER, _SENDER_ADDRESS, _TO, _CC = "0C1A", "5D01", "0E04", "0E03"
_CLASS, _SENT_AT = "001A", 0x00390040
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _DATA = "3707", "3704", "3001", "3701"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_ATTACHED = "__attach_version1.0_#"
_MESSAGE_INSIDE = "3701000D/"


class MsgExtractor:
    """Reads messages of Outlook as ``mail`` reads those of others.

    A message inside a message is read with it; files that hang on either are
    documents of their own.
    """

    name = "msg"
    version = "1"
    media_types = frozenset({MSG})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        if not original.path.stat().st_size:
            raise EmptyFile
        with CompoundFile(original.path, MSG) as file:
            messages = [_Storage(file, storage) for storage in _messages(file)]
            if any("SMIME" in one.text(_CLASS).upper() for one in messages):
                raise EncryptedFile(media_type=MSG)
            text = "\n".join(map(_shown, messages))
            count = sum(1 for _ in _files(file))
        notices = [Notice(ATTACHMENTS, {"count": count})] if count else []
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=MSG,
            text=text,
            warnings=tuple(notices),
        )

    def attachments(self, original: OriginalFile) -> Iterator[Attachment]:
        """See ``Holder``."""
        with CompoundFile(original.path, MSG) as file:
            for number, one in enumerate(_files(file), 1):
                names = map(one.text, (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
                name = next(filter(None, names), str(number))
                yield Attachment(name.replace("/", "_"), one.content(_DATA) or b"")


class _Storage:
    """The properties of a message or an attachment."""

    def __init__(self, file: CompoundFile, storage: str) -> None:
        self._file = file
        self._storage = storage

    def content(self, tag: str) -> bytes | None:
        """Return a property of bytes."""
        return self._read(f"{tag}0102")

    def text(self, tag: str) -> str:
        """Return a property of text, or nothing if it is not there."""
        wide = self._read(f"{tag}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._read(f"{tag}001E")
        return "" if narrow is None else decode(narrow.rstrip(b"\0")).text

    def time(self, tag: int) -> str:
        """Return a time as ISO 8601, or nothing if it is not there."""
        properties = self._file.read(f"{self._storage}__properties_version1.0")
        for at in range(len(properties) % 16, len(properties) - 15, 16):
            found, ticks = struct.unpack_from("<I4xQ", properties, at)
            if found == tag and ticks < 1 << 60:
                moment = _EPOCH + timedelta(microseconds=ticks // 10)
                return moment.isoformat(sep=" ", timespec="minutes")
        return ""

    def _read(self, property_: str) -> bytes | None:
        name = f"{self._storage}__substg1.0_{property_}"
        return self._file.read(name) if self._file.has(name) else None


def _messages(file: CompoundFile) -> list[str]:
    """Return the storages of the message and those inside it."""
    inside = {
        name[: name.index(_MESSAGE_INSIDE) + len(_MESSAGE_INSIDE)]
        for name in file.names()
        if _MESSAGE_INSIDE in name
    }
    return ["", *sorted(inside)]


def _files(file: CompoundFile) -> Iterator[_Storage]:
    """Yield the attachments that hold bytes; pictures in the words are none."""
    for name in sorted(file.names()):
        storage, _, property_ = name.rpartition("/")
        if property_ != f"__substg1.0_{_DATA}0102" or _ATTACHED not in storage:
            continue
        attached = _Storage(file, f"{storage}/")
        is_picture = attached.text("370E").startswith("image/")
        if not (is_picture and attached.text("3712")):
            yield attached


def _shown(message: _Storage) -> str:
    sender = [message.text(_SENDER), message.text(_SENDER_ADDRESS)]
    headers = {
        "From": " ".join(filter(None, dict.fromkeys(sender))),
        "To": message.text(_TO),
        "Cc": message.text(_CC),
        "Date": message.time(_SENT_AT),
    }
    lines = [message.text(_SUBJECT)]
    lines += [f"{name}: {words}" for name, words in headers.items() if words]
    return "".join(f"{line}\n" for line in lines if line) + "\n" + _body(message)


def _body(message: _Storage) -> str:
    plain = message.text(_BODY)
    if plain.strip():
        return plain.replace("\r\n", "\n").replace("\r", "\n")
    try:
        page = message.content(_HTML) or message.text(_HTML).encode()
        if page:
            return read_page(page).text
        packed = message.content(_RTF)
        return rtf_text(decompressed(packed)) if packed else ""
    except RefusedFile:
        return ""
