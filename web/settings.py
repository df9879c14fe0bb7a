"""How may an operator set up the service?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What serving needs to know; read once at start from ``HANDOVER_*``."""

    data_folder: Path
    upload_limit_bytes: int = 200 * MEBIBYTE
    session_idle_minutes: int = 8 * 60
    session_days: int = 14
    metrics_from_anywhere: bool = False
    default_collection: str = "默认"


def web_settings(environment: Mapping[str, str], data_folder: Path) -> WebSettings:
    """Return the settings that the environment gives, defaults elsewhere."""
    raise NotImplementedError
