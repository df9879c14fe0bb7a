"""Are namesakes told apart, and is what lies above or below shown as a tree?"""

from collections.abc import Mapping, Sequence

from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    OfficialFound,
    PostHeld,
    Span,
)
from indexer.engine import FacetCount, FacetKind, Value
from tests.web.archive_parts import Archive
from web.pages.neighbours import history, namesakes, told_apart, tree

PROVINCE = Entity(EntityId("pl-a"), "place", "示例省")
COUNTY = Entity(EntityId("pl-b"), "place", "示例县", (), (PROVINCE.id,), "示例省")
TOWN = Entity(EntityId("pl-c"), "place", "示例镇", (), (COUNTY.id, PROVINCE.id))
OTHER = Entity(EntityId("pl-d"), "place", "他镇", (), (EntityId("pl-x"),))
LI = Entity(EntityId("of-a"), "official", "李示例", (), (), "甲县")
TWIN = Entity(EntityId("of-b"), "official", "李示例", (), (), "乙县")
WANG = Entity(EntityId("of-c"), "official", "王示例", (), (), "甲县")


def hold(archive: Archive, *entities: Entity, collection: str = "公开") -> None:
    text = "示例" + "".join(entity.id for entity in entities)
    held = DocumentId(archive.hold(text, collection=collection))
    officials = tuple(
        OfficialFound(e.name, (PostHeld("局长", f"{e.detail}示例局"),), e.id)
        for e in entities
        if e.kind == "official"
    )
    analysis = Analysis("t", "1", entities=entities, officials=officials)
    archive.store.save_analysis(held, analysis)


def counts(*entities: Entity) -> Mapping[FacetKind, Sequence[FacetCount]]:
    kind = entities[0].kind
    found = tuple(FacetCount(Value(e.id, e.name), 1) for e in entities)
    return {kind: found}


def names(facets: Mapping[FacetKind, Sequence[FacetCount]]) -> list[str]:
    return [c.value.name for c in facets["official"]]


def test_namesakes_in_a_facet_say_what_tells_them_apart(archive: Archive) -> None:
    hold(archive, LI)
    hold(archive, TWIN)
    hold(archive, WANG)

    told = told_apart(archive.store, counts(LI, WANG, TWIN), None)

    assert names(told) == [
        "李示例（甲县示例局局长）",
        "王示例",
        "李示例（乙县示例局局长）",
    ]
    alone = counts(LI, WANG)
    assert told_apart(archive.store, alone, None) is alone


def test_a_post_in_the_place_of_a_namesake_is_pointed_out(archive: Archive) -> None:
    hold(archive, LI)
    hold(archive, TWIN)
    assert [one.link for one in namesakes(archive.store, LI, None)] == [None]

    held = DocumentId(archive.hold("示例任免通知"))
    post = PostHeld("局长", "乙县示例局", evidence=Span(0, 2))
    found = OfficialFound(LI.name, (post,), LI.id)
    analysis = Analysis("t", "1", entities=(LI,), officials=(found,))
    archive.store.save_analysis(held, analysis)

    (one,) = namesakes(archive.store, LI, None)
    (back,) = namesakes(archive.store, TWIN, None)
    assert one.link and back.link and one.link == back.link
    assert one.link.url == f"/documents/{held}?start=0&end=2#quote"
    shown = archive.as_role("reader").get(f"/officials/{LI.id}").text
    assert "或为同一人" in shown


def test_a_place_stands_between_those_above_and_those_below(archive: Archive) -> None:
    hold(archive, TOWN, COUNTY, PROVINCE, OTHER)
    hold(archive, COUNTY, PROVINCE)

    found = tree(archive.store, COUNTY, counts(PROVINCE, TOWN, OTHER)["place"], None)

    assert [(b.name, b.documents) for b in found.above] == [("示例省", 2)]
    assert [(b.name, b.documents) for b in found.below] == [("示例镇", 1)]


def test_hidden_documents_put_nothing_into_the_tree(archive: Archive) -> None:
    hold(archive, TOWN, COUNTY, PROVINCE, collection="内部")
    hold(archive, COUNTY)
    public = frozenset({"公开"})

    found = tree(archive.store, COUNTY, counts(PROVINCE, TOWN)["place"], public)

    assert (found.above, found.below) == ((), ())


def test_a_place_tells_what_it_was_called_and_became() -> None:
    def place(entity_id: str) -> Entity:
        return Entity(EntityId(entity_id), "place", "某地")

    assert history(place("pl-350782")) == ["崇安县，至1989年", "武夷山市，1989年起"]
    assert history(place("pl-110000")) == []
    assert history(place("pl-350782200")) == []
