"""What is said of a document that was taken in, and of one without text of its own?"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import Document, Notice, Visible
from archive.ocr import is_available, is_unread_scan
from archive.offered import is_stored_archive
from archive.store import Store
from web.messages import sentence
from web.pages.attached import Attached, hanging

_UNTIL_READ = frozenset({"no_reader_yet", "no_text_layer"})


@dataclass(frozen=True, slots=True)
class StoredNote:
    """Its remarks, the documents that came out of it, and what may follow."""

    remarks: tuple[str, ...] = ()
    members: Sequence[Attached] = ()
    awaits_ocr: bool = False
    next_step: str = ""


def awaits_ocr(document: Document) -> bool:
    """Tell whether its pages are still to be read by OCR."""
    return is_available() and is_unread_scan(document)


def stored_note(store: Store, document: Document, visible: Visible) -> StoredNote:
    """Return what is said of it; costs a search for members if it is an archive."""
    waits = awaits_ocr(document)
    notices: Sequence[Notice] = document.warnings
    members: Sequence[Attached] = ()
    if waits:
        notices = [one for one in notices if one.code not in _UNTIL_READ]
    elif is_stored_archive(document):
        members = hanging(store, document, visible).attachments
        if members:
            # Instead of the remark that an archive has no text.
            notices = [Notice("unpacked", {"count": len(members)})]
    step = ""
    if document.state == "stored" and not waits and not members:
        step = "原件已存，可按文件名找到；补一份文字说明后即可检索。"
    remarks = tuple(sentence(one.code, one.details) for one in notices)
    return StoredNote(remarks, members, waits, step)
