"""What does a pool load, and when?"""

from typing import Any

from indexer.preparing import PreparationPool


class Counting:
    """Counts how often it was opened and warmed."""

    opened = 0
    warmed = 0

    def __init__(self) -> None:
        Counting.opened += 1

    def warm(self) -> None:
        """Count."""
        Counting.warmed += 1

    def prepare(self, document: Any, extraction: Any) -> Any:
        """Return the document as it is."""
        return document


def test_nothing_is_loaded_to_prepare_nothing() -> None:
    pool = PreparationPool(Counting, processes=2)  # type: ignore[arg-type]
    before = Counting.opened

    assert list(pool.prepare([])) == []
    assert Counting.opened == before


def test_what_is_warm_is_not_opened_again() -> None:
    pool = PreparationPool(Counting, processes=2)  # type: ignore[arg-type]
    opened, warmed = Counting.opened, Counting.warmed
    records: Any = [(1, 1), (2, 2)]

    pool.warm()
    prepared: list[Any] = list(pool.prepare(records))

    assert prepared == [1, 2]
    assert (Counting.opened, Counting.warmed) == (opened + 1, warmed + 1)
