"""Can an archivist correct, replace and bin documents, one or many?"""

from starlette.testclient import TestClient

from tests.web.archive_parts import Archive

TEXT = "示例县交接书\n移交人已签字。"


def archivist(archive: Archive, *collections: str) -> TestClient:
    client = archive.as_role("archivist", *collections)
    client.follow_redirects = True
    return client


def test_corrected_fields_are_kept_and_shown(archive: Archive) -> None:
    held = archive.hold(TEXT)
    client = archivist(archive)
    fields = {
        "title": "示例县县长交接书",
        "type": "交接书",
        "number": "",
        "issuers": "示例县人民政府；示例县委",
        "issued_on": "2024-03",
        "collection": "公开",
    }

    page = client.post(f"/documents/{held}/edit", data=fields)

    assert "著录项已保存" in page.text
    document = archive.store.document(held, visible=None)
    assert document.metadata.title == "示例县县长交接书"
    assert document.metadata.issuers == ("示例县人民政府", "示例县委")
    assert document.metadata.issued_on == "2024-03"
    position = archive.store.position()
    client.post(f"/documents/{held}/edit", data=fields)
    assert archive.store.position() == position


def test_a_wrong_date_is_said_and_nothing_typed_is_lost(archive: Archive) -> None:
    held = archive.hold(TEXT)

    page = archivist(archive).post(
        f"/documents/{held}/edit", data={"title": "新题名", "issued_on": "去年"}
    )

    assert page.status_code == 400
    assert "没有保存" in page.text
    assert 'value="新题名"' in page.text
    assert archive.store.document(held, visible=None).metadata.title != "新题名"


def test_a_better_scan_takes_over_and_the_former_can_be_had(archive: Archive) -> None:
    held = archive.hold(TEXT)
    client = archivist(archive)
    better = TEXT.replace("已签字", "已经签字").encode()

    page = client.post(
        f"/documents/{held}/original", files={"file": ("新扫描.txt", better)}
    )

    assert "已换成新的原件" in page.text
    assert "第2版" in page.text and "已由第2版替换" in page.text
    original = f"/api/documents/{held}/original"
    assert client.get(original).content == better
    assert client.get(original, params={"version": "1"}).content == TEXT.encode()
    assert client.get(original, params={"version": "3"}).status_code == 404
    assert client.get(f"/api/documents/{held}").json()["version"] == 2


def test_a_file_that_cannot_be_read_replaces_nothing(archive: Archive) -> None:
    held = archive.hold(TEXT)
    client = archivist(archive)
    for name, content in (("坏.pdf", b"%PDF-1.7 \x00 no"), ("同.txt", TEXT.encode())):
        page = client.post(
            f"/documents/{held}/original", files={"file": (name, content)}
        )
        assert page.status_code in (409, 422)
        assert "没有保存" in page.text

    assert archive.store.document(held, visible=None).version == 1


def test_a_program_replaces_and_bins_too(archive: Archive) -> None:
    held = archive.hold(TEXT)
    client = archivist(archive)

    replaced = client.put(
        f"/api/documents/{held}/original", files={"file": ("新.txt", b"new scan text")}
    ).json()
    binned = client.put(f"/api/documents/{held}/bin").json()
    taken = client.delete(f"/api/documents/{held}/bin").json()

    assert (replaced["version"], replaced["text"]) == (2, "new scan text")
    assert (binned["state"], taken["state"]) == ("binned", "readable")


def test_a_binned_document_says_where_it_is(archive: Archive) -> None:
    held = archive.hold(TEXT)
    client = archivist(archive)

    page = client.post(f"/documents/{held}/bin")

    assert "已移入回收站" in page.text
    read = archive.as_role("reader").get(f"/documents/{held}").text
    assert "在回收站里" in read and "已签字" not in read
    assert held in client.get("/holdings?shelf=binned").text
    assert held not in client.get("/holdings").text
    client.post(f"/documents/{held}/take-from-bin")
    assert "已签字" in archive.as_role("reader").get(f"/documents/{held}").text


def test_many_documents_are_changed_at_once(archive: Archive) -> None:
    held = [archive.hold(f"{TEXT}{number}") for number in range(3)]
    client = archivist(archive)
    choice = {"document": held[:2], "action": "correct", "type": "交接书", "title": ""}

    page = client.post("/holdings", data=choice)

    assert "已处理 2 份" in page.text
    types = [archive.store.document(key, visible=None).metadata.type for key in held]
    assert types[:2] == ["交接书", "交接书"]
    assert types[2] != "交接书"
    client.post("/holdings", data={"document": held, "action": "bin"})
    assert archive.store.counts(visible=None)["binned"] == 3
    client.post("/holdings", data={"document": held, "action": "take_from_bin"})
    assert archive.store.counts(visible=None)["readable"] == 3


def test_what_a_search_finds_can_be_changed(archive: Archive) -> None:
    wanted, other = archive.hold(TEXT), archive.hold("别的事")

    page = archivist(archive).get("/holdings", params={"q": "移交人"}).text

    assert wanted in page and other not in page


def test_nothing_chosen_or_an_unknown_action_is_refused(archive: Archive) -> None:
    held = archive.hold(TEXT)
    client = archivist(archive)

    assert client.post("/holdings", data={"action": "bin"}).status_code == 400
    unknown = {"document": held, "action": "burn"}
    assert client.post("/holdings", data=unknown).status_code == 400
    multipart = client.post("/holdings", files={"document": ("x", b"x")})
    assert multipart.status_code == 415


def test_hidden_documents_and_other_roles_are_kept_out(archive: Archive) -> None:
    held = archive.hold(TEXT, collection="内部")
    stranger = archivist(archive, "公开")

    assert stranger.get(f"/documents/{held}/edit").status_code == 404
    assert stranger.post(f"/documents/{held}/bin").status_code == 404
    choice = {"document": held, "action": "bin"}
    assert stranger.post("/holdings", data=choice).status_code == 404
    assert held not in stranger.get("/holdings").text
    reviewer = archive.as_role("reviewer")
    assert reviewer.get("/holdings").status_code == 403
    assert reviewer.post(f"/documents/{held}/bin").status_code == 403
    assert "馆藏" not in reviewer.get("/search").text
    away = {"collection": "内部"}
    mine = archive.hold(TEXT)
    refused = stranger.post(f"/documents/{mine}/edit", data=away)
    assert refused.status_code == 403
    assert archive.store.document(mine, visible=None).collection == "公开"


def test_an_empty_shelf_says_so(archive: Archive) -> None:
    client = archivist(archive)
    assert "还没有这样的文献" in client.get("/holdings").text
    assert "回收站是空的" in client.get("/holdings?shelf=binned").text
    assert "没有查到" in client.get("/holdings?q=不存在的词").text


def test_receipts_are_taken_along_as_a_sheet(archive: Archive) -> None:
    archive.hold(TEXT, name="交接书.txt")
    archive.hold("别处的事", collection="内部", name="内部.txt")

    sheet = archive.as_role("editor", "公开").get("/intake/receipts.csv")

    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert sheet.headers["content-type"].startswith("text/csv")
    assert len(lines) == 2
    assert lines[0].startswith("结果,文件,题名")
    assert lines[1].startswith("可检索,交接书.txt,示例县交接书")
