"""Does a reader see a page as it looked, with the found words marked on it?"""

import re
from pathlib import Path

import pytest

from archive.model import Page, Source
from archive.receive import Reader, extracted
from archive.sandbox import Sandbox
from tests.archive import store_samples
from tests.web.archive_parts import Archive
from web.pages.page_view import wanted_words

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

    first = reader.get(f"/api/documents/{book}/pages/1.png?width=200")
    again = reader.get(f"/api/documents/{book}/pages/1.png?width=200")

    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG") and again.content == first.content
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
    assert "看原页图像" not in reader.get(f"/documents/{held}").text


@pytest.mark.parametrize(
    ("start", "end", "occurrence"), [(0, 2, 0), (5, 8, 1), (8, 10, 2)]
)
def test_which_of_equal_words_is_meant_is_counted_without_space(
    start: int, end: int, occurrence: int
) -> None:
    text = "交接，和，交\n接交接"

    wanted = wanted_words(text, Page(1, 0, len(text)), (start, end))

    assert (wanted.words, wanted.occurrence) == ("交接", occurrence)
