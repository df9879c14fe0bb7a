"""Does a pattern stand in encoded text wherever it stands in the text itself?"""

import mmap
import random
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from indexer.engines.whoosh.encoded_pattern import encoded_pattern
from indexer.patterns import occurs

SIGNS = "甲乙a1。, \ud800\U00020000é"
PATTERNS = (
    "甲?乙",
    "?甲乙",
    "甲乙?",
    "甲??乙",
    "a?1",
    "甲?乙?a",
    "??甲乙",
    "\U00020000?甲",
    "甲?\ud800",
)


@pytest.mark.parametrize("count", [1, 1_000])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_found_in_bytes_exactly_where_the_text_has_it(
    tmp_path: Path, pattern: str, count: int
) -> None:
    rng = random.Random(7)
    texts = ["".join(rng.choices(SIGNS, k=rng.randint(0, 9))) for _ in range(3_000)]
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    file = tmp_path / "texts"
    file.write_bytes(b"".join(encoded))
    with (
        file.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as held,
    ):
        stands_in = encoded_pattern(pattern, texts=count)
        found = [
            bool(stands_in(held, start, end))
            for start, end in pairwise(accumulate(map(len, encoded), initial=0))
        ]

    assert found == [occurs(text, pattern) for text in texts]
    assert any(found)
