import pytest

from archive.model import PartialDate, PostHeld
from web.pages.posts import post_zh, tenure_zh


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (PostHeld("党委书记", "示例乡党委"), "示例乡党委书记"),
        (PostHeld("办事处主任", "示例街道办事处"), "示例街道办事处主任"),
        (PostHeld("书记", "示例乡党委"), "示例乡党委书记"),
        (PostHeld("县长", place="示例县", status="原"), "原示例县县长"),
        (PostHeld("乡长", place="示例乡", status="候选人"), "示例乡乡长（候选人）"),
        (PostHeld("调研员"), "调研员"),
    ],
)
def test_a_post_reads_as_one_phrase(post: PostHeld, words: str) -> None:
    assert post_zh(post) == words


def test_a_tenure_says_no_more_than_the_text() -> None:
    start, end = PartialDate("2020-12"), PartialDate("2024-09")

    assert tenure_zh(PostHeld("乡长", from_date=start, to_date=end)) == (
        "2020年12月—2024年9月"
    )
    assert tenure_zh(PostHeld("乡长", from_date=start)) == "2020年12月起"
    assert tenure_zh(PostHeld("乡长", to_date=end)) == "2024年9月止"
    assert tenure_zh(PostHeld("乡长")) == ""
