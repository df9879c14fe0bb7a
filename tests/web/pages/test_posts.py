import pytest

from archive.model import PostHeld
from web.pages.posts import post_zh


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
