"""Which words mean the same here, and how does an archivist change that?"""

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from web.forms import Form, form_of, go_to
from web.pages.term_rows import tabs
from web.permissions import reader_of, require
from web.rendering import render
from web.services import services_of

LONGEST_LINE = 600
_BETWEEN = re.compile(r"[\s、，,；;]+")


def synonyms_page(request: Request) -> Response:
    """Show every group; whoever may correct documents may change them."""
    reader = reader_of(request)
    groups = services_of(request).store.synonyms.groups()
    is_editable = reader.may("correct")
    return render(
        request,
        "synonyms.html",
        tabs=tabs(request),
        groups=groups,
        is_editable=is_editable,
    )


async def add_synonyms(request: Request) -> Response:
    """Make a group of the words typed."""
    reader = require(request, "correct")
    words = typed_words(await form_of(request))
    synonyms = services_of(request).store.synonyms
    await run_in_threadpool(synonyms.add, words, actor=reader.name)
    return go_to("/synonyms")


async def change_synonyms(request: Request) -> Response:
    """Give a group the words typed; none takes the group away."""
    reader = require(request, "correct")
    form = await form_of(request)
    synonyms = services_of(request).store.synonyms
    group = request.path_params["synonyms_id"]

    def work() -> Response:
        if form.text("action") == "remove":
            synonyms.remove(group, actor=reader.name)
        else:
            synonyms.change(group, typed_words(form), actor=reader.name)
        return go_to("/synonyms")

    return await run_in_threadpool(work)


def typed_words(form: Form) -> list[str]:
    """Return the words of a line, parted by spaces or commas.

    Raises InvalidInput for a blank line or one that is too long.
    """
    return _BETWEEN.split(form.needed("words", at_most=LONGEST_LINE).strip("、，,；;"))
