"""Is a page of an OFD drawn where its own coordinates say?"""

import io
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree
from PIL import Image

from archive.errors import DamagedFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.ofd_runs import IDENTITY
from archive.ocr.drawn import painted
from archive.pictures import inked
from archive.render.base import PageRequest, PageView
from archive.render.drawing import Drawing, DrawnPath
from archive.render.ofd import OfdRenderer
from archive.render.ofd_objects import MOST_PIECES, Budget, Resources
from archive.render.ofd_objects import drawn as marks_of
from archive.render.ofd_seals import seal_picture
from tests.archive.ofd_samples import NS, page, sample_parts, text, write_ofd

SVG = "{http://www.w3.org/2000/svg}"


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (4, 2), "red").save(written, "PNG")
    return written.getvalue()


def test_the_white_of_a_stamp_is_clear_and_its_ink_is_not() -> None:
    stamp = Image.new("RGB", (2, 1), "white")
    stamp.putpixel((1, 0), (230, 0, 0))
    written = io.BytesIO()
    stamp.save(written, "PNG")
    clear = Image.open(io.BytesIO(inked(written.getvalue())))
    assert [clear.getpixel((x, 0)) for x in (0, 1)] == [
        (255, 255, 255, 0),
        (230, 0, 0, 255),
    ]


def viewed(path: Path, parts: Mapping[str, str | bytes], number: int = 1) -> PageView:
    file = OriginalFile(write_ofd(path, parts), path.name)
    view = OfdRenderer().view(file, PageRequest(number, 900, with_characters=True))
    assert view is not None
    return view


def drawn(path: Path, parts: Mapping[str, str | bytes]) -> ElementTree.Element:
    return ElementTree.fromstring(viewed(path, parts).image)


def test_words_stand_where_the_page_says(tmp_path: Path) -> None:
    view = viewed(tmp_path / "一.ofd", sample_parts())

    assert view.media_type == "image/svg+xml" and view.pages == 2
    assert view.ratio == pytest.approx(297 / 210)
    at = view.characters.index("关于示例")
    left, top, right, bottom = view.boxes[at]
    assert left == pytest.approx(10 / 210) and right == pytest.approx(14 / 210)
    assert top < 34 / 297 < bottom
    assert "示例县人民政府文件" in view.characters
    assert "示例章" in view.characters


def test_the_image_holds_the_words_each_at_its_place(tmp_path: Path) -> None:
    root = drawn(tmp_path / "一.ofd", sample_parts())

    words = {one.text: one for one in root.iter(f"{SVG}text")}
    assert words["的通知"].get("x") == "0 4 8"
    assert words["的通知"].get("transform") == "matrix(1 0 0 1 60 30)"


def test_paths_and_pictures_are_drawn(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = dict(sample_parts())
    path = (
        '<ofd:PathObject Boundary="10 20 50 5" Fill="true" Stroke="false">'
        '<ofd:FillColor Value="255 0 0"/><ofd:AbbreviatedData>'
        "M 0 0 L 5 0 B 1 1 2 2 3 3 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    image = '<ofd:ImageObject ResourceID="5" Boundary="1 2 30 40"/>'
    parts["Doc_0/Pages/p0.xml"] = page(path + image)
    parts["Doc_0/res.xml"] = (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedia ID="5"><ofd:MediaFile>'
        "a.png</ofd:MediaFile></ofd:MultiMedia></ofd:Res>"
    )
    parts["Doc_0/Res/a.png"] = picture()

    root = drawn(tmp_path / "一.ofd", parts)

    (line,) = root.iter(f"{SVG}path")
    assert line.get("d") == "M0 0L5 0C1 1 2 2 3 3Z"
    assert (line.get("fill"), line.get("stroke")) == ("#ff0000", None)
    (shown,) = root.iter(f"{SVG}image")
    assert shown.get("transform") == "matrix(30 0 0 40 1 2)"
    assert str(shown.get("href")).startswith("data:image/webp;base64,")


def der(tag: int, content: bytes) -> bytes:
    assert len(content) < 0x10000
    return bytes([tag, 0x82]) + len(content).to_bytes(2, "big") + content


def test_a_seal_is_put_where_its_signature_says(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = dict(sample_parts())
    seal = der(0x30, der(0x16, b"ES") + der(0x30, der(0x16, b"PNG") + der(4, b"?")))
    seal = seal.replace(der(4, b"?"), der(4, picture()))
    value = der(0x30, der(0x16, b"PNG") + der(0x04, picture()))
    parts["OFD.xml"] = str(parts["OFD.xml"]).replace(
        "</ofd:DocBody>", "<ofd:Signatures>/S/list.xml</ofd:Signatures></ofd:DocBody>"
    )
    parts["Doc_0/Document.xml"] = str(parts["Doc_0/Document.xml"]).replace(
        "<ofd:Page BaseLoc='Pages/p0.xml'/>",
        "<ofd:Page ID='1' BaseLoc='Pages/p0.xml'/>",
    )
    parts["S/list.xml"] = (
        f"<ofd:Signatures {NS}><ofd:Signature ID='1' BaseLoc='one.xml'/>"
        "</ofd:Signatures>"
    )
    parts["S/one.xml"] = (
        f"<ofd:Signature {NS}><ofd:SignedInfo>"
        "<ofd:StampAnnot PageRef='1' Boundary='100 200 40 40'/></ofd:SignedInfo>"
        "<ofd:SignedValue>value.dat</ofd:SignedValue></ofd:Signature>"
    )
    parts["S/value.dat"] = value

    (shown,) = drawn(tmp_path / "一.ofd", parts).iter(f"{SVG}image")

    assert shown.get("transform") == "matrix(40 0 0 40 100 200)"
    assert seal_picture(value) == ("png", picture())
    assert seal_picture(b"\x30\x84\xff\xff") is None


def test_nothing_of_the_file_runs_or_loads(tmp_path: Path) -> None:
    parts = sample_parts()
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    parts["Doc_0/Pages/p0.xml"] = page(
        text(10, 30, evil) + '<ofd:PathObject Boundary="0 0 1 1"><ofd:AbbreviatedData>'
        'M 0 0 L 1 "/&gt;&lt;image</ofd:AbbreviatedData></ofd:PathObject>'
        '<ofd:TextObject Boundary="nan inf 1 1" Size="1e400"><ofd:TextCode>大'
        "</ofd:TextCode></ofd:TextObject>"
    )

    root = drawn(tmp_path / "一.ofd", parts)

    assert {one.tag for one in root.iter()} <= {
        SVG + name for name in ("svg", "rect", "path", "text")
    }
    assert "nan" not in ElementTree.tostring(root, "unicode")


def test_a_page_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    whole = write_ofd(tmp_path / "一.ofd", sample_parts())
    broken = tmp_path / "二.ofd"
    broken.write_bytes(whole.read_bytes()[:100])

    assert OfdRenderer().view(OriginalFile(whole, "一"), PageRequest(9)) is None
    with pytest.raises((DamagedFile, EncryptedFile)):
        OfdRenderer().view(OriginalFile(broken, "二"), PageRequest(1))


def test_a_path_with_a_hole_is_painted_with_it() -> None:
    def square(low: float, high: float) -> list[tuple[str, tuple[float, ...]]]:
        return [
            ("M", (low, low)),
            ("L", (low, high)),
            ("L", (high, high)),
            ("L", (high, low)),
            ("Z", ()),
        ]

    steps = tuple([*square(1, 9), *square(3, 7)])
    ring = DrawnPath((1, 0, 0, 1, 0, 0), steps, (0, 0, 0), None, 0, is_even_odd=True)

    pixels = painted(Drawing(10, 10, (ring,)), dots_per_inch=254, longest=5000)

    assert pixels.shape == (100, 100, 3)
    assert pixels[20, 20].max() == 0 and pixels[50, 50].min() == 255
    assert pixels[2, 2].min() == 255


def test_a_scale_of_none_is_as_wide_as_the_font(tmp_path: Path) -> None:
    parts = sample_parts()
    parts["Doc_0/Pages/p0.xml"] = page(
        text(10, 30, "示例").replace("<ofd:TextObject", '<ofd:TextObject HScale="0"')
    )

    words = {one.text: one for one in drawn(tmp_path / "一.ofd", parts).iter()}

    assert words["示例"].get("x") == "0 4"


def composites(levels: int, uses: int) -> Resources:
    """Units of which each draws the next several times, the last a text."""
    units = {}
    for level in range(levels):
        inner = f'<CompositeObject ResourceID="{level + 1}"/>' * uses
        units[str(level)] = etree.fromstring(f"<Content>{inner}</Content>")
    units[str(levels)] = etree.fromstring(
        "<Content><TextObject><TextCode>示例</TextCode></TextObject></Content>"
    )
    return Resources(units)


def test_composite_objects_cannot_multiply_without_end() -> None:
    resources = composites(6, 20)
    resources.budget = Budget(1_000)

    marks = list(marks_of(resources.units["0"], IDENTITY, resources))

    # Six objects down, then one and two characters for every text.
    assert 200 < len(marks) < 334
    assert resources.budget.left > -1_000


def test_few_composite_objects_are_drawn_whole() -> None:
    resources = composites(2, 20)

    assert len(list(marks_of(resources.units["0"], IDENTITY, resources))) == 400
    assert 0 < resources.budget.left < MOST_PIECES
