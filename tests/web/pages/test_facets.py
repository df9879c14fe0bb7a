import pytest

from indexer.engine import FacetCount, Value
from web.pages.facets import chips, facets, year_bars
from web.search_address import SearchAddress


def counted(*counts: tuple[str, int]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(Value(name, name), count) for name, count in counts)


OFFICIALS = counted(*((f"甲某{n}", 30 - n) for n in range(14)))


def test_ten_values_are_listed_and_the_others_counted() -> None:
    (facet,) = facets({"official": OFFICIALS}, SearchAddress(query="交接"))

    assert len(facet.values) == 10
    assert facet.more == 4
    assert facet.has_filter


def test_an_unfolded_facet_lists_every_value() -> None:
    address = SearchAddress(query="交接").unfolding("official")

    (facet,) = facets({"official": OFFICIALS}, address)

    assert len(facet.values) == 14
    assert facet.more == 0


def test_a_chosen_value_is_listed_however_rare() -> None:
    address = SearchAddress(query="交接").toggled("official", "甲某13")

    (facet,) = facets({"official": OFFICIALS}, address)

    chosen = [value for value in facet.values if value.is_chosen]
    assert [value.name for value in chosen] == ["甲某13"]
    assert "official" not in chosen[0].url


def test_facets_without_values_are_left_out() -> None:
    found = facets({"type": (), "term": counted(("征地", 2))}, SearchAddress())

    assert [facet.kind for facet in found] == ["term"]


def test_years_without_documents_stand_between_those_with_some() -> None:
    bars = year_bars(counted(("2024", 4), ("2021", 1)), SearchAddress())

    assert [(bar.year, bar.count) for bar in bars] == [
        (2021, 1),
        (2022, 0),
        (2023, 0),
        (2024, 4),
    ]
    assert bars[0].height < bars[3].height
    assert "from=2024&to=2024" in bars[3].url


def test_a_chip_names_its_value_even_where_nothing_counts_it() -> None:
    address = SearchAddress().toggled("official", "id-1").between("2020", "2025")

    found = chips(address, {}, lambda kind, key: f"{kind}的{key}")

    assert [(chip.kind_name, chip.name) for chip in found] == [
        ("年份", "2020—2025"),
        ("人员", "official的id-1"),
    ]


def test_a_place_stands_under_the_listed_place_it_lies_in() -> None:
    places = counted(("甲县", 5), ("乙县", 4), ("丙乡", 3), ("丁村", 1))
    above = {"丙乡": ("某省", "甲县"), "丁村": ("某省", "甲县", "丙乡")}

    (facet,) = facets(
        {"place": places}, SearchAddress(), lambda key: above.get(key, ())
    )

    assert [(value.name, value.depth) for value in facet.values] == [
        ("甲县", 0),
        ("丙乡", 1),
        ("丁村", 2),
        ("乙县", 0),
    ]


def test_places_said_to_lie_in_one_another_are_listed_all_the_same() -> None:
    above = {"甲县": ("乙县",), "乙县": ("甲县",)}

    (facet,) = facets(
        {"place": counted(("甲县", 5), ("乙县", 4), ("丙县", 3))},
        SearchAddress(),
        lambda key: above.get(key, ()),
    )

    assert sorted(value.name for value in facet.values) == ["丙县", "乙县", "甲县"]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-03", "", "2024年3月起"),
        ("", "2024", "2024年止"),
        ("2024-03", "2024-09-12", "2024年3月—2024年9月12日"),
        ("2024-03", "2024-03", "2024年3月"),
    ],
)
def test_a_chip_says_between_which_dates(start: str, end: str, words: str) -> None:
    (chip,) = chips(SearchAddress().between(start, end), {}, lambda kind, key: key)

    assert (chip.kind_name, chip.name) == ("日期", words)
