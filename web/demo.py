"""Which documents does the demo archive hold?"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from archive.model import Given, Source
from archive.store import Store

COLLECTION = "示例"
_BESIDE_CODE = Path(__file__).parent / "sample_docs"
_IN_CHECKOUT = Path(__file__).parent.parent / "sample_docs"
_NOT_DOCUMENTS = frozenset({"MANIFEST.csv", "README.md"})


def sample_files() -> list[Path]:
    """Return the sample documents, from the wheel or from the checkout."""
    folder = _BESIDE_CODE if _BESIDE_CODE.is_dir() else _IN_CHECKOUT
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.name not in _NOT_DOCUMENTS
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def load_samples(store: Store) -> int:
    """Acknowledge every sample that is not held yet; return how many were new."""
    new = 0
    held = store.held_originals()
    for path in sample_files():
        content = path.read_bytes()
        # Not acknowledged again at each start: that would be one more source.
        if hashlib.sha256(content).hexdigest() in held:
            continue
        (blob,) = store.blobs.keep_many([content], limit_bytes=None)
        source = Source(path.name, path.name, datetime.now(UTC), "demo")
        said = store.acknowledge(blob, source, Given(), collection=COLLECTION)
        new += not said.is_duplicate
    return new
