"""How does a post that someone holds read?"""

from archive.model import PostHeld
from archive.tenures import chair_of


def post_zh(post: PostHeld) -> str:
    """Return a post with its organisation or place and its standing, as one phrase."""
    body = chair_of(post)
    match post.status:
        case None:
            return body
        case "原" | "时任" | "拟任":
            return f"{post.status}{body}"
        case _:
            return f"{body}（{post.status}）"
