"""Does a document hand over a post, who to whom, and which matters?"""

import re
from collections.abc import Sequence

from archive.model import Handover, Span
from indexer.recognise.base import Found, Reading
from indexer.recognise.handover_items import items
from indexer.recognise.officials import Holding
from indexer.recognise.tables import ROLES, role_cells

_LABELS = {
    role: re.compile(
        f"(?:{pattern})"
        "(?P<colon>[::|\\t]|[ \u3000](?=\\S)|(?=[\u4e00-\u9fff]))[ \t\u3000]*"
    )
    for role, pattern in ROLES.items()
}
_ANY_LABEL = re.compile("|".join(f"(?:{p})\\s*[::]" for p in ROLES.values()))
_SUPERVISES = re.compile("(?:同志)?(?:负责|现场|进行)?监交")
_HANDS_OVER = re.compile("(?:同志)?(?:向|与|同|和)[^,。;]{2,24}?(?:移交|交接|办理)")
_TO_WHOM = re.compile("(?:移交给|交给|交由|向)[^,。;]{0,16}$|移交$")
_VALUE = re.compile("[^\n;。\0]{0,40}")
_TITLE = re.compile(
    "交接(?:书|清单|表|单|册|登记|报告|事项)|离任交接|移交(?:书|清单|表|单|册)|交业继责"
)


_BOOKS = frozenset(("交接书", "交接清单"))
"""Types that hand over; any other speaks of it, unless two signed."""


def handover(
    reading: Reading, found: Sequence[Found], held: Sequence[Holding]
) -> Handover | None:
    """Return the handover of the document, None if it is none."""
    people = [f for f in found if f.kind == "person"]
    roles = {role: _person(reading.text, role, people) for role in ROLES}
    signed = sum(person is not None for person in roles.values())
    matters = items(reading, found)
    is_titled = bool(_TITLE.search(_heading(reading)))
    if not (is_titled or signed >= 2 or matters) or not (signed or matters):
        return None
    if reading.metadata.type not in (None, *_BOOKS) and signed < 2:
        return None
    post, place = _post(reading, found, held, roles["outgoing"])
    evidence = {
        role: Span(*reading.normal.span(person.start, person.end))
        for role, person in roles.items()
        if person is not None
    }
    names = {role: person.name if person else None for role, person in roles.items()}
    return Handover(
        post=post,
        place=place,
        date=reading.metadata.issued_on,
        outgoing=names["outgoing"],
        incoming=names["incoming"],
        supervisor=names["supervisor"],
        items=tuple(matters),
        evidence=evidence,
    )


def _heading(reading: Reading) -> str:
    title = reading.metadata.title or ""
    return title + "\n" + "\n".join(reading.text.strip().split("\n")[:3])[:120]


def _person(text: str, role: str, people: Sequence[Found]) -> Found | None:
    """Return the person behind the role's label, in a line or in a table's column."""
    below = _in_column(text, role, people)
    if below is not None:
        return below
    for label in _LABELS[role].finditer(text):
        if not label["colon"] and label[0].strip().endswith("交"):
            continue
        line = _VALUE.match(text, label.end())
        assert line is not None
        following = _ANY_LABEL.search(line[0])
        end = label.end() + (following.start() if following else len(line[0]))
        reach = end if label["colon"] in (":", "|", "\t") else label.end() + 1
        for person in people:
            if label.end() <= person.start < reach and person.end <= end:
                return person
    return _in_prose(text, role, people)


def _in_column(text: str, role: str, people: Sequence[Found]) -> Found | None:
    """Return the person below a heading cell 移交人 of a table of text lines."""
    for cell in role_cells(text):
        inside = [p for p in people if cell.start <= p.start and p.end <= cell.end]
        if cell.role == role and inside:
            return inside[0]
    return None


def _in_prose(text: str, role: str, people: Sequence[Found]) -> Found | None:
    """Return the person that a sentence gives the role."""
    for person in people:
        before = text[max(0, person.start - 24) : person.start]
        after = text[person.end : person.end + 40]
        if role == "supervisor" and _SUPERVISES.match(after):
            return person
        if role == "outgoing" and _HANDS_OVER.match(after):
            return person
        if (
            role == "incoming"
            and _TO_WHOM.search(before)
            and "交" in before + after[:12]
        ):
            return person
    return None


def _post(
    reading: Reading,
    found: Sequence[Found],
    held: Sequence[Holding],
    outgoing: Found | None,
) -> tuple[str | None, str | None]:
    """Return post and place: of the title, else those of the outgoing official."""
    head = _title_span(reading)
    inside = [f for f in found if head[0] <= f.start < head[1]]
    titles = [f for f in inside if f.kind == "post"]
    places = [f for f in inside if f.kind == "place"]
    text = reading.text
    place = text[places[-1].start : places[-1].end] if places else None
    if titles:
        return text[titles[0].start : titles[0].end], place
    names = {outgoing.name} if outgoing else set()
    posts = [p for h in held if h.person.name in names for p, _ in h.posts]
    if posts:
        return posts[0].title, posts[0].place or place
    return None, place


def _title_span(reading: Reading) -> tuple[int, int]:
    """Return where the title, or else the first lines, stand in the text."""
    evidence = reading.metadata.evidence.get("title")
    if evidence is not None:
        return reading.normal.place(evidence.start), reading.normal.place(evidence.end)
    match = _TITLE.search(reading.text[:400])
    if match is None:
        return 0, 0
    start = reading.text.rfind("\n", 0, match.start()) + 1
    end = reading.text.find("\n", match.end())
    return start, end if end >= 0 else len(reading.text)
