"""Which new terms are found in a folder of texts, and at what cost?

    python -m benchmarks.new_terms FOLDER... [--top N] [--json FILE]

Every .txt and .md file counts as a document. Prints how many characters were read,
processor seconds and memory, and the best candidates with their figures, for a person
to judge: nothing tells a term from a phrase but reading. Known are the dictionary of
the segmenter, the shipped glossary and the gazetteer, as for an archive without names.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.encoding import decode
from benchmarks.machine import corpus_hash, machine
from indexer.fold import fold_query
from indexer.gazetteer import Gazetteer
from indexer.segment import open_dictionary
from indexer.terms.glossary import Glossary
from indexer.terms.mining import Candidate, mine

_ENDINGS = (".txt", ".md")
_ACROSS = 5


def main() -> None:
    """Mine, measure and print."""
    asked = _arguments()
    files = [f for folder in asked.folders for f in _files(folder)]
    with tempfile.TemporaryDirectory() as cache:
        dictionary = open_dictionary(Path(cache))
        gazetteer, glossary = Gazetteer(), Glossary()

        def is_known(word: str) -> bool:
            folded = fold_query(word)
            return (
                dictionary.has(folded)
                or folded in glossary.writings
                or bool(gazetteer.named(folded) or gazetteer.townships_named(folded))
            )

        texts = list(_texts(files))
        began = time.process_time()
        found = mine(texts, is_known=is_known, tags=dictionary.tags)
        seconds = time.process_time() - began
    figures = {
        "documents": len(texts),
        "megabytes": round(sum(len(t.encode()) for t in texts) / 1e6, 1),
        "cpu_seconds": round(seconds, 2),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "candidates": len(found),
    }
    print("  ".join(f"{name} {value}" for name, value in figures.items()))
    _print(found[: asked.top])
    if asked.json:
        kept = {"machine": machine(), "corpus": corpus_hash(files), **figures}
        asked.json.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--top", type=int, default=100)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.suffix in _ENDINGS)


def _texts(files: Sequence[Path]) -> Iterator[str]:
    for file in files:
        yield decode(file.read_bytes()).text


def _print(found: Sequence[Candidate]) -> None:
    for start in range(0, len(found), _ACROSS):
        row = found[start : start + _ACROSS]
        print("  ".join(f"{c.text} {c.count}/{c.documents}" for c in row))


if __name__ == "__main__":
    main()
