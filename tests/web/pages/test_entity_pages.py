"""Do the pages of entities tell what documents say, and of hidden ones nothing?"""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from archive.model import DocumentId, Entity, EntityKind, Metadata, PartialDate
from indexer.prepare import Preparer
from indexer.preparing import PreparationPool
from indexer.update import Updater
from tests.archive import store_samples as samples
from tests.indexer.recognise.reading import analyser
from tests.web.archive_parts import Archive, open_archive
from web.present import ENTITY_PATHS

BOOK = (
    "上梅乡党委书记离任交接书\n移交人：李文远\n接收人：周明达\n监交人：何立本\n"
    "一、未结事项\n1.示例桥改建。概算862万元，应于2030年6月30日前完工。\n"
)
REPORT = "上梅乡党委书记周明达同志陪同武夷山市民政局局长赵启文到下阳村调研。"
SECRET = "上梅乡党委书记周明达同志会见武夷山市财政局局长钱广义。"


class Characters:
    """Cuts a text into its characters, for want of a need for words."""

    def words(self, folded: str) -> list[str]:
        return list(folded)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    opened = open_archive(tmp_path_factory.mktemp("pages") / "data")
    hold(opened, BOOK, "2024-09-12")
    hold(opened, REPORT, "2025-03-01")
    hold(opened, SECRET, "2026-01-01", collection="内部")
    pool = PreparationPool(lambda: Preparer(analyser(), Characters()), processes=1)
    Updater(opened.store, opened.engine, pool).catch_up()
    yield opened
    opened.store.close()


def hold(
    archive: Archive, text: str, date: str, *, collection: str = "公开"
) -> DocumentId:
    said = samples.acknowledged(archive.store, text, collection=collection)
    archive.store.record_extraction(
        said.document_id,
        samples.extraction(text),
        Metadata(title=text.splitlines()[0], issued_on=PartialDate(date)),
    )
    return said.document_id


def entity(archive: Archive, kind: EntityKind, name: str) -> Entity:
    found = archive.store.entities(visible=None, kind=kind, starts_with=name)
    return next(one.entity for one in found if one.entity.name == name)


def page(archive: Archive, path: str, *collections: str) -> str:
    answer = archive.as_role("reader", *collections).get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.text)


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def path_of(archive: Archive, kind: EntityKind, name: str) -> str:
    paths = {"official": "officials", "place": "places", "post": "posts"}
    one = entity(archive, kind, name)
    return f"/{paths.get(kind, 'organisations')}/{one.id}"


def test_an_official_leads_with_posts_and_what_proves_them(archive: Archive) -> None:
    html = page(archive, path_of(archive, "official", "周明达"))
    shown = words_of(html)

    assert "最近见任上梅乡党委书记" in shown
    assert "2024年9月" in shown and "未见离任" in shown
    assert 'class="held"' in html and 'class="ev"' in html
    assert "李文远交周明达，上梅乡党委书记" in shown
    assert re.search(r'class="pg" href="/documents/\w+\?start=\d+&amp;end=\d+', html)
    assert "赵启文" in shown and "武夷山市民政局局长" in shown


def test_a_place_shows_who_held_its_posts_and_its_tree(archive: Archive) -> None:
    html = page(archive, path_of(archive, "place", "上梅乡"))
    shown = words_of(html)

    row = shown[shown.index("以表格查看任期与依据") :]
    assert re.search("党委书记 李文远.*党委书记 周明达", row)
    tree = html[html.index('class="tree"') :]
    assert words_of(tree).index("福建省") < words_of(tree).index("上梅乡")
    assert "下阳村" in words_of(tree)


def test_a_post_lists_its_holders_in_order(archive: Archive) -> None:
    shown = words_of(page(archive, path_of(archive, "post", "党委书记")))

    assert re.search("上梅乡党委书记 李文远.*上梅乡党委书记 周明达", shown)


def test_a_reader_learns_nothing_of_hidden_documents(archive: Archive) -> None:
    hidden = ("钱广义", "财政局", "2026年")
    for kind, name in (("official", "周明达"), ("place", "上梅乡")):
        path = path_of(archive, kind, name)  # type: ignore[arg-type]
        every, public = page(archive, path), page(archive, path, "公开")
        assert "见于 3 份文献" in words_of(every)
        assert "见于 2 份文献" in words_of(public)
        for word in hidden:
            assert word in words_of(every), (name, word)
            assert word not in words_of(public), (name, word)
    reader = archive.as_role("reader", "公开")
    assert reader.get(path_of(archive, "official", "钱广义")).status_code == 404
    assert "钱广义" not in page(archive, "/officials", "公开")
    assert "Q，1 个" not in page(archive, "/officials", "公开")


def test_names_are_listed_by_the_first_letter_of_their_pinyin(archive: Archive) -> None:
    def names(path: str) -> list[str]:
        html = page(archive, path)
        return re.findall(r'<th scope="row"><a [^>]*>(\w+)</a>', html)

    assert names("/officials?letter=Z") == ["周明达", "赵启文"]
    assert names("/officials?letter=z&sort=pinyin") == ["赵启文", "周明达"]
    assert names("/officials?sort=pinyin") == [
        "何立本",
        "李文远",
        "钱广义",
        "赵启文",
        "周明达",
    ]
    assert names("/officials?starts_with=李") == ["李文远"]
    assert "没有首字母为 X 的人员" in page(archive, "/officials?letter=X")


def test_the_api_gives_holders_and_handovers_page_by_page(archive: Archive) -> None:
    post = entity(archive, "post", "党委书记")
    reader = archive.as_role("reader", "公开")

    shape = reader.get(f"/api/posts/{post.id}").json()
    none = reader.get("/api/handovers", params={"offset": 1}).json()["handovers"]
    by_place = reader.get("/api/handovers", params={"place": "上梅乡"}).json()

    assert {h["official"]["name"] for h in shape["holders"]} == {"周明达"}
    assert shape["handovers"][0]["handover"]["outgoing"] == "李文远"
    assert none == []
    assert len(by_place["handovers"]) == 1
    assert reader.get("/api/handovers", params={"from": "x"}).status_code == 400
    assert len(reader.get(f"/api/posts/{post.id}?limit=1").json()["documents"]) == 1


def test_every_name_beside_an_entity_leads_somewhere(archive: Archive) -> None:
    """A name that was recognised and is no entity leads to a search for it."""
    reader = archive.as_role("reader")
    links: set[str] = set()
    for counted in archive.store.entities(visible=None):
        found = counted.entity
        address = f"{ENTITY_PATHS[found.kind]}/{found.id}"
        links |= set(re.findall(r'href="(/[^"#]+)"', page(archive, address)))
    kinds = ("/search?q=&", *ENTITY_PATHS.values())
    wanted = [link for link in map(unescape, links) if link.startswith(kinds)]

    assert any(link.startswith("/search?q=&") for link in wanted)
    assert {link: reader.get(link).status_code for link in wanted} == dict.fromkeys(
        wanted, 200
    )
