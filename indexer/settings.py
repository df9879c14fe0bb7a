"""What may an operator set for searching, and what holds if nothing is set?"""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import InvalidInput
from indexer.naming import NAMING_WEIGHT

NAMING = "HANDOVER_NAMING_WEIGHT"


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Settings of the search.

    ``naming_weight``: how much works that others name gain among best matches, from
    0 (nothing) to 1.
    """

    naming_weight: float = NAMING_WEIGHT

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "SearchSettings":
        """Read the settings; raises InvalidInput for what is no number from 0 to 1."""
        text = environment.get(NAMING)
        if not text:
            return cls()
        try:
            weight = float(text)
        except ValueError as cause:
            raise InvalidInput(field=NAMING, value=text) from cause
        if not 0 <= weight <= 1:
            raise InvalidInput(field=NAMING, value=text)
        return cls(naming_weight=weight)
