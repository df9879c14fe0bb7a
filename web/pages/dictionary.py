"""How does a county's own dictionary come in, and go out again?"""

from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import ArchiveError, InvalidInput, TermsChanged
from archive.terms import TermChange
from indexer.errors import IndexRebuilding
from indexer.terms.dictionary import DictionaryLine, as_table, as_words, read_dictionary
from web.api.bodies import bounded_body
from web.errors import status_of
from web.failures import UnsupportedBody
from web.forms import form_of, go_to
from web.messages import next_step, sentence, words
from web.multipart import parts
from web.pages.search import rebuilding
from web.pages.term_rows import KIND_NAMES, change_rows, tabs, undoing_zh
from web.permissions import require
from web.rendering import render
from web.security import CSRF_FIELD, CSRF_HEADER, check_token
from web.services import services_of
from web.spreadsheets import harmless
from web.term_changes import changes_for, require_known
from web.terms import (
    OfferedDictionary,
    editor_of,
    glossary_of,
    offered_dictionary,
    why_of,
)

CHANGES = "/terms/changes"
FIELD_BYTES_AT_MOST = 10_000
REFUSED_SHOWN = 500
TAKEN_SHOWN = 200
_TABLE = "text/csv; charset=utf-8"
_WORDS = "text/plain; charset=utf-8"


def dictionary_page(request: Request) -> Response:
    """Show the form that takes a dictionary, and what is there of dictionaries."""
    return _shown(request)


async def load_dictionary(request: Request) -> Response:
    """Take a dictionary in and show what became of each line."""
    require(request, "correct")
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        raise UnsupportedBody(expected="multipart/form-data")
    body = await bounded_body(request)

    def work() -> Response:
        offered = from_form(request, content_type, body)
        try:
            lines = read_dictionary(offered.content, offered.name)
            change, lines = editor_of(request).load(lines, is_whole=offered.is_whole)
        except ArchiveError as error:
            return _shown(request, error=error)
        services_of(request).wake_worker()
        return _shown(request, offered, lines, change)

    return await run_in_threadpool(work)


def from_form(request: Request, content_type: str, body: bytes) -> OfferedDictionary:
    """Return the dictionary of a form; raises InvalidInput or ForeignForm."""
    fields: dict[str, str] = {}
    file: tuple[str, bytes] | None = None
    chunks: Iterator[bytes] = iter((body,))
    for part in parts(content_type, lambda: next(chunks, b"")):
        if part.filename:
            file = file or (part.filename, part.readall() or b"")
        elif part.filename is None and len(fields) < 10:
            fields[part.name] = part.text(FIELD_BYTES_AT_MOST)
    if request.headers.get(CSRF_HEADER) is None:
        check_token(request, fields.get(CSRF_FIELD))
    if file is None:
        raise InvalidInput(field="file", value="")
    return offered_dictionary(*file, fields.get("whole"))


def glossary_as_table(request: Request) -> Response:
    """Give the glossary as a table; the mark at its head is for spreadsheets."""
    text = "\ufeff" + as_table(glossary_of(request).used, cell=harmless)
    return _file(text, "glossary.csv", _TABLE)


def glossary_as_words(request: Request) -> Response:
    """Give the glossary as jieba's user dictionary."""
    return _file(as_words(glossary_of(request).used), "glossary.txt", _WORDS)


def changes_page(request: Request) -> Response:
    """Show the last changes of terms."""
    return _changes(request)


def _changes(request: Request, error: ArchiveError | None = None) -> Response:
    store = services_of(request).store.terms
    try:
        changes = changes_for(request)
    except IndexRebuilding as cause:
        return rebuilding(request, "改动记录", cause)
    loads = (change.id for change in changes if change.action == "load")
    return render(
        request,
        "term_changes.html",
        status=status_of(error) if error else 200,
        tabs=tabs(request),
        rows=change_rows(changes, {one: store.removed_by(one) for one in loads}),
        done=undoing_zh(changes, request.query_params.get("done", "")),
        reason=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
    )


async def undo_change(request: Request) -> Response:
    """Undo a change, or an undoing."""
    form = await form_of(request)

    def work() -> Response:
        reader = require(request, "correct")
        services = services_of(request)
        asked = asked_change(request.path_params["change_id"])
        change_id = require_known(request, asked)
        try:
            made = services.store.terms.undo(
                change_id, actor=reader.name, why=why_of({"why": form.text("why")})
            )
        except (InvalidInput, TermsChanged) as error:
            return _changes(request, error)
        services.wake_worker()
        return go_to(f"{CHANGES}?done={made.id}")

    return await run_in_threadpool(work)


def asked_change(text: str) -> int:
    """Return the number of a change; raises InvalidInput."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise InvalidInput(field="id", value=text[:80])
    return int(text)


def _shown(
    request: Request,
    offered: OfferedDictionary | None = None,
    lines: list[DictionaryLine] | None = None,
    change: TermChange | None = None,
    error: ArchiveError | None = None,
) -> Response:
    taken = [line for line in lines or () if line.term and not line.refusal]
    refused = [(line, words(line.refusal, {})) for line in lines or () if line.refusal]
    removed = services_of(request).store.terms.removed_by(change.id) if change else ()
    of_dictionary = [t for t in glossary_of(request).used if t.source == "dictionary"]
    return render(
        request,
        "dictionary.html",
        status=status_of(error) if error else 200,
        tabs=tabs(request),
        kinds=KIND_NAMES,
        offered=offered,
        change=change,
        taken=taken[:TAKEN_SHOWN],
        taken_count=len(taken),
        removed=removed[:TAKEN_SHOWN],
        removed_count=len(removed),
        refused=refused[:REFUSED_SHOWN],
        refused_count=len(refused),
        held=len(of_dictionary),
        origins=sorted({term.origin for term in of_dictionary if term.origin})[:20],
        reason=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
    )


def _file(text: str, name: str, media_type: str) -> Response:
    return Response(
        text.encode(),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
