"""Makes small OFD files of our own from the XML of their parts."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(x: int, y: int, words: str) -> str:
    """Return an object of one run."""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 5" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g 9 4">{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def page(inner: str) -> str:
    """Return a page on template 9."""
    return (
        f"<ofd:Page {NS}><ofd:Template TemplateID='9'/><ofd:Content><ofd:Layer>"
        f"{inner}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def sample_parts() -> dict[str, str]:
    """Return the parts of a notice with a template and a composite object."""
    composite = '<ofd:CompositeObject ResourceID="7" Boundary="0 90 9 9"/>'
    return {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PublicRes>"
        "res.xml</ofd:PublicRes><ofd:TemplatePage ID='9' BaseLoc='T/t.xml'/>"
        "</ofd:CommonData><ofd:Pages><ofd:Page BaseLoc='Pages/p0.xml'/>"
        "<ofd:Page BaseLoc='pages/P1.xml'/></ofd:Pages></ofd:Document>",
        "Doc_0/res.xml": f"<ofd:Res {NS}><ofd:CompositeGraphicUnit ID='7'>"
        f"<ofd:Content>{text(10, 0, '示例章')}</ofd:Content>"
        "</ofd:CompositeGraphicUnit></ofd:Res>",
        "Doc_0/T/t.xml": page(text(10, 1, "示例县人民政府文件")),
        "Doc_0/Pages/p0.xml": page(
            text(60, 30, "的通知") + text(10, 30, "关于示例工作") + composite
        ),
        "Doc_0/Pages/p1.xml": page(text(10, 30, "第二页")),
    }


def write_ofd(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a package of these parts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
