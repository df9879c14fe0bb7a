"""Which Word document does a source describe?

A line a paragraph: ``#`` title, ``##`` numbered 一、, ``###`` numbered （一）, ``^``
centred, ``>`` to the right, ``-`` without indent, ``|`` a row of a table; ``@header``
and ``@footer`` give what stands on every page. Word counts the numbers itself.
"""

import io
import zipfile
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = {"#": "Title", "^": "Centred", ">": "Right", "-": "Plain", "": "Text"}
_LEVELS = {"##": 0, "###": 1}
_PARTS = ("document", "styles", "numbering", "header", "footer")


def word_document(source: str) -> bytes:
    """Return the bytes of the document; the same source gives the same bytes."""
    margins = {"header": "", "footer": ""}
    blocks: list[str] = []
    rows: list[str] = []
    for line in filter(None, source.splitlines()):
        mark, _, words = line.partition(" ")
        if mark.startswith("@"):
            margins[mark[1:]] = words
        elif mark == "|":
            rows.append(_row(line))
        else:
            if rows:
                blocks.append(_table(rows))
                rows = []
            blocks.append(_block(mark, words, line))
    return _packed(_parts("".join(blocks), margins))


def _block(mark: str, words: str, line: str) -> str:
    if mark in _LEVELS:
        depth = _LEVELS[mark]
        numbering = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        return _paragraph(f"Level{depth}", words, numbering)
    if mark in _STYLES:
        return _paragraph(_STYLES[mark], words)
    return _paragraph("Text", line)


def _paragraph(style: str, words: str, more: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
    )


def _row(line: str) -> str:
    cells = [cell.strip() for cell in line.strip("| ").split("|")]
    inner = "".join(f"<w:tc>{_paragraph('Plain', cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{inner}</w:tr>"


def _table(rows: list[str]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{borders}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>"
    )


def _parts(body: str, margins: dict[str, str]) -> dict[str, str]:
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in margins
    )
    parts = {
        "document": f"<w:body>{body}<w:sectPr>{references}</w:sectPr></w:body>",
        "styles": _styles(),
        "numbering": _numbering(),
        "header": _paragraph("Right", margins["header"]),
        "footer": _paragraph("Centred", margins["footer"]),
    }
    tags = {"header": "hdr", "footer": "ftr"}
    return {
        f"word/{name}.xml": f'{_HEAD}<w:{tags.get(name, name)} xmlns:w="{_W}" '
        f'xmlns:r="{_R}">{part}</w:{tags.get(name, name)}>'
        for name, part in parts.items()
    }


def _styles() -> str:
    return (
        _style("Title", "标题", '<w:jc w:val="center"/>', 44)
        + _style("Centred", "居中", '<w:jc w:val="center"/>', 32)
        + _style("Right", "居右", '<w:jc w:val="right"/>', 32)
        + _style("Plain", "顶格", "", 28)
        + _style("Text", "正文", '<w:ind w:firstLineChars="200"/>', 32)
        + _style("Level0", "一级", '<w:ind w:firstLineChars="200"/>', 32)
        + _style("Level1", "二级", '<w:ind w:firstLineChars="200"/>', 32)
    )


def _style(style_id: str, name: str, layout: str, size: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f"<w:pPr>{layout}</w:pPr>"
        f'<w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, text in enumerate(("%1、", "（%2）"))
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


def _packed(parts: dict[str, str]) -> bytes:
    relations = "".join(
        f'<Relationship Id="{part}" Type="{_R}/{part}" Target="{part}.xml"/>'
        for part in _PARTS[1:]
    )
    kinds = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.'
        f'{part}{".main" if part == "document" else ""}+xml"/>'
        for part in _PARTS
    )
    whole = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        f'package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="document" Type="{_R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/'
        f'relationships">{relations}</Relationships>',
        **parts,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
