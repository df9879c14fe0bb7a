"""Which posts do the words around a person give?"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from indexer.recognise.base import Found
from indexer.recognise.dates import date_of
from indexer.recognise.held_posts import HEADS, Held, HeldPosts, status_of, with_time
from indexer.recognise.posts import STATUS
from indexer.recognise.tenures import bracketed

_JOINT = re.compile(
    "[^\\S\n]*(?:[、,兼和及/]|兼任|同时)?[^\\S\n]*"
    f"(?:{STATUS})?(?:\\(主持工作\\))?[^\\S\n]*:?[^\\S\n]*"
)
_TO_PERSON = re.compile("[^\\S\n]*(?:\\(主持工作\\))?[^\\S\n]*:?[^\\S\n]*")
"""Between a post and its holder; a comma or a new line begins another clause."""
_TURNS = re.compile("现任|拟任|拟提名|曾任|历任")
_TAKES = re.compile(
    "(?:同志)?\\s*,?\\s*(?:(?:自|从|于)?(?P<from>[^,。;]{0,12}?)"
    "(?:(?:至|到|[-—~]+)(?P<to>[^,。;]{2,12}?))?(?:起|开始|期间)?)?"
    "(?P<verb>不再担任|不再兼任|(?:同时)?免去其(?:兼任的)?|辞去|卸任|现任|拟任|拟提名为|提名为|曾任|历任"
    "|担任|兼任|任|当选为|为|的)"
)
_ONCE = re.compile(
    "\\((?:自|从|于)?(?P<from>[^,。;()]{4,10}?)"
    "(?:(?:至|到|[-—~]+)(?P<to>[^,。;()]{1,10}?))?(?:起|期间)?(?:担任|兼任|任)"
)
_HOLDS = re.compile("(?:现任|时任|曾任|担任|(?<=[年月])任)\\Z")
_BY = re.compile("(?:一职|职务|职位)?(?:将|仍|暂|继续)?由")
_GIVEN = re.compile("(?:同志)?(?:一人)?(?:兼任|担任|接任|出任|继任|代理)")
_GAP = "[ \u3000]*"
_BESIDE = re.compile(
    f"(?:同志)?{_GAP}(?:\\(|[,\t|]?{_GAP}(?:现任)?职{_GAP}务{_GAP}[:\t|]\\s*|[\t|]{_GAP})"
    f"(?:{STATUS})?"
)
"""Between a name and the posts in brackets, behind 职务: or in the next cell."""
_NAME_FIRST = re.compile(
    "^[^\n]*姓[ \u3000]*名[^\n]*职[ \u3000]*(?:务|位)[^\n]*$", re.MULTILINE
)
_THEN_TAKES = re.compile(
    f"(?:\\([^()]{{1,12}}\\))?(?:等?职务)?\\s*[,;]\\s*{_TAKES.pattern}"
)
_LIFE = re.compile("\\s*[,(]\\s*(?:男|女)[^。\n]{0,160}?(?=现任|拟任|拟提名)")
"""What stands of a life between a name and the post held now."""
_FREED = re.compile("(?:免去|免除|辞去)(?:了)?\\s*\\Z")
_FREED_LIST = re.compile(
    "(?:免去|免除)(?:职务)?\\s*[::]\\s*\n(?:[^\n]+职务[;,、。]?[ \u3000]*\n)*\\s*\\Z"
)
_SUCCEEDED = re.compile("(?:接替|接任|替代|取代)(?:了)?\\s*\\Z")
_YEAR = "(?:19|20)\\d\\d\\s?年[^,。;]{0,7}?"
_TIME_BEFORE = re.compile(
    f"(?:自|从)?(?P<from>{_YEAR})(?:(?:至|到|[-—~]+)(?P<to>{_YEAR}))?"
    "(?:起|期间|以来)?[,、]?\\s*\\Z"
)


class PostChains:
    """Reads runs of organisations and posts beside a person."""

    def __init__(
        self, text: str, tokens: Sequence[Found], places: Sequence[Found]
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._places = places
        self._held = HeldPosts(text)

    def before(self, i: int) -> list[Held]:
        """Return the posts that stand before the person."""
        first = i
        while first > 0 and self._is_joined(first - 1, first):
            first -= 1
        return self.posts(self._tokens[first:i]) or self._whose(i)

    def _whose(self, i: int) -> list[Held]:
        """Return the posts of 现任甲市副市长的某某 and 甲市市长由某某担任."""
        if i == 0 or self._tokens[i - 1].kind != "post":
            return []
        first = i - 1
        while first > 0 and self._is_joined(first - 1, first):
            first -= 1
        person, start = self._tokens[i], self._tokens[first].start
        between = self._text[self._tokens[i - 1].end : person.start]
        is_held = between == "的" and _HOLDS.search(
            self._text, max(0, start - 4), start
        )
        is_given = _BY.fullmatch(between) and _GIVEN.match(self._text, person.end)
        return self.posts(self._tokens[first:i]) if is_held or is_given else []

    def beside(self, i: int) -> list[Held]:
        """Return the posts in brackets behind the name, or in the cell beside it."""
        end = self._tokens[i].end
        if i + 1 >= len(self._tokens):
            return []
        taken = _BESIDE.fullmatch(self._text, end, self._tokens[i + 1].start)
        if taken is None or not (":" in taken[0] or "(" in taken[0] or self._listed(i)):
            return []
        last = i + 1
        while self._goes_on(last):
            last += 1
        closed = self._text[self._tokens[last].end :][:1]
        if "(" in taken[0] and closed not in (")", ",", ";"):
            return []
        return self.posts(self._tokens[i + 1 : last + 1])

    def _listed(self, i: int) -> bool:
        """Tell if the name stands in a table whose head has 姓名 before 职务."""
        start = self._text.rfind("\n", 0, self._tokens[i].start) + 1
        return bool(_NAME_FIRST.search(self._text, max(0, start - 3000), start))

    def once(self, i: int) -> list[Held]:
        """Return the posts of a time in brackets: 某某(2013年9月至2017年2月任乡长)."""
        if i + 1 >= len(self._tokens):
            return []
        first = i + 1
        said = _ONCE.fullmatch(
            self._text, self._tokens[i].end, self._tokens[first].start
        )
        if said is None:
            return []
        last = first
        while self._goes_on(last):
            last += 1
        time = date_of(said["from"]), date_of(said["to"] or "")
        run = self.posts(self._tokens[first : last + 1])
        return [(with_time(post, None, *time), place) for post, place in run]

    def title(self, i: int) -> list[Held]:
        """Return the title that stands right behind the name: 林守田书记."""
        if i + 1 >= len(self._tokens):
            return []
        post = self._tokens[i + 1]
        is_title = post.kind == "post" and post.start == self._tokens[i].end
        return self.posts([post]) if is_title else []

    def behind(self, i: int) -> list[Held]:
        """Return the posts that verbs behind the person give or take."""
        person = self._tokens[i]
        before = self._text[max(0, person.start - 400) : person.start]
        if _SUCCEEDED.search(before[-6:]):
            return []
        freed = _FREED.search(before[-6:]) or _FREED_LIST.search(before)
        earlier = None if freed else _TIME_BEFORE.search(before[-32:])
        posts: list[Held] = []
        end, first, verbs = person.end, i + 1, _TAKES
        life = _LIFE.match(self._text, end)
        if life is not None:
            end = life.end()
            first = bisect_left([t.start for t in self._tokens], end)
        while first < len(self._tokens):
            taken = verbs.fullmatch(self._text, end, self._tokens[first].start)
            if taken is None and freed and not posts:
                taken = _TAKES.fullmatch(
                    self._text[end : self._tokens[first].start] + "的"
                )
            if taken is None or (taken["verb"] == "的" and not freed):
                break
            last = first
            while self._goes_on(last):
                last += 1
            status = "原" if freed and not posts else self._taken_status(taken["verb"])
            said = taken if taken["from"] or posts or not earlier else earlier
            time = date_of(said["from"] or ""), date_of(said["to"] or "")
            run = self.posts(self._tokens[first : last + 1])
            posts += [(with_time(post, status, *time), place) for post, place in run]
            end, first, verbs = self._tokens[last].end, last + 1, _THEN_TAKES
        return posts

    @staticmethod
    def _taken_status(verb: str) -> str | None:
        is_over = re.match("不再|辞去|卸任|(?:同时)?免去", verb)
        return "原" if is_over else status_of(verb)

    def _is_joined(self, left: int, right: int) -> bool:
        before, after = self._tokens[left], self._tokens[right]
        if before.kind == "person" or (after.kind == "person" and right - left != 1):
            return False
        joint = _TO_PERSON if after.kind == "person" else _JOINT
        return bool(
            joint.fullmatch(self._text, before.end, max(before.end, after.start))
        )

    def _goes_on(self, last: int) -> bool:
        """Tell if the next token belongs to the posts of the same verb."""
        if last + 1 >= len(self._tokens) or not self._is_joined(last, last + 1):
            return False
        start, end = self._tokens[last].end, self._tokens[last + 1].start
        return not _TURNS.search(self._text, start, end)

    def posts(self, tokens: Sequence[Found]) -> list[Held]:
        """Return the posts of a run; organisation and place go on over 、."""
        posts: list[Held] = []
        organ: Found | None = None
        place: Found | None = None
        start: int | None = None
        for token in tokens:
            if token.kind == "person":
                break
            if token.kind != "post":
                start = token.start if start is None else start
                organ = token if token.kind == "organisation" else None
                place = self._place_of(token) or place
                continue
            begin = token.start if start is None else start
            where = place or self._place_before(token, begin)
            held = self._held.post(token, begin, organ, where)
            time = bracketed(self._text, token.end)
            posts.append((with_time(held, None, *time) if any(time) else held, where))
            start = None
        return posts

    def _place_before(self, token: Found, begin: int) -> Found | None:
        """Return the last place of the line that a bare 乡长 may head."""
        if begin != token.start or not HEADS.fullmatch(self._held.title(token)):
            return None
        line = self._text.rfind("\n", 0, begin) + 1
        level = self._held.title(token)[-2]
        near = [
            p
            for p in self._places
            if line <= p.start and p.end <= begin and self._text[p.end - 1] == level
        ]
        return near[-1] if near else None

    def _place_of(self, token: Found) -> Found | None:
        """Return the last place named within the words."""
        inside = [p for p in self._places if token.start <= p.start < token.end]
        return inside[-1] if inside else None
