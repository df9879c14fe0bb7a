"""The county's own dictionary on its page: loaded, told of, undone (示例)."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.terms import Term, TermEdit
from tests.web.archive_parts import Archive

UNDO = {"why": "错"}


@pytest.fixture
def archivist(archive: Archive) -> Iterator[TestClient]:
    with archive.as_role("archivist") as client:
        client.headers["Accept"] = "text/html"
        yield client


def add(archive: Archive, term: Term) -> None:
    archive.store.terms.record("add", [TermEdit(None, term)], actor="某人", why="")


def upload(client: TestClient, content: bytes, **data: str) -> str:
    files = {"file": ("本县词典.txt", content, "text/plain")}
    return client.post("/terms/dictionary", files=files, data=data).text


def test_a_dictionary_in_place_of_another_tells_what_went(
    archivist: TestClient,
) -> None:
    upload(archivist, "示例古渡口\n示例渡船\n".encode())
    page = upload(archivist, "示例渡船\n三色账\n".encode(), whole="1")
    assert "去掉的词（1）" in page and "<p>示例古渡口</p>" in page
    listed = archivist.get("/terms/changes").text
    assert "收进：三色账；去掉：示例古渡口<" in listed
    assert ">示例古渡口、示例渡船<" in listed


def test_a_dictionary_is_shown_line_by_line_and_undone(
    archive: Archive, archivist: TestClient
) -> None:
    content = "示例古渡口 3 ns\n账\n示例古渡口\n".encode("gb18030")
    page = re.sub("<[^>]+>", "", upload(archivist, content))
    assert "收下 1 条，未收 2 行" in page
    assert "只有一个字" in page and "前面已有这个词" in page
    (term,) = archive.store.terms.terms()
    assert (term.kind, term.source, term.origin) == (
        "place",
        "dictionary",
        "本县词典.txt",
    )
    upload(archivist, "另一词\n".encode(), whole="1")
    assert [t.name for t in archive.store.terms.terms()] == ["另一词"]
    last = archive.store.terms.changes()[0].id
    archivist.post(f"/terms/changes/{last}/undo", data={"why": "错"})
    assert [t.name for t in archive.store.terms.terms()] == ["示例古渡口"]


def test_a_dictionary_that_cannot_be_read_is_refused_as_a_page(
    archivist: TestClient,
) -> None:
    for content, said in (
        (b"", "文件是空的"),
        (b"PK\x03\x04", "词典只收 TXT 或 CSV。"),
    ):
        page = upload(archivist, content)
        assert 'role="alert"' in page and said in page
    assert "在 Excel 中另存为 CSV" in page
    assert "词频不是数字，或词中有空白" in upload(archivist, "示例词 abc n".encode())


def test_the_glossary_can_be_downloaded_and_loaded_again(
    archive: Archive, archivist: TestClient
) -> None:
    add(archive, Term("三色账", definition="红、黄,绿", variants=("三色帐",)))
    table = archivist.get("/terms/glossary.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.content.startswith("\ufeff词语,释义".encode())
    assert '三色账,"红、黄,绿",三色帐,术语' in table.text
    assert "三色账 nz\n三色帐 nz\n" in archivist.get("/terms/glossary.txt").text


def test_a_form_without_its_token_loads_nothing(archive: Archive) -> None:
    with archive.client() as nobody:
        answer = nobody.post(
            "/terms/dictionary", files={"file": ("a.txt", b"word", "text/plain")}
        )
    assert answer.status_code in (401, 403)
    assert archive.store.terms.terms() == []


def test_an_older_change_is_undone_after_the_later_one(
    archive: Archive, archivist: TestClient
) -> None:
    upload(archivist, "示例古渡口 3 ns\n".encode())
    upload(archivist, "示例古渡口 4 ns\n".encode())
    later, first = (change.id for change in archive.store.terms.changes())
    answer = archivist.post(f"/terms/changes/{first}/undo", data=UNDO)
    assert answer.status_code == 409
    assert "“示例古渡口”后来又改过，不能单独撤销这一次。" in answer.text
    assert f"请先撤销第 {later} 号改动。" in answer.text
    assert "<h1>改动记录</h1>" in answer.text
    for number in (later, first):
        assert (
            archivist.post(f"/terms/changes/{number}/undo", data=UNDO).status_code
            == 200
        )
    assert archive.store.terms.terms() == []
    answer = archivist.post(f"/terms/changes/{first}/undo", data=UNDO)
    assert answer.status_code == 400 and "已经撤销过了" in answer.text
