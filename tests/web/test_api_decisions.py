"""Can a program confirm, correct, merge, split and undo, and who may?"""

from typing import Any

from starlette.testclient import TestClient

from archive.accounts import Role
from archive.decisions import Standing
from archive.model import Analysis, DocumentId, Entity, EntityId, Mention
from tests.web.archive_parts import Archive

TEXT = "示例县县长李示例到示例村调研。"
COUNTY = Entity(EntityId("pl-示例县"), "place", "示例县")
LI = Entity(EntityId("of-李甲"), "official", "李示例", (), (COUNTY.id,), "示例县")
TWIN = Entity(EntityId("of-李乙"), "official", "李示例", (), (), "他县")


def hold(archive: Archive, entity: Entity, *, collection: str = "公开") -> DocumentId:
    text = TEXT + entity.id
    held = DocumentId(archive.hold(text, collection=collection))
    at = text.index("李示例")
    archive.store.save_analysis(
        held,
        Analysis(
            "test",
            "1",
            mentions=(Mention("person", at, at + 3, "李示例", "test", entity.id),),
            entities=(entity,),
        ),
    )
    return held


def decide(client: TestClient, path: str, **fields: object) -> dict[str, Any]:
    answer = client.post(path, json=fields)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def standing(archive: Archive, *documents: DocumentId) -> Standing:
    return archive.store.decisions.standing(documents)


def test_entities_are_merged_and_the_merge_is_undone(archive: Archive) -> None:
    hold(archive, LI)
    hold(archive, TWIN)
    archivist = archive.as_role("archivist")

    made = decide(
        archivist,
        f"/api/entities/{TWIN.id}/decisions",
        action="merge",
        into=LI.id,
        why="任免通知可证",
    )

    assert made["into"] == {"id": LI.id, "name": "李示例", "detail": "示例县"}
    assert (made["why"], made["undone_by"]) == ("任免通知可证", None)
    listed = archivist.get(f"/api/entities/{LI.id}/decisions").json()["decisions"]
    assert [one["id"] for one in listed] == [made["id"]]

    undone = decide(archivist, f"/api/decisions/{made['id']}/undo", why="看错了")
    assert undone["undoes"] == made["id"]
    assert standing(archive).entities == []
    again = archivist.post(f"/api/decisions/{made['id']}/undo", json={})
    assert again.status_code == 400


def test_documents_are_split_off_under_a_name_that_is_told_apart(
    archive: Archive,
) -> None:
    hold(archive, LI)
    other = hold(archive, TWIN)
    archivist = archive.as_role("archivist")
    path = f"/api/entities/{LI.id}/decisions"

    made = decide(
        archivist, path, action="split", documents=[other], detail="示例村，教师"
    )

    assert made["into"]["name"] == "李示例"
    assert made["into"]["detail"] == "示例村，教师"
    assert made["documents"] == [other]
    untold = archivist.post(path, json={"action": "split", "documents": [other]})
    assert untold.json()["details"]["field"] == "detail"


def test_words_are_confirmed_corrected_added_and_rejected(archive: Archive) -> None:
    held = hold(archive, LI)
    archivist = archive.as_role("archivist")
    path = f"/api/documents/{held}/decisions"
    at = TEXT.index("示例村")

    decide(archivist, path, action="reject", start=5, end=8, kind="person")
    decide(archivist, path, action="add", start=at, end=at + 3, kind="place")
    made = decide(
        archivist,
        path,
        action="correct",
        start=at,
        end=at + 2,
        kind="person",
        entity={"name": "示例", "detail": "村民"},
        was={"start": at, "end": at + 3, "kind": "place"},
    )

    assert made["words"][0]["text"] == "示例"
    assert made["was"]["text"] == "示例村"
    assert made["entity"]["name"] == "示例"
    assert (
        made["extraction_id"]
        == archive.store.document(held, visible=None).extraction_id
    )
    assert len(standing(archive, held).mentions[held]) == 3
    listed = archivist.get(path).json()["decisions"]
    assert [one["action"] for one in listed] == ["correct", "add", "reject"]


def test_only_an_archivist_decides(archive: Archive) -> None:
    held = hold(archive, LI)
    paths = (
        f"/api/entities/{LI.id}/decisions",
        f"/api/documents/{held}/decisions",
        "/api/decisions/1/undo",
    )
    roles: tuple[Role, ...] = ("reader", "editor", "reviewer", "auditor")

    for role in roles:
        client = archive.as_role(role)
        for path in paths:
            answer = client.post(path, json={"action": "confirm"})
            assert answer.status_code == 403, (role, path)
    assert archive.store.decisions.latest(visible=None) == []


def test_what_an_archivist_may_not_see_does_not_exist(archive: Archive) -> None:
    held = hold(archive, LI, collection="内部")
    hold(archive, TWIN)
    restricted = archive.as_role("archivist", "公开")

    for path, fields in (
        (f"/api/entities/{LI.id}/decisions", {"action": "confirm"}),
        (f"/api/entities/{TWIN.id}/decisions", {"action": "merge", "into": LI.id}),
        (
            f"/api/entities/{TWIN.id}/decisions",
            {"action": "split", "documents": [held], "detail": "他人"},
        ),
        (
            f"/api/documents/{held}/decisions",
            {"action": "reject", "start": 5, "end": 8, "kind": "person"},
        ),
    ):
        assert restricted.post(path, json=fields).status_code == 404
    decide(
        archive.as_role("archivist"),
        f"/api/entities/{LI.id}/decisions",
        action="confirm",
    )
    shown = restricted.get("/api/decisions").json()
    assert shown == {"decisions": [], "uncarried": []}


SENSELESS: tuple[dict[str, object], ...] = (
    {},
    {"action": "destroy"},
    {"action": "rename"},
    {"action": "rename", "name": "长" * 300},
    {"action": "merge"},
    {"action": "merge", "into": LI.id},
    {"action": "split", "detail": "他人"},
    {"action": "split", "documents": "全部", "detail": "他人"},
    {"action": "split", "mentions": [{"start": 1}], "detail": "他人"},
    {"action": "confirm", "why": ["多"]},
)
NOT_THERE: tuple[dict[str, object], ...] = (
    {"start": 5, "end": 5},
    {"start": -1, "end": 2},
    {"start": 0, "end": 10**9},
    {"start": "5", "end": 8},
    {"kind": "weather"},
    {"action": "correct"},
    {"kind": "date", "entity": {"name": "某日"}},
    {"kind": "place", "entity": LI.id},
)


def test_a_request_without_sense_is_refused(archive: Archive) -> None:
    hold(archive, LI)
    archivist = archive.as_role("archivist")

    for fields in SENSELESS:
        answer = archivist.post(f"/api/entities/{LI.id}/decisions", json=fields)
        said = answer.status_code, answer.json()["error"]
        assert said == (400, "invalid_input"), fields


def test_words_that_are_not_there_cannot_be_decided_on(archive: Archive) -> None:
    held = hold(archive, LI)
    archivist = archive.as_role("archivist")
    usual = {"action": "add", "start": 5, "end": 8, "kind": "person"}

    for fields in NOT_THERE:
        answer = archivist.post(
            f"/api/documents/{held}/decisions", json={**usual, **fields}
        )
        said = answer.status_code, answer.json()["error"]
        assert said == (400, "invalid_input"), fields


def test_an_undoing_of_nothing_is_not_found(archive: Archive) -> None:
    archivist = archive.as_role("archivist")
    assert archivist.post("/api/decisions/99/undo", json={}).status_code == 404
    assert archivist.post("/api/decisions/x/undo", json={}).status_code == 400
