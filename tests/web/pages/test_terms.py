"""The glossary's pages: proposals, terms, changes, programs (示例)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

import pytest
from starlette.testclient import TestClient

from archive.model import Position
from archive.terms import Term, TermAction, TermEdit
from indexer.terms.mining import Candidate
from indexer.terms.proposals import ProposalFile, Proposals
from tests.web.archive_parts import Archive
from web.main import main
from web.term_actions import TERM_ACTIONS, command_words

UNDO = {"why": "错"}


@pytest.fixture
def archivist(archive: Archive) -> Iterator[TestClient]:
    with archive.as_role("archivist") as client:
        client.headers["Accept"] = "text/html"
        yield client


def propose(archive: Archive, *words: str) -> None:
    found = tuple(Candidate(word, 9, 5, 1.0) for word in words)
    proposals = Proposals(found, Position(1), datetime.now(UTC), 3)
    ProposalFile(archive.folder / "index").write(proposals)


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def add(archive: Archive, term: Term) -> None:
    archive.store.terms.record("add", [TermEdit(None, term)], actor="某人", why="")


# -- proposals -----------------------------------------------------------------------
def test_a_proposal_leads_to_its_marked_words_and_is_accepted(
    archive: Archive, archivist: TestClient
) -> None:
    ids = [
        archive.hold(f"第{n}号\n建立清盘销号制。", name=f"{n}.txt") for n in "甲乙丙"
    ]
    propose(archive, "清盘销号制")
    page = main_of(archivist.get("/terms/proposals").text)
    assert "清盘销号制" in page and "3 份文献" in re.sub("<[^>]+>", "", page)
    assert any(f"/documents/{one}?start=" in page for one in ids)
    assert "<mark>清盘销号制</mark>" in page

    answer = archivist.post(
        "/terms/proposals",
        data={"proposed": "清盘销号制", "name": "清盘销号制", "action": "accept"},
    )
    assert "已收“清盘销号制”为术语" in answer.text
    assert 'value="清盘销号制"' not in main_of(answer.text)
    (term,) = archive.store.terms.terms()
    assert (term.name, term.source, term.is_used) == ("清盘销号制", "mined", True)


def test_a_proposal_is_written_otherwise_or_refused_for_good(
    archive: Archive, archivist: TestClient
) -> None:
    for number in range(3):
        archive.hold(f"{number}：清盘销号，大力推进。", name=f"{number}.txt")
    propose(archive, "清盘销号", "大力推进")
    archivist.post(
        "/terms/proposals",
        data={
            "proposed": "清盘销号",
            "name": "清盘销号制",
            "definition": "示例释义",
            "action": "accept",
        },
    )
    page = archivist.post(
        "/terms/proposals", data={"proposed": "大力推进", "action": "refuse"}
    ).text
    assert "不再提出" in page and "没有待定的词了" in page
    kept = {t.name: (t.variants, t.is_used) for t in archive.store.terms.terms()}
    assert kept == {
        "清盘销号制": (("清盘销号",), True),
        "大力推进": ((), False),
    }


def test_a_proposal_shows_nothing_of_hidden_documents(archive: Archive) -> None:
    for number in range(3):
        archive.hold(f"{number}清盘销号制。", collection="保密", name=f"{number}.txt")
    propose(archive, "清盘销号制")
    headers = {"Accept": "text/html"}
    with archive.as_role("archivist", "公开") as outsider:
        page = outsider.get("/terms/proposals", headers=headers).text
        told = outsider.get("/api/terms/proposals").json()
    assert "清盘销号制" not in page and "3 份" not in page
    assert told["proposals"] == []


def test_the_next_place_does_not_count_words_of_hidden_documents(
    archive: Archive,
) -> None:
    for word, collection in (("甲示例制", "保密"), ("乙示例制", "公开")):
        for number in range(3):
            archive.hold(f"{number}：{word}。", collection=collection)
    for number in range(3):
        archive.hold(f"{number}：丙示例制。", collection="公开")
    propose(archive, "甲示例制", "乙示例制", "丙示例制")
    with archive.as_role("archivist", "公开") as outsider:
        told = outsider.get("/api/terms/proposals?limit=1").json()
        more = outsider.get("/api/terms/proposals?limit=1&from=1").json()
    assert [one["name"] for one in told["proposals"]] == ["乙示例制"]
    assert told["next"] == 1
    assert [one["name"] for one in more["proposals"]] == ["丙示例制"]


def test_changes_tell_nothing_of_words_refused_from_hidden_documents(
    archive: Archive, archivist: TestClient
) -> None:
    archive.hold("说甲示例制。", collection="保密")
    archive.hold("说乙示例制。", collection="公开")
    for word in ("甲示例制", "乙示例制"):
        archivist.post("/terms/proposals", data={"proposed": word, "action": "refuse"})
    add(archive, Term("丙示例制"))
    last = archive.store.terms.changes()[-1].id
    with archive.as_role("archivist", "公开") as outsider:
        shown = outsider.get("/terms/changes", headers={"Accept": "text/html"}).text
        assert "甲示例制" not in shown
        assert "乙示例制" in shown and "丙示例制" in shown
        answer = outsider.post(f"/api/terms/changes/{last}/undo", json={})
        assert answer.status_code == 404 and "甲示例制" not in answer.text
        archivist.post(f"/terms/changes/{last}/undo", data={"why": "错"})
        told = outsider.get("/api/terms/changes").json()["changes"]
    assert [one["names"] for one in told] == [["丙示例制"], ["乙示例制"]]
    assert archivist.get("/terms/changes").text.count("甲示例制") >= 2


def test_only_archivists_decide(archive: Archive) -> None:
    propose(archive, "清盘销号制")
    with archive.as_role("reader") as reader:
        assert reader.get("/terms/proposals").status_code == 403
        data = {"proposed": "清盘销号制", "action": "refuse"}
        assert reader.post("/terms/proposals", data=data).status_code == 403
        assert reader.get("/api/terms/proposals").status_code == 403
    assert archive.store.terms.terms() == []


def test_new_proposals_can_be_asked_for(
    archive: Archive, archivist: TestClient
) -> None:
    assert "还没有查找过" in archivist.get("/terms/proposals").text
    page = archivist.post("/terms/proposals/look").text
    assert "正在后台查找" in page
    assert ProposalFile(archive.folder / "index").is_asked()


# -- the glossary --------------------------------------------------------------------
def test_a_term_is_added_changed_removed_and_all_that_undone(
    archive: Archive, archivist: TestClient
) -> None:
    fields = {"name": "三色账", "kind": "term", "variants": "三色帐、三色台账"}
    page = archivist.post("/terms/glossary", data=fields).text
    assert "已添加“三色账”" in page and "三色帐、三色台账" in page
    address = re.search(r'href="(/terms/glossary/tm-[^"]+)">三色账<', page)
    assert address
    fields["definition"] = "红<b>黄绿"
    page = archivist.post(address[1], data=fields).text
    assert "已保存" in page and "红&lt;b&gt;黄绿" in page
    page = archivist.post(address[1], data={"action": "remove"}).text
    assert "已删去“三色账”" in page
    assert archivist.get(address[1]).status_code == 404

    page = archivist.get("/terms/changes").text
    assert page.index("删去") < page.index("修改") < page.index("添加")
    (_, _, removed) = sorted(c.id for c in archive.store.terms.changes())
    page = archivist.post(f"/terms/changes/{removed}/undo", data={"why": "错"}).text
    assert f"已撤销第 {removed} 号改动" in page
    undoing = archive.store.terms.changes()[0].id
    page = archivist.post(f"/terms/changes/{undoing}/undo", data=UNDO).text
    assert f"已恢复原改动（第 {removed} 号）" in page
    again = archive.store.terms.changes()[0].id
    assert f'aria-label="撤销第{again}号改动"' in page
    page = archivist.post(f"/terms/changes/{again}/undo", data=UNDO).text
    assert f"已撤销第 {removed} 号改动" in page
    assert "红&lt;b&gt;黄绿" in archivist.get(address[1]).text


def test_what_cannot_be_a_term_is_said_beside_what_was_typed(
    archivist: TestClient,
) -> None:
    for name in ("账", "三会一课"):
        answer = archivist.post(
            "/terms/glossary", data={"name": name, "definition": "示例释义"}
        )
        assert answer.status_code in (400, 409)
        assert 'role="alert"' in answer.text and "示例释义" in answer.text


@pytest.mark.parametrize(
    ("name", "variants", "said"),
    [
        ("县", "", "“县”只有一个字，收进来会把别的词切断。"),
        ("", "", "没有写出词语。"),
        ("123", "", "“123”没有文字"),
        ("三色账", "甲", "其他写法“甲”只有一个字"),
        ("三色账", "三 色 帐", "其他写法“三 色 帐”中有空白"),
        ("三色账", "、".join(f"示例{n}" for n in range(21)), "其他写法超过 20 种。"),
        ("三色账", "三会一课", "“三会一课”已是词表里的词，不能再作别的词的写法。"),
        ("三会一课", "", "词表里已经有“三会一课”。"),
    ],
)
def test_what_is_wrong_with_a_term_is_told_in_its_own_words(
    archivist: TestClient, name: str, variants: str, said: str
) -> None:
    fields = {"name": name, "variants": variants}
    answer = archivist.post("/terms/glossary", data=fields)
    assert answer.status_code in (400, 409)
    assert said in answer.text
    there = re.search(r'href="(/terms/glossary/tm-[^"]+)">打开那一条', answer.text)
    assert bool(there) == ("三会一课" in (name, variants))
    if there:
        assert "<h1>三会一课</h1>" in archivist.get(there[1]).text


def test_what_cannot_be_taken_rewritten_stays_open_as_it_was_typed(
    archive: Archive, archivist: TestClient
) -> None:
    for number in range(3):
        archive.hold(f"{number}：清盘销号，大力推进。", name=f"{number}.txt")
    propose(archive, "大力推进", "清盘销号")
    fields = {"proposed": "清盘销号", "from": "1", "name": "县", "kind": "place"}
    answer = archivist.post(
        "/terms/proposals", data=fields | {"definition": "示例", "action": "accept"}
    )
    page = main_of(answer.text)
    assert answer.status_code == 400 and "“县”只有一个字" in page
    assert "收为术语：大力推进" not in page
    assert '<details class="behind" open>' in page
    assert 'name="name" value="县"' in page and 'value="示例"' in page
    assert '<option value="place" selected>' in page


def test_a_page_beyond_the_last_says_so(
    archive: Archive, archivist: TestClient
) -> None:
    for number in range(3):
        archive.hold(f"{number}：清盘销号。", name=f"{number}.txt")
    propose(archive, "清盘销号")
    for address in ("/terms/glossary?offset=90000", "/terms/proposals?from=900"):
        page = main_of(archivist.get(address).text)
        assert "这一页没有词条" in page and "从头看起" in page


def test_the_glossary_is_in_the_order_of_pinyin(
    archive: Archive, archivist: TestClient
) -> None:
    for name in ("示例丙子", "示例一甲", "示例啊乙"):
        add(archive, Term(name))
    page = main_of(archivist.get("/terms/glossary?q=示例").text)
    assert page.index("示例啊乙") < page.index("示例丙子") < page.index("示例一甲")
    assert 'href="/synonyms"' in page


def test_a_reader_sees_the_glossary_and_changes_nothing(archive: Archive) -> None:
    headers = {"Accept": "text/html"}
    with archive.as_role("reader") as reader:
        page = reader.get("/terms/glossary?q=三会", headers=headers).text
        refused = reader.post("/terms/glossary", data={"name": "三色账"})
        term = re.search(r'href="(/terms/glossary/tm-[^"]+)"', page)
        assert term
        shown = reader.get(term[1], headers=headers).text
    assert "三会一课" in page and "添加词条" not in page
    assert refused.status_code == 403
    assert "随软件附带" in shown and "<form" not in main_of(shown)


# -- programs ------------------------------------------------------------------------
def test_a_program_edits_decides_loads_and_undoes(archive: Archive) -> None:
    for number in range(3):
        archive.hold(f"{number}清盘销号制。", name=f"{number}.txt")
    propose(archive, "清盘销号制", "大力推进")
    with archive.as_role("archivist") as client:
        made = client.post(
            "/api/terms", json={"name": "三色账", "variants": ["三色帐"]}
        )
        assert (made.status_code, made.json()["names"]) == (201, ["三色账"])
        listed = client.get("/api/terms").json()["terms"]
        (own,) = [term for term in listed if term["source"] == "typed"]
        changed = client.patch(f"/api/terms/{own['id']}", json={"definition": "示例"})
        assert changed.status_code == 201
        shown = client.get(f"/api/terms/{own['id']}").json()
        assert (shown["definition"], shown["variants"]) == ("示例", ["三色帐"])

        proposed = client.get("/api/terms/proposals").json()["proposals"]
        assert [(p["name"], p["documents"]) for p in proposed] == [("清盘销号制", 3)]
        assert proposed[0]["examples"][0]["passages"][0]["marks"]
        decided = client.post(
            "/api/terms/proposals", json={"action": "accept", "words": ["清盘销号制"]}
        )
        assert decided.json()["action"] == "accept"

        loaded = client.put(
            "/api/terms/dictionary?name=a.txt", content="卜示例 nr\n账\n".encode()
        ).json()
        assert [line["taken"] for line in loaded["lines"]] == [True, False]
        assert "只有一个字" in loaded["lines"][1]["message"]
        number = loaded["change"]["id"]
        client.post(f"/api/terms/changes/{number}/undo", json={})
        assert client.delete(f"/api/terms/{own['id']}").status_code == 200
        actions = [
            c["action"] for c in client.get("/api/terms/changes").json()["changes"]
        ]
    assert actions == ["remove", "undo", "load", "accept", "change", "add"]


# -- the command ---------------------------------------------------------------------
def test_the_command_names_changes_as_the_pages_do(
    archive: Archive, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    add(archive, Term("三色账"))
    assert main(["terms", "changes", "--data", str(archive.folder)]) == 0
    assert capsysbinary.readouterr().out.decode() == "第1号　添加　三色账\n"
    for action in get_args(TermAction):
        assert command_words(f"term_action_{action}", {}) == TERM_ACTIONS[action]
