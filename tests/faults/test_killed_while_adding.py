"""Is everything acknowledged kept, and nothing half there, after a SIGKILL?"""

import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.model import DocumentId
from archive.store import Store
from archive.verify import verify
from tests.archive import store_samples as samples
from tests.faults.killed_adder import content

ROOT = Path(__file__).parents[2]
# The first points are opening and the very first document; the others anywhere.
POINTS = [*range(1, 9), *random.Random(2026).sample(range(9, 800), 20)]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, list[str]]]:
    """Give for each round its folder and the lines its process printed."""
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-m", "tests.faults.killed_adder", str(folder)]
    printed = subprocess.run(
        [*command, *map(str, POINTS)], cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout.decode()
    lines: dict[str, list[str]] = defaultdict(list)
    for line in printed.splitlines():
        lines[line.split(" ", 1)[0]].append(line)
    yield {folder / str(n): lines[str(n)] for n in range(len(POINTS))}


def test_some_rounds_were_killed_early_and_some_late(
    rounds: dict[Path, list[str]],
) -> None:
    counts = [len(lines) for lines in rounds.values()]

    assert min(counts) == 0
    assert max(counts) > 5


def test_everything_acknowledged_is_there_with_the_right_bytes(
    rounds: dict[Path, list[str]],
) -> None:
    for folder, lines in rounds.items():
        with closing(samples.opened(folder)) as store:
            for line in lines:
                _, number, document_id = line.split(" ")
                document = store.document(document_id, visible=None)
                with store.blobs.open(document.sha256) as original:
                    assert original.read() == content(int(number)).encode()
                if document.state == "readable":
                    read = store.extraction(document_id, visible=None)
                    assert read.text == content(int(number))


def test_nothing_is_half_there(rounds: dict[Path, list[str]]) -> None:
    for folder in rounds:
        with closing(samples.opened(folder)) as store:
            assert verify(store, actor="示例员").findings == ()


def test_whatever_waits_to_be_read_is_queued(rounds: dict[Path, list[str]]) -> None:
    for folder in rounds:
        with closing(samples.opened(folder)) as store:
            store.requeue_running_jobs()

            assert waiting(store) >= {
                document.id
                for document in store.documents(visible=None, limit=1000)
                if document.state == "received"
            }


def waiting(store: Store) -> set[DocumentId]:
    jobs = store.jobs(visible=None, limit=1000)
    return {job.document_id for job in jobs if job.state == "waiting"}


def test_the_sweep_leaves_only_recorded_originals(
    rounds: dict[Path, list[str]],
) -> None:
    swept = 0
    for folder in rounds:
        with closing(samples.opened(folder)) as store:
            swept += store.sweep()
            held = {blob.sha256 for _, blob in store.originals()}
        files = {p.name for p in (folder / "originals").glob("*/*")}
        assert files == held

    assert swept > 0


def test_what_was_sent_without_an_answer_can_be_sent_again(
    rounds: dict[Path, list[str]],
) -> None:
    for folder, lines in rounds.items():
        with closing(samples.opened(folder)) as store:
            held = {blob.sha256 for _, blob in store.originals()}
            said = samples.acknowledged(store, content(len(lines)))

            assert said.is_duplicate == (said.sha256 in held)
            assert store.document(said.document_id, visible=None).sha256 == said.sha256
