"""What must every store keep of what people decide, and for whom?"""

import pytest

from archive.decisions import (
    Decision,
    EntityDecision,
    MentionDecision,
    Undoing,
    new_entity,
    words_at,
)
from archive.errors import (
    DecisionNotFound,
    DocumentNotFound,
    EntityNotFound,
    InvalidInput,
)
from archive.model import DocumentId, Entity, EntityId, Metadata, Visible
from archive.store import Store
from tests.archive import store_samples as samples

OTHERS = frozenset({"全宗二"})
OURS = frozenset({"全宗一"})


def person(name: str, detail: str) -> Entity:
    return Entity(EntityId(f"of-{name}-{detail}"), "official", name, detail=detail)


LI_A, LI_B = person("李示例", "甲县"), person("李示例", "乙县")


def naming(
    store: Store,
    *entities: Entity,
    text: str = samples.TEXT,
    collection: str = "全宗一",
) -> DocumentId:
    held = samples.readable(store, text, collection=collection)
    store.save_analysis(held, samples.analysis(*entities))
    return held


def decided(store: Store, decision: Decision, *, visible: Visible = None) -> int:
    return store.decisions.record(
        decision, actor="示例员", why="核对原件", visible=visible
    ).id


def test_a_decision_comes_back_as_it_was_made(store: Store) -> None:
    held = naming(store, samples.place("示例县"))
    decision = MentionDecision("reject", words_at(held, samples.TEXT, 0, 3), "place")

    made = store.decisions.record(
        decision, actor="示例员", why="是单位名的一部分", visible=None
    )

    found = store.decisions.of_document(held, visible=OURS)
    assert found == [made]
    assert (made.decision, made.actor, made.why) == (
        decision,
        "示例员",
        "是单位名的一部分",
    )
    assert made.extraction_id == store.document(held, visible=None).extraction_id


def test_a_decision_changes_the_documents_that_it_concerns(store: Store) -> None:
    first = naming(store, LI_A, text="甲")
    naming(store, samples.place("示例县"), text="乙")
    third = naming(store, LI_B, text="丙", collection="全宗二")
    before = store.position()

    decided(store, EntityDecision("merge", LI_B, into=LI_A))

    changes = store.changes_since(before, limit=10)
    assert {change.document_id for change in changes} == {first, third}


def test_confirming_an_entity_changes_no_document(store: Store) -> None:
    naming(store, LI_A)
    before = store.position()

    decided(store, EntityDecision("confirm", LI_A))

    assert store.changes_since(before, limit=10) == []
    assert [r.decision for r in store.decisions.of_entity(LI_A.id, visible=OURS)] == [
        EntityDecision("confirm", LI_A)
    ]


def test_a_merge_is_told_on_both_sides_and_leads_to_the_heir(store: Store) -> None:
    naming(store, LI_A, text="甲")
    naming(store, LI_B, text="乙")
    key = decided(store, EntityDecision("merge", LI_B, into=LI_A))

    for side in (LI_A, LI_B):
        found = store.decisions.of_entity(side.id, visible=None)
        assert [record.id for record in found] == [key]
    assert store.decisions.heir(LI_B.id) == LI_A.id
    assert store.decisions.heir(LI_A.id) is None


def test_an_undone_decision_stays_on_record_and_holds_no_longer(store: Store) -> None:
    held = naming(store, LI_A)
    key = decided(store, EntityDecision("rename", LI_A, name="李示范"))
    before = store.position()

    undoing = decided(store, Undoing(store.decisions.latest(visible=None)[0].id))

    found = store.decisions.of_entity(LI_A.id, visible=None)
    assert [(r.id, r.undone_by) for r in found] == [(undoing, None), (key, undoing)]
    assert store.decisions.standing([held]).entities == []
    assert [c.document_id for c in store.changes_since(before, limit=9)] == [held]


def test_undoing_an_undoing_makes_the_decision_hold_again(store: Store) -> None:
    held = naming(store, samples.place("示例县"))
    words = words_at(held, samples.TEXT, 0, 3)
    first = store.decisions.record(
        MentionDecision("confirm", words, "place"), actor="甲", why="", visible=None
    )
    undoing = store.decisions.record(
        Undoing(first.id), actor="甲", why="", visible=None
    )
    assert store.decisions.standing([held]).mentions == {}

    store.decisions.record(Undoing(undoing.id), actor="甲", why="", visible=None)

    assert store.decisions.standing([held]).mentions[held] == [first]


def test_nothing_is_undone_twice(store: Store) -> None:
    naming(store, LI_A)
    decided(store, EntityDecision("confirm", LI_A))
    (record,) = store.decisions.latest(visible=None)
    decided(store, Undoing(record.id))

    with pytest.raises(InvalidInput):
        decided(store, Undoing(record.id))


def test_every_decision_is_in_the_chained_log(store: Store) -> None:
    naming(store, LI_A)
    key = decided(store, EntityDecision("add_alias", LI_A, name="李书记"))

    event = store.events()[-1]

    assert (event.kind, event.actor) == ("metadata modification", "示例员")
    assert event.details == {
        "decision": key,
        "action": "add_alias",
        "entity": LI_A.id,
        "name": "李书记",
        "into": None,
    }
    assert store.broken_event() is None


def test_what_a_reader_may_not_see_cannot_be_decided_on(store: Store) -> None:
    held = naming(store, LI_A)
    words = words_at(held, samples.TEXT, 0, 3)

    with pytest.raises(DocumentNotFound):
        decided(store, MentionDecision("reject", words, "place"), visible=OTHERS)
    with pytest.raises(EntityNotFound):
        decided(store, EntityDecision("confirm", LI_A), visible=OTHERS)
    naming(store, LI_B, text="乙", collection="全宗二")
    with pytest.raises(EntityNotFound):
        decided(store, EntityDecision("merge", LI_B, into=LI_A), visible=OTHERS)
    assert store.decisions.latest(visible=None) == []


def test_decisions_on_hidden_things_are_not_told(store: Store) -> None:
    held = naming(store, LI_A)
    decided(store, EntityDecision("confirm", LI_A))
    words = words_at(held, samples.TEXT, 0, 3)
    decided(store, MentionDecision("reject", words, "place"))

    assert len(store.decisions.latest(visible=OURS)) == 2
    assert store.decisions.latest(visible=OTHERS) == []
    assert store.decisions.of_entity(LI_A.id, visible=OTHERS) == []
    with pytest.raises(DocumentNotFound):
        store.decisions.of_document(held, visible=OTHERS)
    with pytest.raises(DecisionNotFound):
        decided(
            store, Undoing(store.decisions.latest(visible=None)[0].id), visible=OTHERS
        )


SENSELESS = (
    EntityDecision("merge", LI_A, into=LI_A),
    EntityDecision("merge", LI_A, into=samples.place("示例县")),
    EntityDecision("merge", LI_A),
    EntityDecision("split", LI_A, into=new_entity("official", "李示例")),
    EntityDecision("rename", LI_A, name="  "),
    EntityDecision("add_alias", LI_A),
)


def test_a_decision_without_sense_is_refused(store: Store) -> None:
    naming(store, LI_A, samples.place("示例县"))

    for decision in SENSELESS:
        with pytest.raises(InvalidInput):
            decided(store, decision)
    assert store.decisions.latest(visible=None) == []


def test_words_that_a_new_extraction_lacks_wait_for_a_person(store: Store) -> None:
    held = naming(store, samples.place("示例县"))
    kept = words_at(held, samples.TEXT, 0, 3)
    lost = words_at(held, samples.TEXT, 23, 26)
    decided(store, MentionDecision("confirm", kept, "place"))
    key = decided(store, MentionDecision("add", lost, "term"))
    assert store.decisions.uncarried(visible=None) == []

    text = samples.TEXT.replace("各乡镇", "各街道")
    store.record_extraction(held, samples.extraction(text, version="2"), Metadata())

    assert [r.id for r in store.decisions.uncarried(visible=OURS)] == [key]
    assert store.decisions.uncarried(visible=OTHERS) == []


def test_a_decision_on_an_entity_that_nothing_names_waits_too(store: Store) -> None:
    held = naming(store, LI_A)
    key = decided(store, EntityDecision("rename", LI_A, name="李示范"))
    assert store.decisions.uncarried(visible=None) == []

    store.save_analysis(held, samples.analysis(LI_B))

    assert [r.id for r in store.decisions.uncarried(visible=None)] == [key]


def test_decisions_on_a_removed_document_go_with_it(store: Store) -> None:
    held = naming(store, LI_A)
    words = words_at(held, samples.TEXT, 0, 3)
    decided(store, MentionDecision("reject", words, "place"))

    store.remove(held, actor="示例员")

    assert store.decisions.latest(visible=None) == []


def test_a_decision_tells_no_reader_of_what_only_others_see(store: Store) -> None:
    shared = naming(store, LI_A, text="甲")
    hidden = naming(store, LI_A, text="乙", collection="全宗二")
    naming(store, LI_B, text="丙", collection="全宗二")
    apart = new_entity("official", "李示例", detail="丁县")
    decided(store, EntityDecision("merge", LI_B, into=LI_A))
    decided(store, EntityDecision("split", LI_A, into=apart, documents=(hidden,)))
    seen = decided(store, EntityDecision("rename", LI_A, name="李示范"))
    own = decided(store, EntityDecision("split", LI_A, into=apart, documents=(shared,)))

    found = store.decisions.of_entity(LI_A.id, visible=OURS)

    assert [record.id for record in found] == [own, seen]
    assert len(store.decisions.of_entity(LI_A.id, visible=OURS | OTHERS)) == 4


def test_split_words_that_are_gone_wait_for_a_person(store: Store) -> None:
    held = naming(store, LI_A)
    apart = new_entity("official", "李示例", detail="丁县")
    words = words_at(held, samples.TEXT, 23, 26)
    key = decided(store, EntityDecision("split", LI_A, into=apart, words=(words,)))
    store.save_analysis(held, samples.analysis(LI_A, apart))
    assert store.decisions.uncarried(visible=None) == []

    text = samples.TEXT.replace("各乡镇", "各街道")
    store.record_extraction(held, samples.extraction(text, version="2"), Metadata())
    store.save_analysis(held, samples.analysis(LI_A, apart))

    assert [r.id for r in store.decisions.uncarried(visible=None)] == [key]
