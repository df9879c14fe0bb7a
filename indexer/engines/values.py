"""By which values is a document filtered and counted?"""

from collections import Counter
from collections.abc import Iterable, Mapping

from indexer.engine import FacetCount, IndexedDocument, Value
from indexer.fold import fold_query


def values_of(document: IndexedDocument) -> Mapping[str, tuple[Value, ...]]:
    """Return the document's values by filter kind, and its ``year``.

    What ``document.values`` does not say of type, number, issuer and collection
    comes from the fields of these names. No kind holds a key twice.
    """
    year = (document.issued_on or "")[:4]
    values = {
        "type": _named(document.type),
        "number": _named(document.number),
        "issuer": _named(*document.issuers),
        "collection": _named(document.collection),
        "year": (Value(year, year),) if year else (),
        **document.values,
    }
    return {kind: _distinct(held) for kind, held in values.items() if held}


def count_values(documents: Iterable[Iterable[Value]]) -> tuple[FacetCount, ...]:
    """Return how many documents have each value, most frequent first, then by key.

    Of several names for one key the first in order is shown.
    """
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for values in documents:
        for value in values:
            counts[value.key] += 1
            names[value.key] = min(value.name, names.get(value.key, value.name))
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return tuple(FacetCount(Value(key, names[key]), counts[key]) for key in ordered)


def _named(*names: str | None) -> tuple[Value, ...]:
    return tuple(Value(fold_query(name), name) for name in names if name)


def _distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple({value.key: value for value in values}.values())
