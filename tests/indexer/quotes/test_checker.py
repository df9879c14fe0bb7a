"""Verdicts on whole drafts: what nothing marks, what is named, what time allows."""

from itertools import count

import pytest

from archive.model import Extraction, Metadata, Span
from indexer.quotes.checker import QuotationChecker
from indexer.quotes.verdicts import CheckedDraft
from tests.web.archive_parts import Archive

SAID = "示例乡未结事项共9项，其中三项未按期办结，须于年底前全部完成并报县备案。"
LETTER = f"示例县人民政府关于示例乡交接的通知\n{SAID}\n另行通知。"


def checked(archive: Archive, draft: str, *, steps: int | None = None) -> CheckedDraft:
    """Check a draft with a clock that ticks once a question, ``steps`` at most."""
    ticks = count()
    checker = QuotationChecker(
        archive.store,
        archive.engine,
        seconds=10**9 if steps is None else steps,
        clock=lambda: next(ticks),
    )
    return checker.check(draft, visible=None)


@pytest.mark.parametrize(
    ("draft", "expected", "verdict"),
    [
        (f"我们认为{SAID}应当办好。", SAID, "exact"),
        (f"我们认为{SAID[:20]}。", SAID[:20], "exact"),
        (SAID.replace("未", "\n未", 1).replace("9", chr(0xFF19)), None, "folded"),
    ],
)
def test_words_of_the_archive_without_marks_are_found(
    archive: Archive, draft: str, expected: str | None, verdict: str
) -> None:
    held = archive.hold(LETTER)
    (run,) = checked(archive, draft).unmarked
    assert (run.verdict, run.place and run.place.document.id) == (verdict, held)
    assert run.quotation.text == (draft if expected is None else expected)
    assert run.place is not None
    assert LETTER[run.place.start : run.place.end] == run.place.text
    assert draft[run.quotation.start : run.quotation.end] == run.quotation.text


@pytest.mark.parametrize(
    "draft",
    [
        f"我们认为{SAID[:19]}。",
        f"文中说“{SAID}”。",
        f"> {SAID}\n",
        "见《示例县人民政府关于示例乡交接的通知》",
        "这些话在库里哪一份文献都没有出现过，只是随手写来凑足字数的一段。",
    ],
)
def test_short_marked_or_foreign_words_are_no_unmarked_runs(
    archive: Archive, draft: str
) -> None:
    archive.hold(LETTER)
    assert checked(archive, draft).unmarked == ()


def test_a_run_goes_on_as_long_as_the_words_are_equal(archive: Archive) -> None:
    archive.hold(LETTER.replace("9", "8"), name="b.txt")
    held = archive.hold(LETTER)
    other = SAID.replace("完成", "做完")
    runs = checked(archive, f"一、{SAID}二、{other}").unmarked
    cut = other.index("做完")
    assert [run.quotation.text for run in runs] == [SAID, other[:cut]]
    assert {run.place and run.place.document.id for run in runs} == {held}


@pytest.mark.parametrize(
    "named",
    [
        "《示例县人民政府关于示例乡交接的通知》",
        "《关于示例乡交接的通知》",
        "《关于示例乡交接的通知（试行）》",
        "《示例縣人民政府關於示例鄉交接的通知》",
    ],
)
def test_a_title_is_known_without_its_issuer_remark_or_script(
    archive: Archive, named: str
) -> None:
    held = archive.hold(LETTER)
    (reference,) = checked(archive, f"根据{named}办理").references
    assert reference.document_ids == (held,)


def test_a_title_and_its_number_are_one_document(archive: Archive) -> None:
    held = archive.hold(LETTER)
    draft = "根据《关于示例乡交接的通知》（示政发〔2024〕3号）和示政发〔2024〕9号办理"
    result = checked(archive, draft)
    assert [r.document_ids for r in result.references] == [(held,), (held,), ()]
    assert [one.text for one in result.missing] == ["示政发〔2024〕9号"]


def test_a_stored_citation_is_the_source_of_the_words_before_it(
    archive: Archive,
) -> None:
    archive.hold(LETTER)
    second = archive.hold(LETTER.replace("通知", "通报"), name="b.txt")
    start = LETTER.index(SAID)
    cited = archive.store.citations.add(
        second, Span(start, start + 10), actor="评议员", visible=None
    )
    draft = f"《关于示例乡交接的通知》说“{SAID}”[@{cited.id}]。又“{SAID}”"
    own, other = checked(archive, draft).quotations
    assert own.place and own.place.document.id == second
    assert own.attribution and own.attribution.agrees is True
    assert other.place and other.place.document.id != second


def test_words_are_compared_with_the_version_that_was_cited(archive: Archive) -> None:
    held = archive.hold(LETTER)
    start = LETTER.index(SAID)
    cited = archive.store.citations.add(
        held, Span(start, start + len(SAID)), actor="评议员", visible=None
    )
    better = Extraction("ocr", "2", "application/pdf", LETTER.replace("9", "八"))
    archive.store.record_extraction(held, better, Metadata())  # type: ignore[arg-type]
    (one,) = checked(archive, f"“{SAID}”[@{cited.id}]").quotations
    assert one.verdict == "exact"
    assert one.place and one.place.citation_id == cited.id


def hostile(number: int) -> str:
    """Quotations that are all nearly the archive's words."""
    near = (SAID.replace("项", chr(0x4E00 + i), 1) for i in range(number))
    return "\n".join(f"“{words}”" for words in near)


def test_a_hostile_draft_gets_an_honest_part_of_an_answer(archive: Archive) -> None:
    archive.hold(LETTER)
    draft = hostile(30) + f"\n“{SAID}”\n" + "没有加引号的话也要核验一遍才好。" * 20
    whole = checked(archive, draft)
    assert whole.is_complete and len(whole.quotations) == 31

    part = checked(archive, draft, steps=60)
    assert not part.is_complete and part.unmarked_until is not None
    assert len(part.quotations) + len(part.not_checked) == 31
    # Equal words come first: what is exact is known although time was short.
    exact = [one for one in part.quotations if one.verdict == "exact"]
    assert [one.quotation.text for one in exact] == [SAID]
    assert all(one in whole.quotations for one in part.quotations)


def test_no_time_at_all_says_that_nothing_was_checked(archive: Archive) -> None:
    archive.hold(LETTER)
    none = checked(archive, f"“{SAID}”", steps=0)
    assert none.quotations == () and len(none.not_checked) == 1


def test_long_quotations_are_compared_to_their_end(archive: Archive) -> None:
    long = "，".join(f"第{n}项事项未办结" for n in range(40))
    held = archive.hold(f"示例县事项清单\n{long}。")
    exact, altered = checked(archive, f"“{long}”“{long[:-3]}已办结”").quotations
    assert (exact.verdict, altered.verdict) == ("exact", "altered")
    assert exact.place and exact.place.document.id == held
