"""How do the edits of a document stand, and which one does a request decide on?"""

from collections.abc import Iterator, Mapping, Sequence

from archive.cleaning.cleaner import edits_of
from archive.cleaning.edits import PROPOSED_EDITS
from archive.cleaning.settled import SettledEdit, settled
from archive.decisions import EDIT_ACTIONS, EditDecision, words_at
from archive.errors import InvalidInput
from archive.model import Document, DocumentId, Visible
from archive.store import Store

TEXT_AT_MOST = 200
_BATCH = 100


def edits_in(
    store: Store, document_id: DocumentId, text: str
) -> tuple[SettledEdit, ...]:
    """Return the edits of a document's text, in order, as they stand."""
    decided = store.decisions.standing([document_id]).edits.get(document_id, ())
    return settled(text, edits_of(text), decided)


def edit_decision(
    store: Store,
    document_id: DocumentId,
    fields: Mapping[str, object],
    visible: Visible,
) -> EditDecision:
    """Return the decision that fields ask for on an edit.

    ``text`` may say what shall stand there instead of what was proposed. Raises
    InvalidInput for a span without an edit, or DocumentNotFound.
    """
    text = store.extraction(document_id, visible=visible).text
    action = next((one for one in EDIT_ACTIONS if one == fields.get("action")), None)
    if action is None:
        raise InvalidInput(field="action", value=str(fields.get("action"))[:80])
    place = (fields.get("start"), fields.get("end"))
    known = {(one.start, one.end): one for one in edits_of(text)}
    edit = next((known[span] for span in known if span == place), None)
    if edit is None:
        raise InvalidInput(field="start", value=str(place[0])[:80])
    instead = fields.get("text", edit.text)
    if not isinstance(instead, str) or len(instead) > TEXT_AT_MOST:
        raise InvalidInput(field="text", value=str(instead)[:80])
    words = words_at(document_id, text, edit.start, edit.end)
    accepted = instead if action == "accept" else None
    return EditDecision(action, words, edit, accepted)


def documents_to_decide(
    store: Store, *, visible: Visible
) -> Iterator[tuple[Document, int]]:
    """Yield documents with proposals that nobody decided on, and how many.

    Costs a reading of each text whose receipt named proposals.
    """
    offset = 0
    while found := store.listing(
        "readable",
        visible=visible,
        notice=PROPOSED_EDITS,
        limit=_BATCH,
        offset=offset,
    ):
        for document in found:
            text = store.extraction(document.id, visible=visible).text
            count = proposals(edits_in(store, document.id, text))
            if count:
                yield document, count
        offset += _BATCH


def proposals(edits: Sequence[SettledEdit]) -> int:
    """Return how many edits wait for a person."""
    return sum(one.state == "proposed" for one in edits)
