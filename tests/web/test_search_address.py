from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from web.search_address import FILTER_KINDS, SORTS, SearchAddress, address_of

WORDS = st.text(alphabet="上梅乡&=?#\"' 〔〕𬱖+%", max_size=12).map(str.strip)
KEYS = st.lists(WORDS.filter(bool), min_size=1, max_size=3, unique=True)


def read(url: str) -> SearchAddress:
    return address_of(QueryParams(url.partition("?")[2]))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    query=WORDS,
    filters=st.dictionaries(st.sampled_from(FILTER_KINDS), KEYS.map(tuple), max_size=3),
    sort=st.sampled_from(SORTS),
)
def test_an_address_names_the_search_it_was_made_from(
    query: str, filters: dict[str, tuple[str, ...]], sort: str
) -> None:
    address = SearchAddress(query=query, filters=filters).sorted_by(sort)  # type: ignore[arg-type]

    assert read(address.url()) == address


def test_choosing_a_value_twice_lets_it_go() -> None:
    address = SearchAddress(query="征地")

    assert address.toggled("type", "通知").toggled("type", "通知") == address


def test_values_of_one_kind_stand_beside_one_another() -> None:
    address = SearchAddress().toggled("type", "通知").toggled("type", "批复")

    assert address.filters == {"type": ("通知", "批复")}


def test_narrowing_a_search_begins_at_its_first_result() -> None:
    address = SearchAddress(query="征地").next("cursor", 10)

    assert address.shown == 10
    assert address.toggled("type", "通知").after is None
    assert address.toggled("type", "通知").shown == 0


def test_a_date_that_is_none_is_not_asked_for() -> None:
    typed = read("/search?q=x&from=2024-03&to=明年").typed()

    assert typed.issued_from == "2024-03"
    assert typed.issued_to is None


def test_unknown_parameters_are_let_be() -> None:
    address = read("/search?q=征地&sort=best&more=nothing&shown=-3&colour=red&type=")

    assert address == SearchAddress(query="征地")
