"""Which reviews are there, and how is one begun?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.reviews import (
    NewReview,
    Review,
    ReviewState,
    Subject,
    SubjectKind,
)
from web.forms import Form, form_of, go_to
from web.permissions import Reader, reader_of
from web.rendering import render
from web.review_subjects import subject_kind, subject_of, subjects_named
from web.services import services_of

SUBJECT_NAMES: Mapping[SubjectKind, str] = {
    "official": "人员",
    "place": "地名",
    "handover": "交接",
    "report": "报告",
}
STATES: Mapping[ReviewState, tuple[str, str, str]] = {
    "draft": ("info", "open", "草稿"),
    "in_review": ("warn", "half", "审阅中"),
    "final": ("ok", "ok", "定稿"),
}
_PATHS: Mapping[SubjectKind, str] = {
    "official": "/officials",
    "place": "/places",
    "handover": "/documents",
    "report": "/documents",
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in a list; ``is_mine`` if the reader writes in it."""

    review: Review
    state: tuple[str, str, str]
    is_mine: bool


def subject_url(subject: Subject) -> str:
    """Return where the subject of a review is shown."""
    return f"{_PATHS[subject.kind]}/{subject.id}"


def review_row(review: Review, reader: Reader) -> ReviewRow:
    """Return what a list shows of a review."""
    return ReviewRow(
        review,
        STATES[review.state],
        reader.name in review.members,
    )


def review_list(request: Request) -> Response:
    """List the reviews that the reader may see: for most readers the final ones."""
    reader = reader_of(request)
    found = services_of(request).store.reviews.reviews(
        visible=reader.visible, only_final=not reader.may("review")
    )
    rows = [review_row(one, reader) for one in found]
    return render(
        request,
        "reviews.html",
        open=[row for row in rows if row.review.state != "final"],
        final=[row for row in rows if row.review.state == "final"],
    )


def new_review_page(request: Request) -> Response:
    """Show the form that begins a review; an address may name the subject."""
    query = request.query_params
    return _form(
        request,
        {
            "kind": query.get("kind", "handover"),
            "subject": query.get("subject", ""),
            "title": query.get("title", ""),
            "members": "",
            "collection": query.get("collection", ""),
        },
    )


async def begin_review(request: Request) -> Response:
    """Begin the review of a form, or ask which subject is meant."""
    form = await form_of(request)

    def work() -> Response:
        store, reader = services_of(request).store, reader_of(request)
        kind = subject_kind(form.text("kind"))
        chosen = form.text("subject_id")
        asked = form.needed("subject", at_most=200)
        if chosen:
            subjects = [subject_of(store, kind, chosen, reader.visible)]
        else:
            subjects = subjects_named(store, kind, asked, reader.visible)
        if len(subjects) != 1:
            return _form(request, _typed(form), subjects, is_asked=True)
        new = NewReview(
            title=form.needed("title", at_most=200),
            subject=subjects[0],
            collection=form.needed("collection", at_most=200),
            members=tuple(names_in(form.text("members"))),
        )
        begun = store.reviews.begin(new, actor=reader.name, visible=reader.visible)
        return go_to(f"/reviews/{begun.id}")

    return await run_in_threadpool(work)


def names_in(text: str) -> list[str]:
    """Return the names that a field lists."""
    parts = text.replace("，", "、").replace(",", "、").replace("\n", "、").split("、")
    return [name.strip() for name in parts if name.strip()]


def _typed(form: Form) -> dict[str, str]:
    names = ("kind", "subject", "title", "members", "collection")
    return {name: form.text(name) for name in names}


def _form(
    request: Request,
    typed: Mapping[str, str],
    subjects: Sequence[Subject] = (),
    *,
    is_asked: bool = False,
) -> Response:
    reader = reader_of(request)
    return render(
        request,
        "review_new.html",
        status=400 if is_asked else 200,
        typed=typed,
        subjects=subjects,
        is_asked=is_asked,
        kinds=SUBJECT_NAMES,
        collections=services_of(request).store.collections(visible=reader.visible),
    )
