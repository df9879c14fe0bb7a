"""How does a folder of what can be made again stay small?"""

import os
from pathlib import Path


def forget_oldest(folder: Path, most_bytes: int) -> None:
    """Remove the files made longest ago until the rest fit."""
    files = [
        Path(below) / name for below, _, names in os.walk(folder) for name in names
    ]
    facts = sorted((file.stat().st_mtime, file) for file in files)
    total = sum(file.stat().st_size for file in files)
    for _, file in facts:
        if total <= most_bytes:
            return
        total -= file.stat().st_size
        file.unlink(missing_ok=True)
