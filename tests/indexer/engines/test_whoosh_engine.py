"""What the Whoosh engine does beyond the contract: merging, crashes, damage."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from whoosh import index, query

from archive.model import DocumentId, Position
from indexer.engine import IndexedDocument, SearchEngine, SearchRequest, Sort
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.engine import (
    JOINED_AT_LEAST,
    WhooshEngine,
    WhooshReader,
)
from indexer.errors import IndexDamaged
from indexer.query import Everything, Literal
from tests.contracts.corpora import asked, document, named

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
FLUSHES = 60
TOO_LARGE = (
    JOINED_AT_LEAST * 3 // 4,
    JOINED_AT_LEAST * 3 // 20,
    JOINED_AT_LEAST * 3 // 20,
)
"""Documents in segments that a flush does not join any more."""


def sample(rng: random.Random, key: str) -> IndexedDocument:
    """A short invented document of random words."""
    words = rng.choices(
        ("交接", "清单", "污水处理站", "县长", "未结事项", "2024"), k=12
    )
    return document(
        key,
        "，".join(words),
        title=rng.choice((None, "交接清单", "县长任免")),
        collection=rng.choice(("公开", "机要")),
        issued_on=rng.choice((None, "2012", "2013-05", "2014-06-07")),
        values={"place": named(*rng.sample(("甲县", "乙县", "丙市"), k=2))},
    )


def fill_both(engines: tuple[SearchEngine, SearchEngine], rng: random.Random) -> None:
    """Add, replace and remove over many flushes."""
    keys: list[str] = []
    for position in range(1, FLUSHES + 1):
        fresh = [f"d{len(keys) + i:04d}" for i in range(rng.choice((1, 2, 7)))]
        keys += fresh
        changed = [sample(rng, key) for key in (*fresh, rng.choice(keys))]
        gone = [changed[-1].id] if position % 3 == 0 else []
        for engine in engines:
            engine.replace(changed)
            engine.remove(gone)
            engine.flush(Position(position))


def test_answers_stay_the_same_while_segments_are_joined(tmp_path: Path) -> None:
    memory = MemoryEngine()
    with closing(WhooshEngine(tmp_path)) as engine:
        fill_both((memory, engine), random.Random(7))
    assert len(list(tmp_path.glob("*.columns"))) < FLUSHES // 3
    reader = WhooshReader(tmp_path)
    for sort in SORTS:
        for asked_for in (Everything(), asked("交接 县长"), Literal("站，县", "站,县")):
            request = SearchRequest(asked_for, sort=sort, limit=7)
            for visible in (None, frozenset({"公开"})):
                assert reader.search(request, visible=visible) == memory.search(
                    request, visible=visible
                )


def test_large_segments_are_joined_by_a_flush_of_nothing(tmp_path: Path) -> None:
    def files() -> int:
        return len(list(tmp_path.glob("*.columns")))

    large, small = JOINED_AT_LEAST * 3 // 4, JOINED_AT_LEAST * 3 // 20
    with closing(WhooshEngine(tmp_path)) as engine:
        for name, size in (("a", large), ("b", small), ("c", small)):
            engine.replace([document(f"{name}{n}", "交接") for n in range(size)])
            engine.flush(Position(1))
        assert files() == 2
        before = engine.search(SearchRequest(asked("交接")), visible=None)
        engine.flush(engine.position())
        assert files() == 1
        assert engine.search(SearchRequest(asked("交接")), visible=None) == before


def test_segments_are_joined_in_the_background_while_documents_come_and_go(
    tmp_path: Path,
) -> None:
    rng = random.Random(11)
    memory, large, small = MemoryEngine(), TOO_LARGE[0], TOO_LARGE[1]
    first = [sample(rng, f"a{number:04d}") for number in range(sum(TOO_LARGE))]
    batches = [
        (first[:large], ["a0003"]),
        (first[large:-small], []),
        (first[-small:], []),
        ([sample(rng, "a0001"), sample(rng, "b0001")], ["a0007", "a0400"]),
    ]
    with closing(WhooshEngine(tmp_path)) as engine:
        for position, (changed, gone) in enumerate(batches, 1):
            if position == len(batches):
                engine.tidy()
            for each in (memory, engine):
                each.replace(changed)
                each.remove([DocumentId(one) for one in gone])
                each.flush(Position(position))
        assert len(list(tmp_path.glob("*.columns"))) == 3
        for process in multiprocessing.active_children():
            process.join()
        engine.tidy()
        assert len(list(tmp_path.glob("*.columns"))) == 2
        assert not list(tmp_path.glob("joining-*"))
    for reader in (WhooshReader(tmp_path), WhooshEngine(tmp_path)):
        for sort in SORTS:
            request = SearchRequest(asked("交接 县长"), sort=sort, limit=50)
            found = reader.search(request, visible=None)
            assert found == memory.search(request, visible=None)
    with index.open_dir(str(tmp_path)).searcher() as searcher:
        assert searcher.doc_count() == memory_total(memory)


def memory_total(memory: MemoryEngine) -> int:
    return memory.search(SearchRequest(Everything()), visible=None).total


def test_a_joining_that_cannot_end_changes_nothing(tmp_path: Path) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        for position, size in enumerate(TOO_LARGE, 1):
            keys = [f"{position}-{number}" for number in range(size)]
            engine.replace([document(key, "交接") for key in keys])
            engine.flush(Position(position))
        before = engine.search(SearchRequest(asked("交接")), visible=None)
        engine.tidy()
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        engine.tidy()
        assert engine.search(SearchRequest(asked("交接")), visible=None) == before
        assert not list(tmp_path.glob("joining-*"))


JOINER = """
import multiprocessing, os, shutil, signal, sys
from contextlib import closing
from itertools import count
from pathlib import Path
from archive.model import Position
from indexer.engine import SearchRequest
from indexer.engines.whoosh.engine import WhooshEngine
from tests.contracts.corpora import asked, document
from tests.indexer.engines.test_whoosh_engine import TOO_LARGE

CALLS = {"open", "write", "fsync", "replace", "rename", "unlink", "rmdir", "close"}
folder, kept = Path(sys.argv[1]), Path(sys.argv[2])

def killer(point):
    points = count(1)

    def watch(_, event, called):
        if event in ("c_call", "c_return"):
            if getattr(called, "__name__", "") in CALLS and next(points) == point:
                os.kill(os.getpid(), signal.SIGKILL)

    return watch

def take_over_until_killed(engine, point):
    child = os.fork()
    if child == 0:
        sys.setprofile(killer(point))
        # Whether a process is over may only be asked by the one that started it.
        engine._take_over(engine._joining)
        os._exit(0)
    return os.waitpid(child, 0)[1]

if __name__ == "__main__":
    engine = WhooshEngine(folder)
    for position, size in enumerate(TOO_LARGE, 1):
        keys = [f"{position}-{number}" for number in range(size)]
        engine.replace([document(key, "交接") for key in keys])
        engine.flush(Position(position))
    engine.tidy()
    engine.remove(["1-5"])
    engine.flush(Position(4))
    for process in multiprocessing.active_children():
        process.join()
    shutil.copytree(folder, kept)
    for point in count(1, 2):
        status = take_over_until_killed(engine, point)
        with closing(WhooshEngine(folder)) as other:
            found = other.search(SearchRequest(asked("交接")), visible=None)
            files = len(list(folder.glob("*.columns")))
            drafts = len(list(folder.glob("joining-*")))
            print(found.total, int(other.position()), files, drafts, flush=True)
        if status == 0:
            break
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
"""


def test_a_writer_killed_at_any_step_of_a_take_over_leaves_a_whole_index(
    tmp_path: Path,
) -> None:
    script, folder = tmp_path / "joiner.py", tmp_path / "index"
    script.write_text(JOINER, "utf-8")
    folder.mkdir()
    command = [sys.executable, str(script), str(folder), str(tmp_path / "kept")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    said = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    total = sum(TOO_LARGE) - 1

    assert said[0] == f"{total} 4 2 0"
    assert said[-1] == f"{total} 4 1 0"
    assert len(said) > 5
    assert set(said) == {said[0], said[-1]}


def test_a_reader_sees_each_flush_of_a_writer(tmp_path: Path) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.flush(Position(0))
        reader = WhooshReader(tmp_path)
        for number in range(1, 4):
            engine.replace([document(f"d{number}", "交接清单")])
            engine.flush(Position(number))
            found = reader.search(SearchRequest(Everything()), visible=None)
            assert (found.total, reader.position()) == (number, number)


def test_a_stock_whoosh_reads_the_words(tmp_path: Path) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.replace([document("d1", "交接清单"), document("d2", "县长")])
        engine.flush(Position(1))
        engine.remove([document("d2", "").id])
        engine.flush(Position(2))
    with index.open_dir(str(tmp_path)).searcher() as searcher:
        hits = searcher.search(query.Every())
        assert [hit["id"] for hit in hits] == ["d1"]
        assert searcher.search(query.Term("words", "交接")).scored_length() == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from archive.model import Position
from indexer.engines.whoosh import engine as module
from tests.contracts.corpora import document

engine = module.WhooshEngine(Path(sys.argv[1]))
engine.replace([document("d1", "交接清单")])
engine.flush(Position(1))
engine.replace([document("d1", "县长"), document("d2", "交接清单")])

def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)

class Dying(module.WhooshEngine):
    _commit = die
    if sys.argv[2] == "columns":
        _with_segment = die

engine.__class__ = Dying
engine.flush(Position(2))
"""


@pytest.mark.parametrize("moment", ["columns", "manifest"])
def test_a_writer_killed_in_a_flush_leaves_the_last_one(
    tmp_path: Path, moment: str
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path), moment]
    ended = subprocess.run(command, cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == -signal.SIGKILL
    with closing(WhooshEngine(tmp_path)) as engine:
        assert engine.position() == 1
        found = engine.search(SearchRequest(asked("交接清单")), visible=None)
        assert [hit.document_id for hit in found.hits] == ["d1"]
        engine.replace([document("d1", "县长"), document("d2", "交接清单")])
        engine.flush(Position(2))
        found = engine.search(SearchRequest(asked("交接清单")), visible=None)
        assert [hit.document_id for hit in found.hits] == ["d2"]


@pytest.mark.parametrize("keep", [0, 7, 100, -1])
def test_cut_columns_are_reported_as_damage(tmp_path: Path, keep: int) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.replace([document("d1", "交接清单")])
        engine.flush(Position(1))
    (path,) = tmp_path.glob("*.columns")
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(IndexDamaged):
        WhooshReader(tmp_path)


def test_an_unreadable_manifest_is_reported_as_damage(tmp_path: Path) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.flush(Position(1))
    (tmp_path / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(IndexDamaged):
        WhooshReader(tmp_path)


def test_a_flipped_bit_of_any_column_is_found_by_looking_closely(
    tmp_path: Path,
) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.replace([document("d1", "交接清单\n县长", title="清单")])
        engine.flush(Position(1))
    (path,) = tmp_path.glob("*.columns")
    whole = path.read_bytes()
    for name, (kind, offset, length, _) in Columns(path).directory.items():
        if length:
            at = offset + length * np.dtype(kind).itemsize // 2
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            reader = WhooshReader(tmp_path)
            with pytest.raises(IndexDamaged, match=name):
                reader.verify()
            with pytest.raises(IndexDamaged):
                WhooshEngine(tmp_path)


def test_a_text_that_cannot_be_read_is_damage(tmp_path: Path) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.replace([document("d1", "交接清单")])
        engine.flush(Position(1))
    (path,) = tmp_path.glob("*.columns")
    whole = path.read_bytes()
    at = Columns(path).offset("text.bytes")
    path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
    reader = WhooshReader(tmp_path)
    with pytest.raises(IndexDamaged):
        reader.search(SearchRequest(Everything()), visible=None)


def test_a_changed_manifest_is_damage(tmp_path: Path) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.flush(Position(1))
    manifest = tmp_path / "manifest.json"
    body = manifest.read_bytes().replace(b'"position": 1', b'"position": 9')
    manifest.write_bytes(body)
    with pytest.raises(IndexDamaged):
        WhooshReader(tmp_path)
