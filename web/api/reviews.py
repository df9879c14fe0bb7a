"""What can a program ask of reviews?"""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput, ReviewNotFound
from archive.review_paper import review_paper
from archive.reviews import NewReview, Review, Step, Writing
from archive.shapes import Json
from indexer.quotes.shapes import checked_draft_json
from indexer.reviewing import check_review
from web.api.bodies import json_object
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.review_final import finalise
from web.review_subjects import subject_kind, subject_of
from web.services import services_of


def reviews(request: Request) -> Response:
    """List the reviews that the caller may see; for readers the final ones."""
    reader = reader_of(request)
    found = services_of(request).store.reviews.reviews(
        visible=reader.visible, only_final=not reader.may("review")
    )
    return JsonResponse({"reviews": [_listed(one) for one in found]})


async def begin(request: Request) -> Response:
    """Begin a review."""
    body = await json_object(request)

    def work() -> Response:
        store, reader = services_of(request).store, reader_of(request)
        kind = subject_kind(body.get("subject_kind"))
        subject_id = _text(body, "subject_id")
        new = NewReview(
            title=_text(body, "title"),
            subject=subject_of(store, kind, subject_id, reader.visible),
            collection=_text(body, "collection"),
            members=_names(body.get("members", [])),
            text=_text(body, "text", may_be_blank=True),
        )
        begun = store.reviews.begin(new, actor=reader.name, visible=reader.visible)
        return JsonResponse(_shape(request, begun), 201)

    return await run_in_threadpool(work)


def review(request: Request) -> Response:
    """Show a review with its text, references, history, remarks and points."""
    return JsonResponse(_shape(request, _seen(request)))


async def save(request: Request) -> Response:
    """Save a text written on the revision ``base``."""
    body = await json_object(request)
    base = body.get("base")
    if not isinstance(base, int) or isinstance(base, bool):
        raise InvalidInput(field="base", value=str(base)[:80])

    def work() -> Response:
        reader, found = reader_of(request), _seen(request)
        text = _text(body, "text", may_be_blank=True)
        saved = services_of(request).store.reviews.save(
            found.id,
            Writing(base, _text(body, "title"), text),
            actor=reader.name,
            visible=reader.visible,
        )
        return JsonResponse(_listed(saved))

    return await run_in_threadpool(work)


async def move(request: Request) -> Response:
    """Send a review into review (``in_review``) or back (``draft``)."""
    state = (await json_object(request)).get("state")
    if state not in ("draft", "in_review"):
        raise InvalidInput(field="state", value=str(state)[:80])

    def work() -> Response:
        reader, found = reader_of(request), _seen(request)
        moved = services_of(request).store.reviews.move(
            found.id,
            "draft" if state == "draft" else "in_review",
            actor=reader.name,
            visible=reader.visible,
        )
        return JsonResponse(_listed(moved))

    return await run_in_threadpool(work)


def check(request: Request) -> Response:
    """Check every quotation of a review; ``unproved`` are those to be reasoned for."""
    services, visible = services_of(request), reader_of(request).visible
    found = check_review(
        services.store, services.engine, _seen(request), visible=visible
    )
    shape = checked_draft_json(found.checked)
    return JsonResponse({**shape, "unproved": list(found.unproved)})


async def make_final(request: Request) -> Response:
    """Make a review final; ``reasons`` by quotation for what is not proved."""
    reasons = (await json_object(request)).get("reasons", {})
    if not isinstance(reasons, dict) or not all(
        isinstance(value, str) for value in reasons.values()
    ):
        raise InvalidInput(field="reasons", value=str(reasons)[:80])

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        final = finalise(services, reader, _seen(request), reasons)
        return JsonResponse(_listed(final))

    return await run_in_threadpool(work)


def _seen(request: Request) -> Review:
    reader = reader_of(request)
    found = services_of(request).store.reviews.review(
        request.path_params["id"], visible=reader.visible
    )
    if found.state != "final" and not reader.may("review"):
        raise ReviewNotFound()
    return found


def _listed(review: Review) -> Json:
    return {
        "id": review.id,
        "url": f"/reviews/{review.id}",
        "title": review.title,
        "subject": {
            "kind": review.subject.kind,
            "id": review.subject.id,
            "name": review.subject.name,
        },
        "collection": review.collection,
        "members": list(review.members),
        "state": review.state,
        "revision": review.revision,
        "created_by": review.created_by,
        "created_at": review.created_at.isoformat(),
        "changed_at": review.changed_at.isoformat(),
        "document_id": review.document_id,
        "sha256": review.sha256,
    }


def _shape(request: Request, review: Review) -> Json:
    store, visible = services_of(request).store, reader_of(request).visible
    kept = store.reviews
    paper = review_paper(store, review, visible=visible)
    return {
        **_listed(review),
        "text": review.text,
        "references": [
            {"number": number, "text": text} for number, text in paper.references
        ],
        "steps": [_step(one) for one in kept.steps(review.id, visible=visible)],
        "comments": [
            {
                "id": one.id,
                "words": one.words,
                "text": one.text,
                "written_by": one.written_by,
                "written_at": one.written_at.isoformat(),
                "settled_by": one.settled_by,
            }
            for one in kept.comments(review.id, visible=visible)
        ],
        "follow_ups": [
            {
                "id": one.id,
                "text": one.text,
                "responsible": one.responsible,
                "due": one.due,
                "settled_by": one.settled_by,
            }
            for one in kept.follow_ups(review.id, visible=visible)
        ],
    }


def _step(taken: Step) -> Json:
    return {
        "state": taken.state,
        "revision": taken.revision,
        "actor": taken.actor,
        "at": taken.happened_at.isoformat(),
        "reasons": dict(taken.reasons),
    }


def _text(body: Mapping[str, object], name: str, *, may_be_blank: bool = False) -> str:
    value = body.get(name, "" if may_be_blank else None)
    if not isinstance(value, str) or not (may_be_blank or value.strip()):
        raise InvalidInput(field=name, value=str(value)[:80])
    return value


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(n, str) for n in value):
        raise InvalidInput(field="members", value=str(value)[:80])
    return tuple(value)
