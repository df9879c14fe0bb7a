"""Does a scan get its text, later and without harm to what is held?"""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from archive.extract.base import OriginalFile
from archive.model import Document, Extraction, Given, Metadata
from archive.ocr import (
    OCR_ENTRIES,
    OCR_LIMITS,
    is_available,
    is_unread_scan,
    present_reader,
    reader_name,
)
from archive.ocr.reading import ScanReader, alone_in, read_again
from archive.page_readings import ReadingProgress
from archive.sandbox import Sandbox
from archive.store import Arrival, Store
from tests.archive import store_samples as samples

pytestmark = pytest.mark.skipif(not is_available(), reason="the extra ocr is missing")

SAMPLE = next(
    (Path(__file__).parents[2] / "sample_docs/handover").glob("高兴镇党委书记*.pdf")
)


@pytest.fixture(scope="module")
def scan() -> bytes:
    """The head of a sample's first page, as a picture at 200 dots an inch."""
    document = pypdfium2.PdfDocument(SAMPLE)
    page = document[0]
    pixels = page.render(scale=200 / 72, rev_byteorder=True).to_numpy()[..., :3]
    top = Image.fromarray(pixels[290:1000])
    page.close()
    document.close()
    written = io.BytesIO()
    top.save(written, "PNG")
    return written.getvalue()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(limits=OCR_LIMITS, processes=1, entries=OCR_ENTRIES) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(samples.opened(tmp_path / "data")) as opened:
        yield opened


def stored(store: Store, content: bytes, media_type: str = "image/png") -> Document:
    blob = store.blobs.keep(io.BytesIO(content), limit_bytes=None)
    arrival = Arrival(blob, samples.source("扫描.png"), Given(), "全宗一")
    (said,) = store.acknowledge_many([arrival], claim_jobs=False)
    blank = Extraction("none", "1", media_type, "")
    store.record_extraction(said.document_id, blank, Metadata())
    return store.document(said.document_id, visible=None)


def test_a_scan_is_read_once_and_becomes_readable(
    store: Store, sandbox: Sandbox, scan: bytes
) -> None:
    document = stored(store, scan)
    assert is_unread_scan(document)

    read = list(ScanReader(store, sandbox).read_all())

    assert read == [document.id]
    found = store.document(document.id, visible=None)
    extraction = store.extraction(document.id, visible=None)
    assert found.state == "readable"
    assert "高委交〔2017〕2号" in extraction.text.replace(" ", "")
    assert "高兴镇党委书记离任交接书" in extraction.text
    assert extraction.extractor == "ocr"
    assert extraction.pages[0].end == len(extraction.text)
    (notice,) = extraction.warnings
    assert notice.code == "read_by_ocr"
    assert list(ScanReader(store, sandbox).read_all()) == []


def test_a_picture_that_cannot_be_read_is_tried_once(
    store: Store, sandbox: Sandbox
) -> None:
    document = stored(store, b"\x89PNG\r\n\x1a\nnothing")

    assert list(ScanReader(store, sandbox).read_all()) == [document.id]
    assert list(ScanReader(store, sandbox).read_all()) == []
    found = store.document(document.id, visible=None)
    assert found.state == "stored"
    assert [notice.code for notice in found.warnings] == ["ocr_failed"]


def test_reading_stops_when_it_is_over(store: Store, sandbox: Sandbox) -> None:
    stored(store, b"\x89PNG\r\n\x1a\nnothing")

    assert list(ScanReader(store, sandbox).read_all(lambda: True)) == []


def test_what_holds_words_or_no_picture_is_no_unread_scan(store: Store) -> None:
    text = store.document(samples.readable(store), visible=None)
    archive = stored(store, b"PK", "application/zip")

    assert not is_unread_scan(text)
    assert not is_unread_scan(archive)


def test_reading_goes_on_with_the_page_where_it_stopped(
    store: Store, sandbox: Sandbox, scan: bytes
) -> None:
    written = io.BytesIO()
    with Image.open(io.BytesIO(scan)) as picture:
        top = picture.convert("RGB").crop((0, 0, picture.width, 200))
        top.save(written, "TIFF", save_all=True, append_images=[top, top])
    document = stored(store, written.getvalue(), "image/tiff")
    told: list[tuple[int, int]] = []

    def page_read(number: int, pages: int) -> None:
        told.append((number, pages))

    reader = ScanReader(store, sandbox, page_read=page_read)
    assert list(reader.read_all(lambda: len(told) == 2)) == []
    progress = store.page_readings.progress([document.sha256], present_reader())
    assert progress == {document.sha256: ReadingProgress(2, 3)}
    assert list(reader.read_all()) == [document.id]

    assert told == [(1, 3), (2, 3), (3, 3)]
    assert len(store.extraction(document.id, visible=None).pages) == 3


def test_lines_stand_where_they_were_read(
    store: Store, sandbox: Sandbox, scan: bytes
) -> None:
    document = stored(store, scan)
    list(ScanReader(store, sandbox).read_all())

    extraction = store.extraction(document.id, visible=None)
    name = reader_name(extraction.extractor, extraction.extractor_version)
    (reading,) = store.page_readings.readings(document.sha256, name)
    assert extraction.text == reading.text + "\n"
    at = reading.text.index("高兴镇党委书记离任交接书")
    (line,) = [one for one in reading.lines if one.start <= at < one.end]
    left, top, right, bottom = line.box
    # Centred below the number, in the upper part of the picture.
    assert abs((left + right) / 2 - 0.5) < 0.03 and 0 < top < bottom < 0.5
    assert line.confidence > 0.9
    boxes = list(line.character_boxes())
    widths = [box[2] - box[0] for box in boxes]
    assert max(widths) < 1.5 * min(widths)


def test_a_page_on_its_side_is_read_upright(
    sandbox: Sandbox, scan: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "侧放.png"
    with Image.open(io.BytesIO(scan)) as picture:
        head = picture.crop((300, 0, picture.width - 300, 200))
        head.rotate(90, expand=True).save(path)

    reading, count = sandbox.read_page(OriginalFile(path, path.name), 1)

    assert reading is not None and count == 1
    assert reading.turns == 3
    assert reading.ratio == pytest.approx(head.height / head.width)
    assert "高委交〔2017〕" in reading.text


def test_what_failed_is_tried_again_when_a_person_says_so(
    store: Store, sandbox: Sandbox
) -> None:
    document = stored(store, b"\x89PNG\r\n\x1a\nnothing")
    reader = ScanReader(store, sandbox)
    list(reader.read_all())

    read_again(store, store.document(document.id, visible=None))

    assert is_unread_scan(store.document(document.id, visible=None))
    assert list(reader.read_all()) == [document.id]


def test_one_process_reads_scans_at_a_time(tmp_path: Path) -> None:
    with alone_in(tmp_path) as first, alone_in(tmp_path) as second:
        assert (first, second) == (True, False)
    with alone_in(tmp_path) as again:
        assert again


def test_a_pdf_of_pictures_is_read_page_by_page(
    sandbox: Sandbox, scan: bytes, tmp_path: Path
) -> None:
    with Image.open(io.BytesIO(scan)) as picture:
        pages = [picture.convert("RGB").crop((0, 0, picture.width, 300))] * 2
        path = tmp_path / "扫描.pdf"
        pages[0].save(path, "PDF", save_all=True, append_images=pages[1:])

    extraction = sandbox.extract(OriginalFile(path, path.name))

    assert len(extraction.pages) == 2
    assert extraction.text.count("高委交") == 2
