"""Does a reader see a page as it looked, with the found words marked on it?"""

import html
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from archive.model import DocumentId, Extraction, Metadata, Notice, Page, Source
from archive.ocr import is_available, present_reader
from archive.page_readings import PageReading, ReadLine
from archive.receive import Reader, extracted
from archive.render.office import OfficePrinter
from archive.sandbox import Sandbox
from archive.sniff import DOCX
from archive.versions import Extracted
from tests.archive import store_samples
from tests.web.archive_parts import Archive
from web.shown_pages import ShownPages

SAMPLE = next(
    (Path(__file__).parents[3] / "sample_docs/handover").glob("高兴镇党委书记*.pdf")
)


@pytest.fixture
def book(archive: Archive) -> str:
    """The sample's words under an invented document of the public collection."""
    held = archive.hold("占位")
    with SAMPLE.open("rb") as stream:
        blob = archive.store.blobs.keep(stream, limit_bytes=None)
    with Sandbox(processes=1) as sandbox:
        path = Path(archive.store.blobs.path(blob.sha256))
        read = Reader(sandbox).read_file(path, SAMPLE.name)
    source = Source(SAMPLE.name, SAMPLE.name, store_samples.NOON, "示例员")
    document = archive.store.document(held, visible=None)
    archive.store.replace_original(blob, source, extracted(document.id, read))
    return held


def test_a_page_is_sent_as_an_image_and_kept(archive: Archive, book: str) -> None:
    reader = archive.as_role("reader")
    former = archive.folder / "pages" / "former"
    former.mkdir(parents=True)

    first = reader.get(f"/api/documents/{book}/pages/1.png?width=200")
    again = reader.get(f"/api/documents/{book}/pages/1.png?width=200")

    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG") and again.content == first.content
    assert not former.exists() and len(list(former.parent.iterdir())) == 1
    assert reader.get(f"/api/documents/{book}/pages/99.png").status_code == 404


def test_a_page_shows_its_words_and_its_neighbours(archive: Archive, book: str) -> None:
    reader = archive.as_role("reader")

    page = reader.get(f"/documents/{book}/pages/1").text

    assert f"/api/documents/{book}/pages/1.png" in page
    assert "本页文字" in page and "高兴镇" in page
    assert f'rel="next" href="/documents/{book}/pages/2"' in page
    assert 'rel="prev"' not in page
    assert reader.get(f"/documents/{book}/pages/0").status_code == 404
    document = reader.get(f"/documents/{book}").text
    assert f'href="/documents/{book}/pages/1' in document


def test_a_page_past_the_end_tells_how_many_there_are(
    archive: Archive, book: str
) -> None:
    answer = archive.as_role("reader").get(f"/documents/{book}/pages/500")

    assert answer.status_code == 404
    assert re.search(r"这份文献共 \d+ 页，没有第 500 页", answer.text)
    assert f'href="/documents/{book}"' in answer.text


def test_a_quotation_is_marked_where_it_stands(archive: Archive, book: str) -> None:
    text = archive.store.extraction(book, visible=None).text
    start = text.index("交接")

    page = archive.as_role("reader").get(
        f"/documents/{book}/pages/1", params={"start": start, "end": start + 2}
    )

    assert len(re.findall(r'<rect class="quoted"', page.text)) == 1


def test_hidden_documents_show_no_page(archive: Archive, book: str) -> None:
    stranger = archive.as_role("reader", "内部")

    assert stranger.get(f"/documents/{book}/pages/1").status_code == 404
    assert stranger.get(f"/api/documents/{book}/pages/1.png").status_code == 404


def test_a_text_has_no_page_images(archive: Archive) -> None:
    held = archive.hold("示例县通知")
    reader = archive.as_role("reader")

    assert reader.get(f"/documents/{held}/pages/1").status_code == 404
    assert "看原样" not in reader.get(f"/documents/{held}").text


def scanned(archive: Archive, *, is_read: bool = True) -> str:
    """A picture that lies on its side, read by OCR or not."""
    held = archive.hold("占位")
    picture = io.BytesIO()
    Image.new("RGB", (400, 200), "white").save(picture, "PNG")
    blob = archive.store.blobs.keep_many([picture.getvalue()], limit_bytes=None)[0]
    source = Source("扫描.png", "扫描.png", store_samples.NOON, "示例员")
    blank = Extraction("none", "1", "image/png", "")
    read = Extracted(DocumentId(held), blank, Metadata())
    archive.store.replace_original(blob, source, read)
    if is_read:
        line = ReadLine(0, 6, (0.1, 0.1, 0.7, 0.2), 0.99, (), False, (99,) * 5 + (40,))
        reading = PageReading(1, 2.0, 1, "示例县通知书", (line,))
        archive.store.page_readings.record(blob.sha256, "ocr 示例", reading, pages=1)
        text = Extraction(
            "ocr", "示例", "image/png", "示例县通知书\n", (Page(1, 0, 7),)
        )
        archive.store.record_extraction(DocumentId(held), text, Metadata())
    return held


def test_a_scan_is_shown_upright_with_marks_where_words_were_read(
    archive: Archive,
) -> None:
    held = scanned(archive)
    reader = archive.as_role("reader")

    page = reader.get(f"/documents/{held}/pages/1?start=0&end=3").text

    assert 'viewBox="0 0 1000 2000.0"' in page and "已转正" in page
    quoted = '<rect class="quoted" x="100.0" y="200.0" width="300.0" height="200.0"/>'
    assert quoted in page
    image = reader.get(re.findall(r'href="(/api/[^"]*png[^"]*)"', page)[0])
    assert image.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(image.content)).size == (200, 400)


def test_what_ocr_was_not_sure_of_is_shown(archive: Archive) -> None:
    held = scanned(archive)
    reader = archive.as_role("reader")

    page = reader.get(f"/documents/{held}/pages/1").text
    document = reader.get(f"/documents/{held}").text

    assert page.count('<rect class="unsure"') == 1
    for shown in (page, document):
        assert '<span class="unsure">书</span>' in shown
        assert "把握不大" in shown


def test_a_scan_without_text_is_shown_and_may_be_tried_again(archive: Archive) -> None:
    held = scanned(archive, is_read=False)
    before = archive.store.extraction(held, visible=None)
    failed = replace(before, warnings=(Notice("ocr_failed", {"code": "damaged"}),))
    archive.store.record_extraction(DocumentId(held), failed, Metadata())
    archivist = archive.as_role("archivist")

    assert "还没有读出文字" in archivist.get(f"/documents/{held}/pages/1").text
    assert "再识别一次" in archivist.get(f"/documents/{held}").text
    assert "再识别一次" not in archive.as_role("reader").get(f"/documents/{held}").text
    again = archivist.post(
        f"/documents/{held}/reading", data={"next": ""}, follow_redirects=False
    )

    assert again.status_code == 303
    assert archive.store.document(held, visible=None).warnings == ()


def test_words_of_the_text_lie_on_the_image_to_be_selected(
    archive: Archive, book: str
) -> None:
    extraction = archive.store.extraction(book, visible=None)

    page = archive.as_role("reviewer").get(f"/documents/{book}/pages/1").text

    layer = re.findall(r'<text data-o="(\d+)"[^>]*>([^<]*)</text>', page)
    assert len(layer) > 10
    for start, words in layer:
        shown = html.unescape(words)
        assert extraction.text[int(start) : int(start) + len(shown)] == shown
    first = extraction.pages[0]
    placed = sum(len(words.strip()) for _, words in layer)
    said = len("".join(extraction.text[first.start : first.end].split()))
    assert placed >= 0.95 * said
    assert "data-do-cite" in page
    assert (
        "data-do-cite"
        not in archive.as_role("reader").get(f"/documents/{book}/pages/1").text
    )


def test_the_page_of_the_hit_opens_first(archive: Archive, book: str) -> None:
    reader = archive.as_role("reader")
    second = archive.store.extraction(book, visible=None).pages[1]
    quoted = {"start": second.start + 1, "end": second.start + 3}

    def page_at(**asked: str | int) -> str:
        answer = reader.get(
            f"/documents/{book}/pages/at", params=asked, follow_redirects=False
        )
        assert answer.status_code == 303
        return answer.headers["location"].partition("?")[0]

    assert page_at(**quoted) == f"/documents/{book}/pages/2"
    assert page_at(page="3") == f"/documents/{book}/pages/3"
    assert page_at() == f"/documents/{book}/pages/1"


def office_file(archive: Archive, program: str | None) -> str:
    held = archive.hold("占位")
    blob = archive.store.blobs.keep_many([b"PK"], limit_bytes=None)[0]
    source = Source("通知.docx", "通知.docx", store_samples.NOON, "示例员")
    text = "高兴镇党委书记离任交接书\n"
    read = Extracted(DocumentId(held), Extraction("docx", "1", DOCX, text), Metadata())
    archive.store.replace_original(blob, source, read)
    state = archive.app.state
    printer = OfficePrinter(archive.folder / "printed", program=program)
    state.shown_pages = ShownPages(archive.store, state.page_images, printer)
    return held


def test_without_libreoffice_the_page_leads_to_the_text(archive: Archive) -> None:
    held = office_file(archive, None)
    reader = archive.as_role("reader")

    page = reader.get(f"/documents/{held}/pages/at").text

    assert "需要在服务器上安装 LibreOffice" in page
    assert f'href="/documents/{held}"' in page
    assert f'href="/documents/{held}/pages/at"' in reader.get(f"/documents/{held}").text


def test_a_printed_file_is_shown_with_its_words(
    archive: Archive, tmp_path: Path
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nmkdir out; cp '{SAMPLE}' out/page.pdf\n")
    program.chmod(0o755)
    held = office_file(archive, str(program))
    reader = archive.as_role("reader")

    page = reader.get(f"/documents/{held}/pages/1?start=0&end=3").text

    assert len(re.findall('<rect class="quoted"', page)) == 1
    image = reader.get(f"/api/documents/{held}/pages/1.png?width=100")
    assert image.headers["content-type"] == "image/png"
    at = reader.get(f"/documents/{held}/pages/at", follow_redirects=False)
    assert at.headers["location"] == f"/documents/{held}/pages/1"


def test_the_pages_to_look_at_are_named_in_the_list(archive: Archive) -> None:
    held = scanned(archive)
    read = archive.store.extraction(held, visible=None)
    doubtful = replace(read, warnings=(Notice("doubtful_pages", {"pages": "1、12"}),))
    archive.store.record_extraction(DocumentId(held), doubtful, Metadata())

    listed = archive.as_role("archivist").get("/holdings?shelf=doubtful").text

    for number in (1, 12):
        assert f'href="/documents/{held}/pages/{number}">第{number}页</a>' in listed


def test_how_far_reading_is_is_told_page_by_page(archive: Archive) -> None:
    held = scanned(archive, is_read=False)
    sha256 = archive.store.document(held, visible=None).sha256
    reading = PageReading(1, 1.4)
    archive.store.page_readings.record(sha256, present_reader(), reading, pages=12)
    archivist = archive.as_role("archivist")

    assert "第 1/12 页" in archivist.get("/holdings?shelf=stored").text
    assert ("第 1/12 页" in archivist.get(f"/documents/{held}").text) == is_available()
