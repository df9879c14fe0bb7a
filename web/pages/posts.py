"""How does a post that someone holds read?"""

from archive.model import PostHeld
from archive.tenures import chair_of
from web.present import date_zh


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


def tenure_zh(post: PostHeld) -> str:
    """Return from when to when a post is held, as far as the text says."""
    start, end = date_zh(post.from_date), date_zh(post.to_date)
    if start and end:
        return f"{start}—{end}"
    return f"{start}起" if start else (f"{end}止" if end else "")
