"""What can go wrong when something is asked of the index?

    ArchiveError
    ├── QuerySyntaxError             query_syntax_error: a query cannot be read
    ├── QuoteNotFound                quote_not_found: words are not in a document
    ├── MissingArgument              missing_argument: a command lacks something
    └── IndexFailure                 index_failure: the index cannot answer
        ├── IndexRebuilding          index_rebuilding
        └── IndexDamaged             index_damaged

Words for people stand in one table elsewhere.
"""

from archive.errors import ArchiveError


class QuerySyntaxError(ArchiveError):
    """A typed query cannot be read.

    ``position`` is the code point of the typed text where reading stopped;
    ``expected`` says what would have gone on there: ``closing_quote``,
    ``closing_parenthesis``, ``operand``, ``date``, ``less_nesting``, ``exact_literal``
    (no ``~`` behind a quote), ``distance``, ``near_text``, ``less_wild`` or
    ``shorter_query``.
    """

    code = "query_syntax_error"

    def __init__(self, *, position: int, expected: str) -> None:
        super().__init__(position=position, expected=expected)
        self.position = position
        self.expected = expected


class QuoteNotFound(ArchiveError):
    """The words to cite do not stand in the document (``quote``)."""

    code = "quote_not_found"


class MissingArgument(ArchiveError):
    """A command (``verb``) needs what was not given (``name``)."""

    code = "missing_argument"


class IndexFailure(ArchiveError):
    """The index cannot answer; nothing in the store is lost."""

    code = "index_failure"


class IndexRebuilding(IndexFailure):
    """The index is being built anew (``progress`` from 0 to 1)."""

    code = "index_rebuilding"


class IndexDamaged(IndexFailure):
    """Files of the index are missing or not whole; it can be rebuilt (``what``)."""

    code = "index_damaged"


class IndexUnwritable(IndexFailure):
    """The disk refused the index (``reason``, ``path``); the store has everything."""

    code = "index_unwritable"
