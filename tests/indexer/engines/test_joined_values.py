"""Do the three ways to count the values of documents agree?"""

from collections import Counter

import numpy as np
import pytest

from indexer.engines.whoosh.joined_values import Column, JoinedValues

DOCUMENTS, KINDS = 300, ("甲类", "乙类", "空类")


@pytest.fixture
def values() -> dict[str, list[list[int]]]:
    """Of each kind the ordinals that every document has, ascending."""
    rng = np.random.default_rng(3)

    def some(known: int, most: int) -> list[list[int]]:
        held = [
            sorted(rng.choice(known, rng.integers(0, most + 1), replace=False).tolist())
            for _ in range(DOCUMENTS - 1)
        ]
        return [*held, list(range(known))]

    return {"甲类": some(40, 4), "乙类": some(3, 1), "空类": [[]] * DOCUMENTS}


@pytest.fixture
def joined(values: dict[str, list[list[int]]]) -> JoinedValues:
    """Return the values as a segment's columns hold them."""
    return JoinedValues(_columns(values), KINDS)


def _columns(values: dict[str, list[list[int]]]) -> Column:
    columns: dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]] = {}
    for kind, held in values.items():
        pairs = sorted((o, d) for d, own in enumerate(held) for o in own)
        known = len({ordinal for ordinal, _ in pairs})
        starts = np.searchsorted([o for o, _ in pairs], np.arange(known + 1))
        columns[f"{kind}.documents"] = np.array([d for _, d in pairs], np.uint16)
        columns[f"{kind}.offsets"] = starts.astype(np.uint32)
        flat = [ordinal for own in held for ordinal in own]
        columns[f"{kind}.ordinals"] = np.array(flat, np.uint32)
        columns[f"{kind}.rows"] = np.cumsum([0, *map(len, held)]).astype(np.uint64)
    return columns.__getitem__


@pytest.mark.parametrize("count", [0, 1, 9, DOCUMENTS])
def test_each_way_of_counting_finds_the_same(joined: JoinedValues, count: int) -> None:
    documents = np.sort(np.random.default_rng(4).permutation(DOCUMENTS)[:count])
    mask = np.isin(np.arange(DOCUMENTS), documents)

    many = joined.of_many(mask)

    few = joined.of_few(documents.tolist())
    assert many.tolist() == [few[ordinal] for ordinal in range(len(many))]
    assert joined.of_some(documents).tolist() == many.tolist()


def test_the_most_frequent_values_come_first_and_ties_in_order(
    joined: JoinedValues, values: dict[str, list[list[int]]]
) -> None:
    counts = joined.of_many(np.ones(DOCUMENTS, np.bool_))

    for kind, pairs in zip(KINDS, joined.most(counts, 20), strict=True):
        held = Counter(ordinal for own in values[kind] for ordinal in own)
        expected = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
        assert pairs == expected[:20]
