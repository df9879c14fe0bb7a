"""Do facts of many documents make the terms that a reader would draw up?"""

from archive.model import DocumentId, EntityId, PartialDate, PostHeld, Span
from archive.tenures import HandoverRecord, Party, Source, Tenure, chair_of
from web.pages.careers import Term, settled, terms
from web.pages.timeline import Row, timeline

JIA, YI = EntityId("of-甲"), EntityId("of-乙")


def source(issued_on: str | None, title: str = "示例报告") -> Source:
    date = PartialDate(issued_on) if issued_on else None
    return Source(DocumentId(f"{title}{issued_on}"), title, None, None, date)


def tenure(
    title: str = "示例乡乡长",
    *,
    of: EntityId = JIA,
    status: str | None = None,
    start: str | None = None,
    end: str | None = None,
    issued_on: str | None = "2020-01-01",
    document: str = "示例报告",
) -> Tenure:
    held = PostHeld(
        title,
        None,
        None,
        status,
        PartialDate(start) if start else None,
        PartialDate(end) if end else None,
        Span(0, 3),
    )
    return Tenure(of, str(of), "示例县", held, None, source(issued_on, document))


def book(date: str, outgoing: EntityId, incoming: EntityId) -> HandoverRecord:
    return HandoverRecord(
        source(date, "示例乡乡长交接书"),
        PartialDate(date),
        "乡长",
        "示例乡",
        None,
        Party(str(outgoing), outgoing),
        Party(str(incoming), incoming),
        None,
        (),
    )


def only(found: list[Term]) -> Term:
    (term,) = found
    return term


def test_facts_on_one_chair_make_one_term_with_every_proof() -> None:
    term = only(
        terms(
            [
                tenure(start="2018-03", issued_on="2019"),
                tenure(issued_on="2020-05-01", document="另一报告"),
            ],
            [],
        )
    )

    assert (term.start, term.last_seen, term.is_over) == (
        "2018-03",
        "2020-05-01",
        False,
    )
    assert term.period == "2018年3月起"
    assert len(term.proofs) == 2


def test_a_handover_book_ends_one_term_and_begins_the_next() -> None:
    first, second = terms([], [book("2020-12-18", JIA, YI)])

    assert (first.end, first.ends_with_book, first.is_over) == (
        "2020-12-18",
        True,
        True,
    )
    assert (second.start, second.starts_with_book) == ("2020-12-18", True)
    assert (first.period, second.period) == ("至2020年12月", "2020年12月起")


def test_a_notice_of_appointment_dates_what_it_gives_and_takes() -> None:
    notice = "关于示例同志职务任免的通知"
    found = terms(
        [
            tenure("甲局局长", status="原", issued_on="2024-09-06", document=notice),
            tenure("乙局局长", issued_on="2024-09-06", document=notice),
        ],
        [],
    )

    assert {term.chair: term.end or term.start for term in found} == {
        "甲局局长": "2024-09-06",
        "乙局局长": "2024-09-06",
    }


def test_acting_and_standing_for_a_post_are_terms_of_their_own() -> None:
    found = terms(
        [
            tenure(status="候选人", issued_on="2024-09"),
            tenure(issued_on="2025"),
            tenure(status="代理", issued_on="2024-12"),
        ],
        [],
    )

    assert [t.standing for t in found] == ["候选人", "代理", "正式"]


def test_ends_too_far_apart_are_shown_as_a_disagreement() -> None:
    far = terms([tenure(end="2021-02-26")], [book("2020-12-18", JIA, YI)])
    near = terms([tenure(end="2021-01-05")], [book("2020-12-18", JIA, YI)])

    assert [end for end, _ in far[0].ends] == ["2020-12-18", "2021-02-26"]
    assert near[0].ends == ()


def test_a_later_holder_ends_a_term_that_no_document_ends() -> None:
    first, second = settled(
        terms([tenure(issued_on="2016"), tenure(of=YI, issued_on="2020")], [])
    )

    assert (first.is_over, second.is_over) == (True, False)
    assert first.period == "见于2016年文献"


def test_one_chair_has_one_name_however_it_is_written() -> None:
    written = [
        PostHeld("党委书记", "上梅乡党委"),
        PostHeld("党委书记", None, "上梅乡"),
        PostHeld("党委书记", "武夷山市上梅乡党委", "上梅乡"),
        PostHeld("党委书记", "乡党委", "上梅乡"),
    ]

    assert {chair_of(held) for held in written} == {"上梅乡党委书记"}
    assert chair_of(PostHeld("局长", "武夷山市民政局")) == "武夷山市民政局局长"


def test_a_timeline_draws_terms_in_proportion_and_within_its_borders() -> None:
    found = terms(
        [
            tenure(start="2010", end="2012"),
            tenure("示例县县长", start="2012", end="2020", of=YI),
        ],
        [],
    )

    drawn = timeline([Row(t.chair, (t,)) for t in found], shows_names=False)

    assert drawn is not None
    short, long = drawn.bars
    assert long.width > 2 * short.width
    assert all(bar.x >= 176 and bar.x + bar.width <= 840 for bar in drawn.bars)
    assert [bar.kind for bar in drawn.bars] == ["past", "past"]


def test_terms_without_any_date_make_no_picture() -> None:
    found = terms([tenure(issued_on=None)], [])

    assert timeline([Row("乡长", tuple(found))], shows_names=True) is None
    assert found[0].period == ""
