"""How is a review written, talked over and made final?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput, ReviewNotFound
from archive.review_paper import review_paper
from archive.reviews import Review
from indexer.errors import IndexRebuilding, QuerySyntaxError
from indexer.reviewing import check_review
from indexer.search import TypedSearch
from web.cited import Cited, cited
from web.markdown import review_html
from web.messages import sentence
from web.pages.check import quotation_row
from web.pages.hits import HitRow, hit_row
from web.pages.reviews import STATES, subject_url
from web.permissions import Reader, reader_of
from web.rendering import render
from web.services import Services, services_of

HITS = 6


@dataclass(frozen=True, slots=True)
class Panel:
    """The side panel: what was looked for and found, and the basket."""

    query: str
    hits: tuple[HitRow, ...]
    total: int
    fault: str
    basket: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry of the reference list with the citations that it stands for."""

    number: int
    text: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ShownText:
    """A review's text as HTML, its reference list, its length without white space."""

    html: Markup
    entries: tuple[ShownEntry, ...]
    characters: int


def seen_review(request: Request) -> Review:
    """Return the review of an address; a draft is for reviewers.

    Raises ReviewNotFound.
    """
    reader = reader_of(request)
    review = services_of(request).store.reviews.review(
        request.path_params.get("review_id") or request.path_params["id"],
        visible=reader.visible,
    )
    if review.state != "final" and not reader.may("review"):
        raise ReviewNotFound()
    return review


def review_page(request: Request) -> Response:
    """Show a review: to write in for its members, else to read."""
    return written_page(request, seen_review(request))


def preview(request: Request) -> Response:
    """Show the text and its reference list alone, for the preview."""
    review = seen_review(request)
    return render(
        request,
        "review_text.html",
        review=review,
        shown=shown_text(request, review),
    )


def panel(request: Request) -> Response:
    """Show the side panel alone, for a search while writing."""
    review = seen_review(request)
    query = request.query_params.get("q", "")
    shown = _panel(services_of(request), reader_of(request), query)
    return render(request, "review_panel.html", review=review, panel=shown)


def check_page(request: Request) -> Response:
    """Show the verdict on every quotation, and the form that makes it final."""
    return checked_page(request, seen_review(request), {}, "")


def written_page(
    request: Request, review: Review, query: str | None = None
) -> Response:
    """Return the page to write in, or to read, with what was looked for."""
    services, reader = services_of(request), reader_of(request)
    kept, visible = services.store.reviews, reader.visible
    may_write = (
        review.state != "final"
        and reader.name in review.members
        and reader.may("review")
    )
    asked = request.query_params.get("q", "") if query is None else query
    is_writing = may_write and "read" not in request.query_params
    template = "review_write.html" if is_writing else "review_read.html"
    return render(
        request,
        template,
        review=review,
        shown=shown_text(request, review),
        state=STATES[review.state],
        subject_url=subject_url(review.subject),
        steps=kept.steps(review.id, visible=visible),
        states=STATES,
        may_write=may_write,
        may_review=reader.may("review"),
        comments=kept.comments(review.id, visible=visible),
        points=kept.follow_ups(review.id, visible=visible),
        earlier=kept.open_follow_ups(review, visible=visible),
        panel=_panel(services, reader, asked) if is_writing else None,
        may_edit=may_write,
    )


def shown_text(request: Request, review: Review) -> ShownText:
    """Return what pages show of a review's text."""
    store, visible = services_of(request).store, reader_of(request).visible
    paper = review_paper(store, review, visible=visible)
    entries = zip(paper.numbered.entries, paper.references, strict=True)
    return ShownText(
        html=review_html(review.text, paper.numbered.marks),
        entries=tuple(
            ShownEntry(
                entry.number,
                text,
                tuple(cited(store, one, visible=visible) for one in entry.citations),
            )
            for entry, (_, text) in entries
        ),
        characters=len("".join(review.text.split())),
    )


def _panel(services: Services, reader: Reader, query: str) -> Panel:
    store, visible = services.store, reader.visible
    basket = tuple(
        cited(store, one, visible=visible)
        for one in store.citations.basket(reader.owner, visible=visible)
    )
    asked = query.strip()
    if not asked:
        return Panel("", (), 0, "", basket)
    try:
        answer = services.searcher.search(
            TypedSearch(asked, limit=HITS), visible=visible
        )
    except (QuerySyntaxError, IndexRebuilding, InvalidInput) as error:
        fault = sentence(error.code, error.details)
        return Panel(query, (), 0, fault, basket)
    hits = tuple(hit_row(hit, asked, lambda _: 0) for hit in answer.page.hits)
    return Panel(query, hits, answer.page.total, "", basket)


def checked_page(
    request: Request, review: Review, reasons: Mapping[str, str], code: str
) -> Response:
    """Return the page of verdicts, with the reasons given so far."""
    services, reader = services_of(request), reader_of(request)
    check = check_review(
        services.store, services.engine, review, visible=reader.visible
    )
    lacking = [w for w in check.unproved if not reasons.get(w, "").strip()]
    unproved: Sequence[tuple[str, str]] = [
        (words, reasons.get(words, "")) for words in check.unproved
    ]
    return render(
        request,
        "review_check.html",
        status=409 if code else 200,
        review=review,
        rows=[quotation_row(one) for one in check.checked.quotations],
        unmarked=[quotation_row(one) for one in check.checked.unmarked],
        missing=check.checked.missing,
        unproved=unproved,
        fault=sentence(code, {"quotes": len(lacking)}) if code else "",
        may_finalise=review.state == "in_review" and reader.name in review.members,
    )
