"""Can another system read what is exported, without software of ours?"""

import csv
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import bagit
import pytest

from archive.export import COLUMNS, export_bag, safe_name
from archive.store import Store
from tests.archive import store_samples as samples


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(samples.opened(tmp_path / "data")) as opened:
        yield opened


def said(code: str, details: object) -> str:
    return code


def rows(bag: Path) -> list[dict[str, str]]:
    with (bag / "data/metadata.csv").open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def test_originals_texts_fields_and_events_are_there(
    store: Store, tmp_path: Path
) -> None:
    document_id = samples.readable(store, samples.TEXT)
    refused = samples.acknowledged(store, "读不了的文件")
    bag = tmp_path / "bag"

    made = export_bag(store, bag, said, collections=None)

    assert bagit.Bag(str(bag)).validate()
    assert (made.documents, made.lost) == (2, ())
    folder = bag / "data/documents" / document_id
    assert (folder / "v1/通知.txt").read_text("utf-8") == samples.TEXT
    text = store.extraction(document_id, visible=None).text
    assert (folder / "text.txt").read_text("utf-8") == text
    fields = json.loads((folder / "metadata.json").read_text("utf-8"))
    assert fields["document_id"] == document_id
    assert [row["document_id"] for row in rows(bag)] == [
        document_id,
        refused.document_id,
    ]
    assert tuple(rows(bag)[0]) == COLUMNS
    events = (bag / "data/events.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["digest"] for line in events] == [
        event.digest for event in store.events()[:-1]
    ]
    assert store.events()[-1].kind == "export"


def test_only_the_collections_asked_for_leave(store: Store, tmp_path: Path) -> None:
    samples.readable(store, collection="全宗一")
    mine = samples.readable(store, collection="全宗二")

    export_bag(store, tmp_path / "bag", said, collections=["全宗二"])

    assert [row["document_id"] for row in rows(tmp_path / "bag")] == [mine]
    assert [path.name for path in (tmp_path / "bag/data/documents").iterdir()] == [mine]
    assert not (tmp_path / "bag/data/events.jsonl").exists()


def test_a_document_whose_original_is_gone_is_named(
    store: Store, tmp_path: Path
) -> None:
    document_id = samples.readable(store)
    (_, blob), *_ = store.originals()
    Path(store.blobs.path(blob.sha256)).unlink()

    made = export_bag(store, tmp_path / "bag", said, collections=None)

    assert made.lost == (document_id,)
    assert (tmp_path / "bag/data/documents" / document_id / "text.txt").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("通知.txt", "通知.txt"),
        ("甲/乙\\丙:丁.pdf", "甲_乙_丙_丁.pdf"),
        ("百分%0A号\n.txt", "百分_0A号_.txt"),
        ("..", "original"),
        ("\udcff.txt", "_.txt"),
        ("长" * 100 + ".docx", "长" * 65 + ".docx"),
        ("长" * 100, "长" * 66),
    ],
)
def test_a_name_fits_every_file_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe
