"""How do dates, sizes, counts and names of things read on a page?"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from archive import sniff
from archive.accounts import Role
from archive.model import EntityKind, MentionKind, Metadata
from archive.render import HAS_PAGE_IMAGES
from web.sizes import size

ENTITY_NAMES: Mapping[EntityKind, str] = {
    "official": "人员",
    "place": "地名",
    "organisation": "机构",
    "post": "职务",
    "term": "词条",
}
ROLE_NAMES: Mapping[Role, str] = {
    "reader": "查阅",
    "editor": "录入",
    "reviewer": "评议",
    "archivist": "档案管理",
    "admin": "系统管理",
    "security": "账户管理",
    "auditor": "日志审计",
}
ENTITY_PATHS: Mapping[EntityKind, str] = {
    "official": "/officials",
    "place": "/places",
    "organisation": "/organisations",
    "post": "/posts",
    "term": "/terms",
}
ENTITY_OF_MENTION: Mapping[MentionKind, EntityKind] = {
    "person": "official",
    "place": "place",
    "organisation": "organisation",
    "post": "post",
    "term": "term",
}
FILTER_NAMES: Mapping[str, str] = {
    "type": "类型",
    "year": "年份",
    "place": "地名",
    "official": "人员",
    "post": "职务",
    "issuer": "发文机关",
    "organisation": "机构",
    "part": "四交",
    "term": "词条",
    "collection": "全宗",
    "outgoing": "移交人",
    "incoming": "接收人",
    "supervisor": "监交人",
    "number": "文号",
}
CITATION_STYLES: Mapping[str, str] = {
    "gbt7714-2025": "GB/T 7714—2025",
    "gbt7714-2015": "GB/T 7714—2015",
    "csl-json": "CSL-JSON",
    "ris": "RIS",
    "bibtex": "BibTeX",
    "link": "链接",
}
_SPREADSHEETS = frozenset({sniff.XLSX, sniff.XLS, sniff.ODS})
_FORMATS: Mapping[str, str] = {
    "text/plain": "文本",
    "text/markdown": "Markdown 文本",
    "text/html": "网页",
    "application/pdf": "PDF",
    "application/msword": "Word 文档（DOC）",
    "application/rtf": "RTF 文档",
    "application/ofd": "OFD",
    "application/zip": "压缩包",
    "application/json": "成批文本",
    "message/rfc822": "电子邮件",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "Word 文档（DOCX）"
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "Excel 表格（XLSX）"
    ),
}


def count_zh(number: int) -> str:
    """Return a count with commas between thousands."""
    return f"{number:,}"


def date_zh(date: str | None) -> str:
    """Return a whole or partial ISO date in Chinese, or nothing."""
    if not date:
        return ""
    units = zip(date.split("-"), "年月日", strict=False)
    return "".join(f"{int(part)}{unit}" for part, unit in units)


def year_zh(date: str | None) -> str:
    """Return the year of an ISO date in Chinese, or nothing."""
    return f"{date[:4]}年" if date else ""


def today() -> date:
    """Return the local day."""
    return datetime.now(UTC).astimezone().date()


def day_zh(moment: datetime, now: datetime | None = None) -> str:
    """Return the local day of a time; the year only if it is not this one."""
    local = moment.astimezone()
    this_day = (now or datetime.now(UTC)).astimezone()
    day = f"{local.month}月{local.day}日"
    return day if local.year == this_day.year else f"{local.year}年{day}"


def time_zh(moment: datetime, now: datetime | None = None) -> str:
    """Return the local day and minute of a time; today's by the word for it."""
    local = moment.astimezone()
    this_day = (now or datetime.now(UTC)).astimezone()
    day = "今天" if local.date() == this_day.date() else day_zh(moment, now)
    return f"{day} {local.hour}:{local.minute:02d}"


def seconds_zh(milliseconds: float) -> str:
    """Return how long a search took, no finer than a reader cares for."""
    if milliseconds < 100:
        return "不到 0.1 秒"
    return f"{milliseconds / 1000:.1f} 秒"


def format_zh(media_type: str | None) -> str:
    """Return what a clerk calls a file of this media type."""
    if not media_type:
        return "未知格式"
    if media_type.startswith("image/"):
        return "图像"
    return _FORMATS.get(media_type.partition(";")[0], media_type)


def page_zh(page_number: int | None) -> str:
    """Return the words of a 页签; a text without pages is pointed at as such."""
    return f"第{page_number}页" if page_number else "原文"


def page_of_zh(page_number: int, media_type: str | None) -> str:
    """Return the words for one page of a document; a spreadsheet has sheets."""
    of = "个工作表" if media_type in _SPREADSHEETS else "页"
    return f"第{page_number}{of}"


def pages_zh(count: int, media_type: str | None) -> str:
    """Return how many pages a document has; a spreadsheet has sheets."""
    of = "个工作表" if media_type in _SPREADSHEETS else "页"
    return f"{count_zh(count)} {of}"


def has_page_images(media_type: str | None) -> bool:
    """Tell whether pages of such a file can be shown as they looked."""
    return media_type in HAS_PAGE_IMAGES


def hash_zh(sha256: str) -> str:
    """Return a SHA-256 shortened to what an eye compares."""
    return f"{sha256[:8]}…{sha256[-4:]}"


def actor_zh(actor: str) -> str:
    """Return who did something; some of those who do are no persons."""
    return {"command": "命令行", "demo": "示例", "archive": "系统"}.get(actor, actor)


def title_of(metadata: Metadata, name: str) -> str:
    """Return the title, or the file's name where no title is known."""
    return metadata.title or name


FILTERS: Mapping[str, Callable[..., object]] = {
    "count_zh": count_zh,
    "date_zh": date_zh,
    "year_zh": year_zh,
    "day_zh": day_zh,
    "time_zh": time_zh,
    "size_zh": size,
    "seconds_zh": seconds_zh,
    "format_zh": format_zh,
    "page_zh": page_zh,
    "hash_zh": hash_zh,
    "has_page_images": has_page_images,
    "page_of_zh": page_of_zh,
    "pages_zh": pages_zh,
    "actor_zh": actor_zh,
}
"""What templates may do to a value, by the name they use."""
