"""Can an archivist decide by plain forms, and nobody else?"""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive.decisions import EntityDecision, MentionDecision
from archive.model import Analysis, DocumentId, Entity, EntityId, Mention, OfficialFound
from tests.web.archive_parts import Archive

TEXT = "示例县县长李示例到示例村调研。李示例强调示例村的事。"
LI = Entity(EntityId("of-a1"), "official", "李示例", ("李书记",), (), "示例县")
TWIN = Entity(EntityId("of-b2"), "official", "李示例", (), (), "他县")


def hold(
    archive: Archive, entity: Entity, *, collection: str = "公开", note: str = ""
) -> DocumentId:
    text = f"{TEXT}{entity.id}{note}"
    held = DocumentId(archive.hold(text, collection=collection))
    at = text.index("李示例")
    archive.store.save_analysis(
        held,
        Analysis(
            "test",
            "1",
            (Mention("person", at, at + 3, "李示例", "t", entity.id, "李示例"),),
            (entity,),
            (OfficialFound("李示例", (), entity.id),),
        ),
    )
    return held


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def send(client: TestClient, path: str, **fields: Any) -> str:
    answer = client.post(path, data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.fixture
def archivist(archive: Archive) -> TestClient:
    return archive.as_role("archivist")


def test_a_namesake_is_offered_told_apart_and_merged(
    archive: Archive, archivist: TestClient
) -> None:
    hold(archive, LI)
    hold(archive, TWIN)

    page = archivist.get(f"/entities/{TWIN.id}/decisions").text
    assert f'value="{LI.id}"' in page and "李示例（示例县）" in words_of(page)
    location = send(
        archivist, f"/entities/{TWIN.id}/decisions", action="merge", into=LI.id
    )

    assert location == f"/entities/{LI.id}/decisions?done=merge"
    (made,) = archive.store.decisions.latest(visible=None)
    assert made.decision == EntityDecision("merge", TWIN, into=LI)


def test_one_of_another_name_is_found_before_it_is_merged(
    archive: Archive, archivist: TestClient
) -> None:
    hold(archive, LI)
    wang = Entity(EntityId("of-c3"), "official", "王示例", (), (), "丙县")
    hold(archive, wang)
    path = f"/entities/{LI.id}/decisions"

    assert f'value="{wang.id}"' not in archivist.get(path).text
    assert f'value="{wang.id}"' in archivist.get(path, params={"q": "王"}).text
    assert "没有以“赵”开头" in archivist.get(path, params={"q": "赵"}).text


def test_ticked_documents_are_split_off(
    archive: Archive, archivist: TestClient
) -> None:
    hold(archive, LI)
    second = hold(archive, LI, note="二")

    send(
        archivist,
        f"/entities/{LI.id}/decisions",
        action="split",
        documents=[second],
        detail="示例村，教师",
        why="年龄不符",
    )

    (made,) = archive.store.decisions.latest(visible=None)
    assert isinstance(made.decision, EntityDecision) and made.decision.into
    assert made.decision.documents == (second,)
    assert made.decision.into.detail == "示例村，教师"
    assert made.why == "年龄不符"


def test_names_are_changed_added_and_taken_away(
    archive: Archive, archivist: TestClient
) -> None:
    hold(archive, LI)
    path = f"/entities/{LI.id}/decisions"

    send(archivist, path, action="rename", name="李示范")
    send(archivist, path, action="add_alias", name="老李")
    send(archivist, path, action="remove_alias", name="李书记")
    send(archivist, path, action="confirm")

    shown = words_of(archivist.get(path).text)
    assert "李示例（示例县）改称“李示范”" in shown
    for action in ("改名", "增加别名", "删去别名", "确认"):
        assert action in shown


def test_a_decision_is_undone_by_its_button(
    archive: Archive, archivist: TestClient
) -> None:
    hold(archive, LI)
    path = f"/entities/{LI.id}/decisions"
    send(archivist, path, action="confirm")
    assert "已由" in archivist.get(f"/officials/{LI.id}").text
    (made,) = archive.store.decisions.latest(visible=None)

    assert send(archivist, f"/decisions/{made.id}/undo", next=path) == path

    page = words_of(archivist.get("/decisions").text)
    assert "已撤销" in page and f"撤销第{made.id}号裁定" in page
    assert "已由" not in archivist.get(f"/officials/{LI.id}").text


def test_a_mention_is_rejected_corrected_and_confirmed(
    archive: Archive, archivist: TestClient
) -> None:
    held = hold(archive, LI)
    path = f"/documents/{held}/mentions"
    at = TEXT.index("李示例")
    place: dict[str, str | int] = {"start": at, "end": at + 3, "kind": "person"}

    page = archivist.get(path, params={**place, "of": "person"}).text
    assert "应为哪几个字" in page and f'value="{LI.id}" selected' in page
    send(archivist, path, action="reject", **place)
    send(archivist, path, action="confirm", entity=LI.id, **place)
    send(
        archivist,
        path,
        **{**place, "action": "correct", "was_kind": "person", "kind": "post"},
        words="县长",
        entity="",
    )

    corrected, confirmed, rejected = (
        record.decision for record in archive.store.decisions.latest(visible=None)
    )
    assert isinstance(rejected, MentionDecision) and rejected.action == "reject"
    assert isinstance(confirmed, MentionDecision) and confirmed.entity == LI
    assert isinstance(corrected, MentionDecision)
    assert (corrected.words.text, corrected.kind) == ("县长", "post")
    assert corrected.was and corrected.was.text == "李示例"


def test_missed_words_are_marked_where_they_stand(
    archive: Archive, archivist: TestClient
) -> None:
    held = hold(archive, LI)

    send(
        archivist,
        f"/documents/{held}/mentions",
        action="add",
        kind="place",
        words="示例村",
        occurrence="2",
        entity="new",
        detail="示例县",
    )

    (made,) = archive.store.decisions.latest(visible=None)
    assert isinstance(made.decision, MentionDecision) and made.decision.entity
    assert made.decision.words.start == TEXT.rindex("示例村")
    assert made.decision.entity.name == "示例村"


NOT_THERE: tuple[dict[str, str], ...] = (
    {"action": "add", "kind": "place", "words": "不在文中"},
    {"action": "add", "kind": "place", "words": "示例村", "occurrence": "3"},
    {"action": "add", "kind": "place", "words": " "},
    {"action": "reject", "kind": "person", "start": "x", "end": "3"},
    {
        "action": "correct",
        "kind": "place",
        "was_kind": "person",
        "start": "5",
        "end": "8",
        "words": "不在文中",
    },
)


def test_words_that_are_not_there_are_refused(
    archive: Archive, archivist: TestClient
) -> None:
    held = hold(archive, LI)

    for fields in NOT_THERE:
        answer = archivist.post(f"/documents/{held}/mentions", data=fields)
        assert answer.status_code == 400, fields
    assert archive.store.decisions.latest(visible=None) == []


def test_only_an_archivist_is_offered_to_decide(archive: Archive) -> None:
    held = hold(archive, LI)
    reader, archivist = archive.as_role("reader"), archive.as_role("archivist")

    for path in (
        "/decisions",
        f"/entities/{LI.id}/decisions",
        f"/documents/{held}/mentions",
    ):
        assert reader.get(path).status_code == 403
        assert reader.post(path, data={"action": "confirm"}).status_code in (403, 405)
    link = f"/entities/{LI.id}/decisions"
    assert link not in reader.get(f"/officials/{LI.id}").text
    assert link in archivist.get(f"/officials/{LI.id}").text


def test_nothing_hidden_is_offered(archive: Archive) -> None:
    hold(archive, LI)
    hidden = hold(archive, TWIN, collection="内部")
    restricted = archive.as_role("archivist", "公开")

    page = restricted.get(f"/entities/{LI.id}/decisions").text

    assert TWIN.id not in page and hidden not in page
    assert restricted.get(f"/entities/{TWIN.id}/decisions").status_code == 404
    assert restricted.get(f"/documents/{hidden}/mentions").status_code == 404


def test_namesakes_are_shown_as_such_but_no_hidden_one(archive: Archive) -> None:
    hold(archive, LI)
    hold(archive, TWIN, collection="内部")

    every = words_of(archive.as_role("reader").get(f"/officials/{LI.id}").text)
    public = words_of(archive.as_role("reader", "公开").get(f"/officials/{LI.id}").text)

    assert "另有 1 位同名" in every and "李示例（他县）" in every
    assert "同名" not in public and "他县" not in public


def test_a_merged_person_leads_to_the_one_they_are(archive: Archive) -> None:
    hold(archive, LI)
    held = hold(archive, TWIN)
    archivist = archive.as_role("archivist")
    send(archivist, f"/entities/{TWIN.id}/decisions", action="merge", into=LI.id)
    archive.store.save_analysis(held, Analysis("test", "1", entities=(LI,)))

    answer = archivist.get(f"/officials/{TWIN.id}", follow_redirects=False)

    assert answer.headers["location"] == f"/officials/{LI.id}"
    hidden = archive.as_role("reader", "别处")
    assert hidden.get(f"/officials/{TWIN.id}").status_code == 404
