"""Recognise an invented sentence as the indexer would."""

from functools import cache

from archive.model import Analysis, Extraction, Metadata
from indexer.analysis import Analyser, open_analyser


@cache
def analyser() -> Analyser:
    return open_analyser()


def analysed(text: str, metadata: Metadata | None = None) -> Analysis:
    extraction = Extraction("text", "1", "text/plain", text)
    return analyser().analyse(extraction, metadata or Metadata())


def surfaces(text: str, kind: str) -> list[str]:
    return [m.surface for m in analysed(text).mentions if m.kind == kind]
