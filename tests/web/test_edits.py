"""Invented pages, damaged as scrapers damage them (示例)."""

import re

import pytest
from starlette.testclient import TestClient

from archive.cleaning.glosses import FEWEST_GLOSSES
from archive.model import DocumentId, Extraction
from archive.receive import complete
from tests.web.archive_parts import Archive
from web.edits import documents_to_decide

SHIFTED = "?" + "。各單位評".encode("gbk")[1:].decode("gbk")
TEXT = "示例縣(xiàn)交接" * FEWEST_GLOSSES + f"\n辦好交接{SHIFTED}，再報。\n"
AT = TEXT.index(SHIFTED)
SPAN = {"start": AT, "end": AT + len(SHIFTED)}


@pytest.fixture
def held(archive: Archive) -> DocumentId:
    document_id = DocumentId(archive.hold(TEXT, collection="公开"))
    read = complete(Extraction("text", "2", "text/plain", TEXT), "a.txt")
    archive.store.record_extraction(document_id, read.extraction, read.metadata)
    return document_id


@pytest.fixture
def archivist(archive: Archive) -> TestClient:
    return archive.as_role("archivist")


def states(client: TestClient, held: str) -> list[str]:
    edits = client.get(f"/api/documents/{held}/edits").json()["edits"]
    return [one["state"] for one in edits if one["rule"] == "shifted_bytes"]


def edited_text(client: TestClient, held: str) -> str:
    return str(client.get(f"/api/documents/{held}/edits").json()["edited_text"])


def test_certain_edits_are_made_and_doubtful_ones_wait(
    archivist: TestClient, held: DocumentId
) -> None:
    assert states(archivist, held) == ["proposed"]
    assert edited_text(archivist, held) == TEXT.replace("(xiàn)", "")


def test_an_accepted_edit_is_made_until_the_decision_is_undone(
    archivist: TestClient, held: DocumentId
) -> None:
    asked = {**SPAN, "action": "accept", "why": "对照原刊"}
    made = archivist.post(f"/api/documents/{held}/edits", json=asked).json()
    assert (made["of"], made["action"], made["text"]) == (
        "edit",
        "accept",
        "。各單位評",
    )
    assert states(archivist, held) == ["accepted"]
    assert "辦好交接。各單位評，再報。" in edited_text(archivist, held)
    listed = archivist.get(f"/api/documents/{held}/decisions").json()["decisions"]
    assert [one["id"] for one in listed] == [made["id"]]

    undone = archivist.post(f"/api/decisions/{made['id']}/undo", json={})
    assert undone.status_code == 201
    assert states(archivist, held) == ["proposed"]


def test_a_person_may_write_something_else_or_refuse(
    archive: Archive, archivist: TestClient, held: DocumentId
) -> None:
    path = f"/api/documents/{held}/edits"
    asked = {**SPAN, "action": "accept", "text": "。各單位要"}
    archivist.post(path, json=asked)
    assert "辦好交接。各單位要，" in edited_text(archivist, held)
    archivist.post(path, json={**SPAN, "action": "refuse"})
    assert states(archivist, held) == ["refused"]
    assert f"辦好交接{SHIFTED}，" in edited_text(archivist, held)
    kinds = [event.details.get("rule") for event in archive.store.events()]
    assert kinds.count("shifted_bytes") == 2


def test_what_is_no_edit_cannot_be_decided_on(
    archive: Archive, archivist: TestClient, held: DocumentId
) -> None:
    path = f"/api/documents/{held}/edits"
    wrong = (
        {"start": 0, "end": 3, "action": "accept"},
        {**SPAN, "action": "merge"},
        {**SPAN, "action": "accept", "text": "长" * 201},
    )
    assert {archivist.post(path, json=one).status_code for one in wrong} == {400}
    reader = archive.as_role("reader")
    assert reader.post(path, json={**SPAN, "action": "accept"}).status_code == 403
    hidden = archive.hold(TEXT + "密", collection="内部")
    outside = archive.as_role("reader", "公开")
    assert outside.get(f"/api/documents/{hidden}/edits").status_code == 404


def test_the_page_shows_the_edited_text_over_the_words_of_the_original(
    archive: Archive, held: DocumentId
) -> None:
    reader = archive.as_role("reader")
    verbatim = reader.get(f"/documents/{held}").text
    assert "整理稿" in verbatim and 'class="ed' not in verbatim
    page = reader.get(f"/documents/{held}", params={"reading": "edited"}).text
    article = page[page.index("<article") : page.index("</article>")]
    words = re.sub(r"<[^>]+>", "", article)
    assert "".join(words.split()) == "".join(TEXT.split())
    assert article.count('class="now none"') == FEWEST_GLOSSES
    assert 'class="ed doubt"' in article
    assert "拼音注音" in page and "接受</button>" not in page
    plain = archive.hold("示例县交接。", collection="公开")
    assert "整理稿" not in reader.get(f"/documents/{plain}").text


def test_an_archivist_decides_by_a_form_and_the_shelf_empties(
    archive: Archive, archivist: TestClient, held: DocumentId
) -> None:
    waiting = documents_to_decide(archive.store, visible=frozenset({"公开"}))
    assert [(document.id, count) for document, count in waiting] == [(held, 1)]
    assert list(documents_to_decide(archive.store, visible=frozenset({"内部"}))) == []
    assert "看改动" in archivist.get("/holdings?shelf=proposed").text
    page = archivist.get(f"/documents/{held}", params={"reading": "edited"}).text
    assert "接受</button>" in page
    answer = archivist.post(
        f"/documents/{held}/edits",
        data={**SPAN, "action": "accept", "text": "。各單位評"},
        follow_redirects=False,
    )
    assert answer.headers["location"].endswith("?reading=edited#edits")
    page = archivist.get(f"/documents/{held}", params={"reading": "edited"}).text
    assert 'data-text="。各單位評"' in page and "已接受" in page
    assert "接受改动" in archivist.get("/decisions").text
    assert list(documents_to_decide(archive.store, visible=None)) == []
    assert "没有待定的改动" in archivist.get("/holdings?shelf=proposed").text
