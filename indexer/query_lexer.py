"""Which marks and words did a reader type?

What can only be meant as text is text: a bracket inside a word, a closing bracket or
quote without its partner, a colon after no field's name, the “quotes” inside a
question or a long sentence, 同段 without a word on either side.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from indexer.errors import QuerySyntaxError
from indexer.match_rule import match_rule
from indexer.query_fields import field_named
from indexer.query_words import fuzzy_text, is_near, wildcard_text

TokenKind = OneOf[
    "word",
    "literal",
    "field",
    "wildcard",
    "fuzzy",
    "near",
    "open",
    "close",
    "and",
    "or",
    "not",
    "minus",
]

_OPEN = "(（"
_CLOSE = ")）"
_MINUS = "-－"
_STRAIGHT = '"\uff02'
_QUOTES = _STRAIGHT + "“”"
_TILDES = "~～"
_CHUNK = re.compile(r'[^\s"\uff02]{1,400}')
_KEYWORDS: dict[str, TokenKind] = {"AND": "and", "OR": "or", "NOT": "not"}


@dataclass(frozen=True, slots=True)
class Token:
    """A mark or a word; ``start`` is a code point of the typed text.

    ``text`` is a word as typed, the inside of a literal, a field's value, or a word
    without the marks at its ends that make it a wildcard or fuzzy; ``field`` is the
    field's own name.
    """

    kind: TokenKind
    start: int
    text: str = ""
    field: str = ""


def tokens(typed: str) -> list[Token]:
    """Return the tokens of a typed query.

    Raises QuerySyntaxError if a quote is not closed, or asks for what is like it.
    """
    found = list(_Lexer(typed).tokens())
    for at, token in enumerate(found):
        if token.kind == "near" and not _joins(found, at):
            found[at] = Token("word", token.start, token.text)
    return found


_BEFORE_NEAR = frozenset({"word", "literal", "field", "wildcard", "fuzzy", "close"})
_AFTER_NEAR = _BEFORE_NEAR - {"close"} | {"open"}


def _joins(found: list[Token], at: int) -> bool:
    """Tell whether something stands on both sides of a token."""
    if not 0 < at < len(found) - 1:
        return False
    before, after = found[at - 1].kind, found[at + 1].kind
    return before in _BEFORE_NEAR and after in _AFTER_NEAR


class _Lexer:
    """Reads a typed text once from left to right."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._at = 0
        self._groups = 0
        self._strays: set[int] = set()
        self._chunk_end = 0

    def tokens(self) -> Iterator[Token]:
        while self._at < len(self._typed):
            start, character = self._at, self._typed[self._at]
            if sentence := self._sentence():
                self._at += len(sentence)
                yield Token("word", start, sentence)
            elif self._ends_word(start):
                if self._opens_literal(start):
                    yield Token("literal", start, self._literal())
                else:
                    self._at += 1
            elif character in _OPEN:
                yield self._mark("open")
                self._groups += 1
            elif character in _CLOSE and not self._groups:
                self._at += 1
            elif character in _CLOSE:
                yield self._mark("close")
                self._groups -= 1
            elif self._is_minus(start):
                yield self._mark("minus")
            else:
                yield self._word()

    def _mark(self, kind: TokenKind) -> Token:
        self._at += 1
        self._chunk_end = self._at
        return Token(kind, self._at - 1)

    def _sentence(self) -> str:
        """Return the sentence with “quotes” of its own that begins here, if one does.

        Looked for once in each chunk of text between spaces and straight quotes,
        of 400 characters at most.
        """
        if self._at < self._chunk_end:
            return ""
        found = _CHUNK.match(self._typed, self._at)
        if not found:
            return ""
        self._chunk_end = found.end()
        chunk = _without_outer_closes(found[0])
        return chunk if _is_sentence(chunk) else ""

    def _word(self) -> Token:
        """Read a word, a keyword or a field with its value."""
        start, self._at = self._at, self._word_end()
        word = self._typed[start : self._at]
        if word in _KEYWORDS:
            return Token(_KEYWORDS[word], start)
        name, value = _field(word)
        if not name:
            return _plain_word(start, word)
        if value:
            return Token("field", self._at - len(value), value, name)
        before = self._at
        if before < len(self._typed) and self._opens_literal(before):
            value = self._literal()
            if value.strip():
                return Token("field", before, value, name)
        return Token("word", start, word)

    def _word_end(self) -> int:
        """Return where a word ends: a pair of brackets inside it belongs to it.

        One without partner is a stray, which ends words as white space does.
        """
        at, opened = self._at, list[int]()
        while at < len(self._typed) and not self._ends_word(at):
            if self._typed[at] in _OPEN:
                opened.append(at)
            elif self._typed[at] in _CLOSE:
                if not opened:
                    break
                opened.pop()
            at += 1
        self._strays.update(opened)
        return opened[0] if opened else at

    def _ends_word(self, at: int) -> bool:
        character = self._typed[at]
        return character.isspace() or character in _QUOTES or at in self._strays

    def _is_minus(self, at: int) -> bool:
        if self._typed[at] not in _MINUS or at + 1 == len(self._typed):
            return False
        following = self._typed[at + 1]
        return not (following.isspace() or following in _MINUS + _CLOSE)

    def _opens_literal(self, at: int) -> bool:
        """Tell whether a quote opens: a ” does only where another ” comes next."""
        if self._typed[at] != "”":
            return self._typed[at] in _QUOTES
        closing = self._typed.find("”", at + 1)
        return closing >= 0 and self._typed.find("“", at + 1, closing) < 0

    def _literal(self) -> str:
        """Read a literal and return its inside."""
        start = self._at
        if self._typed[start] in _STRAIGHT:
            return self._straight_literal()
        closing = self._typed.find("”", start + 1)
        if closing < 0:
            closing = self._typed.find("“", start + 1)
        if closing < 0:
            raise QuerySyntaxError(position=start, expected="closing_quote")
        self._close(start, closing)
        return self._typed[start + 1 : closing]

    def _close(self, start: int, closing: int) -> None:
        """Go on behind a closing quote; raises QuerySyntaxError for ``"…"~``."""
        self._at = closing + 1
        behind = self._typed[self._at : self._at + 2]
        is_over = not behind[1:].strip(_CLOSE).strip()
        if behind and behind[0] in _TILDES and is_over:
            raise QuerySyntaxError(position=self._at, expected="exact_literal")

    def _straight_literal(self) -> str:
        """Read up to a straight quote; a doubled one stands for itself."""
        inside: list[str] = []
        at = self._at + 1
        while at < len(self._typed):
            character = self._typed[at]
            if character not in _STRAIGHT:
                at += 1
            elif self._typed[at : at + 2] == character * 2:
                at += 2
            else:
                self._close(self._at, at)
                return "".join(inside)
            inside.append(character)
        raise QuerySyntaxError(position=self._at, expected="closing_quote")


def _plain_word(start: int, word: str) -> Token:
    if is_near(word):
        return Token("near", start, word)
    if text := fuzzy_text(word):
        return Token("fuzzy", start, text)
    if text := wildcard_text(word):
        return Token("wildcard", start, text)
    return Token("word", start, word)


def _without_outer_closes(chunk: str) -> str:
    while chunk and chunk[-1] in _CLOSE and not _is_balanced(chunk):
        chunk = chunk[:-1]
    return chunk


def _is_balanced(chunk: str) -> bool:
    opened, closed = (sum(map(chunk.count, marks)) for marks in (_OPEN, _CLOSE))
    return opened == closed


def _is_sentence(chunk: str) -> bool:
    if "“" not in chunk or chunk[0] in _OPEN + _MINUS or _field(chunk)[0]:
        return False
    is_literal = chunk[0] == "“" and chunk.find("”") == len(chunk) - 1
    is_whole = chunk.count("“") == chunk.count("”") and _is_balanced(chunk)
    return is_whole and not is_literal and match_rule(chunk) == "best"


def _field(word: str) -> tuple[str, str]:
    """Return the field and the value of ``name:value``, or two empty texts."""
    typed_name, colon, value = word.replace("：", ":", 1).partition(":")
    name = field_named(typed_name) if colon else None
    return (name, word[len(word) - len(value) :]) if name else ("", "")
