"""What holds of a document: what was read, what was given or what was decided?"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from archive.errors import InvalidInput
from archive.model import Given, Metadata

CORRECTABLE: Final = frozenset(
    {"title", "type", "number", "issuers", "issued_on", "collection"}
)
GIVEN: Final = ("title", "type", "number", "issuers", "issued_on")
PARTIAL_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def effective(read: Metadata, given: Given, decided: Mapping[str, Any]) -> Metadata:
    """Return the metadata as it stands: decisions over given values over read ones.

    What was given or decided is not proved by any span of the text.
    """
    values: dict[str, Any] = {
        name: getattr(given, name) for name in GIVEN if getattr(given, name) is not None
    }
    values.update({name: decided[name] for name in GIVEN if name in decided})
    if "issuers" in values:
        values["issuers"] = tuple(values["issuers"] or ())
    evidence = {
        name: span for name, span in read.evidence.items() if name not in values
    }
    return replace(read, **values, evidence=evidence)


def checked_corrections(fields: Mapping[str, object]) -> dict[str, Any]:
    """Return corrections as they are kept; raises InvalidInput."""
    return {name: _checked(name, value) for name, value in fields.items()}


def _checked(name: str, value: object) -> Any:
    if name not in CORRECTABLE:
        raise InvalidInput(field=name, value=value)
    if value is None and name != "collection":
        return None
    if name == "issuers":
        return _checked_names(name, value)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(field=name, value=value)
    if name == "issued_on" and not _is_partial_date(value):
        raise InvalidInput(field=name, value=value)
    return value.strip()


def _checked_names(name: str, value: object) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise InvalidInput(field=name, value=value)
    if not all(isinstance(item, str) and item.strip() for item in value):
        raise InvalidInput(field=name, value=value)
    return [item.strip() for item in value]


def _is_partial_date(value: str) -> bool:
    if not PARTIAL_DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True
