"""How well are judged searches answered, as the search page answers them?

    python -m benchmarks.judged_search SET --documents FOLDER... [--run FILE]
                                       [--compare FILE] [--json FILE]

SET is ``samples`` or ``administrative`` (in ``benchmarks/judged_sets``) or a folder
with queries.tsv and qrels.tsv, where a document goes by its file name or SHA-256. The
documents are taken in once, with recognition, into an archive that the next run finds
again. Searches are typed ones: keywords want all words, questions the best, fields
and former names count. Where nothing is found the reader is offered another query;
what following it gives is counted apart.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from archive.settings import StoreSettings
from archive.store import Store, open_store
from benchmarks.judged import JudgedSet, read_judged, read_run, scored, write_run
from benchmarks.judged_report import compare, figures
from benchmarks.kept_index import CACHE
from benchmarks.machine import corpus_hash, machine
from indexer.assembly import index_format, open_reader, open_search
from indexer.engine import Hit
from indexer.fold import fold_query
from indexer.search import SearchService, TypedSearch

SETS = Path(__file__).parent / "judged_sets"
DEPTH = 100
_NOT_DOCUMENTS = ("MANIFEST.csv", "README.md", ".build")


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    folder = Path(asked.set)
    judged = read_judged(folder if folder.is_dir() else SETS / asked.set)
    files = _files(asked.documents)
    data = _kept_archive(files, asked.keep)
    store = open_store(data, StoreSettings(), name_key=fold_query)
    service = open_search(data, store, open_reader(data))
    began = time.perf_counter()
    typed = _run(service, judged, _Names(store, judged), follow=False)
    seconds = time.perf_counter() - began
    measured = {"as typed": figures(judged, typed, seconds)}
    print("with the query that is offered where nothing is found:")
    followed = _run(service, judged, _Names(store, judged), follow=True)
    measured["followed"] = figures(judged, followed, seconds)
    _print_kinds(judged, typed)
    if asked.run:
        write_run(asked.run, {judged.name: typed})
    if asked.compare:
        compare(judged, read_run(asked.compare).get(judged.name, {}), typed)
    if asked.json:
        corpus = {"files": len(files), "hash": corpus_hash(files)}
        result = {"machine": machine(), "corpus": corpus, judged.name: measured}
        text = json.dumps(result, ensure_ascii=False, indent=1)
        asked.json.write_text(text + "\n", "utf-8")


class _Names:
    """Names documents as the judgements do."""

    def __init__(self, store: Store, judged: JudgedSet) -> None:
        wanted = frozenset().union(*judged.answers.values())
        self._names = {}
        for listed in store.document_names(visible=None):
            found = store.document(listed.id, visible=None)
            by_hash = found.sha256 in wanted
            self._names[listed.id] = found.sha256 if by_hash else found.name

    def of(self, hits: Sequence[Hit]) -> list[str]:
        """Return the names of hits in order."""
        return ["_".join(self._names[h.document_id].split()) for h in hits]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set")
    parser.add_argument("--documents", nargs="+", type=Path, required=True)
    parser.add_argument("--keep", type=Path, default=CACHE, help="where archives are")
    parser.add_argument("--run", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _files(folders: Sequence[Path]) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not any(part in _NOT_DOCUMENTS for part in path.parts)
    )


def _kept_archive(files: Sequence[Path], keep: Path) -> Path:
    """Return the data folder that holds these files, made if it is absent."""
    digest = hashlib.sha256(index_format().encode())
    for path in files:
        digest.update(f"{path}{path.stat().st_size}".encode())
    data = keep / f"archive-{digest.hexdigest()[:16]}"
    if not data.exists():
        draft = data.with_suffix(".new")
        command = [sys.executable, "-m", "web.main", "add", *map(str, files)]
        subprocess.run(
            [*command, "--data", str(draft), "--json"],
            check=False,
            stdout=subprocess.DEVNULL,
        )
        draft.rename(data)
    return data


def _run(
    service: SearchService, judged: JudgedSet, names: _Names, *, follow: bool
) -> dict[str, list[str]]:
    runs = {}
    for key, query in judged.questions.items():
        answer = service.search(TypedSearch(query, limit=DEPTH), visible=None)
        if follow and not answer.page.hits and answer.suggestion:
            again = TypedSearch(answer.suggestion, limit=DEPTH)
            answer = service.search(again, visible=None)
        runs[key] = names.of(answer.page.hits)
    return runs


def _print_kinds(judged: JudgedSet, run: dict[str, list[str]]) -> None:
    """Print success by kind of question, which its id begins with, and the misses."""
    found = scored(judged, run, "success@5")
    kinds: dict[str, list[float]] = {}
    for key, value in found.items():
        kinds.setdefault(key.partition("-")[0], []).append(value)
    for kind, values in kinds.items():
        print(f"  {kind:9} {sum(values):.0f} of {len(values)}")
    for key, value in found.items():
        if not value:
            print(f"  missed: {judged.questions[key]}（{len(run[key])} found）")


if __name__ == "__main__":
    main()
