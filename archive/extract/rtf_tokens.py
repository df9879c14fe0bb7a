"""Of which tokens does an RTF file consist?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["open", "close", "word", "symbol", "byte", "text"]
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})?\ ?"
    rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|(?P<text>[^\\{}\r\n\x00\x80-\xff]+|[\x80-\xff][^\r\n]?)",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A control word with its number, if any; a symbol; or bytes of text."""

    kind: Kind
    name: str = ""
    number: int | None = None
    content: bytes = b""


def tokens(content: bytes) -> Iterator[Token]:
    """Yield the tokens of a file in order; what is none is passed over.

    A byte over 127 that stands unescaped takes the next one with it: the second
    byte of a Chinese character may look like a brace or a backslash.
    """
    at = 0
    while (match := _TOKEN.search(content, at)) is not None:
        at = match.end()
        kind = match.lastgroup or ""
        if match["word"] is not None:
            number = match["number"]
            token = Token(
                "word", match["word"].decode("ascii"), int(number) if number else None
            )
            if token.name == "bin":
                at += max(0, token.number or 0)
                continue
            yield token
        elif kind == "byte":
            yield Token("byte", content=bytes.fromhex(match["byte"].decode("ascii")))
        elif kind == "text":
            yield Token("text", content=match["text"])
        elif kind == "symbol":
            yield Token("symbol", match["symbol"].decode("latin-1"))
        else:
            yield Token("open" if kind == "open" else "close")
