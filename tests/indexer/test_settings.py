"""What an operator may set for searching."""

import pytest

from archive.errors import InvalidInput
from indexer.naming import NAMING_WEIGHT
from indexer.settings import SearchSettings


@pytest.mark.parametrize(
    ("text", "weight"), [("", NAMING_WEIGHT), ("0", 0.0), ("0.25", 0.25), ("1", 1.0)]
)
def test_the_weight_of_naming_is_read(text: str, weight: float) -> None:
    environment = {"HANDOVER_NAMING_WEIGHT": text}
    assert SearchSettings.from_environment(environment).naming_weight == weight


@pytest.mark.parametrize("text", ["-0.1", "1.5", "much", "nan"])
def test_a_weight_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        SearchSettings.from_environment({"HANDOVER_NAMING_WEIGHT": text})
