"""Which shapes do requests and answers of the API have?"""

from collections.abc import Mapping
from typing import get_args

from archive.cleaning.edits import RULES
from archive.decisions import EDIT_ACTIONS, ENTITY_ACTIONS, MENTION_ACTIONS
from archive.model import EntityKind, JobState, JobStep, MentionKind, ReceiptStatus
from indexer.completion import SUGGESTION_KINDS
from indexer.engine import FACET_KINDS, FilterKind, Relation
from web.openapi_citation_shapes import CITATION_SHAPES
from web.openapi_schema import Schema as Schema
from web.openapi_schema import array as array
from web.openapi_schema import maybe as _maybe
from web.openapi_schema import object_of as _object
from web.openapi_schema import optional as _optional
from web.openapi_schema import reference as reference
from web.openapi_schema import request_of as _request
from web.openapi_schema import text as text

_NUMBER: Schema = {"type": "integer"}
_SPAN: Schema = {
    "type": ["array", "null"],
    "items": _NUMBER,
    "description": "[start, end)，以正文的码点计。",
}
_METADATA: Mapping[str, Schema] = {
    "title": _optional("string"),
    "type": _optional("string"),
    "number": _optional("string"),
    "issuers": array(text()),
    "issued_on": _optional("string"),
}
_RECOGNISED: Mapping[str, Schema] = {
    "mentions": array(reference("Mention")),
    "officials": array(reference("Official")),
    "handover": _maybe("Handover"),
}
_ENTITY: Mapping[str, Schema] = {
    "id": text(),
    "kind": reference("EntityKind"),
    "name": text(),
    "aliases": array(text()),
    "parents": array(text()),
    "detail": _optional("string"),
}
_LISTED: Mapping[str, Schema] = {
    "document_id": text(),
    "collection": text(),
    "name": text(),
    **_METADATA,
}
SCHEMAS: Mapping[str, Schema] = {
    "Error": _object(error=text(), message=text(), details={"type": "object"}),
    "Notice": _object(code=text(), message=text()),
    "Answer": _object(
        query=text(),
        interpretation=text(),
        total=_NUMBER,
        milliseconds={"type": "number"},
        hits=array(reference("Hit")),
        facets=_object(**{kind: array(reference("Facet")) for kind in FACET_KINDS}),
        next=_optional("string"),
        suggestion=_optional("string"),
        parts=array(reference("PartAlone")),
        also=array(text()),
    ),
    "PartAlone": _object(
        written=text(),
        folded=_optional("string"),
        total=_NUMBER,
        similar=_optional("string"),
        corrected=_optional("string"),
        without=_optional("string"),
        without_total=_NUMBER,
    ),
    "Hit": _object(
        **_LISTED,
        score={"type": "number"},
        named_by={
            "type": ["integer", "null"],
            "description": "馆藏中有多少部别的文件提到它；排序未用到时为空。",
        },
        copy_of={
            "type": ["string", "null"],
            "description": "本页中在它之前、内容基本相同的文献。",
        },
        passages=array(reference("Passage")),
    ),
    "SimilarDocuments": _object(
        document_id=text(), similar=array(reference("SimilarDocument"))
    ),
    "SimilarDocument": _object(
        relation={"enum": list(get_args(Relation))},
        likeness={"type": "number", "minimum": 0, "maximum": 1},
        **_LISTED,
    ),
    "Passage": _object(
        start=_NUMBER,
        end=_NUMBER,
        page=_optional("integer"),
        text=text(),
        marks=array(array(_NUMBER)),
    ),
    "Facet": _object(value=text(), count=_NUMBER, id=text()),
    "Completion": _object(query=text(), suggestions=array(reference("Suggestion"))),
    "Suggestion": _object(
        text=text(),
        kind={"enum": list(SUGGESTION_KINDS)},
        id=text(),
        detail=_optional("string"),
        count=_NUMBER,
        query={
            "type": "string",
            "description": "检索它的参数，接在 /search? 或 /api/search? 之后。",
        },
        alias=_optional("string"),
    ),
    "SearchRequest": _request(
        [],
        q=text(),
        **{kind: array(text()) for kind in get_args(FilterKind)},
        **{"from": text(), "to": text(), "after": text()},
        sort={"enum": ["relevance", "newest", "oldest"]},
        limit={"type": "integer", "minimum": 1, "maximum": 200},
    ),
    "UploadReceipt": _object(
        name=text(),
        status={"enum": ["received", "duplicate", "failed"]},
        document_id=_optional("string"),
        sha256=_optional("string"),
        job_id=_optional("string"),
        error=_maybe("Error"),
    ),
    "CheckedDraft": _object(
        quotes=array(reference("CheckedQuotation")),
        references=array(reference("CheckedReference")),
        unmarked=array(reference("CheckedQuotation")),
        missing=array(text()),
        complete={"type": "boolean"},
        not_checked=array(_object(quote=text(), start=_NUMBER, end=_NUMBER)),
        unmarked_until=_optional("integer"),
    ),
    "CheckedQuotation": _object(
        quote=text(),
        start=_NUMBER,
        end=_NUMBER,
        verdict={"enum": ["exact", "folded", "altered", "absent"]},
        document_id=_optional("string"),
        title=_optional("string"),
        number=_optional("string"),
        sha256=_optional("string"),
        page=_optional("integer"),
        at=_SPAN,
        text=_optional("string"),
        similarity={"type": "number"},
        differences=array({"type": "object"}),
        attribution={"type": ["object", "null"]},
    ),
    "CheckedReference": _object(
        text=text(),
        start=_NUMBER,
        end=_NUMBER,
        kind={"enum": ["title", "number", "citation"]},
        document_ids=array(text()),
        held={"type": "boolean"},
    ),
    "Job": _object(
        id=text(),
        document_id=text(),
        state={"enum": list(get_args(JobState))},
        step={"enum": list(get_args(JobStep))},
        progress={"type": "number", "minimum": 0, "maximum": 1},
        attempts=_NUMBER,
        due_at=_optional("string"),
        accession=_optional("string"),
        receipt=_maybe("Receipt"),
    ),
    "Receipt": _object(
        path=text(),
        status={"enum": list(get_args(ReceiptStatus))},
        document_id=_optional("string"),
        version=_optional("integer"),
        sha256=_optional("string"),
        **_METADATA,
        media_type=_optional("string"),
        encoding=_optional("string"),
        page_count=_optional("integer"),
        characters=_optional("integer"),
        seconds=_optional("number"),
        warnings=array(reference("Notice")),
        error=_maybe("Error"),
    ),
    "Document": _object(
        document_id=text(),
        version=_NUMBER,
        sha256=text(),
        name=text(),
        **_METADATA,
        media_type=_optional("string"),
        encoding=_optional("string"),
        text=_optional("string"),
        pages=array(_object(number=_NUMBER, start=_NUMBER, end=_NUMBER)),
        evidence=_object(title=_SPAN, number=_SPAN, issuers=_SPAN, issued_on=_SPAN),
        **_RECOGNISED,
        warnings=array(reference("Notice")),
        error=_maybe("Error"),
    ),
    "Correction": _request([], **_METADATA, collection=text()),
    "Mention": _object(
        kind={"enum": list(get_args(MentionKind))},
        start=_NUMBER,
        end=_NUMBER,
        surface=text(),
        entity={"anyOf": [_object(id=text(), name=text()), {"type": "null"}]},
        value=_optional("string"),
    ),
    "Official": _object(name=text(), posts=array(reference("Post"))),
    "Post": _object(
        organisation=_optional("string"),
        title=text(),
        place=_optional("string"),
        status=_optional("string"),
        **{"from": _optional("string"), "to": _optional("string")},
    ),
    "Handover": _object(
        post=_optional("string"),
        place=_optional("string"),
        date=_optional("string"),
        outgoing=_optional("string"),
        incoming=_optional("string"),
        supervisor=_optional("string"),
        items=array(reference("HandoverItem")),
    ),
    "HandoverItem": _object(
        part=text(),
        text=text(),
        start=_NUMBER,
        end=_NUMBER,
        amounts=array(text()),
        deadline=_optional("string"),
    ),
    "EntityKind": {"enum": list(get_args(EntityKind))},
    "CountedEntity": _object(**_ENTITY, documents=_NUMBER),
    "ListedDocument": _object(**_LISTED),
    "ListedHandover": _object(**_LISTED, handover=reference("Handover")),
    "EntityPage": _object(**_ENTITY, documents=array(reference("ListedDocument"))),
    "Holder": _object(
        official=reference("NamedEntity"),
        title=text(),
        organisation=_optional("string"),
        place=_optional("string"),
        status=_optional("string"),
        **{"from": _optional("string"), "to": _optional("string")},
        document_id=text(),
        issued_on=_optional("string"),
        start={"type": ["integer", "null"]},
        end={"type": ["integer", "null"]},
    ),
    "NamedEntity": _object(id=text(), name=text(), detail=_optional("string")),
    "DecidedWords": _object(
        document_id=text(), start=_NUMBER, end=_NUMBER, text=text()
    ),
    "Decision": _object(
        id=text(),
        of={"enum": ["mention", "entity", "edit", "decision"]},
        action={
            "enum": [
                *sorted({*MENTION_ACTIONS, *ENTITY_ACTIONS, *EDIT_ACTIONS}),
                "undo",
            ]
        },
        actor=text(),
        decided_at=text(),
        why=text(),
        extraction_id=_optional("string"),
        undone_by=_optional("string"),
        undoes=_optional("string"),
        words=array(reference("DecidedWords")),
        kind=_optional("string"),
        was={"type": ["object", "null"]},
        entity=_maybe("NamedEntity"),
        into=_maybe("NamedEntity"),
        name=_optional("string"),
        rule=_optional("string"),
        text=_optional("string"),
        documents=array(text()),
    ),
    "Edit": _object(
        start=_NUMBER,
        end=_NUMBER,
        was=text(),
        text=text(),
        rule={"enum": list(RULES)},
        rule_version=text(),
        is_certain={"type": "boolean"},
        state={"enum": ["made", "proposed", "accepted", "refused"]},
        decision_id=_optional("string"),
    ),
    "Edits": _object(
        document_id=text(), edits=array(reference("Edit")), edited_text=text()
    ),
    "EditDecision": _request(
        ["action", "start", "end"],
        action={"enum": list(EDIT_ACTIONS)},
        start=_NUMBER,
        end=_NUMBER,
        text=text(),
        why=text(),
    ),
    "Decisions": _object(
        decisions=array(reference("Decision")), uncarried=array(reference("Decision"))
    ),
    "Reason": _request([], why=text()),
    "EntityDecision": _request(
        ["action"],
        action={"enum": list(ENTITY_ACTIONS)},
        name=text(),
        into=text(),
        documents=array(text()),
        mentions=array(
            _request(
                ["document_id", "start", "end"],
                document_id=text(),
                start=_NUMBER,
                end=_NUMBER,
            )
        ),
        detail={
            "type": "string",
            "description": "拆出的新词条靠它与同名者区分；拆到已有词条（into）时不用。",
        },
        why=text(),
    ),
    "MentionDecision": _request(
        ["action", "start", "end", "kind"],
        action={"enum": list(MENTION_ACTIONS)},
        start=_NUMBER,
        end=_NUMBER,
        kind={"enum": list(get_args(MentionKind))},
        entity={
            "description": "词条号，或新词条 {name, detail}；不给则按本文献里的同名。",
            "type": ["string", "object"],
        },
        was=_request(["start", "end", "kind"], start=_NUMBER, end=_NUMBER, kind=text()),
        why=text(),
    ),
    "PostPage": _object(
        **_ENTITY,
        holders=array(reference("Holder")),
        documents=array(reference("ListedDocument")),
        handovers=array(reference("ListedHandover")),
    ),
    **CITATION_SHAPES,
    "Draft": _request(["text"], text=text()),
}
