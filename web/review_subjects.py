"""Which subject does a review have: a person, a place, a handover or a report?"""

from archive.errors import EntityNotFound, InvalidInput, NotFound
from archive.model import Document, Visible
from archive.reviews import SUBJECT_KINDS, Subject, SubjectKind
from archive.store import Store
from indexer.quotes.drafts import Reference
from indexer.quotes.named import NamedDocuments
from web.present import title_of


def subject_kind(text: object) -> SubjectKind:
    """Return a kind of subject; raises InvalidInput."""
    for kind in SUBJECT_KINDS:
        if text == kind:
            return kind
    raise InvalidInput(field="kind", value=str(text)[:80])


def subject_of(
    store: Store, kind: SubjectKind, subject_id: str, visible: Visible
) -> Subject:
    """Return the subject of this id.

    Raises EntityNotFound or DocumentNotFound.
    """
    if kind in ("official", "place"):
        entity = store.entity(subject_id, visible=visible)
        if entity.kind != kind:
            raise EntityNotFound()
        return Subject(kind, entity.id, entity.name)
    return _document_subject(kind, store.document(subject_id, visible=visible))


def subjects_named(
    store: Store, kind: SubjectKind, asked: str, visible: Visible
) -> list[Subject]:
    """Return what a name, a title or a number may mean."""
    found: list[Subject] = []
    if kind in ("official", "place"):
        for entity_id in sorted(store.entity_ids_named(kind, asked)):
            try:
                entity = store.entity(entity_id, visible=visible)
            except NotFound:
                continue
            detail = f"（{entity.detail}）" if entity.detail else ""
            found.append(Subject(kind, entity.id, entity.name + detail))
        return found
    named = NamedDocuments(store, visible=visible)
    plain = asked.strip("《》")
    ids = named.meant(Reference(plain, 0, len(plain), "title"))
    ids = ids or named.meant(Reference(plain, 0, len(plain), "number"))
    held = store.documents_by_id(ids)
    return [_document_subject(kind, held[one]) for one in ids if one in held]


def _document_subject(kind: SubjectKind, document: Document) -> Subject:
    return Subject(kind, document.id, title_of(document.metadata, document.name))
