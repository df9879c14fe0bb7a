"""What is asked for, as data?

A query is a tree of these nodes. The parser makes it from what a reader typed,
the interpreter fills in terms and entity keys, an engine answers it. No engine's
own syntax appears anywhere.
"""

from dataclasses import dataclass
from typing import Literal as OneOf

from archive.model import PartialDate

Match = OneOf["all", "best"]
Unit = OneOf["sentence", "paragraph"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document the reader may see."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text as typed; stands for the words in it.

    ``terms`` are its folded words, filled in by the interpreter. A document
    answers ``match="all"`` if the folded text, reading view or title contains
    every term as a substring, ``"best"`` if it contains any.
    """

    text: str
    terms: tuple[str, ...] = ()
    match: Match = "all"


@dataclass(frozen=True, slots=True)
class Literal:
    """Quoted text: the literal fold of it occurs in the folded text or reading view.

    ``folded`` is filled in by the interpreter.
    """

    text: str
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A word with ``?`` for one character and ``*`` for up to ``MOST_SKIPPED``.

    ``pattern``, filled in by the interpreter, is the folded text. A document answers
    if the folded text, reading view or title contains what the pattern describes;
    see ``indexer.patterns``.
    """

    text: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word of which one character may be another one.

    ``folded`` and ``patterns`` are filled in by the interpreter; a document answers
    if the folded text, reading view or title contains one of the patterns.
    """

    text: str
    folded: str = ""
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyText:
    """Texts of which any may stand in one place of a Near."""

    parts: tuple[Literal | Wildcard | Fuzzy, ...]


Text = Literal | Wildcard | Fuzzy | AnyText


@dataclass(frozen=True, slots=True)
class Near:
    """Texts that stand near one another in the folded text or in the reading view.

    ``within`` is a sentence or paragraph that holds all of them, or, for two parts,
    the most characters that may stand between them, whichever comes first.
    """

    parts: tuple[Text, ...]
    within: Unit | int


@dataclass(frozen=True, slots=True)
class Field:
    """A field or entity filter: any of ``keys`` is among the document's values.

    ``name`` is a FilterKind or ``title``. ``keys`` is filled in by the interpreter:
    entity ids, exact values or, for ``title``, folded text that the folded title
    contains. No keys: no document.
    """

    name: str
    value: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateRange:
    """Issued between two dates, both included; partial dates stand for all of it.

    ``1982-05`` as start means from 1 May, as end until 31 May. A document of a
    partial date answers if its whole period lies inside.
    """

    start: PartialDate | None
    end: PartialDate | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that answer every part."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that answer one part or more."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not answer the part."""

    part: "Query"


Query = (
    Everything
    | Words
    | Literal
    | Wildcard
    | Fuzzy
    | Near
    | Field
    | DateRange
    | AllOf
    | AnyOf
    | Not
)
