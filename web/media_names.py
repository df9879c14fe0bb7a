"""What do people call a kind of file?"""

from collections.abc import Mapping

from archive import sniff

MEDIA_NAMES: Mapping[str, str] = {
    sniff.PDF: "PDF",
    sniff.OFD: "OFD",
    sniff.DOC: "Word 文档（DOC）",
    sniff.DOCX: "Word 文档（DOCX）",
    sniff.FLAT_WORD: "Word 文档（XML）",
    sniff.XLS: "Excel 工作簿（XLS）",
    sniff.XLSX: "Excel 工作簿（XLSX）",
    sniff.ODS: "ODF 电子表格（ODS）",
    sniff.PPT: "演示文稿（PPT）",
    sniff.PPTX: "演示文稿（PPTX）",
    sniff.ODT: "ODF 文本（ODT）",
    sniff.ODP: "ODF 演示文稿（ODP）",
    sniff.RTF: "RTF",
    sniff.HTML: "网页",
    sniff.SAVED_PAGE: "网页存档（MHT）",
    sniff.MAIL: "邮件（EML）",
    sniff.MSG: "Outlook 邮件（MSG）",
    sniff.PLAIN: "纯文本",
    sniff.MARKDOWN: "Markdown 文本",
    sniff.XML: "XML",
    sniff.BATCH: "批量文件（JSONL）",
    sniff.ZIP: "ZIP 压缩包",
    sniff.TAR: "TAR 包",
    sniff.GZIP: "GZ 压缩文件",
    sniff.BZIP2: "BZ2 压缩文件",
    sniff.XZ: "XZ 压缩文件",
    sniff.SEVEN_ZIP: "7z 压缩包",
    sniff.RAR: "RAR 压缩包",
    sniff.OLE: "OLE 复合文件",
    sniff.UNKNOWN: "未知格式",
    "application/x-executable": "可执行程序",
    "application/vnd.sqlite3": "SQLite 数据库",
    "image/png": "PNG 图片",
    "image/jpeg": "JPEG 图片",
    "image/gif": "GIF 图片",
    "image/tiff": "TIFF 图片",
    "image/webp": "WebP 图片",
    "image/bmp": "BMP 图片",
    "image/svg+xml": "SVG 图形",
}


def media_name(media_type: str) -> str:
    """Return the name of a media type, or the type itself if it has none here."""
    return MEDIA_NAMES.get(media_type, media_type)
