"""Which documents and which queries are search engines compared on?

Documents are made of the paragraphs of real texts, so that any number of them can be
had from one folder; people, places and types are drawn from fixed lists. The same
folder and number always give the same documents and queries.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["rare", "common", "or", "and", "literal", "filtered", "newest"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MEAN_PARAGRAPHS = 15
MOST_PARAGRAPHS = 40
SHORTEST, LONGEST = 20, 1200
_TYPES = ("通知", "办法", "批复", "意见", "决定", "通报", "报告", "函", "公告", "条例")
_PLACES = [f"示例{name}" for name in map("".join, product("甲乙丙丁戊", "县市区乡"))]
_PEOPLE = [
    "".join(name)
    for name in product(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳静丽强", "军洋勇艳杰娟涛明"
    )
]
_FIRST = date(1998, 1, 1)
_HAN = re.compile("[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Row:
    """A document with its values; ``issued_on`` is a whole ISO date."""

    name: str
    title: str
    text: str
    type: str
    issued_on: str
    places: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Words to ask for, by the rule of its kind; ``place`` narrows ``filtered``."""

    kind: Kind
    words: tuple[str, ...]
    place: str | None = None


def documents(folder: Path, count: int) -> list[Row]:
    """Return ``count`` documents of the paragraphs of the folder's text files."""
    paragraphs = _paragraphs(folder)
    rng = random.Random(20261124)
    return [_document(rng, paragraphs, number) for number in range(count)]


def fingerprint(rows: Iterable[Row]) -> str:
    """Return a short hash of all texts."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row.text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def questions(
    words: Sequence[Sequence[str]],
    texts: Sequence[str],
    *,
    documents: int,
    each: int,
) -> Mapping[Kind, list[Question]]:
    """Return questions of every kind from some of the documents and their words.

    Rare words stand in up to 0.2 % of these, common ones in 10 to 45 %; a literal is
    two neighbouring words. None is asked twice.
    """
    held = Counter(word for of_one in words for word in set(of_one))
    known = {word: n / len(words) for word, n in held.items() if _HAN.fullmatch(word)}
    rng = random.Random(99)
    rare = _between(rng, known, 0, max(0.002, 20 / documents), shortest=3)
    middle = _between(rng, known, 0.01, 0.10)
    common = _between(rng, known, 0.10, 0.45)
    pairs = _pairs(words, texts, known)
    rng.shuffle(pairs)
    mixed = [(*rng.sample(middle, 2), rng.choice(common)) for _ in range(2 * each)]
    frequent = [(*rng.sample(common, 2), rng.choice(middle)) for _ in range(each)]
    chosen: dict[Kind, list[tuple[str, ...]]] = {
        "rare": [(word,) for word in rare],
        "common": [(word,) for word in common],
        "or": mixed[:each],
        "and": frequent,
        "literal": list(pairs),
        "filtered": mixed[each:],
        "newest": [(word,) for word in reversed(common)],
    }
    return {
        kind: [
            Question(kind, of_one, rng.choice(_PLACES) if kind == "filtered" else None)
            for of_one in asked[:each]
        ]
        for kind, asked in chosen.items()
    }


def _between(
    rng: random.Random,
    known: Mapping[str, float],
    low: float,
    high: float,
    *,
    shortest: int = 2,
) -> list[str]:
    within = (word for word, share in known.items() if low <= share <= high)
    found = sorted(word for word in within if len(word) >= shortest)
    rng.shuffle(found)
    return found


def _pairs(
    words: Sequence[Sequence[str]], texts: Sequence[str], known: Mapping[str, float]
) -> list[tuple[str, str]]:
    """Return neighbouring words of which neither is rare, in order."""
    found = {
        pair
        for of_one, text in zip(words, texts, strict=True)
        for pair in pairwise(of_one)
        # A word and one inside it are neighbours in no text.
        if "".join(pair) in text
        if all(known.get(word, 0) > 0.005 for word in pair)
    }
    return sorted(found)


def _paragraphs(folder: Path) -> list[str]:
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".md"))
    lines = (
        line.strip()
        for path in files
        for line in path.read_text("utf-8", "replace").split("\n")
    )
    return [line for line in lines if SHORTEST <= len(line) <= LONGEST]


def _document(rng: random.Random, paragraphs: Sequence[str], number: int) -> Row:
    length = min(MOST_PARAGRAPHS, 4 + int(rng.expovariate(1 / (MEAN_PARAGRAPHS - 4))))
    body = [rng.choice(paragraphs) for _ in range(length)]
    places = tuple(rng.sample(_PLACES, rng.randint(1, 3)))
    people = tuple(rng.sample(_PEOPLE, rng.randint(1, 6)))
    kind = rng.choice(_TYPES)
    title = f"{places[0]}人民政府关于第{number}号事项的{kind}"
    last = f"{places[0]}负责人：{'、'.join(people)}。地点：{'、'.join(places)}。"
    return Row(
        name=f"doc{number:06d}",
        title=title,
        text="\n".join([title, *body, last]),
        type=kind,
        issued_on=(_FIRST + timedelta(rng.randrange(10_000))).isoformat(),
        places=places,
        people=people,
    )
