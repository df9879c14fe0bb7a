"""How are the shipped lists of places and words read?"""

import lzma
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9}]


def read_place_lines() -> list[str]:
    """Return a line for each province, city and county."""
    return _read("places.xz").splitlines()


def read_township_lines() -> Iterator[tuple[str, list[str]]]:
    """Yield county codes with three digits and a name for each township."""
    for line in _read("townships.xz").splitlines():
        county, *entries = line.split(" ")
        yield county, entries


@lru_cache(maxsize=32)
def read_village_lines(prefecture: str) -> Mapping[str, list[str]]:
    """Return the villages of a prefecture (four digits) by township code."""
    start, length = _village_blocks().get(prefecture, (0, 0))
    if not length:
        return {}
    with (_DATA / "villages.bin").open("rb") as file:
        file.seek(start)
        block = file.read(length)
    text = lzma.decompress(block, format=lzma.FORMAT_RAW, filters=_FILTERS)
    rows = (line.split(" ") for line in text.decode("gb18030").splitlines())
    return {code: names for code, *names in rows}


def read_bytes(name: str) -> bytes:
    """Return the bytes of a file of numbers."""
    return (_DATA / name).read_bytes()


def read_lines(name: str) -> list[str]:
    """Return the lines of a text file that are not blank and no remarks (#)."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def read_words(name: str) -> list[str]:
    """Return the words of a text file, in order."""
    return [word for line in read_lines(name) for word in line.split()]


@cache
def _village_blocks() -> Mapping[str, tuple[int, int]]:
    """Return where each prefecture's block starts and how long it is."""
    with (_DATA / "villages.bin").open("rb") as file:
        index = file.readline()
    start, blocks = len(index), {}
    for entry in index.decode().split():
        prefecture, _, length = entry.partition(":")
        blocks[prefecture] = (start, int(length))
        start += int(length)
    return blocks


def _read(name: str) -> str:
    return lzma.decompress((_DATA / name).read_bytes()).decode("utf-8")
