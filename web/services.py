"""Which parts of the archive does a request reach?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from archive.model import DocumentId, Visible
from archive.store import Store
from archive.uploads import PartialFiles
from indexer.completion import Completer
from indexer.engine import SearchEngine
from indexer.search import Answer, TypedSearch
from web.accounts import Accounts
from web.sessions import Identities
from web.settings import WebSettings
from web.shown_pages import ShownPages


class Searcher(Protocol):
    """Answers what a reader types."""

    def search(self, typed: TypedSearch, *, visible: Visible) -> Answer:
        """Return one page of the answer, over the visible collections only.

        Raises QuerySyntaxError or InvalidInput.
        """

    def meant(self, typed: TypedSearch, *, visible: Visible) -> str | None:
        """Return what may have been meant by a word whose parts only were found."""

    def marks(
        self, query: str, document_id: DocumentId, *, visible: Visible
    ) -> Sequence[tuple[int, int]]:
        """Return every place of a typed query's words in one document, in order.

        Empty if the document is not visible. Raises QuerySyntaxError.
        """


class IndexState(Protocol):
    """Knows whether there is an index to search."""

    def rebuilding_percent(self) -> int | None:
        """Return how far a rebuild is, or None if the index serves."""


def _nobody_to_wake() -> None:
    """Do nothing: whoever works on the archive looks for work by itself."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that pages and the API work with, joined once at start."""

    settings: WebSettings
    store: Store
    engine: SearchEngine
    searcher: Searcher
    index_state: IndexState
    completer: Completer
    wake_worker: Callable[[], None] = _nobody_to_wake


def services_of(request: Request) -> Services:
    """Return the parts joined at start."""
    services: Services = request.app.state.services
    return services


def accounts_of(request: Request) -> Accounts:
    """Return what signs people in."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def identities_of(request: Request) -> Identities:
    """Return what knows sessions and tokens."""
    identities: Identities = request.app.state.identities
    return identities


def partial_files_of(request: Request) -> PartialFiles:
    """Return what holds the slices of files that are on their way here."""
    files: PartialFiles = request.app.state.partial_files
    return files


def shown_pages_of(request: Request) -> ShownPages:
    """Return what shows pages as they looked."""
    pages: ShownPages = request.app.state.shown_pages
    return pages
