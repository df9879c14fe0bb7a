"""What does a typed search ask for?

    query   = any ; any = all { "OR" all } ; all = part { [ "AND" ] part }
    part    = ( "NOT" | "-" ) part | "(" any ")" | field ":" value | near | text | words
    near    = text near-word text { near-word text }
    text    = literal | wildcard | word "~"

Words that stand next to each other are one Words; NOT and - take a single word.
Beside 同段, 同句, NEAR/10 or 10字内 a word is a literal, and "(" text "OR" text ")" may
stand for a text. ``date``, ``year``, ``from`` and ``to`` give a DateRange, every other
field a Field.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.model import PartialDate
from indexer.dates import days
from indexer.errors import QuerySyntaxError
from indexer.fold import fold_query
from indexer.match_rule import match_rule
from indexer.query import (
    AllOf,
    AnyOf,
    AnyText,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Text,
    Unit,
    Wildcard,
    Words,
)
from indexer.query_fields import DATE_FIELDS
from indexer.query_lexer import Token, tokens
from indexer.query_words import MOST_DISTANCE, is_too_wild, near_within

DEEPEST = 40
"""Brackets and NOTs inside one another."""
MOST_TEXTS = 16
"""Texts of which any may stand near another."""

_RANGE = re.compile(r"\.{2,}|…+|~|～|至|到|—+")
_YEARS = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_CHINESE_DATE = re.compile(r"(\d{4})[年./-](?:(\d{1,2})(?:[月./-](?:(\d{1,2})日?)?)?)?")


def parse_query(typed: str) -> Query:
    """Return what a typed query asks for, terms and keys not filled in yet.

    Raises QuerySyntaxError and nothing else.
    """
    reader = _Reader(tokens(typed), len(typed))
    query = reader.any_of(depth=0)
    return Everything() if query is None else query


@dataclass(slots=True)
class _Reader:
    """Reads tokens from left to right; None stands for a part that asks nothing."""

    tokens: list[Token]
    end: int
    at: int = field(default=0)

    def any_of(self, *, depth: int) -> Query | None:
        start = self._position()
        part = self._all_of(depth)
        if self._kind() != "or":
            return part
        parts = [_wanted(part, start)]
        while self._kind() == "or":
            self.at += 1
            start = self._position()
            parts.append(_wanted(self._all_of(depth), start))
        return AnyOf(tuple(parts))

    def _all_of(self, depth: int) -> Query | None:
        parts: list[Query] = []
        while (kind := self._kind()) not in (None, "close", "or"):
            if kind == "and":
                if not parts:
                    raise QuerySyntaxError(
                        position=self._position(), expected="operand"
                    )
                self.at += 1
                if self._kind() in (None, "close", "or", "and"):
                    raise QuerySyntaxError(
                        position=self._position(), expected="operand"
                    )
            part = self._part(depth)
            if part is not None:
                parts.append(part)
        if len(parts) > 1:
            return AllOf(tuple(parts))
        return parts[0] if parts else None

    def _part(self, depth: int, *, is_single: bool = False) -> Query | None:
        start = self.at
        part = self._operand(depth, is_single=is_single)
        if self._kind() != "near":
            return part
        return self._near(part, start, depth)

    def _near(self, first: Query | None, start: int, depth: int) -> Query:
        """Read what stands near ``first``, which began at token ``start``."""
        begin = self.tokens[start].start
        near: list[Query] = []
        texts = [self._text(first, begin)]
        while self._kind() == "near":
            within = self._within()
            begin = self._position()
            following = self._text(self._operand(depth, is_single=True), begin)
            texts.append(following)
            if self._next_within() != within or isinstance(within, int):
                near.append(Near(tuple(texts), within))
                texts = [following]
        return near[0] if len(near) == 1 else AllOf(tuple(near))

    def _within(self) -> Unit | int:
        token = self.tokens[self.at]
        within = near_within(token.text)
        if within is None or (
            isinstance(within, int) and not 1 <= within <= MOST_DISTANCE
        ):
            raise QuerySyntaxError(position=token.start, expected="distance")
        self.at += 1
        return within

    def _next_within(self) -> Unit | int | None:
        is_near = self._kind() == "near"
        return near_within(self.tokens[self.at].text) if is_near else None

    def _text(self, part: Query | None, position: int) -> Text:
        """Return what a query looks for in one place; raises QuerySyntaxError."""
        texts = tuple(_texts(part))
        if not texts or None in texts:
            raise QuerySyntaxError(position=position, expected="near_text")
        if len(texts) > MOST_TEXTS:
            raise QuerySyntaxError(position=position, expected="shorter_query")
        known = tuple(text for text in texts if text is not None)
        return known[0] if len(known) == 1 else AnyText(known)

    def _operand(self, depth: int, *, is_single: bool) -> Query | None:
        token = self.tokens[self.at]
        if depth > DEEPEST:
            raise QuerySyntaxError(position=token.start, expected="less_nesting")
        self.at += 1
        match token.kind:
            case "not" | "minus":
                return self._negated(depth)
            case "open":
                return self._group(token, depth)
            case "literal":
                return Literal(token.text) if token.text.strip() else None
            case "field":
                return _field(token)
            case "wildcard":
                if is_too_wild(token.text):
                    raise QuerySyntaxError(position=token.start, expected="less_wild")
                return Wildcard(token.text)
            case "fuzzy":
                return Fuzzy(token.text)
            case "word":
                words = [token.text] if is_single else self._words(token.text)
                text = " ".join(words)
                return Words(text, match=match_rule(text))
            case "and" | "or" | "close" | "near":
                raise QuerySyntaxError(position=token.start, expected="operand")

    def _negated(self, depth: int) -> Query:
        start = self._position()
        if self._kind() is None:
            raise QuerySyntaxError(position=start, expected="operand")
        return Not(_wanted(self._part(depth + 1, is_single=True), start))

    def _group(self, token: Token, depth: int) -> Query | None:
        part = self.any_of(depth=depth + 1)
        if self._kind() != "close":
            raise QuerySyntaxError(position=token.start, expected="closing_parenthesis")
        self.at += 1
        return part

    def _words(self, first: str) -> list[str]:
        """Return the words from here on, but one beside a near-word."""
        words = [first]
        while self._kind() == "word" and self._kind(1) != "near":
            words.append(self.tokens[self.at].text)
            self.at += 1
        return words

    def _kind(self, ahead: int = 0) -> str | None:
        at = self.at + ahead
        return self.tokens[at].kind if at < len(self.tokens) else None

    def _position(self) -> int:
        return self.tokens[self.at].start if self.at < len(self.tokens) else self.end


def _texts(part: Query | None) -> Iterator[Literal | Wildcard | Fuzzy | None]:
    """Yield the texts of which any is meant; None for what is no text."""
    match part:
        case Literal() | Wildcard() | Fuzzy():
            yield part
        case Words(text=text) if len(text.split()) == 1:
            yield Literal(text)
        case AnyOf(parts=parts):
            for one in parts:
                yield from _texts(one)
        case _:
            yield None


def _wanted(part: Query | None, position: int) -> Query:
    if part is None:
        raise QuerySyntaxError(position=position, expected="operand")
    return part


def _field(token: Token) -> Query:
    if token.field not in DATE_FIELDS:
        return Field(token.field, token.text)
    start, end = _ends(token.field, fold_query(token.text))
    dates = [_date(text, token.start) if text else None for text in (start, end)]
    if dates == [None, None]:
        raise QuerySyntaxError(position=token.start, expected="date")
    return DateRange(dates[0], dates[1])


def _ends(name: str, value: str) -> tuple[str, str]:
    """Return the two ends of a typed period as texts, either may be empty."""
    if name == "from":
        return value, ""
    if name == "to":
        return "", value
    if years := _YEARS.fullmatch(value):
        return years[1], years[2]
    start, *rest = _RANGE.split(value, maxsplit=1)
    return (start.strip(), rest[0].strip()) if rest else (value, value)


def _date(text: str, position: int) -> PartialDate:
    found = _CHINESE_DATE.fullmatch(text.strip())
    parts = [part for part in found.groups() if part] if found else [text.strip()]
    written = "-".join(part.zfill(2) for part in parts)
    if days(written) is None:
        raise QuerySyntaxError(position=position, expected="date")
    return PartialDate(written)
