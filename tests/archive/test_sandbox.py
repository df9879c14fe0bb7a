import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.errors import (
    DamagedFile,
    EmptyFile,
    ExtractionCrashed,
    ExtractionTimedOut,
    ExtractionTooLarge,
    RefusedFile,
)
from archive.extract.base import ExtractorEntry, OriginalFile
from archive.sandbox import Sandbox
from archive.sandbox_frames import Limits

TEXT = "示例县交接清单"
HERE = Path(__file__).parent


@pytest.fixture
def original(tmp_path: Path) -> OriginalFile:
    path = tmp_path / "清单.txt"
    path.write_text(TEXT, "utf-8")
    return OriginalFile(path, path.name)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def hostile(name: str, limits: Limits | None = None, processes: int = 1) -> Sandbox:
    entry = ExtractorEntry(f"hostile_extractors:{name}", frozenset({"text/plain"}))
    return Sandbox(
        limits=limits, processes=processes, entries=[entry], import_folders=[HERE]
    )


def test_a_text_comes_back_as_read(sandbox: Sandbox, original: OriginalFile) -> None:
    extraction = sandbox.extract(original)
    assert extraction.text == TEXT
    assert extraction.encoding == "utf-8"
    assert extraction.media_type == "text/plain"


def test_a_refusal_keeps_its_kind_and_facts(sandbox: Sandbox, tmp_path: Path) -> None:
    blank = tmp_path / "blank.txt"
    blank.write_text(" \n\t", "utf-8")
    with pytest.raises(EmptyFile):
        sandbox.extract(OriginalFile(blank, blank.name))
    cut = tmp_path / "cut.docx"
    cut.write_bytes(b"PK\x03\x04" + b"[Content_Types].xml word/document.xml")
    with pytest.raises(DamagedFile) as caught:
        sandbox.extract(OriginalFile(cut, cut.name))
    assert "wordprocessingml" in str(caught.value.details["media_type"])


def test_a_hanging_file_costs_only_itself(
    original: OriginalFile, tmp_path: Path
) -> None:
    hanging = tmp_path / "hanging.txt"
    hanging.write_text("挂起", "utf-8")
    with hostile("Hanging", Limits(wall_seconds=1)) as sandbox:
        with pytest.raises(ExtractionTimedOut):
            sandbox.extract(OriginalFile(hanging, hanging.name))
        assert sandbox.extract(original).text == TEXT


@pytest.mark.parametrize(
    ("name", "limits", "error"),
    [
        ("Spinning", Limits(cpu_seconds=0, wall_seconds=20), ExtractionTimedOut),
        ("Swelling", Limits(memory_bytes=256 << 20), ExtractionTooLarge),
        ("Dying", Limits(), ExtractionCrashed),
        ("Failing", Limits(), ExtractionCrashed),
    ],
)
def test_what_goes_wrong_in_a_reading_process_is_named(
    original: OriginalFile, name: str, limits: Limits, error: type[RefusedFile]
) -> None:
    with hostile(name, limits) as sandbox:
        for _ in range(2):
            with pytest.raises(error):
                sandbox.extract(original)


def test_an_answer_over_the_limit_is_too_large(original: OriginalFile) -> None:
    with (
        Sandbox(limits=Limits(answer_bytes=20)) as sandbox,
        pytest.raises(ExtractionTooLarge),
    ):
        sandbox.extract(original)


def test_a_reading_process_can_neither_connect_nor_write_nor_run(
    original: OriginalFile,
) -> None:
    with hostile("Escaping") as sandbox:
        assert sandbox.extract(original).text == "connect write run remove"
    assert original.path.exists()


def test_a_pdf_that_inflates_beyond_its_memory_is_refused(
    original: OriginalFile, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(pdf_bomb(400 << 20))
    limits = Limits(memory_bytes=192 << 20)
    with Sandbox(limits=limits, processes=1) as sandbox:
        with pytest.raises(RefusedFile):
            sandbox.extract(OriginalFile(bomb, bomb.name))
        assert sandbox.extract(original).text == TEXT


def test_threads_share_the_processes(tmp_path: Path) -> None:
    originals = []
    for number in range(40):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{TEXT}{number}", "utf-8")
        originals.append(OriginalFile(path, path.name))
    with Sandbox(processes=2) as sandbox, ThreadPoolExecutor(4) as threads:
        read = list(threads.map(sandbox.extract, originals))
    assert [e.text for e in read] == [f"{TEXT}{number}" for number in range(40)]


def pdf_bomb(size_bytes: int) -> bytes:
    """Return a one-page PDF whose content stream inflates to ``size_bytes``."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(size_bytes >> 20))
    packed += packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (len(packed), packed),
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF" % (table, len(body))
    )
