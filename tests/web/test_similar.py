"""Documents close to one, by the API and on its page."""

import re

from tests.web.archive_parts import Archive

RULES = (
    "示例县水库管理办法\n第一条　为了加强水库管理，保障防洪安全，制定本办法。\n"
    "第二条　水库主管部门应当编制调度运用计划，报县人民政府批准。\n"
)
NEWER = (
    f"{RULES}第三条　库区内禁止围垦、采砂，违者由水利部门依法处理；另有规定的除外。\n"
    * 2
)


def test_a_program_learns_of_copies_and_versions(archive: Archive) -> None:
    held = archive.hold(RULES)
    copy = archive.hold(f"{RULES}打印\n", name="b.txt")
    newer = archive.hold(NEWER, name="c.txt")
    answer = archive.as_role("reader").get(f"/api/documents/{held}/similar").json()
    assert answer["document_id"] == held
    found = {one["document_id"]: one for one in answer["similar"]}
    assert found.keys() == {copy, newer}
    assert found[copy]["relation"] == "copy" and found[copy]["likeness"] > 0.75
    assert found[newer]["relation"] == "version"
    assert found[newer]["title"] == "示例县水库管理办法"


def test_hidden_documents_are_close_to_nothing(archive: Archive) -> None:
    held = archive.hold(RULES)
    secret = archive.hold(f"{RULES}打印\n", name="b.txt", collection="机要")
    reader = archive.as_role("reader", "公开")
    assert reader.get(f"/api/documents/{held}/similar").json()["similar"] == []
    assert reader.get(f"/api/documents/{secret}/similar").status_code == 404
    page = reader.get(f"/documents/{held}", headers={"Accept": "text/html"}).text
    assert "相近文献" not in page


def test_results_with_the_same_text_are_shown_as_one(archive: Archive) -> None:
    held = [archive.hold(RULES + end, name=end) for end in ("甲", "乙")]
    reader = archive.as_role("reader")
    hits = reader.get("/api/search", params={"q": "水库"}).json()["hits"]
    assert [hit["copy_of"] for hit in hits] == [None, hits[0]["document_id"]]
    assert {hit["document_id"] for hit in hits} == set(held)
    headers = {"Accept": "text/html"}
    page = reader.get("/search", params={"q": "水库"}, headers=headers).text
    assert f'与<a href="#hit-{hits[0]["document_id"]}">前面一份</a>内容基本相同' in page


def test_the_page_of_a_document_names_its_neighbours(archive: Archive) -> None:
    held = archive.hold(RULES)
    copy = archive.hold(f"{RULES}打印\n", name="b.txt")
    archive.hold(NEWER, name="c.txt")
    reader = archive.as_role("reader")
    page = reader.get(f"/documents/{held}", headers={"Accept": "text/html"}).text
    section = page.partition('id="pd">相近文献')[2].partition("</section>")[0]
    assert f'href="/documents/{copy}"' in section
    assert re.findall("<h3>(.*?)</h3>", section) == ["内容基本相同", "同一题名"]
