"""Citing by the API and by forms, and what others see of it."""

from typing import Any

from starlette.testclient import TestClient

from archive.citation.web_annotation import web_annotation
from archive.model import Extraction, Metadata
from tests.web.archive_parts import Archive

BOOK = "示例乡交接书\n未结事项：管网余1.3公里，暂未施工。\n尾款36.8万元，年底前付清。\n"
WORDS = "管网余1.3公里，暂未施工"


def cite(client: TestClient, document_id: str, words: str = WORDS) -> dict[str, Any]:
    sent = {"document_id": document_id, "quote": words}
    response = client.post("/api/citations", json=sent)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def put(client: TestClient, document_id: str, words: str) -> str:
    start = BOOK.index(words)
    sent = {"document_id": document_id, "start": start, "end": start + len(words)}
    put: str = client.post("/api/basket", json=sent).json()["id"]
    return put


def test_words_are_cited_and_their_permalink_opens_them(archive: Archive) -> None:
    held = archive.hold(BOOK)
    reviewer, reader = archive.as_role("reviewer"), archive.as_role("reader")
    made = cite(reviewer, held, "管网余１.３公里")

    assert BOOK[made["start"] : made["end"]] == made["quote"] == "管网余1.3公里"
    assert str(made["citation"]).startswith("示例乡交接书[")
    page = reader.get(str(made["url"])).text
    assert '<span class="sel" id="quote">管网余1.3公里</span>' in page
    shown = reader.get(f"/api/citations/{made['id']}?style=link").json()
    assert shown["citation"] == made["url"]


def test_the_permalink_shows_what_was_cited_after_a_better_file_came(
    archive: Archive,
) -> None:
    held = archive.hold(BOOK)
    made = cite(archive.as_role("reviewer"), held)
    better = Extraction("ocr", "2", "application/pdf", "另一份扫描件的文字")
    archive.store.record_extraction(held, better, Metadata())  # type: ignore[arg-type]

    reader = archive.as_role("reader")
    page = reader.get(str(made["url"])).text
    assert f'id="quote">{WORDS}</span>' in page and "这里是引用时的文字" in page
    assert reader.get(f"/api/citations/{made['id']}").json()["is_current"] is False


def test_a_document_tells_who_cites_it(archive: Archive) -> None:
    held = archive.hold(BOOK)
    reviewer = archive.as_role("reviewer")
    cite(reviewer, held, "尾款36.8万元")
    cite(reviewer, held)
    put(reviewer, held, "年底前付清")

    reader = archive.as_role("reader")
    listed = reader.get(f"/api/citations?document={held}").json()["citations"]
    assert [one["quote"] for one in listed] == [WORDS, "尾款36.8万元"]
    page = reader.get(f"/documents/{held}").text
    assert "谁引用了它" in page and page.count('href="/citations/') == 2


def test_citations_of_hidden_documents_are_nowhere(archive: Archive) -> None:
    held = archive.hold(BOOK, collection="内部")
    made = cite(archive.as_role("reviewer", "内部"), held)

    outsider = archive.as_role("reviewer", "公开")
    for address in (
        f"/api/citations/{made['id']}",
        f"/api/citations/{made['id']}/annotation",
        f"/api/citations?document={held}",
        f"/citations/{made['id']}",
    ):
        response = outsider.get(address)
        assert response.status_code == 404 and WORDS not in response.text
    assert outsider.get("/api/citations").json() == {"citations": []}
    assert WORDS not in outsider.get("/citations").text
    sent = {"document_id": held, "quote": WORDS}
    assert outsider.post("/api/citations", json=sent).status_code == 404
    assert outsider.post("/api/basket", json=sent).status_code == 404


def test_readers_open_citations_and_do_not_make_them(archive: Archive) -> None:
    held = archive.hold(BOOK)
    made = cite(archive.as_role("reviewer"), held)
    reader = archive.as_role("reader")
    assert reader.get(str(made["url"])).status_code == 200
    sent = {"document_id": held, "quote": WORDS}
    assert reader.post("/api/citations", json=sent).status_code == 403
    assert reader.get("/basket").status_code == 403
    changed = reader.patch(f"/api/citations/{made['id']}", json={"kind": "report"})
    assert changed.status_code == 403


def test_a_citation_exports_as_a_web_annotation(archive: Archive) -> None:
    held = archive.hold(BOOK)
    reviewer = archive.as_role("reviewer")
    made = cite(reviewer, held)
    response = reviewer.get(f"/api/citations/{made['id']}/annotation")

    assert response.headers["content-type"].startswith("application/ld+json")
    shape = response.json()
    assert shape["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert shape["type"] == "Annotation"
    assert shape["id"] == f"http://testserver/citations/{made['id']}"
    quote, position = shape["target"]["selector"]
    assert quote["type"] == "TextQuoteSelector" and quote["exact"] == WORDS
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in BOOK
    assert position["type"] == "TextPositionSelector"
    assert BOOK[position["start"] : position["end"]] == WORDS
    stored = archive.store.citations.citation(str(made["id"]), visible=None)
    assert web_annotation(stored, base="http://testserver/") == shape


def test_the_kind_of_reference_is_shown_and_changed(archive: Archive) -> None:
    held = archive.hold(BOOK)
    reviewer = archive.as_role("reviewer")
    made = cite(reviewer, held)
    assert made["kind"] == "official" and "[Z]" in str(made["citation"])

    form = {"kind": "archival"}
    sent = reviewer.post(f"/citations/{made['id']}/kind", data=form)
    assert '<option value="archival" selected>' in sent.text
    assert "[A]" in sent.text
    bad = reviewer.patch(f"/api/citations/{made['id']}", json={"kind": "poem"})
    assert (bad.status_code, bad.json()["error"]) == (400, "invalid_input")
    back = reviewer.patch(f"/api/citations/{made['id']}", json={"kind": None})
    assert back.json()["kind"] == "official"


def test_a_form_stores_a_citation_and_opens_it(archive: Archive) -> None:
    held = archive.hold(BOOK)
    reviewer = archive.as_role("reviewer")
    start = BOOK.index(WORDS)
    form = {"document_id": held, "start": str(start), "end": str(start + len(WORDS))}
    page = reviewer.get(f"/documents/{held}/citation", params=form)
    assert "存为引文" in page.text
    stored = reviewer.post("/citations", data=form)
    assert stored.url.path.startswith("/citations/") and WORDS in stored.text
    missing = reviewer.post("/citations", data={"document_id": held, "start": "x"})
    assert missing.status_code == 400


def test_a_token_of_the_same_label_has_a_basket_of_its_own(archive: Archive) -> None:
    held = archive.hold(BOOK)
    reviewer, namesake = archive.as_role("reviewer"), archive.as_role("reviewer")

    put(reviewer, held, "尾款36.8万元")

    (kept,) = reviewer.get("/api/basket").json()["citations"]
    assert kept["created_by"] == "令牌 reviewer"
    assert namesake.get("/api/basket").json() == {"citations": []}


def test_a_basket_is_filled_from_results_ordered_and_emptied_by_forms(
    archive: Archive,
) -> None:
    held = archive.hold(BOOK)
    token = archive.token("reviewer")
    reviewer, again = archive.client(token), archive.client(token)
    assert "加入篮子" in reviewer.get("/search?q=管网").text
    first, second = put(reviewer, held, "管网余1.3公里"), put(reviewer, held, "年底前")
    form = {"citation_id": second, "action": "up"}
    page = again.post("/basket/change", data=form).text
    assert page.index("年底前") < page.index("管网余1.3公里")
    assert "篮子（<span data-basket-count>2</span>）" in page
    again.post("/basket/change", data={"citation_id": first, "action": "remove"})
    left = again.get("/api/basket").json()["citations"]
    assert [one["quote"] for one in left] == ["年底前"]
    assert again.delete(f"/api/basket/{second}").status_code == 204
    assert "篮子是空的" in again.get("/basket").text


def test_a_basket_form_goes_back_only_to_pages_of_ours(archive: Archive) -> None:
    held = archive.hold(BOOK)
    reviewer = archive.as_role("reviewer")
    form = {"document_id": held, "start": "0", "end": "3"}
    for asked, gone in (
        ("/search?q=x", "/search?q=x"),
        ("//example.cn/", "/basket"),
        ("https://example.cn", "/basket"),
        ("/\\example.cn", "/basket"),
    ):
        response = reviewer.post(
            "/basket", data={**form, "next": asked}, follow_redirects=False
        )
        assert response.headers["location"] == gone


def test_spaces_around_and_between_are_no_characters(archive: Archive) -> None:
    held = archive.hold("示例\n　　甲 乙丙\n")
    reviewer = archive.as_role("reviewer")
    asked: dict[str, str | int] = {"start": 3, "end": 8, "style": "link"}
    shown = reviewer.get(
        f"/documents/{held}/citation",
        params=asked,
        headers={"accept": "application/json"},
    ).json()
    assert (shown["quote"], shown["characters"]) == ("　　甲 乙", 2)
    sent = {"document_id": held, "start": 3, "end": 8}
    made = reviewer.post("/api/citations", json=sent).json()
    assert (made["quote"], made["start"], made["end"]) == ("甲 乙", 5, 8)


def test_a_document_that_others_repeal_says_so_on_its_page_and_in_the_api(
    archive: Archive,
) -> None:
    old = archive.hold("示例县收费办法\n本办法自2015年3月1日起施行。")
    new = archive.hold(
        "示例县收费新办法\n本办法自2021年7月1日起施行。《示例县收费办法》同时废止。",
        name="b.txt",
    )
    reader = archive.as_role("reader")
    page = reader.get(f"/documents/{old}").text
    assert "已废止" in page and f"/documents/{new}?start=" in page
    for day, state in (("2021-06-30", "in_force"), ("2021-07-01", "repealed")):
        shown = reader.get(f"/api/documents/{old}/validity?on={day}").json()
        assert shown["state"] == state
    assert shown["ground"]["document_id"] == new
    assert reader.get(f"/api/documents/{old}/validity?on=昨天").status_code == 400
    plain = archive.hold("示例乡通知\n请办。", name="c.txt")
    assert "时效" not in reader.get(f"/documents/{plain}").text
