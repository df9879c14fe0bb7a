import hashlib
import io

import pytest
from docx import Document

from tests.web.archive_parts import Archive

SAID = "示例乡未结事项共9项，其中三项未按期办结，须于年底前完成。"
LETTER = f"示例乡交接通知\n{SAID}\n另行通知。"


def verdicts(archive: Archive, draft: str, *collections: str) -> list[dict]:  # type: ignore[type-arg]
    reader = archive.as_role("reader", *collections)
    response = reader.post("/api/check", json={"text": draft})
    assert response.status_code == 200
    quotes: list[dict] = response.json()["quotes"]  # type: ignore[type-arg]
    return quotes


def test_words_as_stored_are_exact_with_their_place(archive: Archive) -> None:
    held = archive.hold(LETTER)
    (quote,) = verdicts(archive, f"文中说“{SAID}”")
    assert (quote["verdict"], quote["document_id"]) == ("exact", held)
    start, end = quote["at"]
    assert LETTER[start:end] == SAID


@pytest.mark.parametrize(
    "words",
    [
        "示例鄉未結事項共９項",
        "示例乡未结\n事项共 9 项",
        "示例乡 未结事项共9项,其中三项",
    ],
)
def test_words_of_another_script_width_or_line_are_folded(
    archive: Archive, words: str
) -> None:
    archive.hold(LETTER)
    (quote,) = verdicts(archive, f"文中说“{words}”")
    assert (quote["verdict"], quote["differences"]) == ("folded", [])


@pytest.mark.parametrize(
    ("expected", "found", "kind"),
    [
        ("未按期", "已按期", "negation"),
        ("9", "6", "number"),
        ("完成", "做完", "wording"),
    ],
)
def test_a_changed_character_is_altered_and_its_kind_named(
    archive: Archive, expected: str, found: str, kind: str
) -> None:
    archive.hold(LETTER)
    (quote,) = verdicts(archive, f"文中说“{SAID.replace(expected, found)}”")
    assert quote["verdict"] == "altered"
    assert quote["differences"][0]["kind"] == kind
    for difference in quote["differences"]:
        start, end = difference["at"]
        assert LETTER[start:end] == difference["expected"]


def test_other_words_are_absent(archive: Archive) -> None:
    archive.hold(LETTER)
    (quote,) = verdicts(archive, "文中说“该项目列入省级重点建设计划”")
    assert (quote["verdict"], quote["document_id"]) == ("absent", None)


def test_of_two_near_sources_the_equal_one_is_chosen(archive: Archive) -> None:
    archive.hold(LETTER.replace("9", "8"), name="b.txt")
    held = archive.hold(LETTER)
    (quote,) = verdicts(archive, f"“{SAID}”")
    assert (quote["verdict"], quote["document_id"]) == ("exact", held)


def test_a_wrong_source_is_named_and_a_right_one_preferred(archive: Archive) -> None:
    archive.hold(LETTER)
    second = archive.hold(LETTER.replace("交接通知", "交接报告"), name="b.txt")
    archive.hold("示例乡另一通知\n没有那句话。", name="c.txt")
    (right,) = verdicts(archive, f"《示例乡交接报告》说“{SAID}”")
    assert right["document_id"] == second and right["attribution"]["agrees"] is True
    (wrong,) = verdicts(archive, f"《示例乡另一通知》说“{SAID}”")
    assert wrong["verdict"] == "exact" and wrong["attribution"]["agrees"] is False


def test_the_document_named_is_compared_though_another_is_equal(
    archive: Archive,
) -> None:
    archive.hold(LETTER)
    named = archive.hold(
        LETTER.replace("交接通知", "交接报告").replace("未", "未 "), name="b.txt"
    )
    (quote,) = verdicts(archive, f"《示例乡交接报告》说“{SAID}”")
    assert (quote["verdict"], quote["document_id"]) == ("folded", named)
    assert quote["attribution"]["agrees"] is True


def test_a_draft_of_too_many_quotations_is_refused(empty_archive: Archive) -> None:
    reader = empty_archive.as_role("reader")
    response = reader.post("/api/check", json={"text": "“示例”" * 2001})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_input")


def test_a_document_out_of_sight_proves_nothing(archive: Archive) -> None:
    archive.hold(LETTER, collection="内部")
    for draft in (f"“{SAID}”", f"“{SAID.replace('9', '6')}”"):
        (quote,) = verdicts(archive, draft, "公开")
        assert (quote["verdict"], quote["title"]) == ("absent", None)
    reader = archive.as_role("reader", "公开")
    sent = reader.post("/api/check", json={"text": "见《示例乡交接通知》"}).json()
    assert sent["references"][0]["held"] is False


def test_a_file_is_read_and_not_taken_in(archive: Archive) -> None:
    archive.hold(LETTER)
    sent = {"file": ("稿.md", f"> {SAID}\n".encode(), "text/markdown")}
    response = archive.as_role("reader").post("/api/check", files=sent)
    assert [q["verdict"] for q in response.json()["quotes"]] == ["exact"]
    assert len(archive.store.documents(visible=None)) == 1


def test_a_file_that_cannot_be_read_is_refused_by_name(archive: Archive) -> None:
    sent = {"file": ("稿.docx", b"PK\x03\x04broken", "application/zip")}
    response = archive.as_role("reader").post("/api/check", files=sent)
    assert 400 <= response.status_code < 500
    assert response.json()["message"]


def test_the_sheet_shows_the_difference_and_leads_to_the_words(
    archive: Archive,
) -> None:
    held = archive.hold(LETTER)
    sent = {"text": (None, f"文中说“{SAID.replace('未', '已', 1)}”"), "x": (None, "")}
    reader = archive.as_role("reader")
    assert reader.get("/check").status_code == 200
    page = reader.post("/check", files=sent).text
    assert '<del class="d">已</del>' in page and '<ins class="d">未</ins>' in page
    assert f"/documents/{held}?start=" in page


def test_the_sheet_lists_what_nothing_marks_what_is_lacking_and_what_is_over(
    archive: Archive,
) -> None:
    archive.hold(LETTER)
    rule = archive.hold(
        "示例县收费办法\n本办法自2015年3月1日起施行，有效期5年。", name="b.txt"
    )
    draft = (
        f"本文认为{SAID}依据《示例县收费办法》和示政发〔2019〕9号，"
        "再说一遍（示政发〔2019〕9号）。"
    )
    reader = archive.as_role("reader")
    page = reader.post("/check", files={"text": (None, draft)}).text
    assert "没有加引号而与库中文字相同" in page and SAID in page
    assert "示政发〔2019〕9号" in page and "提到 2 次" in page
    assert "已过有效期" in page and f"/documents/{rule}?start=" in page
    sent = reader.post("/api/check", json={"text": draft}).json()
    assert [one["quote"] for one in sent["unmarked"]] == [SAID]
    assert sent["missing"] == ["示政发〔2019〕9号"]
    assert sent["complete"] is True and sent["not_checked"] == []


def test_the_sheet_is_to_be_had_in_word_with_its_hashes(archive: Archive) -> None:
    held = archive.hold(LETTER)
    draft = f"“{SAID.replace('未', '已', 1)}”，又见《没有的文献》。"
    sent = {"text": (None, draft), "format": (None, "docx")}
    answer = archive.as_role("reader").post("/check", files=sent)
    assert "attachment" in answer.headers["content-disposition"]
    paper = Document(io.BytesIO(answer.content))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    assert any("有改动" in cell for cell in cells)
    digest = archive.store.document(held, visible=None).sha256
    assert any(digest in cell for cell in cells)
    told = "\n".join(p.text for p in paper.paragraphs)
    assert hashlib.sha256(draft.encode()).hexdigest() in told
    assert "《没有的文献》" in told


def test_a_draft_with_characters_no_xml_may_hold_still_gets_its_sheet(
    archive: Archive,
) -> None:
    archive.hold(LETTER)
    sent = {"text": (None, "“控制\x01符与末尾”\x0b"), "format": (None, "docx")}
    assert archive.as_role("reader").post("/check", files=sent).status_code == 200
