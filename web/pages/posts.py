"""How does a post that someone holds read?"""

from archive.model import PostHeld
from web.present import date_zh


def post_zh(post: PostHeld) -> str:
    """Return a post with its organisation or place and its standing, as one phrase."""
    body = _joined(post.organisation or post.place or "", post.title)
    match post.status:
        case None:
            return body
        case "原" | "时任" | "拟任":
            return f"{post.status}{body}"
        case _:
            return f"{body}（{post.status}）"


def _joined(organisation: str, title: str) -> str:
    """Join an organisation and a title, words that both have only once.

    上梅乡党委 and 党委书记 are 上梅乡党委书记.
    """
    shared = range(min(len(organisation), len(title)), 1, -1)
    overlap = next((n for n in shared if organisation.endswith(title[:n])), 0)
    return organisation + title[overlap:]


def tenure_zh(post: PostHeld) -> str:
    """Return from when to when a post is held, as far as the text says."""
    start, end = date_zh(post.from_date), date_zh(post.to_date)
    if start and end:
        return f"{start}—{end}"
    return f"{start}起" if start else (f"{end}止" if end else "")
