"""How many documents that a place filter finds are right, judged by reading?

    python -m benchmarks.place_filters FOLDER [--known FILE] [--judged FILE]

Draws places that filters on the documents would offer, each with one document that
the filter finds, and prints why it does: the mention and the words around it. Places
named in ``--known`` ({"place"} a line) are left out. A file of judgements holds a
line ``KEY right`` or ``KEY wrong`` for each; with it the precision is printed with a
95 % interval. Keys hold no text, so judgements can be kept.
"""

import argparse
import hashlib
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.extract import EXTRACTORS
from archive.extract.base import OriginalFile
from archive.model import Entity, Mention
from archive.receive import complete
from archive.sandbox_worker import read_original
from benchmarks.machine import machine
from indexer.analysis import open_analyser
from indexer.gazetteer import Gazetteer

AROUND = 24
Z = 1.96


@dataclass(frozen=True, slots=True)
class Finding:
    """A document that a filter finds, and the mentions that make it do so."""

    place: Entity
    path: Path
    key: str
    evidence: tuple[str, ...]


def main() -> None:
    """Print what to judge, or the precision of what was judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--known", type=Path)
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--judged", type=Path)
    given = parser.parse_args()
    known = _known(given.known) if given.known else frozenset()
    drawn = list(draw(given.folder, known, given.sample))
    if given.judged is None:
        for finding in drawn:
            shown = [finding.key, finding.place.name, finding.place.detail]
            print(json.dumps([*shown, *finding.evidence[:2]], ensure_ascii=False))
        return
    print(json.dumps({"machine": machine()}, ensure_ascii=False))
    print(json.dumps(precision(drawn, _judged(given.judged))))


def draw(folder: Path, known: frozenset[str], size: int) -> Iterator[Finding]:
    """Yield so many places, each with one of the documents that name it."""
    found: dict[str, list[Finding]] = defaultdict(list)
    gazetteer, analyser = Gazetteer(), open_analyser()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        one = complete(
            read_original(OriginalFile(path, path.name), EXTRACTORS), path.name
        )
        analysis = analyser.analyse(one.extraction, one.metadata)
        mentions = [m for m in analysis.mentions if m.kind == "place" and m.entity_id]
        for entity in analysis.entities:
            if entity.kind == "place" and entity.name not in known:
                text = one.extraction.text
                why = tuple(_evidence(entity, mentions, text, gazetteer))
                key = f"{entity.id} {path.as_posix().rpartition('/')[2]}"
                digest = hashlib.sha256(key.encode()).hexdigest()[:12]
                found[entity.id].append(Finding(entity, path, digest, why))
    rng = random.Random(3)
    places = sorted(found)
    for place in rng.sample(places, min(size, len(places))):
        yield rng.choice(found[place])


def _evidence(
    entity: Entity, mentions: Sequence[Mention], text: str, gazetteer: Gazetteer
) -> Iterator[str]:
    """Yield the mentions that make a filter on the place find the document."""
    for mention in mentions:
        place = gazetteer.place(mention.entity_id or "")
        heirs = gazetteer.successors(place) if place else ()
        around = [a for p in (place, *heirs) if p for a in (p, *gazetteer.ancestors(p))]
        if entity.id == mention.entity_id or entity.id in {p.id for p in around}:
            before = text[max(0, mention.start - AROUND) : mention.start]
            after = text[mention.end : mention.end + AROUND]
            yield f"{before}【{mention.surface}】{after}".replace("\n", "/")


def precision(
    drawn: Sequence[Finding], judged: Mapping[str, bool]
) -> dict[str, float | int | list[float]]:
    """Return the share of judged findings that are right, with Wilson's interval."""
    marks = [judged[f.key] for f in drawn if f.key in judged]
    n, right = len(marks), sum(marks)
    share = right / n if n else 0.0
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n) if n else 0.0
    reach = (
        Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        if n
        else 0.0
    )
    interval = [round(middle - reach, 3), round(min(1.0, middle + reach), 3)]
    return {"judged": n, "right": right, "precision": share, "interval": interval}


def _known(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8").splitlines()
    return frozenset(json.loads(line)["place"] for line in lines)


def _judged(path: Path) -> dict[str, bool]:
    lines = (line.split() for line in path.read_text("utf-8").splitlines())
    return {key: verdict == "right" for key, verdict in lines}


if __name__ == "__main__":
    main()
