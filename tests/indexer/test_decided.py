"""Do people's decisions hold in search, facets and pages, whatever is read anew?"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.decisions import (
    Decision,
    DecisionRecord,
    EntityDecision,
    MentionDecision,
    Undoing,
    new_entity,
    words_at,
)
from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    EntityKind,
    Extraction,
    Mention,
    MentionKind,
    Metadata,
)
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.completion import Completer
from indexer.engine import FacetKind, SearchRequest
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold_query
from indexer.prepare import Preparer
from indexer.preparing import PreparationPool
from indexer.query import Everything
from indexer.segment import open_segmenter
from indexer.update import Updater
from tests.archive import store_samples as samples
from tests.indexer.recognise.reading import analyser

HERE = (
    "武夷山市上梅乡党委书记李文远同志到下阳村调研。\n李文远强调，示例工程须如期完工。"
)
THERE = "正定县新安镇镇长李文远作示例报告。\n李文远指出，示例工作尚有差距。"
CITY = "武夷山市市长李文远同志主持召开示例会议。"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> PreparationPool:
    segmenter = open_segmenter(tmp_path_factory.mktemp("segmenter"))
    preparer = Preparer(analyser(), segmenter)
    return PreparationPool(lambda: preparer, processes=1)


@dataclass
class Kept:
    """A store and an index that follows it."""

    store: Store
    pool: PreparationPool
    engine: MemoryEngine

    def hold(self, text: str, collection: str = "全宗一") -> DocumentId:
        said = samples.acknowledged(self.store, text, collection=collection)
        read = Extraction("text", "1", "text/plain", text)
        self.store.record_extraction(said.document_id, read, Metadata())
        self.follow()
        return said.document_id

    def follow(self) -> None:
        Updater(self.store, self.engine, self.pool).catch_up()

    def rebuild(self) -> None:
        self.engine = MemoryEngine()
        self.follow()

    def decide(self, decision: Decision) -> DecisionRecord:
        made = self.store.decisions.record(
            decision, actor="示例员", why="", visible=None
        )
        self.follow()
        return made

    def analysis(self, document_id: DocumentId) -> Analysis:
        found = self.store.analysis(document_id, visible=None)
        assert found is not None
        return found

    def mentions(self, document_id: DocumentId, surface: str) -> list[Mention]:
        found = self.analysis(document_id).mentions
        return [m for m in found if m.surface == surface]

    def official(self, document_id: DocumentId) -> Entity:
        (found,) = [
            e for e in self.analysis(document_id).entities if e.kind == "official"
        ]
        return found

    def asked(self, kind: EntityKind, value: str) -> set[DocumentId]:
        """Return what a filter finds that somebody has kept."""
        ids = self.store.entity_ids_named(kind, value)
        return {found for one in (value, *ids) for found in self.found(kind, one)}

    def found(self, kind: str, entity_id: str) -> set[DocumentId]:
        request = SearchRequest(Everything(), filters={kind: (entity_id,)})
        hits = self.engine.search(request, visible=None).hits
        return {hit.document_id for hit in hits}

    def facet(self, kind: FacetKind) -> dict[str, tuple[str, int]]:
        page = self.engine.search(SearchRequest(Everything()), visible=None)
        return {c.value.key: (c.value.name, c.count) for c in page.facets[kind]}


@pytest.fixture
def kept(tmp_path: Path, pool: PreparationPool) -> Iterator[Kept]:
    opened = open_store(tmp_path, StoreSettings(), name_key=fold_query)
    with closing(opened):
        yield Kept(opened, pool, MemoryEngine())


def on_words(
    document_id: DocumentId,
    text: str,
    words: str,
    kind: MentionKind,
    *,
    action: str = "reject",
    entity: Entity | None = None,
    at: int = 0,
) -> MentionDecision:
    start = text.index(words, at)
    return MentionDecision(
        action,  # type: ignore[arg-type]
        words_at(document_id, text, start, start + len(words)),
        kind,
        entity,
    )


def test_namesakes_of_different_places_are_apart(kept: Kept) -> None:
    here, there = kept.hold(HERE), kept.hold(THERE)

    assert kept.official(here).id != kept.official(there).id
    assert kept.official(here).detail != kept.official(there).detail
    assert kept.official(here).id == kept.official(kept.hold(CITY)).id


def test_merged_people_are_one_in_search_facets_and_by_name(kept: Kept) -> None:
    here, there = kept.hold(HERE), kept.hold(THERE)
    one, other = kept.official(here), kept.official(there)

    kept.decide(EntityDecision("merge", other, into=one))

    assert kept.found("official", one.id) == {here, there}
    assert kept.facet("official") == {one.id: ("李文远", 2)}
    assert kept.official(there).id == one.id
    counts = kept.store.entities(visible=None, kind="official")
    assert [(c.entity.id, c.documents) for c in counts] == [(one.id, 2)]
    officials = kept.analysis(there).officials
    assert [(o.entity_id, o.posts[0].title) for o in officials] == [(one.id, "镇长")]


def test_a_filter_by_the_id_before_a_merge_follows_it(kept: Kept) -> None:
    here, there = kept.hold(HERE), kept.hold(THERE)
    one, other = kept.official(here), kept.official(there)

    made = kept.decide(EntityDecision("merge", other, into=one))
    assert kept.asked("official", other.id) == {here, there}

    kept.decide(Undoing(made.id))
    assert kept.asked("official", other.id) == {there}


def test_suggestions_follow_a_merge(kept: Kept) -> None:
    here, there = kept.hold(HERE), kept.hold(THERE)
    one, other = kept.official(here), kept.official(there)

    def suggested() -> list[tuple[str, str, int]]:
        with closing(Completer(kept.store, kept.engine.position)) as completer:
            found = completer.complete("lwy", limit=9, visible=None)
        return [(s.id, s.detail or "", s.count) for s in found]

    assert sorted(suggested()) == sorted(
        [
            (one.id, "武夷山市，上梅乡党委书记", 1),
            (other.id, "正定县，新安镇镇长", 1),
        ]
    )
    kept.decide(EntityDecision("merge", other, into=one))
    assert suggested() == [(one.id, one.detail or "", 2)]


def test_a_decision_outlives_a_rebuild_and_ends_when_undone(kept: Kept) -> None:
    here, there = kept.hold(HERE), kept.hold(THERE)
    one, other = kept.official(here), kept.official(there)
    made = kept.decide(EntityDecision("merge", other, into=one))

    kept.rebuild()
    assert kept.found("official", one.id) == {here, there}

    kept.decide(Undoing(made.id))
    assert kept.found("official", one.id) == {here}
    assert kept.found("official", other.id) == {there}


def test_split_documents_are_of_another_person(kept: Kept) -> None:
    here, city = kept.hold(HERE), kept.hold(CITY)
    one = kept.official(here)
    twin = new_entity("official", "李文远", detail="武夷山市，市长")

    kept.decide(EntityDecision("split", one, into=twin, documents=(city,)))

    assert kept.found("official", one.id) == {here}
    assert kept.found("official", twin.id) == {city}
    assert kept.official(city) == twin
    assert [o.entity_id for o in kept.analysis(city).officials] == [twin.id]
    kept.rebuild()
    assert kept.found("official", twin.id) == {city}


def test_words_can_be_split_off_within_a_document(kept: Kept) -> None:
    here = kept.hold(HERE)
    one = kept.official(here)
    twin = new_entity("official", "李文远", detail="另一人")
    second = HERE.index("李文远强调")

    words = words_at(here, HERE, second, second + 3)
    kept.decide(EntityDecision("split", one, into=twin, words=(words,)))

    first, later = kept.mentions(here, "李文远")
    assert (first.entity_id, later.entity_id) == (one.id, twin.id)
    assert kept.found("official", one.id) == kept.found("official", twin.id) == {here}
    posts = {o.entity_id: len(o.posts) for o in kept.analysis(here).officials}
    assert posts == {one.id: 1, twin.id: 0}


def test_a_new_name_and_alias_are_shown_and_found(kept: Kept) -> None:
    here = kept.hold(HERE)
    one = kept.official(here)

    kept.decide(EntityDecision("rename", one, name="李文元"))
    kept.decide(EntityDecision("add_alias", one, name="李书记"))

    assert kept.facet("official") == {one.id: ("李文元", 1)}
    for name in ("李文元", "李文远", "李书记"):
        assert kept.store.entity_ids_named("official", name) == {one.id}
    assert {m.entity_name for m in kept.mentions(here, "李文远")} == {"李文元"}

    kept.decide(EntityDecision("remove_alias", one, name="李书记"))
    assert kept.store.entity_ids_named("official", "李书记") == frozenset()


def test_a_rejected_mention_is_gone_with_what_rests_on_it(kept: Kept) -> None:
    here = kept.hold(HERE)
    village = kept.mentions(here, "下阳村")[0].entity_id
    assert village and kept.found("place", village) == {here}

    kept.decide(on_words(here, HERE, "下阳村", "place"))

    assert kept.mentions(here, "下阳村") == []
    assert kept.found("place", village) == set()
    (township,) = {m.entity_id for m in kept.mentions(here, "上梅乡")}
    assert township and kept.found("place", township) == {here}


def test_a_missed_mention_is_added_and_can_be_searched_by(kept: Kept) -> None:
    here = kept.hold(HERE)
    work = new_entity("term", "示例工程")

    decision = on_words(here, HERE, "示例工程", "term", action="add", entity=work)
    kept.decide(decision)

    assert kept.found("term", work.id) == {here}
    (mention,) = kept.mentions(here, "示例工程")
    assert (mention.kind, mention.recogniser) == ("term", "decision")


def test_an_added_mention_of_a_known_name_is_that_entity(kept: Kept) -> None:
    here = kept.hold(HERE)
    one = kept.official(here)
    kept.decide(EntityDecision("add_alias", one, name="文远"))

    at = HERE.index("文远强调")
    words = words_at(here, HERE, at, at + 2)
    kept.decide(MentionDecision("add", words, "person"))

    assert [m.entity_id for m in kept.mentions(here, "文远")] == [one.id]


def test_a_corrected_mention_has_the_kind_and_words_decided(kept: Kept) -> None:
    here = kept.hold(HERE)
    start = HERE.index("下阳村")
    before = words_at(here, HERE, start, start + 3)
    after = words_at(here, HERE, start, start + 2)

    kept.decide(
        MentionDecision("correct", after, "organisation", was=before, was_kind="place")
    )

    assert kept.mentions(here, "下阳村") == []
    assert [m.kind for m in kept.mentions(here, "下阳")] == ["organisation"]


def test_words_move_with_their_surroundings_into_a_new_extraction(kept: Kept) -> None:
    here = kept.hold(HERE)
    kept.decide(on_words(here, HERE, "下阳村", "place"))
    moved = "示例页眉\n" + HERE

    read = Extraction("text", "2", "text/plain", moved)
    kept.store.record_extraction(here, read, Metadata())
    kept.follow()

    assert kept.mentions(here, "下阳村") == []
    assert kept.store.decisions.uncarried(visible=None) == []


def test_words_that_cannot_be_proved_change_nothing(kept: Kept) -> None:
    here = kept.hold(HERE)
    made = kept.decide(on_words(here, HERE, "下阳村", "place"))

    read = Extraction("text", "2", "text/plain", HERE.replace("调研", "察看"))
    kept.store.record_extraction(here, read, Metadata())
    kept.follow()

    assert len(kept.mentions(here, "下阳村")) == 1
    assert [r.id for r in kept.store.decisions.uncarried(visible=None)] == [made.id]


def test_a_place_is_one_through_its_names(kept: Kept) -> None:
    old = kept.hold("关于崇安县示例水库移民安置的批复。\n崇安县人民政府：")
    new = kept.hold("武夷山市示例水库已经移交。")
    places = {
        mention.entity_id
        for document in (old, new)
        for mention in self_named(kept, document)
    }

    assert len(places) == 1
    (place,) = places
    assert place and kept.found("place", place) == {old, new}


def self_named(kept: Kept, document: DocumentId) -> list[Mention]:
    return [
        m
        for m in kept.analysis(document).mentions
        if m.kind == "place" and m.surface in ("崇安县", "武夷山市")
    ]


def test_a_document_that_no_decision_concerns_stays_as_recognised(kept: Kept) -> None:
    here, there = kept.hold(HERE), kept.hold(THERE)
    before = kept.analysis(there)

    kept.decide(EntityDecision("rename", kept.official(here), name="李文元"))
    kept.rebuild()

    assert kept.analysis(there) == before
    assert EntityId(kept.official(there).id) == before.officials[0].entity_id
