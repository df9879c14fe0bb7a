"""What do the forms of a review change?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput, ReviewChanged
from archive.model import PartialDate, Span
from archive.reviews import Review, Writing
from indexer.dates import days
from indexer.reviewing import check_review
from web.errors import status_of
from web.forms import Form, form_of, go_to
from web.messages import next_step, sentence
from web.pages.review import checked_page, seen_review, written_page
from web.pages.reviews import names_in
from web.permissions import Reader, reader_of
from web.rendering import render
from web.review_final import finalise
from web.services import services_of


async def change_review(request: Request) -> Response:
    """Save the text of the form, and then do what its button says."""
    form = await form_of(request)

    def work() -> Response:
        reader = reader_of(request)
        review = seen_review(request)
        action = form.text("action") or "save"
        text = form.text("text")
        query = form.text("q")
        if action.startswith(("cite:", "put:")):
            text += _inserted(request, reader, action)
        writing = Writing(form.number("base"), form.text("title"), text)
        kept = services_of(request).store.reviews
        try:
            saved = kept.save(
                review.id, writing, actor=reader.name, visible=reader.visible
            )
        except ReviewChanged as conflict:
            return _conflict(request, review, writing, conflict)
        if action == "search" or (query and action != "save"):
            return written_page(request, saved, query)
        return go_to(f"/reviews/{review.id}")

    return await run_in_threadpool(work)


async def send_basket(request: Request) -> Response:
    """Put everything in the basket at the end of a review that the reader writes."""
    form = await form_of(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        kept = services.store.reviews
        review = kept.review(form.needed("review_id"), visible=reader.visible)
        lying = services.store.citations.basket(reader.owner, visible=reader.visible)
        quotes = "\n".join(f"“{_one_line(c.quote)}”[@{c.id}]\n" for c in lying)
        text = f"{review.text.rstrip()}\n\n{quotes}".lstrip("\n")
        writing = Writing(review.revision, review.title, text)
        kept.save(review.id, writing, actor=reader.name, visible=reader.visible)
        return go_to(f"/reviews/{review.id}")

    return await run_in_threadpool(work)


async def change_people(request: Request) -> Response:
    """Set who writes in a review."""
    form = await form_of(request)

    def work() -> Response:
        reader, review = reader_of(request), seen_review(request)
        services_of(request).store.reviews.set_members(
            review.id,
            names_in(form.text("members")),
            actor=reader.name,
            visible=reader.visible,
        )
        return go_to(f"/reviews/{review.id}")

    return await run_in_threadpool(work)


async def move_review(request: Request) -> Response:
    """Send a review into review, or back to its writers."""
    form = await form_of(request)

    def work() -> Response:
        reader, review = reader_of(request), seen_review(request)
        asked = form.text("state")
        if asked not in ("draft", "in_review"):
            raise InvalidInput(field="state", value=asked[:80])
        services_of(request).store.reviews.move(
            review.id,
            "draft" if asked == "draft" else "in_review",
            actor=reader.name,
            visible=reader.visible,
        )
        return go_to(f"/reviews/{review.id}")

    return await run_in_threadpool(work)


async def remark(request: Request) -> Response:
    """Add a remark or mark one as dealt with."""
    form = await form_of(request)

    def work() -> Response:
        reader, review = reader_of(request), seen_review(request)
        kept = services_of(request).store.reviews
        settled = form.text("settled")
        if settled:
            kept.settle_comment(
                review.id, settled, actor=reader.name, visible=reader.visible
            )
        else:
            kept.comment(
                review.id,
                form.needed("text", at_most=4000),
                words=form.text("words"),
                actor=reader.name,
                visible=reader.visible,
            )
        return go_to(f"/reviews/{review.id}#remarks")

    return await run_in_threadpool(work)


async def follow_up(request: Request) -> Response:
    """Raise a point or close one."""
    form = await form_of(request)

    def work() -> Response:
        reader, review = reader_of(request), seen_review(request)
        kept = services_of(request).store.reviews
        settled = form.text("settled")
        if settled:
            how = form.needed("how", at_most=4000)
            kept.settle_follow_up(
                settled, how, actor=reader.name, visible=reader.visible
            )
        else:
            kept.raise_follow_up(
                review.id,
                form.needed("text", at_most=4000),
                responsible=form.text("responsible"),
                due=due_day(form.text("due")),
                actor=reader.name,
                visible=reader.visible,
            )
        return go_to(f"/reviews/{review.id}#points")

    return await run_in_threadpool(work)


async def finalise_review(request: Request) -> Response:
    """Make a review final, or say what it lacks."""
    form = await form_of(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        review = seen_review(request)
        reasons = reasons_of(form)
        check = check_review(
            services.store, services.engine, review, visible=reader.visible
        )
        if any(not reasons.get(words, "").strip() for words in check.unproved):
            return checked_page(request, review, reasons, "quotations_unproved")
        final = finalise(services, reader, review, reasons)
        return go_to(f"/reviews/{final.id}")

    return await run_in_threadpool(work)


def reasons_of(form: Form) -> dict[str, str]:
    """Return the reasons of a form by the words they are for."""
    words, given = form.texts("words"), form.texts("reason")
    return dict(zip(words, given, strict=False))


def due_day(text: str) -> PartialDate | None:
    """Return the day by which a point is due; raises InvalidInput."""
    day = text.strip()
    if day and days(day) is None:
        raise InvalidInput(field="due", value=day[:80])
    return PartialDate(day) if day else None


def _inserted(request: Request, reader: Reader, action: str) -> str:
    """Return the quotation that a button of the panel adds, with its citation."""
    kept = services_of(request).store.citations
    kind, _, rest = action.partition(":")
    if kind == "put":
        citation = kept.citation(rest, visible=reader.visible)
    else:
        document_id, start, end = [*rest.split(":"), "", ""][:3]
        if not (start.isdecimal() and end.isdecimal()):
            raise InvalidInput(field="action", value=action[:80])
        citation = kept.add(
            document_id,
            Span(int(start), int(end)),
            actor=reader.name,
            visible=reader.visible,
        )
    return f"\n\n“{_one_line(citation.quote)}”[@{citation.id}]"


def _one_line(text: str) -> str:
    """Return a quotation on one line: Chinese needs no space for a line break."""
    return "".join(line.strip() for line in text.splitlines())


def _conflict(
    request: Request, review: Review, writing: Writing, conflict: ReviewChanged
) -> Response:
    """Show the last text beside what was written on an earlier one."""
    last = services_of(request).store.reviews.review(
        review.id, visible=reader_of(request).visible
    )
    return render(
        request,
        "review_conflict.html",
        status=status_of(conflict),
        review=last,
        writing=writing,
        sentence=sentence(conflict.code, conflict.details),
        next_step=next_step(conflict.code, conflict.details),
        aside=conflict.details.get("aside"),
    )
