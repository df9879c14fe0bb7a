"""Whose post is it where only the words before it say so?

甲县人大常委会主任某某，副主任某某出席: the second office is that of the first.
甲县民政局发放补贴，局长某某受到警告: the head is that of the bureau named last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.model import PostHeld
from indexer.recognise.base import Found
from indexer.recognise.held_posts import Held

_ENDS = re.compile("[。;!?\n]")
_REACH = 200
"""Characters before a post in which its office is looked for."""
_DEPUTY = re.compile("(?:常务|第一|专职|兼职|执行)?副")
_BUREAU = re.compile("(?:党组|党委)?(?:常务)?副?(?P<kind>[局厅院校所馆])长")
_GROUP = re.compile("党组(?:副?书记|成员)")
_WITH_GROUP = re.compile("[局厅院委办室]\\Z")


@dataclass(frozen=True, slots=True)
class Said:
    """A post whose organisation stands by it."""

    end: int
    title: str
    held: Held


class ImpliedOrgans:
    """Finds the organisations of posts that stand without one."""

    def __init__(
        self, text: str, found: Sequence[Found], posts: Iterator[Held]
    ) -> None:
        self._text = text
        self._organs = [f for f in found if f.kind == "organisation"]
        self._said = sorted(
            (
                Said(held[0].evidence.end, _plain(held[0].title), held)
                for held in posts
                if held[0].organisation and held[0].evidence
            ),
            key=lambda said: said.end,
        )

    def of(self, held: Held) -> Held:
        """Return the post with its organisation, the same where nothing implies one."""
        post, place = held
        if post.organisation or place is not None or post.evidence is None:
            return held
        start = self._sentence(post.evidence.start)
        return self._beside(post, start) or (self._bureau(post, start) or post, place)

    def _sentence(self, end: int) -> int:
        """Return where the sentence of a post begins."""
        start = max(0, end - _REACH)
        marks = [m.end() for m in _ENDS.finditer(self._text, start, end)]
        return marks[-1] if marks else start

    def _beside(self, post: PostHeld, start: int) -> Held | None:
        """Return the deputy with the office of the head before it."""
        assert post.evidence is not None
        title = _plain(post.title)
        if title == post.title:
            return None
        heads = [
            said
            for said in self._said
            if start < said.end <= post.evidence.start and said.title == title
        ]
        if not heads:
            return None
        other, place = heads[-1].held
        return replace(post, organisation=other.organisation, place=other.place), place

    def _bureau(self, post: PostHeld, start: int) -> PostHeld | None:
        """Return the head of a bureau with the one that the sentence names last."""
        assert post.evidence is not None
        head = _BUREAU.fullmatch(post.title)
        if head is None and not _GROUP.fullmatch(post.title):
            return None
        fits = re.compile(f"{head['kind']}\\Z") if head else _WITH_GROUP
        names = [
            self._text[o.start : o.end]
            for o in self._organs
            if start <= o.start and o.end <= post.evidence.start
        ]
        named = [name for name in names if fits.search(name)]
        return replace(post, organisation=named[-1]) if named else None


def _plain(title: str) -> str:
    """Return the title of the head: 主任 for 常务副主任."""
    return _DEPUTY.sub("", title, count=1)
