"""Invented documents in a real store, for the tests of the store."""

import io
from datetime import UTC, datetime
from pathlib import Path

from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    Extraction,
    Given,
    Handover,
    HandoverItem,
    Mention,
    Metadata,
    Notice,
    OfficialFound,
    Page,
    Passage,
    PostHeld,
    Source,
    Span,
)
from archive.settings import StoreSettings
from archive.store import Acknowledgement, Arrival, Store, open_store

NOON = datetime(2026, 3, 1, 4, 0, 0, 123456, tzinfo=UTC)
TEXT = "示例县人民政府办公室\n关于印发示例办法的通知\n各乡镇人民政府：\n"


def opened(folder: Path) -> Store:
    return open_store(folder, StoreSettings())


def source(name: str = "通知.txt", *, path: str = "/来件/通知.txt") -> Source:
    return Source(name, path, NOON, "示例员")


def arrival(
    store: Store,
    content: str = TEXT,
    *,
    collection: str = "全宗一",
    given: Given | None = None,
    name: str = "通知.txt",
) -> Arrival:
    blob = store.blobs.keep(io.BytesIO(content.encode()), limit_bytes=None)
    return Arrival(blob, source(name), given or Given(), collection)


def acknowledged(
    store: Store,
    content: str = TEXT,
    *,
    collection: str = "全宗一",
    given: Given | None = None,
) -> Acknowledgement:
    one = arrival(store, content, collection=collection, given=given)
    return store.acknowledge(one.blob, one.source, one.given, collection=one.collection)


def extraction(text: str = TEXT, *, version: str = "1") -> Extraction:
    half = len(text) // 2
    return Extraction(
        "text",
        version,
        "text/plain",
        text,
        pages=(Page(1, 0, half), Page(2, half, len(text))),
        passages=(
            Passage(0, 0, half, ("一、总则",), True),
            Passage(1, half, len(text)),
        ),
        encoding="gb18030",
        warnings=(Notice("encoding_guessed", {"encoding": "gb18030"}),),
    )


def metadata() -> Metadata:
    return Metadata(
        title="关于印发示例办法的通知",
        type="通知",
        issuers=("示例县人民政府办公室",),
        addressees=("各乡镇人民政府",),
        issued_on=None,
        evidence={"title": Span(11, 22), "issuers": Span(0, 10)},
    )


def readable(
    store: Store,
    content: str = TEXT,
    *,
    collection: str = "全宗一",
    given: Given | None = None,
) -> DocumentId:
    document_id = acknowledged(
        store, content, collection=collection, given=given
    ).document_id
    store.record_extraction(document_id, extraction(content), metadata())
    return document_id


def place(name: str, *aliases: str) -> Entity:
    return Entity(EntityId(f"place:{name}"), "place", name, aliases, detail="示例省")


def analysis(*entities: Entity, handover: Handover | None = None) -> Analysis:
    return Analysis(
        "示例识别",
        "1",
        mentions=tuple(
            Mention("place", 0, 3, entity.name, "places", entity.id, entity.name)
            for entity in entities
        ),
        entities=entities,
        officials=(
            OfficialFound("张示例", (PostHeld("县长", "示例县", evidence=Span(0, 3)),)),
        ),
        handover=handover,
    )


def handover() -> Handover:
    return Handover(
        post="县长",
        outgoing="张示例",
        incoming="李示例",
        items=(HandoverItem("未结事项", "示例桥未完工", 3, 9, ("12万元",), None),),
        evidence={"outgoing": Span(0, 3)},
    )
