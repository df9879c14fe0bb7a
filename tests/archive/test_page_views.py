"""Is a page shown as it looked, and are words found where they stand?"""

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.render.base import PageRequest, PageView
from archive.render.png import png
from archive.sandbox import Sandbox

SAMPLE = Path(__file__).parents[2] / "sample_docs/handover"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(processes=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def book() -> OriginalFile:
    path = next(SAMPLE.glob("高兴镇*.pdf"))
    return OriginalFile(path, path.name)


def viewed(sandbox: Sandbox, file: OriginalFile, request: PageRequest) -> PageView:
    view = sandbox.page(file, request)
    assert view is not None
    return view


def size_of(image: bytes) -> tuple[int, int]:
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", image[16:24])
    return width, height


def test_a_page_has_the_width_asked_for(sandbox: Sandbox, book: OriginalFile) -> None:
    view = viewed(sandbox, book, PageRequest(1, 600))

    width, height = size_of(view.image)
    assert abs(width - 600) <= 1
    assert abs(height / width - view.ratio) < 0.01


def test_a_page_is_never_larger_than_is_good_for_memory(
    sandbox: Sandbox, book: OriginalFile
) -> None:
    width, _ = size_of(viewed(sandbox, book, PageRequest(1, 1_000_000)).image)

    assert width <= 2400


def test_characters_come_with_where_they_stand(
    sandbox: Sandbox, book: OriginalFile
) -> None:
    view = viewed(sandbox, book, PageRequest(1, with_characters=True))

    assert view.image == b"" and view.pages > 1
    assert len(view.characters) == len(view.boxes) > 100
    assert "高兴镇" in view.characters and " " not in view.characters
    for left, top, right, bottom in view.boxes:
        assert 0 <= left <= right <= 1
        assert 0 <= top <= bottom <= 1


def test_a_page_is_turned_to_the_left(sandbox: Sandbox, book: OriginalFile) -> None:
    upright = viewed(sandbox, book, PageRequest(1, 300))
    turned = viewed(sandbox, book, PageRequest(1, 300, turns=1))

    width, height = size_of(turned.image)
    assert abs(width - 300) <= 1 and height < width
    assert turned.ratio == pytest.approx(1 / upright.ratio)


def picture_file(folder: Path, name: str, **options: Any) -> OriginalFile:
    """Two pictures, the first twice as wide as high, in one file where it can."""
    pages = [Image.new("RGB", (400, 200), "white"), Image.new("L", (100, 300), "grey")]
    path = folder / name
    if path.suffix == ".tiff":
        options |= {"save_all": True, "append_images": pages[1:]}
    pages[0].save(path, **options)
    return OriginalFile(path, name)


@pytest.mark.parametrize("name", ["一.png", "一.jpg", "一.bmp", "一.tiff"])
def test_a_picture_is_shown_and_never_enlarged(
    sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    file = picture_file(tmp_path, name)

    small = viewed(sandbox, file, PageRequest(1, 100))
    large = viewed(sandbox, file, PageRequest(1, 2000))

    assert small.ratio == large.ratio == 0.5
    assert small.media_type == "image/webp"
    sizes = [Image.open(io.BytesIO(one.image)).size for one in (small, large)]
    assert sizes == [(100, 50), (400, 200)]


def test_every_page_of_a_tiff_is_shown(sandbox: Sandbox, tmp_path: Path) -> None:
    file = picture_file(tmp_path, "一.tiff")

    second = viewed(sandbox, file, PageRequest(2, 50, turns=1))

    assert second.pages == 2
    assert Image.open(io.BytesIO(second.image)).size == (50, 17)
    assert sandbox.page(file, PageRequest(3, 50)) is None


def test_a_photograph_stands_as_its_camera_says(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = picture_file(tmp_path, "一.jpg", exif=exif)

    assert viewed(sandbox, file, PageRequest(1)).ratio == 2.0


def test_a_page_that_is_not_there_is_none(
    sandbox: Sandbox, book: OriginalFile, tmp_path: Path
) -> None:
    text = tmp_path / "通知.txt"
    text.write_text("示例", "utf-8")

    assert sandbox.page(book, PageRequest(0, 100)) is None
    assert sandbox.page(book, PageRequest(999, 100)) is None
    assert sandbox.page(OriginalFile(text, text.name), PageRequest(1, 100)) is None


def test_a_file_that_is_no_whole_pdf_is_refused(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    damaged = tmp_path / "坏.pdf"
    damaged.write_bytes(b"%PDF-1.7\nnothing")

    with pytest.raises(DamagedFile):
        sandbox.page(OriginalFile(damaged, damaged.name), PageRequest(1, 100))


@pytest.mark.parametrize("is_grey", [True, False])
def test_pixels_come_back_from_a_png(is_grey: bool) -> None:
    pixels = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    if is_grey:
        pixels[..., 1] = pixels[..., 2] = pixels[..., 0]

    image = png(pixels)

    assert size_of(image) == (7, 5)
    (length,) = struct.unpack(">I", image[33:37])
    rows = np.frombuffer(zlib.decompress(image[41 : 41 + length]), np.uint8)
    rows = rows.reshape(5, -1)
    assert set(rows[:, 0]) == {2}
    plain = np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8)
    channels = 1 if is_grey else 3
    assert (plain.reshape(5, 7, channels) == pixels[..., :channels]).all()
