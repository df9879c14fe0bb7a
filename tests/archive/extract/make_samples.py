"""Makes the samples in ``samples/``; run by hand, with LibreOffice for its formats.

    python -m tests.archive.extract.make_samples [--golden]

With ``--golden`` the text beside each sample is written anew from what is read now:
read the difference before committing it. Every word in the samples is invented.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from archive.extract.ole import CompoundFile
from archive.sniff import PPT
from tests.archive.compound_samples import write_compound
from tests.archive.docx_samples import HANDOVER_BODY, HANDOVER_PARTS, write_docx
from tests.archive.extract.golden import SAMPLES, golden, pages_shown, read_sample
from tests.archive.mail_samples import mail, outlook, saved_page
from tests.archive.ofd_samples import sample_parts, write_ofd
from tests.archive.pdf_samples import write_pdf

FOLDER = Path(__file__).parent / "samples"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PART_TYPES = {"document": "document.main"}
_NOTICE = [
    "示例县人民政府关于做好示例工作的通知",
    "示政发〔2024〕1号",
    "各乡镇人民政府：",
    "镕、喆、〇为示例用字。款项1,234.50元，于3月前付清。",
    "示例县人民政府",
    "2024年1月2日",
]
_CHANGE = 'w:author="示例" w:date="2024-01-01T00:00:00Z"'


def main() -> None:
    """Make the samples, or their golden texts."""
    if "--golden" in sys.argv:
        for sample in SAMPLES:
            shown = pages_shown(read_sample(sample))
            golden(sample).write_text(shown, "utf-8", newline="\n")
        return
    write_pdf(FOLDER / "notice.pdf", [[(80, _NOTICE)], [(80, ["示例：第二页"])]])
    write_ofd(FOLDER / "notice.ofd", sample_parts())
    lines = "\n".join(_NOTICE)
    (FOLDER / "notice.txt").write_bytes(lines.encode("gb18030"))
    page = "".join(f"<p>{line}</p>" for line in _NOTICE)
    head = '<meta charset="gb2312"><title>示例通知</title>'
    html = f"<html><head>{head}</head><body>{page}</body></html>"
    (FOLDER / "notice.html").write_bytes(html.encode("gb18030"))
    attached = {"移交清单.txt": "示例水库一座".encode("gb18030")}
    (FOLDER / "letter.eml").write_bytes(mail(attached))
    (FOLDER / "letter.msg").write_bytes(outlook(attached))
    (FOLDER / "notice.mht").write_bytes(saved_page(html))
    with tempfile.TemporaryDirectory() as folder:
        book = _handover_docx(Path(folder) / "handover.docx")
        (FOLDER / "handover.docx").write_bytes(book.read_bytes())
        (FOLDER / "handover.xml").write_text(_flat(book), "utf-8")
        _convert(book, "doc:MS Word 97")
        _convert(book, "rtf")
        _convert(book, "odt")
    _convert(Path(__file__).parent / "slides.fodp", "pptx")
    _convert(Path(__file__).parent / "slides.fodp", "odp")
    with tempfile.TemporaryDirectory() as folder:
        _convert(Path(__file__).parent / "slides.fodp", "ppt", Path(folder))
        with CompoundFile(Path(folder) / "slides.ppt", PPT) as file:
            # LibreOffice packs half a megabyte of previews beside these.
            kept = ("PowerPoint Document", "Current User")
            streams = {name: file.read(name) for name in kept}
        write_compound(FOLDER / "slides.ppt", streams)
    for ending in ("xlsx", "xls", "ods"):
        _convert(Path(__file__).parent / "workbook.fods", ending)


def _convert(source: Path, filter_: str, folder: Path = FOLDER) -> None:
    command = ["soffice", "--headless", "--convert-to", filter_]
    command += ["--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)


def _handover_docx(path: Path) -> Path:
    """Write the handover book as a package that LibreOffice takes, with a text box."""
    body = HANDOVER_BODY.replace('DATE \\@ "yyyy"', 'HYPERLINK "https://example.org"')
    body = body.replace("<w:del>", f'<w:del w:id="9" {_CHANGE}>')
    body = body.replace("<w:ins>", f'<w:ins w:id="8" {_CHANGE}>')
    body = body.replace("Reference r:id", 'Reference w:type="default" r:id')
    body = body.replace("</w:sectPr>", '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>')
    alternatives = "<mc:AlternateContent>.*?<mc:Fallback>(.*?)</mc:Fallback>"
    body = re.sub(alternatives + "</mc:AlternateContent>", r"\1", body)
    box = '<v:rect id="box" style="position:absolute;width:160pt;height:40pt">'
    body = body.replace("<v:shape>", box).replace("</v:shape>", "</v:rect>")
    write_docx(path, body, **HANDOVER_PARTS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for kind in ("footnote", "endnote"):
        parts[f"word/{kind}s.xml"] = _with_separators(parts[f"word/{kind}s.xml"], kind)
    parts["[Content_Types].xml"] = _content_types(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _flat(book: Path) -> str:
    """Return a package as one XML file."""
    namespace = "http://schemas.microsoft.com/office/2006/xmlPackage"
    with zipfile.ZipFile(book) as archive:
        parts = "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{archive.read(name).decode()}'
            "</pkg:xmlData></pkg:part>"
            for name in archive.namelist()
            if not name.startswith("[")
        )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    head += '<?mso-application progid="Word.Document"?>\n'
    return f'{head}<pkg:package xmlns:pkg="{namespace}">{parts}</pkg:package>'


def _content_types(parts: dict[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_WORD}.'
        f'{_PART_TYPES.get(Path(name).stem, Path(name).stem)}+xml"/>'
        for name in parts
        if name.startswith("word/") and name.endswith(".xml")
    )
    links = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{links}"/>'
    return parts["[Content_Types].xml"].replace(
        "</Types>", default + overrides + "</Types>"
    )


def _with_separators(part: str, kind: str) -> str:
    separators = "".join(
        f'<w:{kind} w:id="{id_}" w:type="{type_}"><w:p><w:r><w:{type_}/></w:r></w:p>'
        f"</w:{kind}>"
        for id_, type_ in ((0, "separator"), (1, "continuationSeparator"))
    )
    return part.replace(f"<w:{kind} ", separators + f"<w:{kind} ", 1)


if __name__ == "__main__":
    main()
