"""How does an archivist check what was recognised in one document?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.decisions import ENTITY_OF_MENTION
from archive.errors import InvalidInput
from archive.model import DocumentId, EntityId, Mention, MentionKind, Visible
from archive.store import Store
from web.deciding import MENTION_KINDS, mention_decision, record, why_of
from web.forms import Form, form_of, go_to
from web.pages.decisions import MENTION_NAMES, decision_rows
from web.pages.marking import Segment, marked, one_line
from web.pages.neighbours import Namesake, described
from web.pages.tags import document_url, words_url
from web.permissions import reader_of
from web.present import title_of
from web.rendering import render
from web.services import services_of

PAGE = 100
AROUND = 14
_REACH = 20
"""So far from the recognised words may corrected ones lie."""
NEW, BY_NAME = "new", ""
BY_PERSON = "decision"


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention in its surroundings."""

    kind: str
    segments: tuple[Segment, ...]
    entity: str
    url: str
    words_url: str
    is_decided: bool


def mentions_page(request: Request) -> Response:
    """Show a document's mentions, or the forms for one of them."""
    store, visible = services_of(request).store, reader_of(request).visible
    document = store.document(request.path_params["document_id"], visible=visible)
    text = store.extraction(document.id, visible=visible).text
    analysis = store.analysis(document.id, visible=visible)
    every = analysis.mentions if analysis else ()
    kind = _kind(request.query_params.get("kind", ""))
    offset = _number(request.query_params.get("offset", ""))
    of_kind = [m for m in every if kind is None or m.kind == kind]
    chosen = _chosen(request, every)
    return render(
        request,
        "mentions.html",
        document=document,
        title=title_of(document.metadata, document.name),
        document_url=document_url(document.id),
        kinds=_kinds(document.id, every, kind),
        kind=kind or "",
        rows=[_row(document.id, text, m) for m in of_kind[offset : offset + PAGE]],
        total=len(of_kind),
        next_url=_url(document.id, kind, offset + PAGE)
        if len(of_kind) > offset + PAGE
        else None,
        chosen=chosen and _row(document.id, text, chosen),
        mention=chosen,
        choices=_choices(store, chosen, visible) if chosen else (),
        kind_names=MENTION_NAMES,
        decided=decision_rows(
            store.decisions.of_document(document.id, visible=visible)
        ),
        done=request.query_params.get("done", ""),
    )


async def decide_on_mention(request: Request) -> Response:
    """Record the decision of a form and go back to the list."""
    form = await form_of(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        document_id = DocumentId(request.path_params["document_id"])
        extraction = services.store.extraction(document_id, visible=reader.visible)
        fields = _fields(form, extraction.text)
        decision = mention_decision(services.store, document_id, fields, reader.visible)
        record(services, decision, reader, why_of(fields))
        return go_to(f"/documents/{document_id}/mentions?done={decision.action}")

    return await run_in_threadpool(work)


def _fields(form: Form, text: str) -> dict[str, object]:
    """Return what a form asks for, with its words found in the text."""
    action, kind = form.text("action"), form.text("kind")
    fields: dict[str, object] = {"action": action, "kind": kind}
    fields["why"] = form.text("why").strip()
    if action == "add":
        span = _occurrence(text, form.text("words"), form.text("occurrence"))
    else:
        old = form.span()
        span = (old.start, old.end)
        if action == "correct":
            was = {"start": old.start, "end": old.end, "kind": form.text("was_kind")}
            fields["was"] = was
            span = _nearby(text, form.text("words"), old.start, old.end)
    fields["start"], fields["end"] = span
    entity = form.text("entity")
    if entity == NEW:
        name = text[span[0] : span[1]]
        fields["entity"] = {"name": name, "detail": form.text("detail").strip()}
    elif entity != BY_NAME:
        fields["entity"] = entity
    return fields


def _occurrence(text: str, words: str, ordinal: str) -> tuple[int, int]:
    """Return where words stand for the n-th time; raises InvalidInput."""
    words = words.strip()
    wanted = _number(ordinal) or 1
    at = -1
    for _ in range(min(wanted, len(text) + 1)):
        at = text.find(words, at + 1) if words else -1
        if at < 0:
            raise InvalidInput(field="words", value=words[:80])
    return at, at + len(words)


def _nearby(text: str, words: str, start: int, end: int) -> tuple[int, int]:
    """Return where words stand at or beside recognised ones; raises InvalidInput."""
    words = words.strip()
    first = max(0, start - _REACH)
    found = []
    at = text.find(words, first) if words else -1
    while 0 <= at <= end + _REACH:
        found.append(at)
        at = text.find(words, at + 1)
    if not found:
        raise InvalidInput(field="words", value=words[:80])
    best = min(found, key=lambda place: abs(place - start))
    return best, best + len(words)


def _chosen(request: Request, mentions: Sequence[Mention]) -> Mention | None:
    asked = request.query_params
    start, end = asked.get("start", ""), asked.get("end", "")
    if not (start.isdecimal() and end.isdecimal()):
        return None
    key = (_number(start), _number(end), asked.get("of", ""))
    return next((m for m in mentions if (m.start, m.end, m.kind) == key), None)


def _choices(store: Store, mention: Mention, visible: Visible) -> list[Namesake]:
    """Return the entities that a mention may name, by its words and its name."""
    kind = ENTITY_OF_MENTION.get(mention.kind)
    if kind is None:
        return []
    ids: set[EntityId] = set()
    for name in {mention.surface, mention.entity_name or mention.surface}:
        ids |= store.entity_ids_named(kind, name)
    if mention.entity_id:
        ids.add(mention.entity_id)
    found = store.entities_by_id(sorted(ids), visible=visible)
    ordered = sorted(found.values(), key=lambda one: -one.documents)
    return described(store, ordered, visible)


def _kinds(
    document_id: str, mentions: Sequence[Mention], chosen: MentionKind | None
) -> list[tuple[str, str, int, bool]]:
    counts: dict[MentionKind, int] = {}
    for mention in mentions:
        counts[mention.kind] = counts.get(mention.kind, 0) + 1
    return [
        (MENTION_NAMES[kind], _url(document_id, kind, 0), counts[kind], kind == chosen)
        for kind in MENTION_KINDS
        if kind in counts
    ]


def _row(document_id: str, text: str, mention: Mention) -> MentionRow:
    start = max(0, mention.start - AROUND)
    end = min(len(text), mention.end + AROUND)
    excerpt = marked(text[start:end], start, [(mention.start, mention.end)])
    pairs: Mapping[str, str | int] = {
        "start": mention.start,
        "end": mention.end,
        "of": mention.kind,
    }
    return MentionRow(
        MENTION_NAMES[mention.kind],
        one_line(excerpt),
        mention.entity_name or "",
        f"/documents/{document_id}/mentions?{urlencode(pairs)}#decide",
        words_url(document_id, mention.start, mention.end),
        mention.recogniser == BY_PERSON,
    )


def _url(document_id: str, kind: MentionKind | None, offset: int) -> str:
    pairs = {"kind": kind or "", "offset": str(offset) if offset else ""}
    query = urlencode({key: value for key, value in pairs.items() if value})
    return f"/documents/{document_id}/mentions" + (f"?{query}" if query else "")


def _kind(text: str) -> MentionKind | None:
    return next((kind for kind in MENTION_KINDS if kind == text), None)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0
