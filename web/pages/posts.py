"""How does a post that someone holds read?"""

import re

from archive.model import PostHeld
from web.present import date_zh

_ABOVE_TOWNSHIP = re.compile(
    "^(?:[^省市州县区旗]{2,8}[省市州县区旗])+(?=[^省市州县区旗]{1,6}[乡镇])"
)
_LEVEL = re.compile("^[省市县区州旗镇乡]")


def chair_zh(post: PostHeld) -> str:
    """Return a post with its organisation or place, whatever its standing.

    上梅乡党委 and 党委书记 are 上梅乡党委书记; 乡财政所 of 上梅乡 is 上梅乡财政所,
    and so is 武夷山市上梅乡财政所.
    """
    body = post.organisation or post.place or ""
    if post.place and post.organisation and _LEVEL.match(post.organisation):
        body = post.place + post.organisation[1:]
    body = _ABOVE_TOWNSHIP.sub("", body)
    shared = range(min(len(body), len(post.title)), 1, -1)
    overlap = next((n for n in shared if body.endswith(post.title[:n])), 0)
    return body + post.title[overlap:]


def post_zh(post: PostHeld) -> str:
    """Return a post with its organisation or place and its standing, as one phrase."""
    body = chair_zh(post)
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
