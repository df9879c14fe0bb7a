"""States of documents on a day, told from what documents say and never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from archive.model import DocumentId, Visible
from indexer.validity import Force, State, ValidityReader
from indexer.validity_statements import StatementKind, statements
from tests.web.archive_parts import Archive, open_archive


@pytest.mark.parametrize(
    ("text", "kind", "date_said", "days_after", "months"),
    [
        ("本办法自2024年3月1日起施行。", "effective", "2024-03-01", None, None),
        (
            "本办法自二〇二四年三月一日起正式实施。",
            "effective",
            "2024-03-01",
            None,
            None,
        ),
        ("本通知自印发之日起执行。", "effective", None, 0, None),
        ("本规定自公布之日起30日后施行。", "effective", None, 30, None),
        ("本规定自发布之日起三十日后施行。", "effective", None, 30, None),
        ("本办法有效期5年。", "expires", None, None, 60),
        ("本办法试行期为两年。", "expires", None, None, 24),
        ("有效期至2026年12月31日。", "expires", "2026-12-31", None, None),
    ],
)
def test_what_a_text_says_of_itself(
    text: str,
    kind: StatementKind,
    date_said: str | None,
    days_after: int | None,
    months: int | None,
) -> None:
    (found,) = statements(text)
    assert (found.kind, found.named) == (kind, ())
    assert found.date == date_said
    assert (found.days_after_issue, found.months) == (days_after, months)
    assert text[found.evidence.start : found.evidence.end].strip("。") in text


@pytest.mark.parametrize(
    ("text", "kind", "names", "date_said"),
    [
        ("《示例办法》同时废止。", "repeals", ["示例办法"], None),
        (
            "《甲办法》（示政发〔2012〕3号）、《乙细则》同时废止。",
            "repeals",
            ["甲办法", "示政发(2012)3号", "乙细则"],
            None,
        ),
        ("《示例办法》自2025年1月1日起废止。", "repeals", ["示例办法"], "2025-01-01"),
        ("《示例通知》停止执行。", "suspends", ["示例通知"], None),
        ("现对《示例办法》作如下修改：", "amends", ["示例办法"], None),
    ],
)
def test_what_a_text_says_of_others(
    text: str, kind: StatementKind, names: list[str], date_said: str | None
) -> None:
    (found,) = statements(text)
    assert (found.kind, [one.text for one in found.named]) == (kind, names)
    assert found.date == date_said


@pytest.mark.parametrize(
    "text",
    [
        "按照《示例办法》办理，自即日起加强管理。",
        "《示例办法》尚未废止。",
        "合同失效的，按规定处理。",
        "自2024年3月1日起，各单位报送材料。",
        "请研究《示例办法》。上年合同废止。",
        "题名\t文种\n《示例办法》\t办法\n关于废止旧规的决定\t决定\n",
    ],
)
def test_other_words_say_nothing_of_validity(text: str) -> None:
    assert statements(text) == []


def test_a_list_of_what_ends_is_told_from_one_of_what_goes_on() -> None:
    text = (
        "示例县关于清理规范性文件的决定\n一、决定废止下列文件：\n"
        "1.《甲办法》\n2.《乙办法》\n二、继续有效的文件目录：\n1.《丙办法》\n"
    )
    found = [one for one in statements(text) if one.kind == "repeals"]
    assert [r.text for one in found for r in one.named] == ["甲办法", "乙办法"]


def test_a_title_says_it_too() -> None:
    title = "示例县人民政府关于废止《甲办法》的决定"
    (found,) = statements(f"{title}\n经研究决定如下。", title)
    assert (found.kind, found.named[0].text) == ("repeals", "甲办法")


@dataclass
class Shelf:
    archive: Archive

    def hold(
        self, text: str, issued_on: str, *, collection: str = "公开"
    ) -> DocumentId:
        name = f"{len(self.archive.store.documents(visible=None))}.txt"
        held = DocumentId(self.archive.hold(text, name=name, collection=collection))
        self.archive.store.correct(held, {"issued_on": issued_on}, actor="示例员")
        return held

    def state(
        self, document_id: DocumentId, day: str, *, visible: Visible = None
    ) -> State:
        store = self.archive.store
        reader = ValidityReader(store, self.archive.engine, visible=visible)
        document = store.document(document_id, visible=visible)
        return reader.validity(document).on(date.fromisoformat(day))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened = open_archive(tmp_path / "data")
    yield Shelf(opened)
    opened.store.close()


OLD = "示例县殡葬管理办法\n本办法自2015年3月1日起施行，有效期5年。"
PLAIN = "示例县城市管理办法\n本办法自2015年3月1日起施行。"
NEW = (
    "示例县城市综合管理办法\n本办法自2021年7月1日起施行。"
    "《示例县城市管理办法》同时废止。"
)


@pytest.mark.parametrize(
    ("day", "force"),
    [
        ("2015-02-28", "not_yet"),
        ("2015-03-01", "in_force"),
        ("2020-02-29", "in_force"),
        ("2020-03-01", "expired"),
    ],
)
def test_a_period_of_validity_runs_from_the_day_of_effect(
    shelf: Shelf, day: str, force: Force
) -> None:
    assert shelf.state(shelf.hold(OLD, "2015-02-01"), day).force == force


def test_a_document_is_repealed_from_the_day_the_other_takes_effect(
    shelf: Shelf,
) -> None:
    old, new = shelf.hold(PLAIN, "2015-02-01"), shelf.hold(NEW, "2021-06-10")
    assert shelf.state(old, "2021-06-30").force == "in_force"
    state = shelf.state(old, "2021-07-01")
    assert state.force == "repealed" and state.ground is not None
    assert state.ground.by.id == new
    span = state.ground.evidence
    assert NEW[span.start : span.end] == "《示例县城市管理办法》同时废止"
    assert shelf.state(new, "2026-01-01").force == "in_force"


def test_an_amended_document_is_in_force_and_amended(shelf: Shelf) -> None:
    old = shelf.hold(PLAIN, "2015-02-01")
    shelf.hold(
        "示例县人民政府关于修改《示例县城市管理办法》的决定\n现公布。", "2018-05-06"
    )
    assert shelf.state(old, "2018-05-05").force == "in_force"
    assert shelf.state(old, "2018-05-06").force == "amended"


def test_what_a_hidden_document_repeals_stays_as_it_was(shelf: Shelf) -> None:
    old = shelf.hold(PLAIN, "2015-02-01")
    shelf.hold(NEW, "2021-06-10", collection="内部")
    seen = frozenset({"公开"})
    assert shelf.state(old, "2026-01-01", visible=seen).force == "in_force"
    assert shelf.state(old, "2026-01-01").force == "repealed"


def test_silence_is_unknown_however_old(shelf: Shelf) -> None:
    held = shelf.hold("示例县关于交接工作的通知\n请遵照执行。", "1985-01-01")
    assert shelf.state(held, "2026-01-01") == State(date(2026, 1, 1), "unknown")


def test_an_end_without_a_day_is_unknown_and_shows_its_ground(shelf: Shelf) -> None:
    old = shelf.hold(PLAIN, "2015-02-01")
    shelf.archive.hold("示例县清理结果\n《示例县城市管理办法》废止。", name="z.txt")
    state = shelf.state(old, "2026-01-01")
    assert state.force == "unknown" and state.ground is not None
    assert state.ground.kind == "repeals"


def test_of_two_documents_of_one_title_the_older_is_repealed(shelf: Shelf) -> None:
    old = shelf.hold(PLAIN, "2015-02-01")
    new = shelf.hold(
        "示例县城市管理办法\n本办法自2021年7月1日起施行。"
        "2015年印发的《示例县城市管理办法》同时废止。",
        "2021-06-10",
    )
    assert shelf.state(old, "2026-01-01").force == "repealed"
    assert shelf.state(new, "2026-01-01").force == "in_force"


def test_a_paper_ends_only_what_is_older_and_of_the_year_it_says(shelf: Shelf) -> None:
    young = shelf.hold(PLAIN, "2015-02-01")
    text = "示例县旧办法\n本办法自1999年1月1日起施行。《示例县城市管理办法》同时废止。"
    shelf.hold(text, "1998-12-01")
    other = text.replace("1999", "2020").replace("《", "1994年公布的《")
    shelf.hold(other, "2019-12-01")
    assert shelf.state(young, "2026-01-01").force == "in_force"
