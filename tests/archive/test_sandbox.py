"""A bad file costs only itself: extractors that hang, swell, crash or misbehave."""

import os
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    ExtractionCrashed,
    ExtractionTimedOut,
    ExtractionTooLarge,
    RefusedFile,
    UnsupportedFormat,
)
from archive.extract.base import ExtractorEntry, OriginalFile
from archive.model import DocumentId
from archive.sandbox import Sandbox
from archive.sandbox_frames import Limits
from archive.sniff import PLAIN, sniff
from tests.archive.compound_samples import compound_file

LIMITS = Limits(wall_seconds=2, cpu_seconds=2, memory_bytes=256 * 1024 * 1024)

ILL_BEHAVED = """
import os, socket, time
from pathlib import Path
from archive.extract.base import OriginalFile
from archive.extract.text import TextExtractor

class IllBehaved(TextExtractor):
    def extract(self, original: OriginalFile):
        word = original.path.read_text("utf-8").strip()
        if word == "hang":
            time.sleep(60)
        elif word == "spin":
            while True:
                pass
        elif word == "swell":
            held = [bytes(1 << 20) for _ in range(10_000)]
        elif word == "await":
            Path(original.name).read_text("utf-8")
        elif word == "die":
            os._exit(3)
        elif word == "call":
            socket.create_connection(("127.0.0.1", 9))
        elif word == "write":
            Path(original.name).write_text("x", "utf-8")
        elif word == "defect":
            raise KeyError("our own fault")
        return super().extract(original)
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    folder = tmp_path_factory.mktemp("extractors")
    (folder / "ill_behaved.py").write_text(ILL_BEHAVED, "utf-8")
    entry = ExtractorEntry("ill_behaved:IllBehaved", frozenset({PLAIN}))
    with Sandbox(
        limits=LIMITS, processes=1, entries=[entry], import_folders=[folder]
    ) as opened:
        yield opened


def extract(sandbox: Sandbox, folder: Path, content: bytes, name: str = "a.txt") -> str:
    path = folder / "original"
    path.write_bytes(content)
    return sandbox.extract(OriginalFile(path, name)).text


@pytest.mark.parametrize(
    ("word", "error"),
    [
        (b"hang", ExtractionTimedOut),
        (b"spin", ExtractionTimedOut),
        (b"swell", ExtractionTooLarge),
        (b"die", ExtractionCrashed),
        (b"call", ExtractionCrashed),
        (b"write", ExtractionCrashed),
        (b"defect", ExtractionCrashed),
    ],
)
def test_only_the_bad_file_is_refused(
    sandbox: Sandbox, tmp_path: Path, word: bytes, error: type[RefusedFile]
) -> None:
    with pytest.raises(error):
        extract(sandbox, tmp_path, word, name=str(tmp_path / "written.txt"))
    assert not (tmp_path / "written.txt").exists()
    assert extract(sandbox, tmp_path, "下一份示例".encode()) == "下一份示例"


def test_a_child_is_used_again_for_good_files(sandbox: Sandbox, tmp_path: Path) -> None:
    extract(sandbox, tmp_path, "甲".encode())
    before = _children()
    for text in ("乙", "丙", "丁"):
        assert extract(sandbox, tmp_path, text.encode()) == text
    assert _children() == before


def test_a_warm_child_reads_the_first_file(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.warm()
    before = _children()
    assert extract(sandbox, tmp_path, "甲".encode()) == "甲"
    assert _children() == before


def _children() -> set[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text("utf-8").split()}


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "空.txt", EmptyFile),
        (" \n\t\u3000".encode(), "空白.txt", EmptyFile),
        (bytes(range(256)) * 40, "二进制.txt", UnsupportedFormat),
        (b"\x7fELF" + bytes(100), "程序.pdf", None),
        (b"%PDF-1.4\n1 0 obj\n<<", "截断.pdf", DamagedFile),
        (b"PK\x03\x04" + bytes(50), "截断.docx", DamagedFile),
        (compound_file({"EncryptedPackage": bytes(99)}), "加密.docx", EncryptedFile),
    ],
)
def test_what_the_shipped_extractors_refuse(
    tmp_path: Path, content: bytes, name: str, error: type[RefusedFile] | None
) -> None:
    with Sandbox(limits=LIMITS) as shipped:
        if error is None:
            assert extract(shipped, tmp_path, content, name) == ""
        else:
            with pytest.raises(error):
                extract(shipped, tmp_path, content, name)


def test_a_file_is_found_whatever_encoding_its_name_is_in(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("示例.txt".encode("gb18030"))
    path.write_text("示例", "utf-8")
    with Sandbox(limits=LIMITS) as shipped:
        assert shipped.extract(OriginalFile(path, "示例.txt")).text == "示例"


def test_a_pdf_that_inflates_without_end_is_refused(tmp_path: Path) -> None:
    stream = zlib.compress(b" " * (400 * 1024 * 1024), 9)
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    body += b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += (
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    )
    body += b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(stream)
    body += stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    with Sandbox(limits=LIMITS) as shipped, pytest.raises(RefusedFile):
        extract(shipped, tmp_path, body, "炸弹.pdf")


def test_a_file_whose_ending_lies_is_read_with_a_remark(tmp_path: Path) -> None:
    path = tmp_path / "original"
    path.write_text("<html><body><p>示例</p></body></html>", "utf-8")
    with Sandbox(limits=LIMITS) as shipped:
        found = shipped.extract(OriginalFile(path, "页面.doc"))
    assert found.text == "示例\n"
    assert [warning.code for warning in found.warnings] == ["mislabelled"]


def test_an_answer_over_the_limit_is_too_large(tmp_path: Path) -> None:
    with (
        Sandbox(limits=Limits(answer_bytes=20)) as shipped,
        pytest.raises(ExtractionTooLarge),
    ):
        extract(shipped, tmp_path, "示例县交接清单".encode())


def test_threads_share_the_processes(tmp_path: Path) -> None:
    originals = []
    for number in range(40):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"示例县交接清单{number}", "utf-8")
        originals.append(OriginalFile(path, path.name))
    with Sandbox(processes=2) as shipped, ThreadPoolExecutor(4) as threads:
        read = list(threads.map(shipped.extract, originals))
    assert [e.text for e in read] == [f"示例县交接清单{number}" for number in range(40)]


def test_only_the_reading_for_the_cancelled_document_is_interrupted(
    tmp_path: Path,
) -> None:
    (tmp_path / "ill_behaved.py").write_text(ILL_BEHAVED, "utf-8")
    entry = ExtractorEntry("ill_behaved:IllBehaved", frozenset({PLAIN}))
    same = tmp_path / "original"
    same.write_text("await", "utf-8")
    pipes = [tmp_path / "甲.txt", tmp_path / "乙.txt"]
    for pipe in pipes:
        os.mkfifo(pipe)
    with (
        Sandbox(entries=[entry], import_folders=[tmp_path]) as sandbox,
        ThreadPoolExecutor(2) as threads,
    ):
        cancelled, other = (
            threads.submit(
                sandbox.extract, OriginalFile(same, str(pipe), DocumentId(pipe.stem))
            )
            for pipe in pipes
        )
        # Opened once their readers have, so both are read now.
        with pipes[0].open("w"), pipes[1].open("w"):
            sandbox.interrupt({DocumentId("甲")})
            with pytest.raises(ExtractionCrashed):
                cancelled.result()
        assert other.result().text == "await"


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        (
            "From: a@example\nSubject: 交接\nMIME-Version: 1.0\n\n正文",
            "message/rfc822",
        ),
        ("Subject: 交接\nDate: 三月五日\nTo: 各乡镇\n\n正文", PLAIN),
    ],
)
def test_only_a_message_as_sent_is_mail(
    tmp_path: Path, text: str, media_type: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert sniff(path, path.name) == media_type
