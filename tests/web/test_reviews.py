"""From a blank page to a final review, by forms and by the API."""

import hashlib
import io
import re
from typing import Any

import pytest
from docx import Document
from starlette.testclient import TestClient

from archive.model import Analysis, DocumentId, Entity, EntityId, Given
from tests.web.archive_parts import Archive

SAID = "示例乡未结事项共9项，其中三项未按期办结。"
BOOK = f"示例乡离任交接书\n{SAID}\n尾款36.8万元应于年底前付清。"
MARK = re.compile(r"\[@([0-9a-f]{16})\]")


class Desk:
    """A reviewer at work in one archive; every request comes from one person."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.client: TestClient = archive.as_role("reviewer")
        self.book = archive.hold(BOOK)

    def begin(self, text: str = "", **more: object) -> dict[str, Any]:
        sent = {
            "title": "示例乡交接评议",
            "subject_kind": "handover",
            "subject_id": self.book,
            "collection": "公开",
            "text": text,
            **more,
        }
        response = self.client.post("/api/reviews", json=sent)
        assert response.status_code == 201, response.text
        begun: dict[str, Any] = response.json()
        return begun

    def cite(self, words: str) -> str:
        sent = {"document_id": self.book, "quote": words}
        made: str = self.client.post("/api/citations", json=sent).json()["id"]
        return made

    def save(self, review: dict[str, Any], text: str, base: int | None = None) -> Any:
        sent = {
            "base": review["revision"] if base is None else base,
            "title": review["title"],
            "text": text,
        }
        return self.client.put(f"/api/reviews/{review['id']}", json=sent)

    def submit(self, review: dict[str, Any]) -> None:
        sent = {"state": "in_review"}
        response = self.client.post(f"/api/reviews/{review['id']}/state", json=sent)
        assert response.json()["state"] == "in_review"

    def finalise(self, review: dict[str, Any], **reasons: str) -> Any:
        sent = {"reasons": reasons}
        return self.client.post(f"/api/reviews/{review['id']}/final", json=sent)


@pytest.fixture
def desk(archive: Archive) -> Desk:
    return Desk(archive)


def test_a_review_is_begun_by_a_form_that_finds_its_subject(desk: Desk) -> None:
    form = {
        "title": "示例乡交接评议",
        "kind": "handover",
        "subject": "示例乡离任交接书",
        "collection": "公开",
        "members": "曾某、范某",
    }
    page = desk.client.post("/reviews", data=form)
    assert page.url.path.startswith("/reviews/") and "曾某" in page.text
    assert "边写边查" in page.text
    unknown = desk.client.post("/reviews", data={**form, "subject": "没有的书"})
    assert unknown.status_code == 400 and "没有找到“没有的书”" in unknown.text
    assert "示例乡交接评议" in unknown.text


def test_words_are_saved_and_a_stale_save_is_kept_aside(desk: Desk) -> None:
    review = desk.begin()
    assert desk.save(review, "第一稿").json()["revision"] == 2
    stale = desk.save(review, "别处写的")
    assert (stale.status_code, stale.json()["error"]) == (409, "review_changed")
    aside = stale.json()["details"]["aside"]
    history = desk.client.get(f"/reviews/{review['id']}/history?to={aside}").text
    assert "别处写的" in history and "没有并入" in history
    assert desk.client.get(f"/api/reviews/{review['id']}").json()["text"] == "第一稿"


def test_without_scripts_a_conflict_shows_what_was_written(desk: Desk) -> None:
    review = desk.begin()
    desk.save(review, "第一稿")
    form = {"base": "1", "title": review["title"], "text": "没有脚本时写的"}
    page = desk.client.post(f"/reviews/{review['id']}", data=form)
    assert page.status_code == 409
    assert "没有脚本时写的" in page.text and "没有丢失" in page.text


def test_citations_are_put_in_by_search_and_from_the_basket_without_scripts(
    desk: Desk,
) -> None:
    review = desk.begin()
    where = f"/reviews/{review['id']}"
    form = {"base": "1", "title": review["title"], "text": "一、事项", "q": "尾款"}
    found = desk.client.post(where, data={**form, "action": "search"})
    assert "一、事项" in found.text
    button = re.search(r'value="(cite:[^"]+)"', found.text)
    base = re.search(r'name="base" value="(\d+)"', found.text)
    assert button and base
    form = {**form, "base": base[1], "q": "", "action": button[1]}
    page = desk.client.post(where, data=form)
    assert "尾款36.8万元" in page.text
    text = desk.client.get(f"/api/reviews/{review['id']}").json()["text"]
    assert text.startswith("一、事项\n\n“") and MARK.search(text)

    start = BOOK.index(SAID)
    sent = {"document_id": desk.book, "start": start, "end": start + 11}
    desk.client.post("/api/basket", json=sent)
    desk.client.post("/basket/send", data={"review_id": review["id"]})
    text = desk.client.get(f"/api/reviews/{review['id']}").json()["text"]
    assert text.count("[@") == 2 and f"“{SAID[:11]}”" in text


def test_references_are_numbered_in_the_order_of_the_text(desk: Desk) -> None:
    archive = desk.archive
    other = archive.hold("示例县通知\n请各乡按期办结。", name="b.txt")
    sent = {"document_id": other, "quote": "请各乡按期办结"}
    second = desk.client.post("/api/citations", json=sent).json()["id"]
    first, again = desk.cite("尾款36.8万元"), desk.cite("示例乡未结事项共9项")
    text = (
        f"先说“尾款36.8万元”[@{first}]，再说“请各乡按期办结”[@{second}]，"
        f"又说“示例乡未结事项共9项”[@{again}]，末尾[@{'0' * 16}]。"
    )
    review = desk.begin(text)
    assert [r["number"] for r in review["references"]] == [1, 2]
    assert review["references"][0]["text"].startswith("示例乡离任交接书[")
    markdown = desk.client.get(f"/reviews/{review['id']}/export?format=md").text
    assert "”[1]，再说" in markdown and "”[2]，" in markdown
    assert "”[1]，末尾[?]" in markdown
    assert markdown.rstrip().endswith(review["references"][1]["text"])


def test_html_of_a_review_runs_nothing_and_loads_nothing(desk: Desk) -> None:
    text = (
        "## 一\n<script>alert(1)</script>\n\n[链](javascript:alert(1)) "
        "![图](http://example.cn/x.png) <img src=x onerror=alert(1)>"
    )
    review = desk.begin(text)
    assert "<h2>一</h2>" in desk.client.get(f"/reviews/{review['id']}/preview").text
    for where in ("", "/preview", "/export?format=html"):
        page = desk.client.get(f"/reviews/{review['id']}{where}").text
        assert "<script>alert" not in page and "<img" not in page
        assert 'href="javascript' not in page
    assert "&lt;script&gt;alert" in page


def test_a_review_is_exported_to_word_with_its_list(desk: Desk) -> None:
    cited = desk.cite("尾款36.8万元")
    text = (
        f"## 一、依据\n\n文中写明“尾款36.8万元”[@{cited}]，**未付**。\n\n"
        "> 整段引文\n\n- 一项\n- 二项\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    )
    review = desk.begin(text)
    answer = desk.client.get(f"/api/reviews/{review['id']}/export?format=docx")
    paper = Document(io.BytesIO(answer.content))
    told = [p.text for p in paper.paragraphs]
    assert told[0] == "示例乡交接评议" and "一、依据" in told
    assert "文中写明“尾款36.8万元”[1]，未付。" in told
    assert any(line.startswith("[1] 示例乡离任交接书[") for line in told)
    marks = [r for p in paper.paragraphs for r in p.runs if r.font.superscript]
    assert [run.text for run in marks] == ["[1]"]
    assert paper.tables[0].cell(1, 1).text == "2"


def test_a_review_with_an_unproved_quotation_needs_a_reason(desk: Desk) -> None:
    altered = SAID.replace("未按期", "已按期")
    review = desk.begin(f"文中说“{SAID}”，又说“{altered}”。")
    early = desk.finalise(review)
    assert (early.status_code, early.json()["error"]) == (409, "review_not_in_review")
    desk.submit(review)
    refused = desk.finalise(review)
    assert refused.json()["error"] == "quotations_unproved"
    assert refused.json()["details"]["words"] == [altered]
    checked = desk.client.get(f"/api/reviews/{review['id']}/check").json()
    assert checked["unproved"] == [altered]
    page = desk.client.get(f"/reviews/{review['id']}/check").text
    assert '<ins class="d">未</ins>' in page and "保留的理由" in page
    form = {"words": altered, "reason": " "}
    again = desk.client.post(f"/reviews/{review['id']}/finalise", data=form)
    assert again.status_code == 409 and "还有 1 处引文没有核实" in again.text

    form["reason"] = "原件如此，已当面核对"
    final = desk.client.post(f"/reviews/{review['id']}/finalise", data=form)
    assert "定稿已入档" in final.text and "原件如此，已当面核对" in final.text


def test_a_quotation_of_another_document_than_said_is_unproved(desk: Desk) -> None:
    desk.archive.hold("示例县另一通知\n没有那句话。", name="c.txt")
    review = desk.begin(f"《示例县另一通知》说“{SAID}”。")
    desk.submit(review)
    assert desk.finalise(review).json()["details"]["words"] == [SAID]


def test_a_final_review_is_a_document_of_its_own_hashed_and_unchanged(
    desk: Desk,
) -> None:
    cited = desk.cite(SAID)
    review = desk.begin(f"文中说“{SAID}”[@{cited}]")
    desk.submit(review)
    final = desk.finalise(review).json()
    assert final["state"] == "final"

    store = desk.archive.store
    document = store.document(final["document_id"], visible=None)
    content = desk.archive.original(document.sha256).read_bytes()
    assert final["sha256"] == document.sha256 == hashlib.sha256(content).hexdigest()
    assert "[1] 示例乡离任交接书[" in content.decode()
    assert document.given == Given(
        title="示例乡交接评议", type="评议", issued_on=document.given.issued_on
    )
    event = store.events()[-1]
    assert (event.kind, event.details["sha256"]) == ("review", document.sha256)
    changed = desk.save(final, "定稿后再改")
    assert (changed.status_code, changed.json()["error"]) == (409, "review_is_final")
    reader = desk.archive.as_role("reader")
    assert "定稿已入档" in reader.get(f"/reviews/{review['id']}").text
    assert "已经定稿" in desk.client.get(f"/reviews/{review['id']}/check").text


def test_drafts_are_for_reviewers_and_hidden_ones_for_nobody_else(desk: Desk) -> None:
    review = desk.begin("正文里的话")
    reader = desk.archive.as_role("reader")
    outsider = desk.archive.as_role("reviewer", "内部")
    for client in (reader, outsider):
        for address in (
            f"/reviews/{review['id']}",
            f"/reviews/{review['id']}/preview",
            f"/reviews/{review['id']}/history",
            f"/reviews/{review['id']}/export?format=md",
            f"/api/reviews/{review['id']}",
            f"/api/reviews/{review['id']}/export?format=md",
        ):
            answer = client.get(address)
            assert answer.status_code == 404 and "正文里的话" not in answer.text
        assert client.get("/api/reviews").json() == {"reviews": []}
        assert "示例乡交接评议" not in client.get("/reviews").text


def test_one_who_is_no_member_reads_and_remarks_and_does_not_write(
    desk: Desk,
) -> None:
    review = desk.begin("正文")
    other = desk.archive.as_role("archivist")
    page = other.get(f"/reviews/{review['id']}").text
    assert '<textarea id="draft"' not in page and "写一条批注" in page
    sent = {"base": 1, "title": "改", "text": "改"}
    refused = other.put(f"/api/reviews/{review['id']}", json=sent)
    assert (refused.status_code, refused.json()["error"]) == (403, "not_a_member")
    form = {"words": "正文", "text": "请补出处"}
    assert "请补出处" in other.post(f"/reviews/{review['id']}/comments", data=form).text
    (remark,) = desk.client.get(f"/api/reviews/{review['id']}").json()["comments"]
    form = {"settled": remark["id"]}
    told = desk.client.post(f"/reviews/{review['id']}/comments", data=form).text
    assert "已处理" in told


def test_points_raised_are_what_the_next_review_shows_first(desk: Desk) -> None:
    first = desk.begin("正文")
    form = {"text": "补办产权登记", "responsible": "接收人", "due": "2026-12-15"}
    where = f"/reviews/{first['id']}/follow-ups"
    assert "补办产权登记" in desk.client.post(where, data=form).text
    bad = desk.client.post(where, data={**form, "due": "年底"})
    assert bad.status_code == 400
    second = desk.begin()
    page = desk.client.get(f"/reviews/{second['id']}").text
    assert "上次评议留下的事项，1 项未办结" in page and "2026年12月15日前" in page
    assert page.index("补办产权登记") < page.index('id="draft"')
    (point,) = desk.client.get(f"/api/reviews/{first['id']}").json()["follow_ups"]
    form = {"settled": point["id"], "how": "已登记，证号在案"}
    desk.client.post(f"/reviews/{second['id']}/follow-ups", data=form)
    assert "留下的事项" not in desk.client.get(f"/reviews/{second['id']}").text
    assert "已登记，证号在案" in desk.client.get(f"/reviews/{first['id']}").text


def test_the_history_shows_what_a_save_changed(desk: Desk) -> None:
    review = desk.begin("共核对事项18项。\n末段不变。")
    desk.save(review, "共核对事项19项。\n末段不变。\n添一段。")
    page = desk.client.get(f"/reviews/{review['id']}/history").text
    assert '<del class="d">8</del>' in page and '<ins class="d">9</ins>' in page
    assert "添一段。" in page


def test_a_document_names_the_reviews_that_cite_it(desk: Desk) -> None:
    cited = desk.cite(SAID)
    review = desk.begin(f"“{SAID}”[@{cited}]")
    page = desk.client.get(f"/documents/{desk.book}").text
    assert f'href="/reviews/{review["id"]}"' in page
    assert "/reviews/new?kind=handover&amp;subject=" in page
    reader = desk.archive.as_role("reader")
    assert review["id"] not in reader.get(f"/documents/{desk.book}").text


def test_a_place_of_several_asks_which_is_meant(desk: Desk) -> None:
    store = desk.archive.store
    twins = [
        Entity(EntityId(f"place:{n}"), "place", "双名乡", detail=f"示例{n}县")
        for n in "甲乙"
    ]
    store.save_analysis(
        DocumentId(desk.book), Analysis("示例", "1", entities=tuple(twins))
    )
    form = {
        "title": "双名乡评议",
        "kind": "place",
        "subject": "双名乡",
        "collection": "公开",
    }
    asked = desk.client.post("/reviews", data=form)
    assert asked.status_code == 400 and "示例甲县" in asked.text
    form["subject_id"] = "place:乙"
    page = desk.client.post("/reviews", data=form)
    assert page.url.path.startswith("/reviews/") and "双名乡" in page.text
