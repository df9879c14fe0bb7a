"""Which new words does the archive propose, and what does a person say of them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import ArchiveError
from archive.model import Visible
from indexer.engine import Hit, MarkedPassage
from indexer.errors import IndexRebuilding
from indexer.terms.evidence import Proposal, proposals_for
from indexer.terms.glossary import id_of
from indexer.terms.mining import Candidate
from web.errors import status_of
from web.forms import form_of, go_to
from web.messages import next_step, sentence
from web.pages.marking import Segment, marked, one_line
from web.pages.script import is_traditional
from web.pages.search import rebuilding
from web.pages.tags import PageTag, passage_tag, words_url
from web.pages.term_rows import KIND_NAMES, tabs
from web.permissions import reader_of
from web.rendering import render
from web.services import services_of
from web.terms import (
    asked_action,
    asked_term,
    asked_words,
    editor_of,
    glossary_of,
    listed_url,
    name_told,
    proposal_file,
    why_of,
)

PROPOSALS = "/terms/proposals"
_AT_ONCE = 15
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Example:
    """A passage with the proposed word marked, and the document it stands in."""

    tag: PageTag
    segments: tuple[Segment, ...]
    title: str
    is_traditional: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposed word with its evidence, and the address that searches for it."""

    name: str
    place: int
    documents: int
    search: str
    examples: tuple[Example, ...]


def proposals_page(request: Request) -> Response:
    """Show what is to be decided, best first."""
    return _shown(request)


async def decide_proposal(request: Request) -> Response:
    """Take a proposed word as a term, as it is or written otherwise, or refuse it."""
    form = await form_of(request)
    fields = {name: form.text(name) for name, _ in form.fields}

    def work() -> Response:
        (word,) = asked_words(fields)
        editor, start = editor_of(request), form.text("from")
        try:
            if asked_action(fields) == "refuse":
                editor.refuse([word], why=why_of(fields))
            else:
                term = asked_term(fields)
                editor.accept(term, word, why=why_of(fields))
                word = term.name
        except ArchiveError as error:
            return _shown(request, error, fields)
        services_of(request).wake_worker()
        said = f"from={_start(start)}&done={fields['action']}&term={id_of(word)}"
        return go_to(f"{PROPOSALS}?{said}")

    return await run_in_threadpool(work)


def look_again(request: Request) -> Response:
    """Ask for the archive to be looked through for new words."""
    services = services_of(request)
    proposal_file(services).ask()
    services.wake_worker()
    return go_to(PROPOSALS)


def _start(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _shown(
    request: Request,
    error: ArchiveError | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """``typed`` is the form that could not be taken, to be shown again."""
    services, visible = services_of(request), reader_of(request).visible
    kept = proposal_file(services)
    found = kept.read()
    start = _start((typed or request.query_params).get("from", ""))
    try:
        rows = _rows(request, found.candidates, start, visible) if found else []
    except IndexRebuilding as cause:
        return rebuilding(request, "待定术语", cause)
    return render(
        request,
        "term_proposals.html",
        status=status_of(error) if error else 200,
        tabs=tabs(request),
        kinds=KIND_NAMES,
        rows=rows[:_AT_ONCE],
        start=start,
        next_from=rows[_AT_ONCE].place if len(rows) > _AT_ONCE else None,
        found_at=found.found_at if found else None,
        # A count of all documents would tell of those that the reader may not see.
        documents=found.documents if found and visible is None else None,
        is_looking=kept.is_asked(),
        done=request.query_params.get("done", ""),
        told=name_told(request),
        there=listed_url(error),
        typed=typed or {},
        reason=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
    )


def _rows(
    request: Request, candidates: Sequence[Candidate], start: int, visible: Visible
) -> Sequence[ProposalRow]:
    proposed = proposals_for(
        candidates,
        glossary_of(request),
        services_of(request).engine,
        visible=visible,
        start=start,
    )
    return [_row(one) for one in islice(proposed, _AT_ONCE + 1)]


def _row(proposal: Proposal) -> ProposalRow:
    examples = (
        _example(hit, passage) for hit in proposal.examples for passage in hit.passages
    )
    return ProposalRow(
        proposal.text,
        proposal.place,
        proposal.documents,
        f'"{proposal.text}"',
        tuple(examples),
    )


def _example(hit: Hit, passage: MarkedPassage) -> Example:
    """Return the words around the first mark of a passage."""
    title = hit.title or hit.name
    start, end = passage.marks[0] if passage.marks else (passage.start, passage.end)
    first = max(0, start - passage.start - _CONTEXT)
    text = passage.text[first : end - passage.start + _CONTEXT]
    lead = len(text) - len(text.lstrip())
    return Example(
        passage_tag(title, passage.page, words_url(hit.document_id, start, end)),
        one_line(marked(text.strip(), passage.start + first + lead, passage.marks)),
        title,
        is_traditional(text),
    )
