"""What has a reader collected to cite, and in which order?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from web.cited import cited
from web.forms import form_of, go_to, next_address
from web.permissions import reader_of
from web.rendering import render
from web.services import services_of


def basket_page(request: Request) -> Response:
    """Show the reader's basket."""
    store, reader = services_of(request).store, reader_of(request)
    found = store.citations.basket(reader.owner, visible=reader.visible)
    return render(
        request,
        "basket.html",
        rows=[cited(store, one, visible=reader.visible) for one in found],
        reviews=[
            one
            for one in store.reviews.reviews(visible=reader.visible)
            if one.state != "final" and reader.name in one.members
        ],
    )


async def put_in_basket(request: Request) -> Response:
    """Put the words of a form into the basket and go back to where it stood."""
    form = await form_of(request)

    def work() -> Response:
        reader = reader_of(request)
        services_of(request).store.citations.put_in_basket(
            form.needed("document_id"),
            form.span(),
            owner=reader.owner,
            actor=reader.name,
            visible=reader.visible,
        )
        return go_to(next_address(form, "/basket"))

    return await run_in_threadpool(work)


async def change_basket(request: Request) -> Response:
    """Move something in the basket up or down, or take it out."""
    form = await form_of(request)
    action = form.text("action")

    def work() -> Response:
        kept, owner = services_of(request).store.citations, reader_of(request).owner
        citation_id = form.needed("citation_id")
        match action:
            case "up" | "down":
                steps = -1 if action == "up" else 1
                kept.move_in_basket(owner, citation_id, steps=steps)
            case "remove":
                kept.take_from_basket(owner, citation_id)
            case _:
                raise InvalidInput(field="action", value=action[:80])
        return go_to(next_address(form, "/basket"))

    return await run_in_threadpool(work)
