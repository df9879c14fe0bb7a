"""How does a program read and change the glossary, and decide on proposals?"""

from itertools import islice

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from archive.terms import TermChange
from indexer.terms.dictionary import read_dictionary
from indexer.terms.evidence import proposals_for
from indexer.terms.shapes import change_json, line_json, proposal_json, term_json
from web.api.bodies import bounded_body, json_object
from web.json_response import JsonResponse
from web.messages import words
from web.permissions import reader_of
from web.services import services_of
from web.term_changes import changes_for, require_known
from web.terms import (
    asked_action,
    asked_term,
    asked_words,
    editor_of,
    glossary_of,
    offered_dictionary,
    proposal_file,
    used_term,
    why_of,
)

LISTED_AT_MOST = 200


def terms(request: Request) -> Response:
    """List the terms that are used."""
    used = glossary_of(request).used
    return JsonResponse({"terms": [term_json(term) for term in used]})


def term(request: Request) -> Response:
    """Show one term."""
    found = used_term(glossary_of(request), request.path_params["id"])
    return JsonResponse(term_json(found))


async def add(request: Request) -> Response:
    """Add a term."""
    fields = await json_object(request)

    def work() -> Response:
        made = editor_of(request).add(asked_term(fields), why=why_of(fields))
        return _made(request, made)

    return await run_in_threadpool(work)


async def change(request: Request) -> Response:
    """Give a term another name, kind, definition or other variants."""
    fields = await json_object(request)

    def work() -> Response:
        term_id = request.path_params["id"]
        known = term_json(used_term(glossary_of(request), term_id))
        asked = asked_term({**known, **fields})
        made = editor_of(request).change(term_id, asked, why=why_of(fields))
        return _made(request, made)

    return await run_in_threadpool(work)


def remove(request: Request) -> Response:
    """Use a term no more."""
    return _made(request, editor_of(request).remove(request.path_params["id"]), 200)


def proposals(request: Request) -> Response:
    """List the words that are to be decided on, best first."""
    services, visible = services_of(request), reader_of(request).visible
    limit, start = _number(request, "limit", 50), _number(request, "from", 0)
    if not 1 <= limit <= LISTED_AT_MOST:
        raise InvalidInput(field="limit", value=limit)
    found = proposal_file(services).read()
    proposed = proposals_for(
        found.candidates if found else (),
        glossary_of(request),
        services.engine,
        visible=visible,
        start=start,
    )
    some = list(islice(proposed, limit + 1))
    return JsonResponse(
        {
            "proposals": [proposal_json(one) for one in some[:limit]],
            "found_at": found.found_at.isoformat() if found else None,
            "looking": proposal_file(services).is_asked(),
            "next": some[limit].place if len(some) > limit else None,
        }
    )


async def decide(request: Request) -> Response:
    """Accept a proposed word, as it is or written otherwise, or refuse some."""
    fields = await json_object(request)

    def work() -> Response:
        named, editor = asked_words(fields), editor_of(request)
        if asked_action(fields) == "refuse":
            return _made(request, editor.refuse(named, why=why_of(fields)))
        if len(named) > 1:
            raise InvalidInput(field="words", value=len(named))
        asked = asked_term({"name": named[0], **fields})
        return _made(request, editor.accept(asked, named[0], why=why_of(fields)))

    return await run_in_threadpool(work)


def look_again(request: Request) -> Response:
    """Ask for the archive to be looked through for new words."""
    services = services_of(request)
    proposal_file(services).ask()
    services.wake_worker()
    return JsonResponse({"looking": True}, 202)


async def load(request: Request) -> Response:
    """Take in a dictionary: the body is the file, ``name`` tells its form."""
    body = await bounded_body(request)
    params = request.query_params
    offered = offered_dictionary(
        params.get("name", "词典.txt"), body, params.get("replace")
    )

    def work() -> Response:
        lines = read_dictionary(offered.content, offered.name)
        made, lines = editor_of(request).load(lines, is_whole=offered.is_whole)
        services_of(request).wake_worker()
        told = [
            {**line_json(one), "message": words(one.refusal, {}) if one.refusal else ""}
            for one in lines
        ]
        return JsonResponse(
            {"change": change_json(made) if made else None, "lines": told}
        )

    return await run_in_threadpool(work)


def changes(request: Request) -> Response:
    """List the last changes."""
    latest = changes_for(request)
    return JsonResponse({"changes": [change_json(one) for one in latest]})


async def undo(request: Request) -> Response:
    """Undo a change, by another one."""
    fields = await json_object(request)

    def work() -> Response:
        text = request.path_params["id"]
        if not (text.isascii() and text.isdigit() and len(text) < 12):
            raise InvalidInput(field="id", value=text[:80])
        store, reader = services_of(request).store, reader_of(request)
        number = require_known(request, int(text))
        made = store.terms.undo(number, actor=reader.name, why=why_of(fields))
        return _made(request, made)

    return await run_in_threadpool(work)


def _made(request: Request, made: TermChange, status: int = 201) -> Response:
    services_of(request).wake_worker()
    return JsonResponse(change_json(made), status)


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise InvalidInput(field=name, value=text[:80])
    return int(text)
