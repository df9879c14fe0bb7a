"""Does verifying find what is wrong, and say what it does not check?"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.model import Sha256
from archive.store import Store
from archive.verify import NOT_CHECKED, Finding, verification_json, verify
from tests.archive import store_samples as samples


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(samples.opened(tmp_path)) as opened:
        yield opened


def tampered(tmp_path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database:
        database.execute(statement, values)
        database.commit()


def flip_a_byte(store: Store, sha256: Sha256) -> None:
    file = Path(store.blobs.path(sha256))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(content)


def test_an_archive_in_order_has_no_findings(store: Store) -> None:
    samples.readable(store)
    samples.readable(store, collection="全宗二")
    seen: list[int] = []

    result = verify(store, actor="示例员", progress=seen.append)

    assert (result.documents, result.checked, result.findings) == (2, 2, ())
    assert seen == [1, 2]
    assert (store.events()[-1].kind, store.events()[-1].outcome) == (
        "fixity check",
        "success",
    )


def test_a_flipped_byte_is_found_and_logged(store: Store) -> None:
    samples.readable(store, "未动的文")
    said = samples.acknowledged(store)
    flip_a_byte(store, said.sha256)

    result = verify(store, actor="示例员")

    facts = {"sha256": said.sha256}
    finding = Finding("integrity", "original_altered", said.document_id, facts)
    assert result.findings == (finding,)
    event = store.events()[-1]
    assert (event.kind, event.outcome) == ("fixity check", "failure")
    assert event.document_id == said.document_id
    assert store.broken_event() is None


def test_a_missing_original_is_found(store: Store) -> None:
    said = samples.acknowledged(store)
    Path(store.blobs.path(said.sha256)).unlink()

    (finding,) = verify(store, actor="示例员").findings

    assert (finding.property, finding.code) == ("integrity", "original_missing")


def test_an_original_that_cannot_be_read_is_found(store: Store) -> None:
    said = samples.acknowledged(store)
    file = Path(store.blobs.path(said.sha256))
    file.unlink()
    file.mkdir()

    (finding,) = verify(store, actor="示例员").findings

    assert (finding.property, finding.code) == ("usability", "original_unreadable")


@pytest.mark.parametrize(
    "text", [b"p" + "改".encode(), b"z" + zlib.compress(b"x" * 900), b"zbroken", b""]
)
def test_an_altered_text_is_found(store: Store, tmp_path: Path, text: bytes) -> None:
    document_id = samples.readable(store)
    samples.readable(store, "未动的文")
    tampered(tmp_path, "UPDATE extractions SET text = ? WHERE key = 1", text)

    result = verify(store, actor="示例员")

    assert result.findings == (Finding("integrity", "text_altered", document_id),)


def test_a_broken_event_chain_is_found(store: Store, tmp_path: Path) -> None:
    samples.readable(store)
    tampered(tmp_path, "UPDATE events SET kind = 'deletion' WHERE ordinal = 1")

    (finding,) = verify(store, actor="示例员").findings

    assert (finding.property, finding.code) == ("authenticity", "event_chain_broken")
    assert finding.details == {"event": 1}


def test_the_shape_of_a_verification(store: Store) -> None:
    said = samples.acknowledged(store)
    flip_a_byte(store, said.sha256)

    shape = verification_json(
        verify(store, actor="示例员"), lambda code, details: f"<{code}>"
    )

    assert (shape["documents"], shape["checked"]) == (1, 1)
    assert shape["findings"] == [
        {
            "property": "integrity",
            "outcome": "fail",
            "document_id": said.document_id,
            "what": "<original_altered>",
            "code": "original_altered",
        }
    ]
    assert shape["not_checked"] == [f"<{code}>" for code in NOT_CHECKED]
