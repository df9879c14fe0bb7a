"""Pages through the whole application: a real store, an index in memory."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from archive.errors import EncryptedFile
from archive.model import (
    DocumentId,
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


def test_a_result_shows_its_words_marked_and_everything_else_escaped(
    archive: Archive, reviewer: TestClient
) -> None:
    archive.hold(BOOK)

    page = reviewer.get("/search", params={"q": "征地"}).text

    assert "&lt;b&gt;<mark>征地</mark>&lt;/b&gt;" in page
    assert "<b>征地" not in page
    assert "1 份文献" in words_of(page)


def test_a_page_tag_leads_to_the_very_words(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)
    start = BOOK.index("征地")

    page = reviewer.get("/search", params={"q": "征地"}).text

    expected = f"start={start}&amp;end={start + 2}#quote"
    tag = re.search(r'<a class="pg" href="([^"]+)"', page)
    assert tag and tag[1].startswith(f"/documents/{document_id}?q=")
    assert tag[1].endswith(expected)


def test_landing_on_a_hit_makes_it_the_current_one(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)
    start = BOOK.index("征地")

    page = reviewer.get(
        f"/documents/{document_id}",
        params={"q": "征地", "start": start, "end": start + 2},
    ).text

    assert '<mark data-mark="0" aria-current="true">征地</mark>' in page


def test_landing_on_words_without_a_search_shows_them(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)
    start = BOOK.index("补偿")

    page = reviewer.get(
        f"/documents/{document_id}", params={"start": start, "end": start + 2}
    ).text

    assert '<span class="sel" id="quote">补偿</span>' in page


@pytest.mark.parametrize("span", [("-1", "2"), ("3", "1"), ("0", "9" * 11), ("a", "b")])
def test_words_that_are_not_there_are_not_landed_on(
    archive: Archive, reviewer: TestClient, span: tuple[str, str]
) -> None:
    document_id = archive.hold(BOOK)

    response = reviewer.get(
        f"/documents/{document_id}", params={"start": span[0], "end": span[1]}
    )

    assert response.status_code == 200
    assert 'id="quote"' not in response.text


def test_every_block_says_where_its_words_begin(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)

    page = reviewer.get(f"/documents/{document_id}", params={"q": "征地"}).text

    found = re.findall(r'data-o="(\d+)"[^>]*>(.*?)</(?:p|h1|h2|td)>', page, re.DOTALL)
    assert found
    for start, html in found:
        words = words_of(html).replace("&lt;", "<").replace("&gt;", ">")
        words = words.replace("&amp;", "&")
        assert BOOK[int(start) : int(start) + len(words)] == words


@pytest.mark.parametrize("address", ["/", "/search?q=", "/intake", "/handovers"])
def test_no_page_tells_of_a_document_outside_the_readers_collections(
    archive: Archive, reviewer: TestClient, address: str
) -> None:
    archive.hold(BOOK)
    archive.hold(SECRET, collection="内部", name="secret.txt")

    page = reviewer.get(address).text

    assert "另乡" not in page
    assert "secret.txt" not in page
    assert "内部" not in page
    assert "可查看文献 1 份" in words_of(page)


def test_a_hidden_document_reads_like_one_that_is_not_there(
    archive: Archive, reviewer: TestClient
) -> None:
    hidden = archive.hold(SECRET, collection="内部")

    missing = reviewer.get("/documents/none")
    forbidden = reviewer.get(f"/documents/{hidden}")

    assert forbidden.status_code == missing.status_code == 404
    assert forbidden.text.replace(hidden, "none") == missing.text


def test_an_empty_archive_says_what_to_do(reviewer: TestClient) -> None:
    assert "库里还没有文献" in reviewer.get("/search?q=x").text


def test_a_search_without_results_says_what_each_word_finds(
    archive: Archive, reviewer: TestClient
) -> None:
    archive.hold(BOOK)

    page = words_of(reviewer.get("/search", params={"q": "征地 首陽溪"}).text)

    assert "可查看的文献中，没有一份同时符合这 2 项" in page
    assert "首阳溪" in page
    assert "1 份" in page
    assert "可查看的文献中没有" in page
    assert "去掉“首陽溪”（1 份）" in page


def test_a_search_without_results_shows_those_of_the_query_to_try(
    archive: Archive, reviewer: TestClient
) -> None:
    held = archive.hold(BOOK)

    page = reviewer.get("/search", params={"q": "征地 首陽溪"}).text

    offered = page.index("查“征地”的结果")
    assert page.index(f'id="hit-{held}"') > offered
    assert "份文献，" not in words_of(page[:offered])


def test_a_search_without_results_leads_to_the_word_that_was_meant(
    archive: Archive, reviewer: TestClient
) -> None:
    archive.hold(BOOK)

    page = reviewer.get("/search", params={"q": '"末结事项"', "type": "通知"}).text

    assert "所选条件下，没有找到" in page
    assert "有写法相近的“未结事项”" in page
    corrected = re.search('是不是要找：<a href="([^"]+)"', page)
    assert corrected
    assert "1 份文献" in words_of(reviewer.get(unescape(corrected[1])).text)


def test_a_search_of_no_words_without_results_names_no_words(
    archive: Archive, reviewer: TestClient
) -> None:
    archive.hold(BOOK)

    page = words_of(reviewer.get("/search?q=&type=%E5%87%BD").text)

    assert "没有符合这些条件的文献" in page
    assert "单独命中" not in page


def test_a_citation_names_the_words_and_what_proves_them(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)
    start = BOOK.index("管网余1.3公里")

    response = reviewer.get(
        f"/documents/{document_id}/citation",
        params={"start": start, "end": start + 8},
        headers={"Accept": "application/json"},
    )

    cited = response.json()
    assert cited["quote"] == "管网余1.3公里"
    assert cited["characters"] == 8
    assert "示例乡离任交接书" in cited["citation"]
    assert cited["url"].endswith(f"start={start}&end={start + 8}#quote")


def test_a_browser_without_scripts_gets_every_style_on_a_page(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)

    page = reviewer.get(
        f"/documents/{document_id}/citation", params={"start": 0, "end": 8}
    ).text

    for name in ("GB/T 7714—2025", "CSL-JSON", "RIS", "BibTeX"):
        assert name in page


@pytest.mark.parametrize(
    "query", ["start=5&end=2", "start=x&end=3", "style=apa", "start=0"]
)
def test_a_citation_of_no_words_is_refused(
    archive: Archive, reviewer: TestClient, query: str
) -> None:
    document_id = archive.hold(BOOK)

    response = reviewer.get(
        f"/documents/{document_id}/citation?{query}",
        headers={"Accept": "application/json"},
    )

    assert response.status_code == 400
    assert response.json()["error"] == "invalid_input"


def test_a_reader_who_may_not_cite_is_not_offered_it(archive: Archive) -> None:
    document_id = archive.hold(BOOK)

    with archive.as_role("reader") as client:
        page = client.get(f"/documents/{document_id}").text

    assert "data-may-cite" not in page
    assert "data-selbar" not in page


def test_a_form_without_scripts_says_what_became_of_its_files(
    archive: Archive,
) -> None:
    files = [
        ("file", ("交接书.txt", BOOK.encode(), "text/plain")),
        ("file", ("空.txt", b"", "text/plain")),
    ]

    with archive.as_role("editor", "公开") as client:
        response = client.post("/intake", files=files, headers={"Accept": "text/html"})

    page = words_of(response.text)
    assert response.status_code == 200
    assert "已收到并保存 1 件" in page
    assert "空.txt" in page
    assert "文件是空的" in page


def test_every_example_of_the_manual_leads_to_a_search(reviewer: TestClient) -> None:
    page = reviewer.get("/help").text

    assert len(re.findall(r'href="/search\?q=', page)) >= 15


def test_the_theme_that_was_chosen_is_there_before_any_script(
    reviewer: TestClient,
) -> None:
    reviewer.cookies.set("theme", "dark")
    assert 'data-theme="dark"' in reviewer.get("/help").text

    reviewer.cookies.set("theme", '"><script>')
    assert "data-theme=" not in reviewer.get("/help").text.partition("<head>")[0]


def test_pages_hold_no_inline_script_or_style(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = archive.hold(BOOK)

    for address in ("/", "/search?q=征地", f"/documents/{document_id}", "/intake"):
        page = reviewer.get(address).text
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert " style=" not in page
        assert not re.search(r" on[a-z]+=", page)


def test_a_refused_file_keeps_its_reason_and_next_step(
    archive: Archive, reviewer: TestClient
) -> None:
    document_id = DocumentId(archive.hold(BOOK))
    archive.store.record_refusal(document_id, EncryptedFile())

    page = words_of(reviewer.get(f"/documents/{document_id}").text)

    assert "已退回，没有入档" in page
    assert "文件设了密码" in page
    assert "征地" not in page
    assert "文件设了密码" in reviewer.get("/intake").text


def test_the_pages_say_that_the_index_is_being_rebuilt(
    archive: Archive, reviewer: TestClient
) -> None:
    archive.hold(BOOK)
    archive.index.percent = 65

    assert "正在重建索引" in reviewer.get("/help").text


@pytest.mark.parametrize(
    ("query", "is_offered"),
    [("征地 补偿", True), ("征地 同段 补偿", False), ("征?补", False), ("-甲", False)],
)
def test_only_words_are_offered_as_a_literal(
    archive: Archive, reviewer: TestClient, query: str, is_offered: bool
) -> None:
    archive.hold(BOOK)
    page = reviewer.get("/search", params={"q": query}).text
    assert ("只按字面检索" in page) == is_offered
