"""Which shapes do citations, baskets and reviews have in the API?"""

from collections.abc import Mapping
from typing import get_args

from archive.citation.reference import REFERENCE_KINDS
from archive.cite import STYLES
from archive.reviews import SUBJECT_KINDS, ReviewState
from indexer.validity import Force
from indexer.validity_statements import StatementKind
from web.openapi_schema import Schema, array, object_of, optional, request_of, text

_NUMBER: Schema = {"type": "integer"}
_REVIEW: Mapping[str, Schema] = {
    "id": text(),
    "url": text(),
    "title": text(),
    "subject": object_of(kind={"enum": list(SUBJECT_KINDS)}, id=text(), name=text()),
    "collection": text(),
    "members": array(text()),
    "state": {"enum": list(get_args(ReviewState))},
    "revision": _NUMBER,
    "created_by": text(),
    "created_at": text(),
    "changed_at": text(),
    "document_id": optional("string"),
    "sha256": optional("string"),
}

_GROUND = object_of(
    kind={"enum": list(get_args(StatementKind))},
    document_id=text(),
    title=text(),
    since=optional("string"),
    text=text(),
    at=array(_NUMBER),
)

CITATION_SHAPES: Mapping[str, Schema] = {
    "Validity": object_of(
        document_id=text(),
        on=text(),
        state={"enum": list(get_args(Force))},
        ground={"anyOf": [_GROUND, {"type": "null"}]},
        grounds=array(_GROUND),
    ),
    "NewCitation": request_of(
        ["document_id"],
        document_id=text(),
        quote=text(),
        start=_NUMBER,
        end=_NUMBER,
        kind={"enum": list(REFERENCE_KINDS)},
    ),
    "Citation": object_of(
        id=text(),
        url=text(),
        document_id=text(),
        title=optional("string"),
        version=_NUMBER,
        sha256=text(),
        extraction_id=text(),
        extractor=text(),
        extractor_version=text(),
        quote=text(),
        prefix=text(),
        suffix=text(),
        start=_NUMBER,
        end=_NUMBER,
        page=optional("integer"),
        heading=array(text()),
        kind={"enum": [*REFERENCE_KINDS, None]},
        is_current={"type": "boolean"},
        created_by=text(),
        created_at=text(),
        style={"enum": list(STYLES)},
        citation=optional("string"),
    ),
    "ChosenKind": request_of([], kind={"enum": [*REFERENCE_KINDS, None]}),
    "BasketMove": request_of(["steps"], steps=_NUMBER),
    "NewReview": request_of(
        ["title", "subject_kind", "subject_id", "collection"],
        title=text(),
        subject_kind={"enum": list(SUBJECT_KINDS)},
        subject_id=text(),
        collection=text(),
        members=array(text()),
        text=text(),
    ),
    "ReviewWriting": request_of(
        ["base", "title", "text"], base=_NUMBER, title=text(), text=text()
    ),
    "ReviewState": request_of(["state"], state={"enum": ["draft", "in_review"]}),
    "ReviewReasons": request_of([], reasons={"type": "object"}),
    "ListedReview": object_of(**_REVIEW),
    "Review": object_of(
        **_REVIEW,
        text=text(),
        references=array(object_of(number=_NUMBER, text=text())),
        steps=array({"type": "object"}),
        comments=array({"type": "object"}),
        follow_ups=array({"type": "object"}),
    ),
}
