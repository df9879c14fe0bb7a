"""Which terms does the archive list, and how does an archivist change them?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import ArchiveError
from archive.model import EntityId
from archive.terms import Term
from indexer.fold import fold_query
from indexer.terms.glossary import Glossary, id_of
from web.errors import status_of
from web.forms import Form, form_of, go_to
from web.messages import next_step, sentence
from web.pages.term_rows import KIND_NAMES, TermView, tabs, term_view
from web.permissions import reader_of
from web.rendering import render
from web.services import services_of
from web.terms import (
    asked_term,
    editor_of,
    glossary_of,
    listed_url,
    may_edit,
    name_told,
    used_term,
    why_of,
)

GLOSSARY = "/terms/glossary"
_LISTED = 100
_FIELDS = ("name", "kind", "definition", "variants", "origin", "why")


def glossary_page(request: Request) -> Response:
    """Show the terms, all or those with some words."""
    return _list(request)


async def add_term(request: Request) -> Response:
    """Add the term of a form."""
    form = await form_of(request)

    def work() -> Response:
        fields = _fields(form)
        try:
            term = asked_term(fields)
            editor_of(request).add(term, why=why_of(fields))
        except ArchiveError as error:
            return _list(request, error, fields)
        services_of(request).wake_worker()
        return go_to(f"{GLOSSARY}?done=add&term={id_of(term.name)}")

    return await run_in_threadpool(work)


def term_page(request: Request) -> Response:
    """Show one term, with the form that changes it to those who may."""
    return _one(request)


async def change_term(request: Request) -> Response:
    """Change or remove a term as a form says."""
    form = await form_of(request)

    def work() -> Response:
        fields, term_id = _fields(form), request.path_params["term_id"]
        editor = editor_of(request)
        try:
            if form.text("action") == "remove":
                editor.remove(term_id, why=why_of(fields))
                services_of(request).wake_worker()
                return go_to(f"{GLOSSARY}?done=remove&term={term_id}")
            term = asked_term(fields)
            editor.change(term_id, term, why=why_of(fields))
        except ArchiveError as error:
            return _one(request, error, fields)
        services_of(request).wake_worker()
        return go_to(f"{term_view(term).url}?done=change")

    return await run_in_threadpool(work)


def _list(
    request: Request,
    error: ArchiveError | None = None,
    fields: dict[str, str] | None = None,
) -> Response:
    asked = request.query_params.get("q", "").strip()[:100]
    kind = request.query_params.get("kind", "")
    offset_asked = request.query_params.get("offset", "")
    offset = (
        int(offset_asked) if offset_asked.isdecimal() and len(offset_asked) < 9 else 0
    )
    glossary = glossary_of(request)
    found = _found(glossary, asked, kind)
    return render(
        request,
        "glossary.html",
        status=status_of(error) if error else 200,
        tabs=tabs(request),
        kinds=KIND_NAMES,
        kind=kind if kind in KIND_NAMES else "",
        query=asked,
        total=len(found),
        rows=[term_view(term) for term in found[offset : offset + _LISTED]],
        offset=offset,
        next_offset=offset + _LISTED if offset + _LISTED < len(found) else None,
        fields=fields or dict.fromkeys(_FIELDS, ""),
        is_editable=may_edit(reader_of(request)),
        refused=[term.name for term in glossary.refused[:_LISTED]],
        done=request.query_params.get("done", ""),
        told=name_told(request),
        there=listed_url(error),
        reason=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
    )


def _one(
    request: Request,
    error: ArchiveError | None = None,
    fields: dict[str, str] | None = None,
) -> Response:
    view = term_view(used_term(glossary_of(request), request.path_params["term_id"]))
    store, visible = services_of(request).store, reader_of(request).visible
    is_entity = bool(
        store.naming_counts(visible=visible, entity_ids=[EntityId(view.id)])
    )
    return render(
        request,
        "glossary_term.html",
        status=status_of(error) if error else 200,
        tabs=tabs(request),
        term=view,
        kinds=KIND_NAMES,
        fields=_shown_fields(view) | (fields or {}),
        entity_url=f"/terms/{view.id}" if is_entity and view.kind == "term" else None,
        is_editable=may_edit(reader_of(request)),
        done=request.query_params.get("done", ""),
        there=listed_url(error),
        reason=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
    )


def _found(glossary: Glossary, asked: str, kind: str) -> list[Term]:
    folded = fold_query(asked)
    return [
        term
        for term in glossary.by_sound
        if (not kind or term.kind == kind or kind not in KIND_NAMES)
        and any(folded in fold_query(w) for w in (term.name, *term.variants))
    ]


def _fields(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in _FIELDS}


def _shown_fields(view: TermView) -> dict[str, str]:
    return {
        "name": view.name,
        "kind": view.kind,
        "definition": view.definition,
        "variants": "、".join(view.variants),
        "origin": view.origin,
        "why": "",
    }
