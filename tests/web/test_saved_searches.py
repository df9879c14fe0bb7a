"""Saved searches tell what is new, to their owner and by the owner's rights."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.web.archive_parts import Archive

NEW = "示例桥已经验收，未结事项两项。"


@pytest.fixture
def reader(archive: Archive) -> Iterator[TestClient]:
    with archive.as_role("reader", "公开") as client:
        yield client


def saved(reader: TestClient, **search: object) -> dict[str, object]:
    answer = reader.post("/api/saved-searches", json={"name": "未结", **search})
    assert answer.status_code == 201
    made: dict[str, object] = answer.json()
    return made


def test_what_came_since_the_last_look_is_new_once(
    archive: Archive, reader: TestClient
) -> None:
    archive.hold("未结事项一项，早已入档。")
    made = saved(reader, q="未结事项")
    assert (made["new"], made["hits"]) == (0, [])

    archive.hold(NEW, name="b.txt")
    archive.hold("与此无关。", name="c.txt")
    found = reader.get(f"/api/saved-searches/{made['id']}").json()
    assert found["new"] == 1
    assert [hit["name"] for hit in found["hits"]] == ["b.txt"]
    assert reader.get("/api/saved-searches").json()["searches"][0]["new"] == 1

    looked = reader.patch(
        f"/api/saved-searches/{made['id']}", json={"seen": found["seen"]}
    ).json()
    assert looked["new"] == 0


def test_a_token_of_the_same_label_has_searches_of_its_own(
    archive: Archive, reader: TestClient
) -> None:
    made = saved(reader, q="未结事项")
    namesake = archive.as_role("reader", "公开")

    assert namesake.get("/api/saved-searches").json() == {"searches": []}
    assert namesake.get(f"/api/saved-searches/{made['id']}").status_code == 404


def test_what_the_owner_may_not_see_is_not_new(
    archive: Archive, reader: TestClient
) -> None:
    made = saved(reader, q="未结事项")
    archive.hold(NEW, collection="机要")

    found = reader.get(f"/api/saved-searches/{made['id']}").json()

    assert (found["new"], found["hits"]) == (0, [])


def test_filters_and_order_are_kept_and_paging_is_not(
    archive: Archive, reader: TestClient
) -> None:
    archive.hold("占位")
    made = saved(reader, q="未结事项", type=["通知"], sort="newest", limit=3)
    assert made["parameters"] == (
        "q=%E6%9C%AA%E7%BB%93%E4%BA%8B%E9%A1%B9&type=%E9%80%9A%E7%9F%A5&sort=newest"
    )
    archive.hold(NEW, name="b.txt")
    assert reader.get(f"/api/saved-searches/{made['id']}").json()["new"] == 1


def test_another_person_neither_sees_nor_changes_it(
    archive: Archive, reader: TestClient
) -> None:
    made = saved(reader, q="未结事项")
    address = f"/api/saved-searches/{made['id']}"
    with archive.as_role("archivist") as other:
        assert other.get("/api/saved-searches").json() == {"searches": []}
        assert other.get(address).status_code == 404
        assert other.patch(address, json={"seen": 0}).status_code == 404
        assert other.delete(address).status_code == 404
    assert reader.delete(address).status_code == 204
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"q": "桥"},
        {"name": "", "q": "桥"},
        {"name": "桥", "q": "桥", "sort": "无"},
        {"name": "桥", "q": "桥" * 4000},
    ],
)
def test_what_is_no_search_is_not_saved(
    archive: Archive, reader: TestClient, body: dict[str, object]
) -> None:
    assert reader.post("/api/saved-searches", json=body).status_code == 400


@pytest.mark.parametrize("seen", [-1, 10**6, "3", None, True])
def test_a_position_that_was_never_given_is_refused(
    archive: Archive, reader: TestClient, seen: object
) -> None:
    made = saved(reader, q="桥")
    answer = reader.patch(f"/api/saved-searches/{made['id']}", json={"seen": seen})
    assert answer.status_code == 400


def test_a_search_that_cannot_be_read_any_more_says_so(
    archive: Archive, reader: TestClient
) -> None:
    made = saved(reader, q='"未结')
    archive.hold(NEW)

    found = reader.get(f"/api/saved-searches/{made['id']}").json()

    assert (found["error"], found["new"]) == ("query_syntax_error", 0)
    page = reader.get("/saved", headers={"Accept": "text/html"})
    assert "写法有误" in page.text


def test_the_page_lists_what_is_new_and_escapes_what_was_typed(
    archive: Archive, reader: TestClient
) -> None:
    archive.hold("占位")
    saved(reader, q="未结事项", name="<b>未结</b>")
    archive.hold(NEW, name="b.txt")

    page = reader.get("/saved", headers={"Accept": "text/html"}).text

    assert "&lt;b&gt;未结&lt;/b&gt;" in page
    assert "新增 1 份" in page
    assert NEW in re.sub(r"<[^>]+>", "", page)
    assert 'name="seen" value="' in page


def test_a_search_is_saved_looked_at_and_forgotten_without_scripts(
    archive: Archive, reader: TestClient
) -> None:
    archive.hold("占位")
    reader.headers["Accept"] = "text/html"
    found = reader.get("/search", params={"q": "占位", "type": "通知"}).text
    parameters = re.search(r'name="parameters" value="([^"]+)"', found)
    assert parameters

    page = reader.post(
        "/saved", data={"name": "", "parameters": unescape(parameters[1])}
    ).text
    assert "占位 通知" in page and "没有新增" in page

    archive.hold("另一份占位", name="b.txt")
    page = reader.get("/saved").text
    assert "新增 1 份" in page
    (seen,) = re.findall(r'name="seen" value="(\d+)"', page)
    (look,) = re.findall(r'action="(/saved/\w+/seen)"', page)
    assert "没有新增" in reader.post(look, data={"seen": seen}).text

    (forget,) = re.findall(r'action="(/saved/\w+/forget)"', page)
    assert "还没有保存的检索" in reader.post(forget, data={"x": ""}).text


def test_nothing_saved_says_what_to_do(archive: Archive, reader: TestClient) -> None:
    page = reader.get("/saved", headers={"Accept": "text/html"})
    assert "还没有保存的检索" in page.text


def test_nothing_is_told_or_saved_while_the_index_is_rebuilt(
    archive: Archive, reader: TestClient
) -> None:
    archive.hold("占位")
    saved(reader, q="未结事项")
    archive.index.percent = 40

    listed = reader.get("/api/saved-searches")
    made = reader.post("/api/saved-searches", json={"name": "桥", "q": "桥"})
    page = reader.get("/saved", headers={"Accept": "text/html"})

    assert (listed.status_code, made.status_code, page.status_code) == (503,) * 3
    assert listed.json()["error"] == "index_rebuilding"
    assert "40" in page.text
