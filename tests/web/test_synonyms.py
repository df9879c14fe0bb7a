"""Synonyms are seen by all, changed by archivists, and said where they were used."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.archive_parts import Archive


@pytest.fixture
def archivist(archive: Archive) -> Iterator[TestClient]:
    with archive.as_role("archivist") as client:
        client.headers["Accept"] = "text/html"
        yield client


def test_an_archivist_adds_changes_and_removes_a_group(
    archive: Archive, archivist: TestClient
) -> None:
    page = archivist.post("/synonyms", data={"words": "总河长，河长 <i>河</i>"}).text
    assert 'value="总河长 河长 &lt;i&gt;河&lt;/i&gt;"' in page
    (group,) = (g for g in archive.store.synonyms.groups() if "河长" in g.words)
    address = f"/synonyms/{group.id}"

    page = archivist.post(address, data={"words": "总河长、河长"}).text
    assert 'value="总河长 河长"' in page

    page = archivist.post(address, data={"words": "x", "action": "remove"}).text
    assert "总河长" not in page
    assert archivist.post(address, data={"words": "甲 乙"}).status_code == 404


@pytest.mark.parametrize("words", ["", "独", "甲 " * 400])
def test_what_is_no_group_is_refused(archivist: TestClient, words: str) -> None:
    assert archivist.post("/synonyms", data={"words": words}).status_code == 400


def test_a_reader_sees_the_groups_and_changes_nothing(archive: Archive) -> None:
    with archive.as_role("reader") as reader:
        page = reader.get("/synonyms", headers={"Accept": "text/html"}).text
        refused = reader.post("/synonyms", data={"words": "甲 乙"})

    assert "党政一把手、党政正职" in page
    assert "<button" not in page.partition("<main")[2].partition("</main>")[0]
    assert refused.status_code == 403


def test_a_result_says_which_synonyms_were_looked_for_and_how_to_do_without(
    archive: Archive, archivist: TestClient
) -> None:
    archive.hold("党政正职离任。")

    page = archivist.get("/search", params={"q": "党政一把手"}).text
    assert '<a href="/synonyms">同义词表</a>' in page
    assert "也查了：“党政正职”" in page and "1 份文献" in re.sub("<[^>]+>", "", page)

    alone = re.search(r'href="([^"]+)">只查输入的词', page)
    assert alone
    page = archivist.get(alone[1].replace("&amp;", "&")).text
    assert "也查了" not in page and "没有找到" in page


def test_a_program_is_told_too_and_may_do_without(archive: Archive) -> None:
    archive.hold("党政正职离任。")
    with archive.as_role("reader") as reader:
        told = reader.get("/api/search", params={"q": "党政一把手"}).json()
        alone = reader.get("/api/search", params={"q": "党政一把手", "synonyms": "0"})

    assert (told["total"], "党政正职" in told["also"]) == (1, True)
    assert (alone.json()["total"], alone.json()["also"]) == (0, [])
