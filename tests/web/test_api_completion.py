import pytest

from tests.web.archive_parts import Archive
from web.openapi import description


def test_suggestions_have_the_agreed_shape(archive: Archive) -> None:
    held = archive.hold("关于交接工作的通知")
    reader = archive.as_role("reader")
    answer = reader.get("/api/complete", params={"q": "gyjj"}).json()
    assert answer == {
        "query": "gyjj",
        "suggestions": [
            {
                "text": "关于交接工作的通知",
                "kind": "title",
                "id": held,
                "detail": "通知",
                "count": 1,
                "query": answer["suggestions"][0]["query"],
                "alias": None,
            }
        ],
    }
    schemas: dict[str, dict[str, list[str]]] = description()["components"]["schemas"]  # type: ignore[index]
    assert set(schemas["Suggestion"]["required"]) == set(answer["suggestions"][0])


def test_a_restricted_reader_is_suggested_nothing_hidden(archive: Archive) -> None:
    archive.hold("关于机要事项的通知", collection="机要")
    archive.hold("关于公开事项的通知", collection="公开")
    answer = archive.as_role("reader", "公开").get(
        "/api/complete", params={"q": "关于"}
    )
    assert "公开" in answer.text
    assert "机要" not in answer.text


def test_the_limit_bounds_the_suggestions(archive: Archive) -> None:
    for word in "甲乙丙":
        archive.hold(f"示例{word}")
    answer = archive.as_role("reader").get(
        "/api/complete", params={"q": "示例", "limit": 2}
    )
    assert len(answer.json()["suggestions"]) == 2


@pytest.mark.parametrize("limit", ["0", "51", "-1", "十", "9" * 5000])
def test_a_limit_out_of_range_is_an_error(empty_archive: Archive, limit: str) -> None:
    answer = empty_archive.as_role("reader").get(
        "/api/complete", params={"q": "示", "limit": limit}
    )
    assert answer.status_code == 400
    assert answer.json()["details"]["field"] == "limit"
