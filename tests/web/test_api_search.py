import json

import pytest

from tests.web.archive_parts import Archive


def test_an_answer_has_the_agreed_shape(archive: Archive) -> None:
    found = archive.hold("关于交接工作的通知\n请做好交接。")
    answer = archive.as_role("reader").get("/api/search", params={"q": "交接"}).json()
    assert answer["total"] == 1
    assert answer["hits"][0]["document_id"] == found
    assert set(answer["facets"]) >= {"type", "year", "issuer", "official", "collection"}
    assert answer["next"] is None


def test_a_body_asks_what_an_address_asks(archive: Archive) -> None:
    archive.hold("关于交接工作的通知\n请做好交接。")
    reader = archive.as_role("reader")
    by_body = reader.post(
        "/api/search", json={"q": "交接", "type": ["通知"], "limit": 5}
    ).json()
    by_address = reader.get(
        "/api/search", params={"q": "交接", "type": "通知", "limit": 5}
    ).json()
    for answer in (by_body, by_address):
        del answer["milliseconds"]
    assert by_body == by_address


def test_a_restricted_reader_finds_nothing_hidden(archive: Archive) -> None:
    hidden = archive.hold("关于机要事项的通知", collection="机要")
    archive.hold("关于公开事项的通知", collection="公开")
    answer = archive.as_role("reader", "公开").get("/api/search").json()
    assert answer["total"] == 1
    assert hidden not in json.dumps(answer)
    assert "机要" not in json.dumps(answer, ensure_ascii=False)


def test_repeated_filters_of_one_kind_mean_any_of_them(archive: Archive) -> None:
    archive.hold("甲文", collection="甲")
    archive.hold("乙文", collection="乙")
    archive.hold("丙文", collection="丙")
    answer = archive.as_role("reader").get(
        "/api/search", params={"collection": ["甲", "乙"]}
    )
    assert answer.json()["total"] == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "-1"),
        ("limit", "9" * 5000),
        ("limit", "十"),
        ("sort", "relevance;drop"),
        ("from", "2024-02-30"),
        ("to", "NaN"),
        ("after", "not-a-cursor"),
    ],
)
def test_a_value_out_of_its_range_is_named(
    empty_archive: Archive, name: str, value: str
) -> None:
    response = empty_archive.as_role("reader").get("/api/search", params={name: value})
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_input"


def test_unknown_and_empty_parameters_are_let_be(empty_archive: Archive) -> None:
    response = empty_archive.as_role("reader").get(
        "/api/search?zzz=1&place=&from=&limit=&sort=&after="
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%00", "q=%ed%a0%80", "%ff=%ff", "q=%E2%80%AE&q=2", "&&=;"]
)
def test_an_address_that_is_no_unicode_is_no_fault_of_ours(
    empty_archive: Archive, query: str
) -> None:
    response = empty_archive.as_role("reader").get(f"/api/search?{query}")
    assert response.status_code < 500


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[1,2",
        b"[]",
        b'{"q":"\\ud800"}',
        b'{"q":NaN}',
        b'{"q":{"a":1}}',
        b'{"q":true}',
        b"[" * 100_000,
        b'{"limit":' + b"9" * 6000 + b"}",
        b"\xff\xfe\x00",
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    empty_archive: Archive, body: bytes
) -> None:
    response = empty_archive.as_role("reader").post(
        "/api/search", content=body, headers={"content-type": "application/json"}
    )
    assert response.status_code == 400
    assert response.json()["error"] in ("malformed_request", "invalid_input")
