"""Are originals kept whole, once, and swept only when nobody needs them?"""

import hashlib
import io
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.blobs import FolderBlobs
from archive.errors import (
    EmptyFile,
    FileTooLarge,
    StorageFailure,
    UnreadablePath,
)
from archive.model import Sha256
from tests.archive import store_samples as samples


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock")


def none_held() -> frozenset[Sha256]:
    return frozenset()


@contextmanager
def file_size_limit(size_bytes: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@given(content=st.binary(min_size=1, max_size=3000))
@settings(derandomize=True, deadline=None, max_examples=30)
def test_bytes_out_are_bytes_in(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    with closing(FolderBlobs(tmp_path_factory.mktemp("originals"))) as blobs:
        one = blobs.keep(io.BytesIO(content), limit_bytes=None)
        (many,) = blobs.keep_many([content], limit_bytes=None)

        assert one == many
        assert one.sha256 == hashlib.sha256(content).hexdigest()
        assert one.size_bytes == len(content)
        with blobs.open(one.sha256) as original:
            assert original.read() == content
        assert Path(blobs.path(one.sha256)).read_bytes() == content


def test_an_original_is_one_read_only_file(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    kept = [blobs.keep(io.BytesIO(b"same"), limit_bytes=None) for _ in range(2)]
    blobs.keep_many([b"same", b"same"], limit_bytes=None)

    (file,) = files(tmp_path)
    assert file.name == kept[0].sha256 == kept[1].sha256
    assert file.stat().st_mode & 0o222 == 0


def test_a_rotten_original_is_mended_by_sending_it_again(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    blob = blobs.keep(io.BytesIO(b"whole"), limit_bytes=None)
    file = blobs.file(blob.sha256)
    file.unlink()
    file.write_bytes(b"wh")

    blobs.keep(io.BytesIO(b"whole"), limit_bytes=None)

    assert file.read_bytes() == b"whole"


def test_an_empty_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)

    with pytest.raises(EmptyFile):
        blobs.keep(io.BytesIO(b""), limit_bytes=None)
    with pytest.raises(EmptyFile):
        blobs.keep_many([b"one", b""], limit_bytes=None)

    assert files(tmp_path) == []


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)

    with pytest.raises(FileTooLarge) as caught:
        blobs.keep(io.BytesIO(b"x" * 11), limit_bytes=10)
    with pytest.raises(FileTooLarge):
        blobs.keep_many([b"one", b"x" * 11], limit_bytes=10)

    assert caught.value.details["limit_bytes"] == 10
    assert files(tmp_path) == []
    assert blobs.keep(io.BytesIO(b"x" * 10), limit_bytes=10).size_bytes == 10


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise OSError(5, "the stick was pulled out")

    blobs = FolderBlobs(tmp_path)

    with pytest.raises(UnreadablePath):
        blobs.keep(io.BufferedReader(Broken()), limit_bytes=None)

    assert files(tmp_path) == []


def test_a_failing_write_is_a_storage_failure_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    blobs = FolderBlobs(tmp_path)
    blobs.keep(io.BytesIO(b"before"), limit_bytes=None)

    with file_size_limit(4096):
        with pytest.raises(StorageFailure) as one:
            blobs.keep(io.BytesIO(b"x" * 10_000), limit_bytes=None)
        with pytest.raises(StorageFailure) as many:
            blobs.keep_many([b"small", b"y" * 10_000], limit_bytes=None)

    assert one.value.details["reason"] == many.value.details["reason"] == "EFBIG"
    names = {file.name for file in files(tmp_path)}
    assert names <= {hashlib.sha256(text).hexdigest() for text in (b"before", b"small")}


def test_a_missing_original_is_a_storage_failure(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure):
        FolderBlobs(tmp_path).open(Sha256("ab" * 32))


def test_the_sweep_removes_leftovers_and_keeps_what_is_held(tmp_path: Path) -> None:
    with closing(FolderBlobs(tmp_path)) as before:
        held = before.keep(io.BytesIO(b"held"), limit_bytes=None)
        before.keep(io.BytesIO(b"unrecorded"), limit_bytes=None)
    (tmp_path / "incoming" / "half").write_bytes(b"unrec")

    removed = FolderBlobs(tmp_path).sweep(lambda: frozenset({held.sha256}))

    assert removed == 2
    assert [file.name for file in files(tmp_path)] == [held.sha256]


def test_nothing_is_swept_while_anybody_may_be_about_to_record(tmp_path: Path) -> None:
    keeper, sweeper = FolderBlobs(tmp_path), FolderBlobs(tmp_path)
    blob = keeper.keep(io.BytesIO(b"about to be recorded"), limit_bytes=None)

    assert sweeper.sweep(none_held) == 0
    assert keeper.sweep(none_held) == 0
    keeper.open(blob.sha256).close()

    keeper.close()
    assert sweeper.sweep(none_held) == 1


KEEPER = """
import io, sys
from pathlib import Path
from archive.blobs import FolderBlobs
FolderBlobs(Path(sys.argv[1])).keep(io.BytesIO(b"kept elsewhere"), limit_bytes=None)
print("kept", flush=True)
sys.stdin.read()
"""


def test_another_process_that_keeps_holds_off_the_sweep_until_it_ends(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", KEEPER, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == "kept\n"
        blobs = FolderBlobs(tmp_path)

        assert blobs.sweep(none_held) == 0
        keeper.kill()
        keeper.wait()
        assert blobs.sweep(none_held) == 1


def test_a_store_sweeps_only_what_it_has_no_record_of(tmp_path: Path) -> None:
    with closing(samples.opened(tmp_path)) as store:
        said = samples.acknowledged(store)
        store.blobs.keep(io.BytesIO(b"never acknowledged"), limit_bytes=None)

    with closing(samples.opened(tmp_path)) as store:
        assert store.sweep() == 1
        store.blobs.open(said.sha256).close()
