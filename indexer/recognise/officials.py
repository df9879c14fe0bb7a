"""Which posts does a text give to which people?"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.recognise.base import Found, Reading, by_place
from indexer.recognise.held_posts import Held, with_time
from indexer.recognise.implied_organs import ImpliedOrgans
from indexer.recognise.post_chains import PostChains
from indexer.recognise.tenures import career

_LIST = re.compile("\\s*(?:、|和|及|以及)\\s*")
_AUTHOR = re.compile(
    "(?:我|本人)(?=[^,。;\n]{0,24}?(?:任职|任|担任|履行)(?!务|何|性|意|由|劳|命|期))"
)


@dataclass(frozen=True, slots=True)
class Holding:
    """A person mention and the posts that the words around give it.

    ``place`` of a post is the place mention that says where, if one does.
    """

    person: Found
    posts: tuple[Held, ...]


def holdings(reading: Reading, found: Sequence[Found]) -> list[Holding]:
    """Return every person mention with its posts, in order."""
    tokens = _outer(_with_author(reading, found))
    places = [f for f in found if f.kind == "place"]
    chains = PostChains(reading.text, tokens, places)
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
            held.append(Holding(token, (*posts, *chains.once(i))))
    held = _with_organs(reading.text, found, _with_lists(reading.text, held))
    return [*held, *_careers(reading.text, tokens, chains)]


def _with_organs(
    text: str, found: Sequence[Found], held: Sequence[Holding]
) -> list[Holding]:
    """Give posts without an organisation the one that the words before imply."""
    implied = ImpliedOrgans(text, found, (post for h in held for post in h.posts))
    return [replace(h, posts=tuple(map(implied.of, h.posts))) for h in held]


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
    text: str, tokens: Sequence[Found], chains: PostChains
) -> Iterator[Holding]:
    """Yield the posts of lines that begin with a period, for the person above them."""
    starts = [t.start for t in tokens]
    for term in career(text):
        first, last = bisect_left(starts, term.start), bisect_left(starts, term.end)
        run = tokens[first:last]
        above = [t for t in tokens[:first] if t.kind == "person"][-1:]
        if above and run and not any(t.kind == "person" for t in run):
            posts = tuple(
                (with_time(post, None, term.begun, term.ended), place)
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


def _shared(held: Sequence[Holding], chains: PostChains, i: int) -> Sequence[Held]:
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
    posts: Iterator[Held],
) -> list[Held]:
    """Return each post once, by title, organisation and status, with its time."""
    kept: dict[object, Held] = {}
    for post, place in posts:
        key = (post.title, post.organisation, post.status)
        known = kept.setdefault(key, (post, place))[0]
        if post.from_date and not known.from_date:
            kept[key] = post, place
    return list(kept.values())
