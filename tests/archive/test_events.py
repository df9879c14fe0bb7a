"""Does every change of the past show in the chain of events?"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import ClassifiedDocument
from archive.events import ChainEnd, Entry, chained, digest, first_broken
from archive.model import DocumentId, Event
from tests.archive import store_samples as samples


def chain(length: int) -> list[Event]:
    events: list[Event] = []
    end = ChainEnd()
    for number in range(length):
        entry = Entry("ingestion", "示例员", DocumentId(f"d{number}"), details={"n": 1})
        events.append(chained(entry, end, datetime(2026, 1, 1, tzinfo=UTC)))
        end = ChainEnd(events[-1].ordinal, events[-1].digest)
    return events


def end_of(events: list[Event]) -> ChainEnd:
    return ChainEnd(events[-1].ordinal, events[-1].digest)


def test_an_untouched_chain_holds() -> None:
    events = chain(5)

    assert first_broken(events, end_of(events)) is None
    assert first_broken([], ChainEnd()) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda e: replace(e, actor="别人"),
        lambda e: replace(e, kind="validation"),
        lambda e: replace(e, outcome="failure"),
        lambda e: replace(e, document_id=None),
        lambda e: replace(e, details={"n": 2}),
        lambda e: replace(e, happened_at=e.happened_at + timedelta(microseconds=1)),
        lambda e: replace(e, ordinal=9),
    ],
)
def test_any_changed_field_breaks_the_chain_there(
    change: Callable[[Event], Event],
) -> None:
    events = chain(5)
    end = end_of(events)

    events[2] = change(events[2])

    assert first_broken(events, end) == 3


def test_a_changed_event_with_its_own_digest_mended_breaks_the_next() -> None:
    events = chain(5)
    forged = replace(events[2], actor="别人")
    events[2] = replace(forged, digest=digest(forged, events[1].digest))

    assert first_broken(events, end_of(events)) == 4


def test_a_missing_event_breaks_the_chain() -> None:
    events = chain(5)
    end = end_of(events)

    assert first_broken(events[:1] + events[2:], end) == 2
    assert first_broken(events[:3], end) == 4


def test_a_store_logs_what_happens_to_a_document(tmp_path: Path) -> None:
    with closing(samples.opened(tmp_path)) as store:
        document_id = samples.readable(store)
        store.correct(document_id, {"title": "新题"}, actor="档案员")
        store.record_refusal(document_id, ClassifiedDocument(classification="机密"))
        store.remove(document_id, actor="档案员")
        store.log("sign-in", actor="示例员", outcome="failure")

        events = store.events()
        assert [(e.kind, e.actor, e.outcome) for e in events] == [
            ("ingestion", "示例员", "success"),
            ("format identification", "archive", "success"),
            ("metadata modification", "档案员", "success"),
            ("refusal", "archive", "failure"),
            ("deaccession", "档案员", "success"),
            ("sign-in", "示例员", "failure"),
        ]
        assert events[3].details == {"code": "classified", "classification": "机密"}
        assert {e.document_id for e in events[:5]} == {document_id}
        assert store.events(after=4, limit=1) == events[4:5]
        assert store.broken_event() is None


def test_details_of_any_type_are_logged_as_they_will_be_read(tmp_path: Path) -> None:
    with closing(samples.opened(tmp_path)) as store:
        store.log("validation", actor="a", details={"path": Path("/x"), "pair": (1, 2)})

        assert store.events()[0].details == {"path": "/x", "pair": [1, 2]}
        assert store.broken_event() is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE events SET outcome = 'success' WHERE ordinal = 2", 2),
        ("DELETE FROM events WHERE ordinal = 1", 1),
        ("DELETE FROM events WHERE ordinal = 3", 3),
    ],
)
def test_a_store_finds_what_was_changed_behind_its_back(
    tmp_path: Path, statement: str, broken: int
) -> None:
    with closing(samples.opened(tmp_path)) as store:
        for number in range(3):
            store.log("sign-in", actor=f"用户{number}", outcome="failure")
        with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database:
            database.execute(statement)
            database.commit()

        assert store.broken_event() == broken
