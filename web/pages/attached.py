"""Which documents hang on a document, and on which does it hang?"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import Document, Visible
from archive.offered import is_stored_archive
from archive.receive import holds_files
from archive.store import Store
from web.pages.tags import document_url
from web.present import title_of


@dataclass(frozen=True, slots=True)
class Attached:
    """A document at the other end of an attachment."""

    title: str
    url: str
    has_text: bool


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a document, and what it hangs on; both may be empty."""

    attachments: Sequence[Attached] = ()
    holders: Sequence[Attached] = ()


def hanging(store: Store, document: Document, visible: Visible) -> Hanging:
    """Return the links between a document and its attachments, both ways."""
    held = holds_files(document.warnings) or is_stored_archive(document)
    attachments = store.attachments_of(document, visible=visible) if held else ()
    inside = any(
        source.path.removesuffix(f"/{source.name}") != source.path
        for source in document.sources
    )
    holders = store.holders_of(document, visible=visible) if inside else ()
    return Hanging(
        [_attached(one) for one in attachments], [_attached(one) for one in holders]
    )


def _attached(document: Document) -> Attached:
    return Attached(
        title_of(document.metadata, document.name),
        document_url(document.id),
        document.state == "readable",
    )
