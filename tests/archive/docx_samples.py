"""Makes small DOCX files of our own from the XML of their parts."""

import zipfile
from pathlib import Path

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def paragraph(words: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(words)}</w:p>"


def run(words: str, properties: str = "") -> str:
    """Return a run; its properties are XML."""
    text = f'<w:t xml:space="preserve">{words}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>"


def in_list(level: int, list_id: int = 1) -> str:
    """Return the properties of a paragraph in a list."""
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/>'
    return f"<w:numPr>{place}</w:numPr>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; each cell is the XML of its blocks."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """Write a document; ``parts`` are the contents of its other parts by kind."""
    links = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for kind in parts
    )
    main = (
        f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="main" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", main)
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>',
        )
        document = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for kind, content in parts.items():
            tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
            archive.writestr(
                f"word/{kind}.xml", f"<w:{tag} {_NAMESPACES}>{content}</w:{tag}>"
            )
    return path


_LEVELS = (
    ("japaneseCounting", "%1、", "nothing"),
    ("japaneseCounting", "（%2）", "nothing"),
    ("decimal", "%3.", "space"),
    ("decimalEnclosedCircleChinese", "%4", "nothing"),
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:suff w:val="{suffix}"/></w:lvl>'
        for depth, (form, text, suffix) in enumerate(_LEVELS)
    )
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
"""The numbering of official papers: 一、 （一） 1. ①; list 2 begins it anew."""

_TEXT_BOX = (
    "<w:r><mc:AlternateContent>"
    '<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>'
    f"{paragraph('【示例】监交人意见')}"
    "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
    f"{paragraph('【示例】监交人意见')}"
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText>DATE \\@ "yyyy"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    f'{run("2024年")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
HANDOVER_BODY = "".join(
    (
        paragraph("示例镇镇长离任交接书"),
        table(
            (paragraph("移交人"), paragraph("甄示例")),
            (paragraph("接收人"), paragraph("贾示范")),
            (paragraph("交接事项"), paragraph("道路") + paragraph("水库")),
        ),
        paragraph("未结事项", in_list(0)),
        paragraph("在建工程", in_list(1)),
        paragraph("示例水库除险加固。", in_list(2)),
        paragraph("合同未结算。", in_list(3)),
        paragraph("款项未付清。", in_list(3)),
        paragraph("信访积案", in_list(1)),
        paragraph("存量家底", in_list(0)),
        f"<w:p>{run('本镇欠款')}<w:ins>{run('三万元')}</w:ins>"
        f"<w:del><w:r><w:delText>五万元</w:delText></w:r></w:del>{run('，')}"
        f"{run('内部掌握，', '<w:vanish/>')}{_FIELD}{run('付清。')}"
        f'<w:r><w:footnoteReference w:id="2"/></w:r>{_TEXT_BOX}</w:p>',
        f"<w:p>{run('第一行')}<w:r><w:br/></w:r>{run('第二行')}"
        f"<w:r><w:tab/></w:r>{run('右')}</w:p>",
        f'<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        f"<w:p><w:r><w:lastRenderedPageBreak/></w:r>{run('附件清单')}"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        '<w:r><w:endnoteReference w:id="2"/></w:r></w:p>',
        paragraph("土地一宗", in_list(0, 2)),
        '<w:sectPr><w:headerReference r:id="header"/>'
        '<w:footerReference r:id="footer"/></w:sectPr>',
    )
)
HANDOVER_PARTS = {
    "numbering": NUMBERING,
    "header": paragraph("示例镇人民政府"),
    "footer": paragraph("— 1 —"),
    "footnotes": f'<w:footnote w:id="2">{paragraph("示例：数字为虚构。")}</w:footnote>',
    "endnotes": f'<w:endnote w:id="2">{paragraph("示例：清单为虚构。")}</w:endnote>',
}
HANDOVER_PAGES = (
    """示例镇人民政府
示例镇镇长离任交接书
移交人\t甄示例
接收人\t贾示范
交接事项\t道路
水库
一、未结事项
（一）在建工程
1. 示例水库除险加固。
①合同未结算。
②款项未付清。
（二）信访积案
二、存量家底
本镇欠款三万元，2024年付清。
示例：数字为虚构。
【示例】监交人意见
第一行
第二行\t右

""",
    """附件清单☑
一、土地一宗
示例：清单为虚构。
— 1 —
""",
)
