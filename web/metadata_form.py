"""Which fields of a document does a form change?"""

import re
from collections.abc import Mapping

from archive.model import Document, Metadata
from web.api.documents import check_collection, corrections
from web.permissions import Reader

FIELDS = ("title", "type", "number", "issuers", "issued_on", "collection")
_BETWEEN_ISSUERS = re.compile(r"[\n；;、]")


def changed_fields(
    document: Document, form: Mapping[str, str], reader: Reader
) -> Mapping[str, object]:
    """Return the fields of the form that say something else than the document.

    An empty field clears what is recorded; one that the form lacks stays. Raises
    InvalidInput or CollectionNotAllowed.
    """
    found = {name: _value(name, form[name]) for name in FIELDS if name in form}
    recorded = shown_fields(document)
    wanted = {
        name: value
        for name, value in found.items()
        if _value(name, recorded[name]) != value
    }
    if not wanted:
        return {}
    changed = corrections(wanted)
    check_collection(changed, reader)
    return changed


def shown_fields(document: Document) -> dict[str, str]:
    """Return the fields of a document as a form shows them."""
    metadata: Metadata = document.metadata
    return {
        "title": metadata.title or "",
        "type": metadata.type or "",
        "number": metadata.number or "",
        "issuers": "；".join(metadata.issuers),
        "issued_on": metadata.issued_on or "",
        "collection": document.collection,
    }


def _value(name: str, text: str) -> object:
    text = text.strip()
    if name == "issuers":
        names = [one.strip() for one in _BETWEEN_ISSUERS.split(text)]
        return [one for one in names if one]
    return text or None
