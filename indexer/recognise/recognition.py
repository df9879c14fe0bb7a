"""What do all recognisers together find in a text, and which of them failed?"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import Notice
from indexer.recognise.base import LISTED, TAGGER, Found, Reading, Recogniser, settled

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was found, in order of the text, and remarks on what was not read."""

    found: Sequence[Found]
    warnings: tuple[Notice, ...] = ()
    unsaid: Sequence[Found] = ()
    """What tells whose a post is, and is not a mention by the habit of the text."""


def recognition(reading: Reading, recognisers: Sequence[Recogniser]) -> Recognition:
    """Return what the recognisers find; one that fails costs only its own mentions."""
    found: list[Found] = []
    warnings: list[Notice] = []
    for recogniser in recognisers:
        # Whatever goes wrong in reading one text, the text itself must be findable.
        try:
            found += _within(reading, recogniser.find(reading, found))
        except Exception:
            log.exception("recogniser %s failed", recogniser.name)
            warnings.append(incomplete(recogniser.name))
    kept = settled(found)
    unsaid = [f for f in found if _is_unsaid(reading, f)]
    said = [f for f in kept if not _is_unsaid(reading, f)] if unsaid else kept
    return Recognition(said, tuple(warnings), unsaid)


def _is_unsaid(reading: Reading, found: Found) -> bool:
    """Tell if it is an organisation of a rule in text that no office wrote.

    News bounds them otherwise, and only the tagger has learned how.
    """
    is_ruled = found.kind == "organisation" and found.recogniser not in (TAGGER, LISTED)
    return is_ruled and not reading.is_administrative


def _within(reading: Reading, found: Sequence[Found]) -> Sequence[Found]:
    """Return what was found; raises ValueError if some is not of the text."""
    for one in found:
        if not 0 <= one.start < one.end <= len(reading.text):
            raise ValueError(f"{one.kind} at [{one.start}, {one.end})")
    return found


def incomplete(step: str) -> Notice:
    """Return the remark that a step of recognition failed on this document."""
    return Notice("recognition_incomplete", {"step": step})


def versions(recognisers: Sequence[Recogniser]) -> str:
    """Return names and versions of the recognisers in one line."""
    return ", ".join(f"{r.name} {r.version}" for r in recognisers)
