"""What must every store tell of posts held and handed over, and to whom?"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.database.connection import Database, sqlite_url
from archive.database.tenure_rows import DERIVED, fill_tenures
from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    Handover,
    HandoverItem,
    OfficialFound,
    PartialDate,
    PostHeld,
    Span,
)
from archive.store import Store
from archive.tenures import HandoverFilter, Party
from tests.archive import store_samples as samples

OTHERS = frozenset({"全宗二"})
ZHANG = Entity(EntityId("of-张"), "official", "张示例", detail="示例县")
LI = Entity(EntityId("of-李"), "official", "李示例", detail="示例县")
MAYOR = Entity(EntityId("po-县长"), "post", "县长")
BUREAU = Entity(EntityId("og-局"), "organisation", "示例县示例局")
COUNTY = samples.place("示例县")


def held(
    store: Store,
    name: str,
    *posts: PostHeld,
    of: Entity = ZHANG,
    collection: str = "全宗一",
    handover: Handover | None = None,
) -> DocumentId:
    document = samples.readable(store, name, collection=collection)
    found = Analysis(
        "示例识别",
        "1",
        entities=(of, LI, MAYOR, BUREAU, COUNTY),
        officials=(
            OfficialFound(of.name, posts, of.id),
            OfficialFound("李示例", (), LI.id),
        ),
        handover=handover,
    )
    store.save_analysis(document, found)
    return document


def book(date: str | None, *, due: str = "2030-06") -> Handover:
    return Handover(
        post="县长",
        place="示例县",
        date=PartialDate(date) if date else None,
        outgoing="张示例",
        incoming="李示例",
        supervisor="无名氏",
        items=(
            HandoverItem("未结事项", "示例桥", 0, 3, deadline=PartialDate(due)),
            HandoverItem("未结事项", "示例路", 3, 6),
            HandoverItem("存量家底", "示例楼", 6, 9, deadline=PartialDate("2030-01")),
        ),
    )


def test_tenures_are_found_by_official_post_place_and_organisation(
    store: Store,
) -> None:
    post = PostHeld(
        "县长", None, "示例县", "代理", PartialDate("2020"), None, Span(1, 4)
    )
    other = PostHeld("局长", "示例县示例局")
    document = held(store, "甲", post, other)

    tenures = store.tenures.of_official(ZHANG.id, visible=None)

    assert [t.held for t in tenures] == [post, other]
    first = tenures[0]
    assert (first.official, first.detail, first.post_id) == (
        "张示例",
        "示例县",
        MAYOR.id,
    )
    assert first.source.document_id == document
    assert first.source.title == samples.metadata().title
    assert store.tenures.of_post(MAYOR.id, visible=None) == [first]
    at = store.tenures.at_place(COUNTY.id, ["示例县"], visible=None)
    assert [t.held.title for t in at] == ["县长", "局长"]
    (bureau,) = store.tenures.at_organisation(BUREAU.id, visible=None)
    assert bureau.held == other


def test_tenures_follow_what_is_recognised_anew(store: Store) -> None:
    document = held(store, "甲", PostHeld("县长"))
    found = store.analysis(document, visible=None)
    assert found is not None

    store.save_analysis(document, replace(found, officials=(), handover=None))
    assert store.tenures.of_official(ZHANG.id, visible=None) == []

    held(store, "乙", PostHeld("县长"), handover=book("2024"))
    store.record_extraction(
        held(store, "丙", PostHeld("县长"), handover=book("2023")),
        samples.extraction("丁", version="2"),
        samples.metadata(),
    )
    assert len(store.tenures.of_official(ZHANG.id, visible=None)) == 1
    assert len(store.tenures.handovers(HandoverFilter(), visible=None)) == 1


def test_hidden_documents_prove_nothing(store: Store) -> None:
    held(store, "甲", PostHeld("县长", None, "示例县"), handover=book("2024"))
    find = store.tenures

    assert find.of_official(ZHANG.id, visible=OTHERS) == []
    assert find.of_post(MAYOR.id, visible=OTHERS) == []
    assert find.at_place(COUNTY.id, ["示例县"], visible=OTHERS) == []
    assert find.at_organisation(BUREAU.id, visible=OTHERS) == []
    assert find.handovers(HandoverFilter(), visible=OTHERS) == []
    assert find.deadlines(since=PartialDate("2000"), visible=OTHERS) == []


def test_handovers_come_latest_first_page_by_page(store: Store) -> None:
    dates = ["2016-07", None, "2024-09-12", "2020-12-18"]
    held_by_date = {date: held(store, str(date), handover=book(date)) for date in dates}

    def page(offset: int) -> list[DocumentId]:
        found = store.tenures.handovers(
            HandoverFilter(), visible=None, limit=2, offset=offset
        )
        return [record.source.document_id for record in found]

    assert page(0) == [held_by_date["2024-09-12"], held_by_date["2020-12-18"]]
    assert page(2) == [held_by_date["2016-07"], held_by_date[None]]


def test_a_handover_names_its_parties_and_counts_its_matters(store: Store) -> None:
    held(store, "甲", handover=book("2024-09-12"))

    (record,) = store.tenures.handovers(HandoverFilter(), visible=None)

    assert record.outgoing == Party("张示例", ZHANG.id)
    assert record.incoming == Party("李示例", LI.id)
    assert record.supervisor == Party("无名氏", None)
    assert (record.post, record.place, record.place_id) == ("县长", "示例县", COUNTY.id)
    assert record.parts == (("未结事项", 2), ("存量家底", 1))


def test_handovers_are_asked_for_by_person_post_place_and_date(store: Store) -> None:
    held(store, "甲", handover=book("2020"))
    held(store, "乙", handover=book("2024"))

    def dates(wanted: HandoverFilter) -> list[str | None]:
        return [r.date for r in store.tenures.handovers(wanted, visible=None)]

    assert dates(HandoverFilter(official_id=LI.id)) == ["2024", "2020"]
    assert dates(HandoverFilter(official_id="of-无")) == []
    assert dates(HandoverFilter(post="县长", place_id=COUNTY.id)) == ["2024", "2020"]
    assert dates(HandoverFilter(place="他县")) == []
    assert dates(HandoverFilter(before=PartialDate("2024"))) == ["2020"]
    assert dates(HandoverFilter(since=PartialDate("2024"))) == ["2024"]


def test_unfinished_matters_come_by_the_day_they_are_due(store: Store) -> None:
    late = held(store, "甲", handover=book("2024", due="2031"))
    soon = held(store, "乙", handover=book("2024", due="2030-06-30"))
    held(store, "丙", handover=book("2024", due="2019"))

    found = store.tenures.deadlines(since=PartialDate("2026-01-01"), visible=None)

    assert [(d.source.document_id, d.item, d.due) for d in found] == [
        (soon, 0, "2030-06-30"),
        (late, 0, "2031"),
    ]


def test_an_older_archive_is_given_what_its_analyses_tell(tmp_path: Path) -> None:
    with closing(samples.opened(tmp_path)) as store:
        held(store, "甲", PostHeld("县长"), handover=book("2024"))
        before = store.tenures.of_official(ZHANG.id, visible=None)
    url = sqlite_url(tmp_path / "store.sqlite3")
    with (
        closing(Database(url, lock_timeout_seconds=5)) as database,
        database.write() as connection,
    ):
        for table in DERIVED:
            connection.execute(table.delete())
        fill_tenures(connection)

    with closing(samples.opened(tmp_path)) as store:
        assert store.tenures.of_official(ZHANG.id, visible=None) == before
        assert len(store.tenures.handovers(HandoverFilter(), visible=None)) == 1
