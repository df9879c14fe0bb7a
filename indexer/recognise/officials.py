"""Which posts does a text give to which people?"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.model import PartialDate, PostHeld, Span
from indexer.recognise.base import Found, Reading, by_place
from indexer.recognise.dates import date_of
from indexer.recognise.posts import STATUS
from indexer.recognise.tenures import bracketed, career

_JOINT = re.compile(
    "[^\\S\n]*(?:[、,兼和及/]|兼任|同时)?[^\\S\n]*"
    f"(?:{STATUS})?(?:\\(主持工作\\))?[^\\S\n]*:?[^\\S\n]*"
)
_TO_PERSON = re.compile("[^\\S\n]*(?:\\(主持工作\\))?[^\\S\n]*:?[^\\S\n]*")
"""Between a post and its holder; a comma or a new line begins another clause."""
_TURNS = re.compile("现任|拟任|拟提名|曾任|历任")
_LIST = re.compile("\\s*(?:、|和|及|以及)\\s*")
_STATUS_BEFORE = re.compile(f"(?:{STATUS})\\Z")
_TAKES = re.compile(
    "(?:同志)?\\s*,?\\s*(?:(?:自|从|于)?(?P<from>[^,。;]{0,12}?)"
    "(?:(?:至|到|[-—~]+)(?P<to>[^,。;]{2,12}?))?(?:起|开始|期间)?)?"
    "(?P<verb>不再担任|不再兼任|(?:同时)?免去其(?:兼任的)?|辞去|卸任|现任|拟任|拟提名为|提名为|曾任|历任"
    "|担任|兼任|任|当选为|为|的)"
)
_GAP = "[ \u3000]*"
_BESIDE = re.compile(
    f"(?:同志)?{_GAP}(?:\\(|[,\t|]?{_GAP}(?:现任)?职{_GAP}务{_GAP}[:\t|]\\s*|[\t|]{_GAP})"
    f"(?:{STATUS})?"
)
"""Between a name and the posts in brackets, behind 职务: or in the next cell."""
_NAME_FIRST = re.compile(
    "^[^\n]*姓[ \u3000]*名[^\n]*职[ \u3000]*(?:务|位)[^\n]*$", re.MULTILINE
)
_LEVELS = "省市县区州旗乡镇"
_AUTHOR = re.compile(
    "(?:我|本人)(?=[^,。;\n]{0,24}?(?:任职|任|担任|履行)(?!务|何|性|意|由|劳|命|期))"
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
_HEADS = re.compile("(?:常务)?副?(?:代理?)?[省市县区州旗乡镇]长")
_MEANS = {"原任": "原", "前": "原", "代": "代理", "曾任": "原", "历任": "原"}
_MEANS |= {"拟提名": "拟任", "拟提名为": "拟任", "候任": "拟任"}
_PRESENT = frozenset(("现任", "新任", "兼任", "兼", "担任", "任", "为", "当选为", "的"))


@dataclass(frozen=True, slots=True)
class Holding:
    """A person mention and the posts that the words around give it.

    ``place`` of a post is the place mention that says where, if one does.
    """

    person: Found
    posts: tuple[tuple[PostHeld, Found | None], ...]


def holdings(reading: Reading, found: Sequence[Found]) -> list[Holding]:
    """Return every person mention with its posts, in order."""
    tokens = _outer(_with_author(reading, found))
    places = [f for f in found if f.kind == "place"]
    chains = _Chains(reading.text, tokens, places)
    held: list[Holding] = []
    for i, token in enumerate(tokens):
        if token.kind == "person":
            posts = (
                chains.beside(i)
                or chains.before(i)
                or _shared(held, chains, i)
                or chains.behind(i)
                or chains.title(i)
            )
            held.append(Holding(token, tuple(posts)))
    return [*_with_lists(reading.text, held), *_careers(reading.text, tokens, chains)]


def _with_author(reading: Reading, found: Sequence[Found]) -> Sequence[Found]:
    """Return what was found, with 我 in a report on one's duties as its author."""
    people = [f for f in found if f.kind == "person"]
    if reading.metadata.type != "述职报告" or not people:
        return found
    spoken = (
        replace(people[0], start=match.start(), end=match.end())
        for match in _AUTHOR.finditer(reading.text)
    )
    return [*found, *spoken]


def _careers(
    text: str, tokens: Sequence[Found], chains: "_Chains"
) -> Iterator[Holding]:
    """Yield the posts of lines that begin with a period, for the person above them."""
    starts = [t.start for t in tokens]
    for term in career(text):
        first, last = bisect_left(starts, term.start), bisect_left(starts, term.end)
        run = tokens[first:last]
        above = [t for t in tokens[:first] if t.kind == "person"][-1:]
        if above and run and not any(t.kind == "person" for t in run):
            posts = tuple(
                (_with(post, None, term.begun, term.ended), place)
                for post, place in chains.posts(run)
            )
            yield Holding(above[0], posts)


def _outer(found: Sequence[Found]) -> list[Found]:
    """Return people, posts, organisations and places outside of these, in order.

    An organisation that a post runs into (上梅乡党委书记) ends where the post begins.
    """
    kinds = ("person", "post", "organisation", "place")
    posts = [f for f in found if f.kind == "post"]
    organs = [f for f in found if f.kind == "organisation"]
    inner = {i for f in organs for i in range(f.start, f.end)}
    tokens = [
        f
        for f in found
        if f.kind in kinds and not (f.kind == "place" and f.start in inner)
    ]
    starts = sorted(p.start for p in posts)
    return [
        _cut(t, starts) if t.kind == "organisation" else t
        for t in sorted(tokens, key=by_place)
    ]


def _cut(token: Found, starts: Sequence[int]) -> Found:
    place = bisect_right(starts, token.start)
    inside = starts[place : place + 1]
    return replace(token, end=inside[0]) if inside and inside[0] < token.end else token


class _Chains:
    """Reads runs of organisations and posts beside a person."""

    def __init__(
        self, text: str, tokens: Sequence[Found], places: Sequence[Found]
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._places = places

    def before(self, i: int) -> list[tuple[PostHeld, Found | None]]:
        """Return the posts that stand before the person."""
        first = i
        while first > 0 and self._is_joined(first - 1, first):
            first -= 1
        return self.posts(self._tokens[first:i])

    def beside(self, i: int) -> list[tuple[PostHeld, Found | None]]:
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

    def title(self, i: int) -> list[tuple[PostHeld, Found | None]]:
        """Return the title that stands right behind the name: 林守田书记."""
        if i + 1 >= len(self._tokens):
            return []
        post = self._tokens[i + 1]
        is_title = post.kind == "post" and post.start == self._tokens[i].end
        return self.posts([post]) if is_title else []

    def behind(self, i: int) -> list[tuple[PostHeld, Found | None]]:
        """Return the posts that verbs behind the person give or take."""
        person = self._tokens[i]
        before = self._text[max(0, person.start - 400) : person.start]
        if _SUCCEEDED.search(before[-6:]):
            return []
        freed = _FREED.search(before[-6:]) or _FREED_LIST.search(before)
        earlier = None if freed else _TIME_BEFORE.search(before[-32:])
        posts: list[tuple[PostHeld, Found | None]] = []
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
            posts += [(_with(post, status, *time), place) for post, place in run]
            end, first, verbs = self._tokens[last].end, last + 1, _THEN_TAKES
        return posts

    @staticmethod
    def _taken_status(verb: str) -> str | None:
        is_over = re.match("不再|辞去|卸任|(?:同时)?免去", verb)
        return "原" if is_over else _status(verb)

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

    def posts(self, tokens: Sequence[Found]) -> list[tuple[PostHeld, Found | None]]:
        """Return the posts of a run; organisation and place go on over 、."""
        posts: list[tuple[PostHeld, Found | None]] = []
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
            held = self._post(token, begin, organ, where)
            time = bracketed(self._text, token.end)
            posts.append((_with(held, None, *time) if any(time) else held, where))
            start = None
        return posts

    def _place_before(self, token: Found, begin: int) -> Found | None:
        """Return the last place of the line that a bare 乡长 may head."""
        if begin != token.start or not _HEADS.fullmatch(self._words(token)):
            return None
        line = self._text.rfind("\n", 0, begin) + 1
        level = self._words(token)[-2]
        near = [
            p
            for p in self._places
            if line <= p.start and p.end <= begin and self._text[p.end - 1] == level
        ]
        return near[-1] if near else None

    def _words(self, token: Found) -> str:
        return "".join(self._text[token.start : token.end].split())

    def _place_of(self, token: Found) -> Found | None:
        """Return the last place named within the words."""
        inside = [p for p in self._places if token.start <= p.start < token.end]
        return inside[-1] if inside else None

    def _post(
        self, token: Found, begin: int, organ: Found | None, place: Found | None
    ) -> PostHeld:
        title = self._words(token)
        status = self._status(begin, token)
        if title.endswith("候选人"):
            title, status = title.removesuffix("候选人"), "候选人"
        where = self._text[place.start : place.end] if place else None
        body = re.match(
            "(?:党委|党工委|党组|纪委|人大|政协|办事处|管委会|武装部)", title
        )
        name = self._text[organ.start : organ.end] if organ else where
        if _HEADS.fullmatch(title) and organ is not None:
            part = _place_part(name or "")
            name = where or (part if len(part) > 1 else None)
        elif body and name and _is_general(name):
            is_group = body[0] == "党组" and name.endswith("政府")
            name = (name if is_group else _place_part(name)) + body[0]
        return PostHeld(title, name, where, status, evidence=Span(begin, token.end))

    def _status(self, begin: int, token: Found) -> str | None:
        if self._text.startswith("(主持工作)", token.end):
            return "主持工作"
        for place in (begin, token.start):
            match = _STATUS_BEFORE.search(self._text[max(0, place - 5) : place])
            if match:
                return _status(match[0])
        return None


def _status(word: str) -> str | None:
    return None if word in _PRESENT else _MEANS.get(word, word)


def _place_part(name: str) -> str:
    """Return what stands before the organ's own kind: 上梅乡 of 上梅乡党委."""
    match = re.match(f".*街道|.*[{_LEVELS}]", name)
    return match[0] if match else name


def _is_general(name: str) -> bool:
    """Tell if a name is a place, or its party committee or government."""
    organ = name.removeprefix(_place_part(name))
    return organ in ("", "委", "党委", "党工委", "工委", "政府", "人民政府")


def _with(
    post: PostHeld,
    status: str | None,
    begun: PartialDate | None,
    ended: PartialDate | None,
) -> PostHeld:
    return replace(
        post,
        status=status or post.status,
        from_date=begun or post.from_date,
        to_date=ended or post.to_date,
    )


def _shared(
    held: Sequence[Holding], chains: _Chains, i: int
) -> Sequence[tuple[PostHeld, Found | None]]:
    """Return the posts of the person before, if 、 joins the two and it has some."""
    if not held or not held[-1].posts:
        return ()
    last, person = held[-1].person, chains._tokens[i]
    evidence = held[-1].posts[-1][0].evidence
    is_list = _LIST.fullmatch(chains._text, last.end, max(last.end, person.start))
    is_after = evidence is not None and evidence.end <= last.start
    return held[-1].posts if is_list and is_after else ()


def _with_lists(text: str, held: Sequence[Holding]) -> list[Holding]:
    """Give 任命王强、李红为副县长 to both."""
    given: list[Holding] = []
    for holding in reversed(held):
        if given and not holding.posts and given[-1].posts:
            following = given[-1]
            joined = _LIST.fullmatch(text, holding.person.end, following.person.start)
            evidence = following.posts[0][0].evidence
            if joined and evidence and evidence.start >= following.person.end:
                holding = replace(holding, posts=following.posts)
        given.append(holding)
    return given[::-1]


def by_name(held: Sequence[Holding]) -> Mapping[str, list[Holding]]:
    """Group mentions by the person's name, in order of the first mention."""
    groups: dict[str, list[Holding]] = {}
    for holding in held:
        groups.setdefault(holding.person.name or "", []).append(holding)
    return groups


def distinct(
    posts: Iterator[tuple[PostHeld, Found | None]],
) -> list[tuple[PostHeld, Found | None]]:
    """Return each post once, by title, organisation and status, with its time."""
    kept: dict[object, tuple[PostHeld, Found | None]] = {}
    for post, place in posts:
        key = (post.title, post.organisation, post.status)
        known = kept.setdefault(key, (post, place))[0]
        if post.from_date and not known.from_date:
            kept[key] = post, place
    return list(kept.values())
