"""Does the reader find the text of OFD files, in order, page by page?"""

import zipfile
from pathlib import Path

import pytest

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.extract.ofd import OfdExtractor

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _text(x: int, y: int, words: str) -> str:
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 5" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g 9 4">{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _page(inner: str) -> str:
    return (
        f"<ofd:Page {_NS}><ofd:Template TemplateID='9'/><ofd:Content><ofd:Layer>"
        f"{inner}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def _sample(folder: Path) -> OriginalFile:
    composite = '<ofd:CompositeObject ResourceID="7" Boundary="0 90 9 9"/>'
    parts = {
        "OFD.xml": f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PublicRes>"
        "res.xml</ofd:PublicRes><ofd:TemplatePage ID='9' BaseLoc='T/t.xml'/>"
        "</ofd:CommonData><ofd:Pages><ofd:Page BaseLoc='Pages/p0.xml'/>"
        "<ofd:Page BaseLoc='pages/P1.xml'/></ofd:Pages></ofd:Document>",
        "Doc_0/res.xml": f"<ofd:Res {_NS}><ofd:CompositeGraphicUnit ID='7'>"
        f"<ofd:Content>{_text(10, 0, '示例章')}</ofd:Content>"
        "</ofd:CompositeGraphicUnit></ofd:Res>",
        "Doc_0/T/t.xml": _page(_text(10, 1, "示例县人民政府文件")),
        "Doc_0/Pages/p0.xml": _page(
            _text(60, 30, "的通知") + _text(10, 30, "关于示例工作") + composite
        ),
        "Doc_0/Pages/p1.xml": _page(_text(10, 30, "第二页")),
    }
    path = folder / "示例.ofd"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return OriginalFile(path, path.name)


def test_text_of_templates_pages_and_composites_is_read_by_position(
    tmp_path: Path,
) -> None:
    read = OfdExtractor().extract(_sample(tmp_path))
    leaves = [read.text[page.start : page.end] for page in read.pages]
    assert leaves == [
        "示例县人民政府文件\n关于示例工作\t的通知\n示例章\n",
        "示例县人民政府文件\n第二页\n",
    ]


def test_a_file_cut_short_is_refused_as_damaged(tmp_path: Path) -> None:
    original = _sample(tmp_path)
    content = original.path.read_bytes()
    original.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedFile):
        OfdExtractor().extract(original)
