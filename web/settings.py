"""How may an operator set up the service?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from web.failures import InvalidSetting

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable, its default, and a sentence for the manual."""

    name: str
    default: str
    sentence: str


SETTINGS: tuple[Setting, ...] = (
    Setting("HANDOVER_REQUEST_LIMIT_MB", "4096", "一次上传的总大小上限（MB）。"),
    Setting("HANDOVER_SLICE_MB", "8", "大文件分段上传时每段的大小（MB）。"),
    Setting("HANDOVER_UPLOAD_DAYS", "7", "没有传完的文件保留多少天，过后清除。"),
    Setting("HANDOVER_SESSION_IDLE_MINUTES", "480", "多少分钟不操作即退出登录。"),
    Setting("HANDOVER_SESSION_DAYS", "14", "登录最长保持多少天。"),
    Setting("HANDOVER_DEFAULT_COLLECTION", "默认", "没有指定全宗时放入哪个全宗。"),
    Setting(
        "HANDOVER_METRICS_FROM_ANYWHERE",
        "0",
        "设为 1 时，本机以外也可读取 /metrics。",
    ),
)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What serving needs to know; read once at start from ``HANDOVER_*``."""

    data_folder: Path
    file_limit_bytes: int = 100 * MEBIBYTE
    request_limit_bytes: int = 4096 * MEBIBYTE
    slice_bytes: int = 8 * MEBIBYTE
    upload_days: int = 7
    session_idle_minutes: int = 480
    session_days: int = 14
    default_collection: str = "默认"
    metrics_from_anywhere: bool = False


def web_settings(
    environment: Mapping[str, str], data_folder: Path, *, file_limit_bytes: int
) -> WebSettings:
    """Return the settings the environment gives; raises InvalidSetting."""
    given = {s.name: environment.get(s.name) or s.default for s in SETTINGS}
    return WebSettings(
        data_folder=data_folder,
        file_limit_bytes=file_limit_bytes,
        request_limit_bytes=_positive(given, "HANDOVER_REQUEST_LIMIT_MB") * MEBIBYTE,
        slice_bytes=_positive(given, "HANDOVER_SLICE_MB") * MEBIBYTE,
        upload_days=_positive(given, "HANDOVER_UPLOAD_DAYS"),
        session_idle_minutes=_positive(given, "HANDOVER_SESSION_IDLE_MINUTES"),
        session_days=_positive(given, "HANDOVER_SESSION_DAYS"),
        default_collection=given["HANDOVER_DEFAULT_COLLECTION"],
        metrics_from_anywhere=given["HANDOVER_METRICS_FROM_ANYWHERE"] == "1",
    )


def _positive(given: Mapping[str, str], name: str) -> int:
    text = given[name].strip()
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) == int(text)):
        raise InvalidSetting(name=name, value=given[name])
    return int(text)
