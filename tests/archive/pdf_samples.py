"""Makes small PDFs of our own, with a Chinese font that every reader knows."""

from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

CHINESE = "STSong-Light"
LATIN = "Helvetica"
"""For encrypted files: reportlab leaves names inside the other font unencrypted."""
_SIZE = 14
_LEADING = 22
_TOP = 780
Column = tuple[float, list[str]]
"""The left edge in points, and the lines from the top."""


def write_pdf(
    path: Path,
    pages: list[list[Column]],
    *,
    font: str = CHINESE,
    user_password: str | None = None,
) -> Path:
    """Write columns of lines, page by page; a password may be the empty one."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    encryption = None
    if user_password is not None:
        encryption = StandardEncryption(
            user_password, ownerPassword="示例", strength=128
        )
    canvas = Canvas(str(path), encrypt=encryption, invariant=True)
    for page in pages:
        canvas.setFont(font, _SIZE)
        for left, lines in page:
            for row, line in enumerate(lines):
                canvas.drawString(left, _TOP - row * _LEADING, line)
        canvas.showPage()
    canvas.save()
    return path


def write_picture_pdf(path: Path) -> Path:
    """Write a PDF of one page that bears a drawing and no text."""
    canvas = Canvas(str(path), invariant=True)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def write_unmapped_pdf(path: Path) -> Path:
    """Write a PDF whose font does not say which characters its glyphs are."""
    content = b"BT /F1 14 Tf 80 700 Td <00410042004300440045> Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/SL/Encoding/Identity-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SL/DW 1000"
        b"/CIDSystemInfo<</Registry(Example)/Ordering(Own)/Supplement 0>>"
        b"/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/SL/Flags 4/Ascent 800/Descent -200"
        b"/FontBBox[0 -200 1000 800]/ItalicAngle 0/CapHeight 700/StemV 80>>",
    ]
    path.write_bytes(_assembled(objects))
    return path


def write_gbk_font_pdf(path: Path, words: str) -> Path:
    """Write a PDF whose font names itself and its characters in GBK, as old ones do."""
    content = b"BT /F1 14 Tf 80 700 Td <%s> Tj ET" % words.encode("gbk").hex().encode()
    name = (
        "".join(f"#{byte:02X}" for byte in "仿宋".encode("gbk")).encode() + b"_GB2312"
    )
    objects = [
        *_one_page(content),
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding"
        b"/FirstChar 32/LastChar 255/Widths[%s]/FontDescriptor 6 0 R>>"
        % (name, b" ".join([b"500"] * 224)),
        b"<</Type/FontDescriptor/FontName/%s/Flags 32/Ascent 800/Descent -200"
        b"/FontBBox[0 -200 1000 800]/ItalicAngle 0/CapHeight 700/StemV 80>>" % name,
    ]
    path.write_bytes(_assembled(objects))
    return path


def write_pdf_with_files(path: Path) -> Path:
    """Write a PDF that bears a file in its name tree and one pinned to its page."""
    page = b"BT /F1 14 Tf 80 700 Td (with files) Tj ET"
    catalog, pages, leaf, content = _one_page(page)
    names = b"/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>>>"
    name = "清单.txt".encode("utf-16-be").hex().encode()
    objects = [
        catalog.removesuffix(b">>") + names,
        pages,
        leaf.removesuffix(b">>") + b"/Annots[<</Subtype/FileAttachment/FS 8 0 R>>]>>",
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Filespec/UF<feff%s>/EF<</F 7 0 R>>>>" % name,
        b"<</Length 3>>stream\none\nendstream",
        b"<</Type/Filespec/F(C:\\\\b.txt)/EF<</F 9 0 R>>>>",
        b"<</Length 3>>stream\ntwo\nendstream",
    ]
    path.write_bytes(_assembled(objects))
    return path


def _one_page(content: bytes) -> list[bytes]:
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]


def _assembled(objects: list[bytes]) -> bytes:
    content = b"%PDF-1.7\n"
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(content))
    )
