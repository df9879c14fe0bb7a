"""What post do an organisation, a place and a title make together?"""

import re
from dataclasses import replace

from archive.model import PartialDate, PostHeld, Span
from indexer.recognise.base import Found
from indexer.recognise.posts import STATUS

Held = tuple[PostHeld, Found | None]
"""A post, and the place mention that says where, if one does."""
HEADS = re.compile("(?:常务)?副?[省市县区州旗乡镇]长")
_STATUS_BEFORE = re.compile(f"(?:{STATUS})\\Z")
_ACTING = re.compile("代理|代(?=.长)")
_LEVELS = "省市县区州旗乡镇"
_CELL = re.compile("党支部|党总支")
_BODY = re.compile("(?:党委|党工委|党组|纪委|人大|政协|办事处|管委会|武装部)")
_MEANS = {"原任": "原", "前": "原", "代": "代理", "曾任": "原", "历任": "原"}
_MEANS |= {"拟提名": "拟任", "拟提名为": "拟任", "候任": "拟任"}
_PRESENT = frozenset(("现任", "新任", "兼任", "兼", "担任", "任", "为", "当选为", "的"))


class HeldPosts:
    """Makes posts of the mentions of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def post(
        self, token: Found, begin: int, organ: Found | None, place: Found | None
    ) -> PostHeld:
        """Return the post of a title; ``begin`` is where its words begin."""
        title = self.title(token)
        status = self._status(begin, token)
        if title.endswith("候选人"):
            title, status = title.removesuffix("候选人"), "候选人"
        if acting := _ACTING.match(title):
            title, status = title[acting.end() :], "代理"
        where = self._text[place.start : place.end] if place else None
        body = _BODY.match(title)
        name = self._text[organ.start : organ.end] if organ else where
        if HEADS.fullmatch(title) and organ is not None:
            part = _place_part(name or "")
            name = where or (part if len(part) > 1 else None)
        elif name and (cell := _CELL.match(title)):
            name += cell[0]
        elif body and name and _is_general(name):
            is_group = body[0] == "党组" and name.endswith("政府")
            name = (name if is_group else _place_part(name)) + body[0]
        return PostHeld(title, name, where, status, evidence=Span(begin, token.end))

    def title(self, token: Found) -> str:
        """Return the words of a mention without gaps."""
        return "".join(self._text[token.start : token.end].split())

    def _status(self, begin: int, token: Found) -> str | None:
        if self._text.startswith("(主持工作)", token.end):
            return "主持工作"
        for place in (begin, token.start):
            match = _STATUS_BEFORE.search(self._text[max(0, place - 5) : place])
            if match:
                return status_of(match[0])
        return None


def status_of(word: str) -> str | None:
    """Return the status that a word gives to a post; None for a present one."""
    return None if word in _PRESENT else _MEANS.get(word, word)


def _place_part(name: str) -> str:
    """Return what stands before the organ's own kind: 上梅乡 of 上梅乡党委."""
    match = re.match(f".*街道|.*[{_LEVELS}]", name)
    return match[0] if match else name


def _is_general(name: str) -> bool:
    """Tell if a name is a place, or its party committee or government."""
    organ = name.removeprefix(_place_part(name))
    return organ in ("", "委", "党委", "党工委", "工委", "政府", "人民政府")


def with_time(
    post: PostHeld,
    status: str | None,
    begun: PartialDate | None,
    ended: PartialDate | None,
) -> PostHeld:
    """Return the post with what is said of its status and time."""
    return replace(
        post,
        status=status or post.status,
        from_date=begun or post.from_date,
        to_date=ended or post.to_date,
    )
