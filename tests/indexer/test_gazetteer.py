"""Places through time."""

import pytest

from archive.model import EntityId
from indexer.gazetteer import Gazetteer, Place, short_name

GAZETTEER = Gazetteer()


def only(name: str) -> Place:
    (place,) = GAZETTEER.named(name)
    return place


@pytest.mark.parametrize(
    ("before", "now"), [("密云县", "密云区"), ("崇安县", "武夷山市")]
)
def test_a_renamed_place_is_one_place(before: str, now: str) -> None:
    assert only(before) is only(now)
    assert before in only(now).aliases


def test_a_merged_place_names_what_it_became() -> None:
    assert [p.name for p in GAZETTEER.successors(only("崇文区"))] == ["东城区"]
    assert only("崇文区") is not only("莆田县")


def test_a_split_place_names_all_its_parts() -> None:
    heirs = {p.name for p in GAZETTEER.successors(only("莆田县"))}
    assert {"城厢区", "荔城区"} <= heirs


def test_a_common_name_gives_every_place() -> None:
    assert len(GAZETTEER.named("鼓楼区")) == 4


def test_the_chain_is_that_of_the_year() -> None:
    county = only("武夷山市")
    assert [p.name for p in GAZETTEER.ancestors(county)] == ["南平市", "福建省"]


def test_a_township_lies_in_its_county() -> None:
    (township,) = GAZETTEER.townships_named("上梅乡")
    assert GAZETTEER.parent(township) is only("武夷山市")
    assert "下阳" in GAZETTEER.villages(township.id)


def test_unknown_names_give_nothing() -> None:
    assert GAZETTEER.named("无此县") == ()
    assert GAZETTEER.place(EntityId("pl-000000")) is None


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("武夷山市", "武夷山"),
        ("恩施土家族苗族自治州", "恩施"),
        ("东乡族自治县", "东乡"),
        ("内蒙古自治区", "内蒙古"),
        ("沙县", None),
    ],
)
def test_short_names_drop_the_kind(name: str, short: str | None) -> None:
    assert short_name(name) == short
