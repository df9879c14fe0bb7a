"""Reviews lose nothing, keep their history and hide what they quote."""

import pytest

from archive.errors import (
    InvalidInput,
    NotAMember,
    ReviewChanged,
    ReviewIsFinal,
    ReviewNotFound,
    ReviewNotInReview,
)
from archive.model import DocumentId, PartialDate, Sha256, Span
from archive.reviews import NewReview, Review, Subject, Writing, cited_ids
from archive.store import Store
from tests.archive import store_samples as samples

PLACE = Subject("place", "place:示例乡", "示例乡")
SEEN, HIDDEN = frozenset({"全宗一"}), frozenset({"全宗二"})


def begun(
    store: Store, *members: str, text: str = "", subject: Subject = PLACE
) -> Review:
    samples.acknowledged(store)
    new = NewReview("示例乡交接评议", subject, "全宗一", members, text)
    return store.reviews.begin(new, actor="执笔", visible=SEEN)


def saved(store: Store, review: Review, text: str, actor: str = "执笔") -> Review:
    writing = Writing(review.revision, review.title, text)
    return store.reviews.save(review.id, writing, actor=actor, visible=SEEN)


def finalised(store: Store, review: Review) -> Review:
    store.reviews.move(review.id, "in_review", actor="执笔", visible=SEEN)
    return store.reviews.finalise(
        review.id,
        revision=review.revision,
        document_id=DocumentId("d1"),
        sha256=Sha256("0" * 64),
        reasons={"示例引文": "原件已核"},
        actor="执笔",
        visible=SEEN,
    )


def test_a_review_begins_as_a_draft_of_its_first_member(store: Store) -> None:
    review = begun(store, "同事", "执笔", " ")
    assert (review.state, review.revision) == ("draft", 1)
    assert review.members == ("执笔", "同事")
    assert store.reviews.review(review.id, visible=SEEN) == review
    assert [step.state for step in store.reviews.steps(review.id, visible=SEEN)] == [
        "draft"
    ]


def test_a_text_saved_on_an_old_revision_is_kept_aside(store: Store) -> None:
    review = begun(store, "同事")
    saved(store, review, "同事写的", "同事")
    with pytest.raises(ReviewChanged) as caught:
        saved(store, review, "执笔写的")

    assert store.reviews.review(review.id, visible=SEEN).text == "同事写的"
    aside = [r for r in store.reviews.history(review.id, visible=SEEN) if r.is_aside]
    assert [(one.text, one.revision) for one in aside] == [("执笔写的", 1)]
    assert caught.value.details == {"revision": 2, "aside": aside[0].number}


def test_the_same_text_saved_again_is_no_conflict(store: Store) -> None:
    review = begun(store)
    first = saved(store, review, "一样的话")
    assert saved(store, review, "一样的话") == first


def test_saves_of_one_sitting_are_one_entry_and_a_step_begins_another(
    store: Store,
) -> None:
    review = begun(store, "同事")
    for text in ("一", "一二", "一二三"):
        review = saved(store, review, text)
    store.reviews.move(review.id, "in_review", actor="执笔", visible=SEEN)
    review = saved(store, review, "一二三四")
    review = saved(store, review, "五", "同事")

    told = store.reviews.history(review.id, visible=SEEN)
    assert [r.text for r in told] == ["", "一二三", "一二三四", "五"]
    assert [r.revision for r in told] == [1, 4, 5, 6]


def test_only_members_write(store: Store) -> None:
    review = begun(store)
    with pytest.raises(NotAMember):
        saved(store, review, "外人写的", "外人")
    store.reviews.set_members(review.id, ["外人"], actor="执笔", visible=SEEN)
    changed = saved(store, review, "外人写的", "外人")
    assert changed.members == ("执笔", "外人")


def test_a_final_review_is_never_changed(store: Store) -> None:
    review = finalised(store, begun(store, text="正文"))
    assert (review.state, review.document_id) == ("final", "d1")
    with pytest.raises(ReviewIsFinal):
        saved(store, review, "改一个字")
    with pytest.raises(ReviewIsFinal):
        store.reviews.move(review.id, "draft", actor="执笔", visible=SEEN)
    with pytest.raises(ReviewIsFinal):
        store.reviews.comment(review.id, "批注", words="", actor="执笔", visible=SEEN)
    last = store.reviews.steps(review.id, visible=SEEN)[-1]
    assert (last.state, last.actor) == ("final", "执笔")
    assert last.reasons == {"示例引文": "原件已核"}
    event = store.events()[-1]
    assert (event.kind, event.document_id) == ("review", "d1")
    assert event.details["sha256"] == "0" * 64
    assert store.broken_event() is None


def test_only_the_last_revision_in_review_is_made_final(store: Store) -> None:
    review = begun(store)
    final = {
        "document_id": DocumentId("d1"),
        "sha256": Sha256("0" * 64),
        "reasons": {},
        "actor": "执笔",
        "visible": SEEN,
    }
    with pytest.raises(ReviewNotInReview):
        store.reviews.finalise(review.id, revision=1, **final)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput):
        store.reviews.move(review.id, "final", actor="执笔", visible=SEEN)
    store.reviews.move(review.id, "in_review", actor="执笔", visible=SEEN)
    saved(store, review, "后来的话")
    with pytest.raises(ReviewChanged):
        store.reviews.finalise(review.id, revision=1, **final)  # type: ignore[arg-type]


def test_a_review_that_quotes_a_hidden_document_is_hidden(store: Store) -> None:
    hidden = samples.readable(store, "示例密谈记录", collection="全宗二")
    both = SEEN | HIDDEN
    cited = store.citations.add(hidden, Span(0, 4), actor="执笔", visible=both)
    review = begun(store)
    writing = Writing(1, review.title, f"“示例密谈”[@{cited.id}]")
    store.reviews.save(review.id, writing, actor="执笔", visible=both)

    with pytest.raises(ReviewNotFound):
        store.reviews.review(review.id, visible=SEEN)
    assert store.reviews.reviews(visible=SEEN) == []
    assert store.reviews.citing(hidden, visible=SEEN) == []
    assert len(store.reviews.citing(hidden, visible=both)) == 1
    assert store.citations.citation(cited.id, visible=both).is_listed


def test_a_review_of_a_hidden_collection_is_hidden_in_all_its_parts(
    store: Store,
) -> None:
    review = begun(store)
    point = store.reviews.raise_follow_up(
        review.id, "示例事项", responsible="", due=None, actor="执笔", visible=SEEN
    )
    for ask in (
        lambda: store.reviews.review(review.id, visible=HIDDEN),
        lambda: store.reviews.history(review.id, visible=HIDDEN),
        lambda: store.reviews.steps(review.id, visible=HIDDEN),
        lambda: store.reviews.comments(review.id, visible=HIDDEN),
        lambda: store.reviews.follow_ups(review.id, visible=HIDDEN),
        lambda: store.reviews.settle_follow_up(
            point.id, "已办", actor="外人", visible=HIDDEN
        ),
    ):
        with pytest.raises(ReviewNotFound):
            ask()
    new = NewReview("另一评议", PLACE, "全宗一")
    with pytest.raises(InvalidInput):
        store.reviews.begin(new, actor="外人", visible=HIDDEN)


def test_points_raised_wait_for_the_next_review_of_the_same_subject(
    store: Store,
) -> None:
    first = begun(store)
    for text in ("补办产权登记", "说明延期理由"):
        store.reviews.raise_follow_up(
            first.id,
            text,
            responsible="接收人",
            due=PartialDate("2026-12-15"),
            actor="执笔",
            visible=SEEN,
        )
    finalised(store, first)
    second = begun(store)
    elsewhere = begun(store, subject=Subject("place", "place:别处", "别处"))

    waiting = store.reviews.open_follow_ups(second, visible=SEEN)
    assert [point.text for point in waiting] == ["补办产权登记", "说明延期理由"]
    assert {point.review_title for point in waiting} == {"示例乡交接评议"}
    assert store.reviews.open_follow_ups(elsewhere, visible=SEEN) == []
    assert store.reviews.open_follow_ups(first, visible=SEEN) == []
    store.reviews.settle_follow_up(waiting[0].id, "已登记", actor="执笔", visible=SEEN)
    left = store.reviews.open_follow_ups(second, visible=SEEN)
    assert [point.text for point in left] == ["说明延期理由"]
    (settled, _) = store.reviews.follow_ups(first.id, visible=SEEN)
    assert (settled.settled_by, settled.settled_how) == ("执笔", "已登记")


def test_remarks_are_kept_with_their_words_and_settled_once(store: Store) -> None:
    review = begun(store, "同事", text="正文一段")
    made = store.reviews.comment(
        review.id, "这里要有出处", words="正文", actor="旁观", visible=SEEN
    )
    for actor in ("同事", "执笔"):
        store.reviews.settle_comment(review.id, made.id, actor=actor, visible=SEEN)
    (kept,) = store.reviews.comments(review.id, visible=SEEN)
    assert (kept.words, kept.text, kept.revision) == ("正文", "这里要有出处", 1)
    assert (kept.written_by, kept.settled_by) == ("旁观", "同事")
    with pytest.raises(InvalidInput):
        store.reviews.comment(review.id, "  ", words="", actor="旁观", visible=SEEN)


def test_reviews_come_last_changed_first_and_by_subject(store: Store) -> None:
    first, second = begun(store), begun(store)
    saved(store, first, "新写的")
    found = store.reviews.reviews(visible=SEEN)
    assert [review.id for review in found] == [first.id, second.id]
    other = Subject("official", "official:某", "某")
    assert store.reviews.reviews(visible=SEEN, subject=other) == []
    assert store.reviews.reviews(visible=SEEN, only_final=True) == []
    finalised(store, second)
    final = store.reviews.reviews(visible=SEEN, only_final=True, subject=PLACE)
    assert [review.id for review in final] == [second.id]


@pytest.mark.parametrize(
    ("title", "text"), [("  ", ""), ("题" * 201, ""), ("题", "字" * 500_001)]
)
def test_a_review_without_title_or_beyond_all_size_is_refused(
    store: Store, title: str, text: str
) -> None:
    samples.acknowledged(store)
    with pytest.raises(InvalidInput):
        store.reviews.begin(
            NewReview(title, PLACE, "全宗一", (), text), actor="执笔", visible=SEEN
        )


def test_citations_are_named_once_in_order() -> None:
    first, second = "0" * 16, "f" * 16
    text = f"甲[@{second}]乙[@{first}]丙[@{second}]丁[@xyz]"
    assert cited_ids(text) == [second, first]
