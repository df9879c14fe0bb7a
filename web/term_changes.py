"""Which changes of terms may a reader know of?

The glossary is everybody's. A word that was refused is in no glossary: whoever sees
none of the documents that have it shall not learn of it here either.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.requests import Request

from archive.errors import TermChangeNotFound
from archive.model import Visible
from archive.terms import TermAction, TermChange, TermChangeId
from indexer.engine import SearchEngine
from indexer.terms.evidence import is_seen
from web.permissions import reader_of
from web.services import services_of

SHOWN: Final = 100
_EVERY: Final = 1 << 31

_Changes = Mapping[TermChangeId, TermChange]


def changes_for(request: Request) -> Sequence[TermChange]:
    """Return the last changes, newest first, without those that are not to be known.

    For a reader of some collections a search is made for each refused word, a few
    milliseconds; raises IndexRebuilding.
    """
    services, visible = services_of(request), reader_of(request).visible
    if visible is None:
        return services.store.terms.changes(limit=SHOWN)
    every = _every(request)
    return [
        change
        for change in list(every.values())[:SHOWN]
        if _may_know(change, every, services.engine, visible)
    ]


def require_known(request: Request, change_id: int) -> int:
    """Return a change's number; raises TermChangeNotFound if it is not to be known."""
    visible = reader_of(request).visible
    if visible is not None:
        every = _every(request)
        change = every.get(TermChangeId(change_id))
        engine = services_of(request).engine
        if change is None or not _may_know(change, every, engine, visible):
            raise TermChangeNotFound(id=change_id)
    return change_id


def _every(request: Request) -> _Changes:
    changes = services_of(request).store.terms.changes(limit=_EVERY)
    return {change.id: change for change in changes}


def _may_know(
    change: TermChange, every: _Changes, engine: SearchEngine, visible: Visible
) -> bool:
    if _action_at_bottom(change, every) != "refuse":
        return True
    return all(is_seen(name, engine, visible) for name in change.names)


def _action_at_bottom(change: TermChange, every: _Changes) -> TermAction:
    """Return what a change did, or what was done that it undoes or makes good again."""
    while change.of is not None:
        change = every[change.of]
    return change.action
