"""How does a better scan take the place of a document's original?"""

from datetime import UTC, datetime

from archive.model import Document, Given, Source
from archive.receive import Reader, extracted
from archive.sandbox import Sandbox
from archive.store import Store
from web.uploads import KeptFile


def replace_original(
    store: Store, document: Document, file: KeptFile, *, actor: str
) -> None:
    """Read a kept file and make it the document's new version.

    It is read before anything is recorded: a file that cannot be read replaces
    nothing. Raises RefusedFile, DocumentNotFound or AlreadyHeld.
    """
    with Sandbox(processes=1) as sandbox:
        read = Reader(sandbox).read_kept(store, file.blob.sha256, file.name, Given())
    source = Source(file.name, file.path, datetime.now(UTC), actor)
    store.replace_original(file.blob, source, extracted(document.id, read))
