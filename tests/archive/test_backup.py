"""Does a backup bring everything back, and say what is not whole?"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import bagit
import pytest

from archive.backup import backup, restore
from archive.errors import ArchiveTooNew, BagDamaged, FolderNotEmpty, NotABackup
from archive.model import DocumentId
from archive.store import Store
from archive.verify import verify
from tests.archive import store_samples as samples


def opener(folder: Path) -> Callable[[], Store]:
    return lambda: samples.opened(folder)


def kept(store: Store) -> dict[DocumentId, tuple[str, bytes]]:
    return {
        document_id: (
            store.extraction(document_id, visible=None).text,
            Path(store.blobs.path(blob.sha256)).read_bytes(),
        )
        for document_id, blob in store.originals()
    }


def filled(folder: Path) -> dict[DocumentId, tuple[str, bytes]]:
    with closing(samples.opened(folder)) as store:
        for number in range(20):
            samples.readable(store, f"示例县交接书{number}\n正文{number}")
        return kept(store)


def backed_up(tmp_path: Path) -> Path:
    with closing(samples.opened(tmp_path / "data")) as store:
        backup(store, tmp_path / "backup")
    return tmp_path / "backup"


def test_all_that_was_held_comes_back(tmp_path: Path) -> None:
    held = filled(tmp_path / "data")
    source = backed_up(tmp_path)

    assert bagit.Bag(str(source)).validate()
    assert restore(source, tmp_path / "new", opener(tmp_path / "new")) == 20
    with closing(samples.opened(tmp_path / "new")) as store:
        assert kept(store) == held
        assert verify(store, actor="示例员").findings == ()
        assert [event.kind for event in store.events()][-2:] == [
            "restore",
            "fixity check",
        ]
    with closing(samples.opened(tmp_path / "data")) as store:
        assert store.events()[-1].kind == "backup"


def test_what_is_taken_in_while_copying_is_whole_or_absent(tmp_path: Path) -> None:
    """The callback of the progress is a moment in the midst of the copying."""
    filled(tmp_path / "data")
    later: list[DocumentId] = []
    with closing(samples.opened(tmp_path / "data")) as store:

        def meanwhile(share: float) -> None:
            later.append(samples.readable(store, f"后来的交接书{share}"))
            if len(later) == 3:
                store.remove(later[0], actor="示例员")

        made = backup(store, tmp_path / "backup", meanwhile)

    assert (made.documents, made.originals, made.lost) == (39, 39, ())
    restore(tmp_path / "backup", tmp_path / "new", opener(tmp_path / "new"))
    with closing(samples.opened(tmp_path / "new")) as store:
        assert set(later[1:]) < set(kept(store))
        assert store.sweep() == 0


def test_what_rotted_or_vanished_is_named_and_the_rest_is_copied(
    tmp_path: Path,
) -> None:
    filled(tmp_path / "data")
    with closing(samples.opened(tmp_path / "data")) as store:
        (_, gone), (_, rotten), *_ = store.originals()
        Path(store.blobs.path(gone.sha256)).unlink()
        file = Path(store.blobs.path(rotten.sha256))
        file.unlink()
        file.write_bytes(b"?")

        made = backup(store, tmp_path / "backup")

        assert set(made.lost) == {gone.sha256, rotten.sha256}
        assert (made.documents, made.originals) == (20, 18)
        assert store.events()[-1].outcome == "failure"


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    filled(tmp_path / "data")
    source = backed_up(tmp_path)
    original = next(path for path in source.glob("data/originals/*/*"))
    original.chmod(0o640)
    original.write_bytes(b"?")

    with pytest.raises(BagDamaged):
        restore(source, tmp_path / "new", opener(tmp_path / "new"))

    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("示例", "utf-8")
    bagit.make_bag(str(tmp_path), checksums=["sha256"])

    with pytest.raises(NotABackup):
        restore(tmp_path, tmp_path / "new", opener(tmp_path / "new"))


def test_an_archive_is_never_overwritten(tmp_path: Path) -> None:
    held = filled(tmp_path / "data")
    source = backed_up(tmp_path)

    with pytest.raises(FolderNotEmpty):
        restore(source, tmp_path / "data", opener(tmp_path / "data"))
    with closing(samples.opened(tmp_path / "data")) as store:
        assert kept(store) == held
        with pytest.raises(FolderNotEmpty):
            backup(store, source)


def test_a_restore_that_was_cut_off_can_be_done_again(tmp_path: Path) -> None:
    held = filled(tmp_path / "data")
    source = backed_up(tmp_path)
    some = next(source.glob("data/originals/*"))
    half = tmp_path / "new/originals" / some.name
    half.mkdir(parents=True)
    (half / f"{next(some.iterdir()).name}.arriving").write_bytes(b"?")

    restore(source, tmp_path / "new", opener(tmp_path / "new"))

    with closing(samples.opened(tmp_path / "new")) as store:
        assert kept(store) == held


def test_a_backup_of_a_later_release_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "data")
    source = backed_up(tmp_path)
    later = tmp_path / "later"
    with closing(sqlite3.connect(source / "data/store.sqlite3")) as database:
        database.execute("UPDATE schema_version SET version = 999")
        database.commit()
    (source / "data").rename(later)
    bagit.make_bag(str(later), {"Handover-Backup": "1"}, checksums=["sha256"])

    with pytest.raises(ArchiveTooNew):
        restore(later, tmp_path / "new", opener(tmp_path / "new"))

    assert not (tmp_path / "new/store.sqlite3").exists()
