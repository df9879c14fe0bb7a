"""What do the headers and parts of a message (RFC 5322, MIME) say?

Labels are not believed to the letter: what calls itself GB2312 is read as GB18030,
and what bears no label is told by its characters.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path

from archive.encoding import decode

MOST_PARTS = 5000
_DEEPEST = 20
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_UNNAMEABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Part = Message


def parsed(path: Path) -> Part:
    """Return the message of a file; headers and parts are decoded when asked for."""
    with path.open("rb") as file:
        return BytesParser(policy=compat32).parse(file)


def header(part: Part, name: str) -> str:
    """Return a header's words on one line, or nothing if it is not there."""
    for key, value in part.raw_items():
        if key.lower() == name:
            return " ".join(words(str(value)).split())
    return ""


def words(written: str) -> str:
    """Return the words of a header; one character may be cut between two of them."""
    joined = _BETWEEN_WORDS.sub("", written)
    shown: list[str] = []
    pending, charset, at = b"", "", 0
    for word in _WORD.finditer(joined):
        plain = joined[at : word.start()]
        if pending and (plain or word[1].lower() != charset):
            shown.append(decode(pending, declared=charset).text)
            pending = b""
        shown.append(_unlabelled(plain))
        charset = word[1].lower().partition("*")[0]
        pending += _content(word[2], word[3])
        at = word.end()
    if pending:
        shown.append(decode(pending, declared=charset).text)
    return "".join([*shown, _unlabelled(joined[at:])])


def file_name(part: Part) -> str:
    """Return the name of the file a part is, without its path, or nothing."""
    for name, of in (("filename", "content-disposition"), ("name", "content-type")):
        value = part.get_param(name, None, of)
        if isinstance(value, tuple):
            charset, _, text = value
            raw = text.encode("latin-1", "replace")
            shown = decode(raw, declared=charset or None).text
        else:
            shown = words(value or "")
        shown = _UNNAMEABLE.sub("", re.split(r"[/\\]", shown)[-1]).strip()
        if shown:
            return shown
    return ""


def leaves(part: Part, depth: int = 0) -> Iterator[Part]:
    """Yield the parts that hold something, messages in messages as one."""
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        if depth < _DEEPEST:
            for inner in part.get_payload():
                if isinstance(inner, Message):
                    yield from leaves(inner, depth + 1)
    else:
        yield part


def content(part: Part) -> bytes:
    """Return the bytes of a part, or those of the message it holds."""
    if part.is_multipart():
        return b"".join(
            inner.as_bytes()
            for inner in part.get_payload()
            if isinstance(inner, Message)
        )
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text(part: Part) -> str:
    """Return the words of a part of plain text."""
    return decode(content(part), declared=part.get_content_charset()).text


def _content(encoding: str, body: str) -> bytes:
    raw = body.encode("ascii", "replace")
    if encoding in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return b""


def _unlabelled(plain: str) -> str:
    raw = plain.encode("utf-8", "surrogateescape")
    return plain if raw.isascii() else decode(raw).text
