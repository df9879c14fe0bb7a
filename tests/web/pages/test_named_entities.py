"""Do pages lead to the officials, places and handovers that documents name?"""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    Handover,
    Mention,
    OfficialFound,
    PartialDate,
    Span,
)
from tests.web.archive_parts import Archive

BOOK = (
    "示例乡离任交接书\n移交人：甲某某\n接收人：乙某某\n"
    "二、未结事项\n管网余1.3公里，<b>征地</b>协议 & 补偿未签。\n"
)
SECRET = "另乡离任交接书\n移交人：丙某某\n未结事项两项。\n"


@pytest.fixture
def reviewer(archive: Archive) -> Iterator[TestClient]:
    with archive.as_role("reviewer", "公开") as client:
        client.headers["Accept"] = "text/html"
        yield client


def words_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def name_official(archive: Archive, document_id: str) -> EntityId:
    """Record that the book names its outgoing official."""
    start = BOOK.index("甲某某")
    entity = Entity(EntityId("official-jia"), "official", "甲某某")
    mention = Mention("person", start, start + 3, "甲某某", "test", entity.id, "甲某某")
    handover = Handover(
        outgoing="甲某某",
        incoming="乙某某",
        date=PartialDate("2024-09-12"),
        evidence={"outgoing": Span(start, start + 3)},
    )
    officials = (OfficialFound("甲某某", (), entity.id),)
    analysis = Analysis("test", "1", (mention,), (entity,), officials, handover)
    archive.store.save_analysis(DocumentId(document_id), analysis)
    return entity.id


def test_an_entity_list_counts_documents_and_leads_to_their_pages(
    archive: Archive, reviewer: TestClient
) -> None:
    entity_id = name_official(archive, archive.hold(BOOK))

    page = reviewer.get("/officials").text

    assert f'href="/officials/{entity_id}"' in page
    assert "1 份" in words_of(page)


def test_an_entity_asked_for_as_another_kind_is_not_there(
    archive: Archive, reviewer: TestClient
) -> None:
    entity_id = name_official(archive, archive.hold(BOOK))

    assert reviewer.get(f"/officials/{entity_id}").status_code == 200
    assert reviewer.get(f"/places/{entity_id}").status_code == 404


def test_a_handover_says_who_gave_to_whom_and_what_proves_it(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)
    entity_id = name_official(archive, document_id)

    page = reviewer.get("/handovers").text

    assert f'<a href="/officials/{entity_id}">甲某某</a>' in page
    assert f'href="/documents/{document_id}?start=' in page
    assert "2024年9月12日" in page


def test_a_word_that_names_an_official_leads_to_their_page(
    archive: Archive, reviewer: TestClient
) -> None:
    entity_id = name_official(archive, archive.hold(BOOK))

    page = reviewer.get("/search", params={"q": "甲某某"}).text

    assert f'href="/officials/{entity_id}">甲某某</a>' in page


def test_an_official_named_only_in_hidden_documents_is_unknown(
    archive: Archive, reviewer: TestClient
) -> None:
    archive.hold(SECRET)
    hidden = archive.hold(BOOK, collection="内部")
    entity_id = name_official(archive, hidden)

    assert entity_id not in reviewer.get("/search", params={"q": "甲某某"}).text
    assert entity_id not in reviewer.get("/officials").text
    assert reviewer.get(f"/officials/{entity_id}").status_code == 404


def test_what_an_official_belongs_to_is_linked_to_its_own_kind_of_page(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = DocumentId(archive.hold(BOOK))
    start = BOOK.index("示例乡")
    place = Entity(EntityId("place-shili"), "place", "示例乡")
    official = Entity(
        EntityId("official-jia"), "official", "甲某某", parents=(place.id,)
    )
    mentions = (
        Mention("place", start, start + 3, "示例乡", "test", place.id, "示例乡"),
        Mention("person", 13, 16, "甲某某", "test", official.id, "甲某某"),
    )
    archive.store.save_analysis(
        document_id, Analysis("test", "1", mentions, (place, official))
    )

    page = reviewer.get(f"/officials/{official.id}").text

    assert f'<a href="/places/{place.id}">示例乡</a>' in page
