"""Does a document hand over a post, who to whom, and which matters?"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from archive.model import Handover, Span
from indexer.recognise.base import Found, Reading
from indexer.recognise.handover_items import items
from indexer.recognise.officials import Holding

_SIGNED = (
    "(?:人|方|同志|干部|单位)?\\s*(?:\\(\\s*签\\s*[字名章]*\\s*\\))?(?:签[字名章])?\\s*"
)
_ROLES: Mapping[str, str] = {
    "outgoing": f"(?:移\\s*交|交\\s*出|交\\s*班){_SIGNED}|离任(?:者|人|干部){_SIGNED}",
    "incoming": f"(?:接\\s*[收交班任]|[继新]任者){_SIGNED}",
    "supervisor": f"(?:监\\s*交|见\\s*证|监督){_SIGNED}",
}
_LABELS = {
    role: re.compile(f"(?:{pattern})(?P<colon>[::]|\\s(?=\\S)|(?=[\u4e00-\u9fff]))\\s*")
    for role, pattern in _ROLES.items()
}
_ANY_LABEL = re.compile("|".join(f"(?:{p})\\s*[::]" for p in _ROLES.values()))
_SUPERVISES = re.compile("(?:同志)?(?:负责|现场|进行)?监交")
_HANDS_OVER = re.compile("(?:同志)?(?:向|与|同|和)[^,。;]{2,24}?(?:移交|交接|办理)")
_TO_WHOM = re.compile("(?:移交给|交给|交由|向)[^,。;]{0,16}$")
_VALUE = re.compile("[^\n;。\0]{0,40}")
_TITLE = re.compile(
    "交接(?:书|清单|表|单|册|登记|报告|事项)|离任交接|移交(?:书|清单|表|单|册)|交业继责"
)


def handover(
    reading: Reading, found: Sequence[Found], held: Sequence[Holding]
) -> Handover | None:
    """Return the handover of the document, None if it is none."""
    people = [f for f in found if f.kind == "person"]
    roles = {role: _person(reading.text, role, people) for role in _ROLES}
    signed = sum(person is not None for person in roles.values())
    matters = items(reading, found)
    is_titled = bool(_TITLE.search(_heading(reading)))
    if not (is_titled or signed >= 2 or matters) or not (signed or matters):
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
    for label in _LABELS[role].finditer(text):
        line = _VALUE.match(text, label.end())
        assert line is not None
        following = _ANY_LABEL.search(line[0])
        end = label.end() + (following.start() if following else len(line[0]))
        reach = end if label["colon"] in (":", "：") else label.end() + 1
        for person in people:
            if label.end() <= person.start < reach and person.end <= end:
                return person
    return _in_column(text, role, people) or _in_prose(text, role, people)


def _in_column(text: str, role: str, people: Sequence[Found]) -> Found | None:
    """Return the person below a heading cell 移交人 of a table of text lines."""
    lines = list(re.finditer("[^\n]*\\S[^\n]*", text))
    for head, row in pairwise(lines):
        cells = _cells(head)
        values = _cells(row)
        if len(cells) < 2 or len(values) < len(cells):
            continue
        for cell, (start, end) in zip(cells, values, strict=False):
            if re.fullmatch(_ROLES[role], text[slice(*cell)]):
                inside = [p for p in people if start <= p.start and p.end <= end]
                return inside[0] if inside else None
    return None


def _cells(line: re.Match[str]) -> list[tuple[int, int]]:
    """Return the spans of a line's cells, parted by tabs, bars or wide gaps."""
    return [
        (line.start() + cell.start(), line.start() + cell.end())
        for cell in re.finditer("[^\t|\\s]+(?:[ \u3000][^\t|\\s]+)*", line[0])
    ]


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
    if evidence is not None and reading.normal.places is None:
        return evidence.start, evidence.end
    match = _TITLE.search(reading.text[:400])
    if match is None:
        return 0, 0
    start = reading.text.rfind("\n", 0, match.start()) + 1
    end = reading.text.find("\n", match.end())
    return start, end if end >= 0 else len(reading.text)
