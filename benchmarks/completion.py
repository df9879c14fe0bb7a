"""How long does a suggestion take, and what does the index of names cost?

    python -m benchmarks.completion [--documents 10000] [--names 20000] [--json]

Makes an archive of invented documents in a temporary folder, its places and surnames
from the shipped lists, and asks it for every kind of beginning: characters, other
names, pinyin whole and by initials, from one letter to a whole name, as a reader of
everything and as one of half of it; then while the archive changes.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    EntityKind,
    Extraction,
    Given,
    Metadata,
    Source,
    Visible,
)
from archive.settings import StoreSettings
from archive.store import Arrival, Store, open_store
from archive.versions import Extracted
from benchmarks.machine import machine, spread
from indexer.completion import Completer
from indexer.fold import fold_query
from indexer.gazetteer import Gazetteer
from indexer.pinyin import spellings

SEED = 20260301
BATCH = 500
COLLECTIONS = ("甲", "乙")
GIVEN = "伟芳敏静强磊军洋勇艳杰娟涛明超霞平刚桂英华建国志文林德海山春雪梅兰守田行长乐重"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗曾单解仇盖查"
ORGANS = (
    "人民政府",
    "财政局",
    "教育局",
    "发展和改革局",
    "党委",
    "农业农村局",
    "审计局",
)
POSTS = ("县委书记", "县长", "局长", "乡长", "镇党委书记", "副主任", "主任科员")
TITLES = (
    "关于印发{place}{year}年乡村振兴工作要点的通知",
    "{place}{year}年政府工作报告",
    "关于{place}污水处理站建设有关问题的批复",
    "{place}党委书记离任交接书",
)


def entities(count: int) -> list[Entity]:
    """Return so many invented entities, every kind among them."""
    draw = random.Random(SEED)
    places = sorted(name for name in Gazetteer().full_names if len(name) > 2)
    draw.shuffle(places)
    made: dict[tuple[str, str, str], Entity] = {}
    while len(made) < count:
        place = draw.choice(places)
        kind, name, others, detail = _drawn(draw, place)
        entity_id = EntityId(f"{kind[:2]}-{len(made):06}")
        made.setdefault(
            (kind, name, detail), Entity(entity_id, kind, name, others, (), detail)
        )
    return list(made.values())


def _drawn(
    draw: random.Random, place: str
) -> tuple[EntityKind, str, tuple[str, ...], str]:
    chance = draw.random()
    if chance < 0.5:
        given = "".join(draw.sample(GIVEN, draw.choice((1, 2))))
        return "official", draw.choice(SURNAMES) + given, (), place
    if chance < 0.7:
        return "place", place, (place[:-1],), "示例省"
    if chance < 0.98:
        organ = draw.choice(ORGANS)
        return "organisation", place + organ, (f"县{organ}",), place
    return "post", place[:-1] + draw.choice(POSTS), (), ""


def fill(store: Store, *, documents: int, names: int) -> None:
    """Put the invented documents into a store."""
    draw = random.Random(SEED + 1)
    known = entities(names)
    order = [*known, *(draw.choice(known) for _ in range(documents * 12))]
    for first in range(0, documents, BATCH):
        ordinals = range(first, min(first + BATCH, documents))
        _fill(store, ordinals, [order[i::documents] for i in ordinals], draw)


def _fill(
    store: Store,
    ordinals: range,
    named: Sequence[Sequence[Entity]],
    draw: random.Random,
) -> None:
    texts = [f"示例文件{ordinal}" for ordinal in ordinals]
    blobs = store.blobs.keep_many([t.encode() for t in texts], limit_bytes=None)
    source = Source("示例.txt", "示例.txt", datetime.now(UTC), "benchmark")
    arrivals = [
        Arrival(blob, source, Given(), COLLECTIONS[ordinal % 2])
        for ordinal, blob in zip(ordinals, blobs, strict=True)
    ]
    ids = [
        said.document_id for said in store.acknowledge_many(arrivals, claim_jobs=True)
    ]
    store.record_extractions(
        [
            Extracted(
                document_id,
                Extraction("text", "1", "text/plain", text),
                _metadata(ordinal, entities_named, draw),
            )
            for document_id, ordinal, text, entities_named in zip(
                ids, ordinals, texts, named, strict=True
            )
        ]
    )
    store.save_analyses(
        [
            (document_id, Analysis("benchmark", "1", entities=tuple(some)))
            for document_id, some in zip(ids, named, strict=True)
        ]
    )


def _metadata(ordinal: int, named: Sequence[Entity], draw: random.Random) -> Metadata:
    place = next((e.name for e in named if e.kind == "place"), "示例县")
    year = 2000 + ordinal % 26
    title = draw.choice(TITLES).format(place=place, year=year)
    return Metadata(title=title, number=f"示政发〔{year}〕{ordinal}号")


def beginnings(known: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    """Yield kinds of typing with what is typed."""
    draw = random.Random(SEED + 2)
    for entity in draw.sample(known, 300):
        name = entity.name
        yield "characters, one", name[0]
        yield "characters, two", name[:2]
        yield "characters, whole", name
        yield "characters inside", name[-2:]
        yield "found nowhere", name[:1] + "龘"
        spelt = spellings(fold_query(name), longest=10, most=4)
        if spelt:
            one = draw.choice(spelt)
            yield "pinyin, one letter", one.letters[0]
            yield "pinyin, three letters", one.letters[:3]
            yield "pinyin, whole", one.letters
            yield "initials", one.initials
            yield "pinyin inside", spelt[0].letters[-6:]
            yield "pinyin found nowhere", one.letters + "qx"
    for ordinal in draw.sample(range(10_000), 100):
        yield "number", f"示政发〔{2000 + ordinal % 26}〕{ordinal}"
        yield "two words", f"交接 {draw.choice(known).name[:2]}"


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def measure(folder: Path, *, documents: int, names: int) -> dict[str, object]:
    """Return every figure of one archive."""
    store = open_store(folder, StoreSettings(), name_key=fold_query)
    fill(store, documents=documents, names=names)
    known = entities(names)
    completer = Completer(store, store.position)
    before = _megabytes()
    figures: dict[str, object] = {
        "documents": documents,
        "names": names,
        "made_milliseconds": round(milliseconds(completer.refresh)),
        "peak_megabytes_of_making": round(_megabytes() - before),
    }
    half: Visible = frozenset(COLLECTIONS[:1])
    figures["counted_milliseconds"] = round(
        milliseconds(lambda: completer.complete("上", limit=1, visible=half))
    )
    figures["all"] = _timed(completer, known, None)
    figures["half"] = _timed(completer, known, half)
    _change(store)
    figures["changed"] = _timed(completer, known, half)
    completer.close()
    store.close()
    return figures


def _timed(
    completer: Completer, known: Sequence[Entity], visible: Visible
) -> dict[str, dict[str, float]]:
    took: dict[str, list[float]] = {}
    for kind, typed in beginnings(known):
        asked = milliseconds(
            lambda typed=typed: completer.complete(typed, limit=10, visible=visible)
        )
        took.setdefault(kind, []).append(asked)
    return {kind: spread(values) for kind, values in took.items()}


def _change(store: Store) -> None:
    newest = store.documents(visible=None, limit=1)[0]
    store.correct(DocumentId(newest.id), {"title": "示例新题"}, actor="benchmark")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--names", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(
            Path(folder), documents=options.documents, names=options.names
        )
    figures["machine"] = machine()
    if options.json:
        json.dump(figures, sys.stdout, ensure_ascii=False)
        print()
        return 0
    for name, value in figures.items():
        if not isinstance(value, dict) or name == "machine":
            print(f"{name}: {value}")
            continue
        print(f"{name}, milliseconds{'':<14}{'median':>8}{'p95':>8}{'max':>8}")
        for kind, row in value.items():
            print(f"  {kind:<28}{row['median']:>8}{row['p95']:>8}{row['max']:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
