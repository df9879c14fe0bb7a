"""How well are names and officials recognised in labelled administrative passages?

    python -m benchmarks.passages [--texts FOLDER...] [--show]

The labels (``tests/labelled/passages.jsonl``, guide in ``docs/annotation.md``) hold
no text: a passage is the SHA-256 of its file and a span, a name is a span, its kind
and a hash. Files are looked for in the sample documents and in the folders given;
what is not found is left out and counted. Strict F1 of the outermost mentions, for
the passages that rules were made with (dev) and for those never looked at (unseen),
with 95 % intervals from 1000 resamples of passages. Officials: name, title and
organisation together. ``--show`` prints what is wrong in the first part only.
"""

import argparse
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.extract import EXTRACTORS
from archive.extract.base import OriginalFile
from archive.model import Analysis, OfficialFound, PostHeld
from archive.receive import complete
from archive.sandbox_worker import read_original
from benchmarks.machine import machine
from indexer.analysis import Analyser, open_analyser

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "tests" / "labelled" / "passages.jsonl"
KINDS = ("person", "place", "organisation", "post")
RESAMPLES = 1000
Mark = tuple[int, int, str]
Tally = tuple[int, int, int]
"""Right, said, labelled."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled passage; names of officials are hashed."""

    document: str
    part: str
    start: int
    end: int
    spans: frozenset[Mark]
    officials: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a file, and what is recognised in it."""

    text: str
    analysis: Analysis


def main() -> None:
    """Print one line of JSON for each part and kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    passages = list(labelled(given.labels))
    reads = read([ROOT / "sample_docs", *given.texts], passages, open_analyser())
    print(json.dumps({"machine": machine()}, ensure_ascii=False))
    for part in ("dev", "unseen"):
        here = [p for p in passages if p.part == part and p.document in reads]
        missing = sum(p.part == part for p in passages) - len(here)
        print(json.dumps({"part": part, "passages": len(here), "missing": missing}))
        for kind, tallies in scored(here, reads).items():
            shown = {"part": part, "kind": kind, **_figures(tallies)}
            print(json.dumps(shown, ensure_ascii=False))
    if given.show:
        for passage in passages:
            if passage.part == "dev" and passage.document in reads:
                _show(passage, reads[passage.document])


def labelled(path: Path) -> Iterator[Passage]:
    """Yield the passages of a label file."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Passage(
            row["document"],
            row["part"],
            row["start"],
            row["end"],
            frozenset((start, end, kind) for start, end, kind, _ in row["spans"]),
            tuple((name, title, organ) for name, title, organ in row["officials"]),
        )


def hashed(surface: str) -> str:
    """Return what stands for a name in the label file."""
    return hashlib.sha256(surface.encode()).hexdigest()[:12]


def read(
    folders: Iterable[Path], passages: Iterable[Passage], analyser: Analyser
) -> Mapping[str, Read]:
    """Return every labelled file that lies in the folders, by its SHA-256."""
    wanted = {passage.document for passage in passages}
    reads: dict[str, Read] = {}
    for path in sorted(p for f in folders for p in f.rglob("*") if p.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in wanted and digest not in reads:
            file = OriginalFile(path, path.name)
            one = complete(read_original(file, EXTRACTORS), path.name)
            analysis = analyser.analyse(one.extraction, one.metadata)
            reads[digest] = Read(one.extraction.text, analysis)
    return reads


def scored(
    passages: Sequence[Passage], reads: Mapping[str, Read]
) -> Mapping[str, list[Tally]]:
    """Return by kind what each passage counts."""
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for passage in passages:
        one = reads[passage.document]
        said = mentions(passage, one.analysis)
        for kind in KINDS:
            wanted = {s for s in passage.spans if s[2] == kind}
            given = {s for s in said if s[2] == kind}
            right = len(wanted & given)
            tallies[kind].append((right, len(given), len(wanted)))
        right, wrong = officials(passage, one.analysis)
        tallies["official"].append((right, right + len(wrong), len(passage.officials)))
    return tallies


def mentions(passage: Passage, analysis: Analysis) -> set[Mark]:
    """Return the outermost mentions of the four kinds in the passage."""
    inside = {
        (m.start, m.end, str(m.kind))
        for m in analysis.mentions
        if m.kind in KINDS and passage.start <= m.start and m.end <= passage.end
    }
    return {m for m in inside if not any(_holds(o, m) for o in inside)}


def _holds(outer: Mark, inner: Mark) -> bool:
    wider = outer[1] - outer[0] > inner[1] - inner[0]
    return wider and outer[0] <= inner[0] and inner[1] <= outer[1]


def officials(
    passage: Passage, analysis: Analysis
) -> tuple[int, list[tuple[OfficialFound, PostHeld]]]:
    """Return how many labelled officials were found, and those said beside them.

    A post counts once a document, so a labelled one may have its evidence elsewhere;
    what is said is wrong only where its evidence lies in the passage.
    """
    pairs = [(o, post) for o in analysis.officials for post in o.posts]
    known = {one for one in passage.officials for p in pairs if _is(one, *p)}
    wrong = [
        (official, post)
        for official, post in pairs
        if post.evidence
        and passage.start <= post.evidence.start < passage.end
        and not any(_is(one, official, post) for one in passage.officials)
    ]
    return len(known), wrong


def _is(
    labelled: tuple[str, str, str], official: OfficialFound, post: PostHeld
) -> bool:
    """Tell if it is the labelled one; its organisation may be written out fuller."""
    name, title, organ = labelled
    said = post.organisation or post.place or ""
    writings = {hashed(said[i:]) for i in range(len(said) or 1)}
    return (
        hashed(official.name) == name
        and hashed(post.title) == title
        and organ in writings
    )


def _figures(tallies: Sequence[Tally]) -> dict[str, object]:
    rng = random.Random(7)
    again = sorted(_f1(rng.choices(tallies, k=len(tallies))) for _ in range(RESAMPLES))
    right, said, wanted = map(sum, zip(*tallies, strict=True))
    return {
        "f1": round(_f1(tallies), 3),
        "interval": [round(again[int(RESAMPLES * q)], 3) for q in (0.025, 0.975)],
        "right": right,
        "said": said,
        "labelled": wanted,
    }


def _f1(tallies: Sequence[Tally]) -> float:
    right, said, wanted = map(sum, zip(*tallies, strict=True))
    return 2 * right / (said + wanted) if said + wanted else 1.0


def _show(passage: Passage, one: Read) -> None:
    said = mentions(passage, one.analysis)
    words = partial(_words, one.text)
    wrong = [
        [o.name, p.title, p.organisation, p.place, p.status]
        for o, p in officials(passage, one.analysis)[1]
    ]
    found = officials(passage, one.analysis)[0]
    shown = {
        "document": passage.document[:12],
        "start": passage.start,
        "missed": words(passage.spans - said),
        "wrong": words(said - passage.spans),
        "officials missed": len(passage.officials) - found,
        "officials wrong": wrong,
    }
    if any(list(shown.values())[2:]):
        print(json.dumps(shown, ensure_ascii=False))


def _words(text: str, marks: Iterable[Mark]) -> list[str]:
    return [f"{text[start:end]} {kind}" for start, end, kind in sorted(marks)]


if __name__ == "__main__":
    main()
