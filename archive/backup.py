"""How is the whole archive copied away, and brought back?

A backup is a bag (BagIt) of the database and every original. The index is no part of
it: it is made anew. Others may write meanwhile: an original never changes, and the
database is copied in one state.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final

from archive.bag import PAYLOAD, BagWriter, new_bag
from archive.bag_check import bag_faults, bag_info
from archive.database.store import DATABASE_FILE as DATABASE
from archive.database.store import bring_file_up_to_date
from archive.disk import storage_errors, sync_file, sync_folder, sync_folders
from archive.errors import BagDamaged, FolderNotEmpty, NotABackup, StorageFailure
from archive.events import BACKUP, RESTORE
from archive.model import Sha256
from archive.store import Store

ORIGINALS: Final = "originals"
PROFILE_LABEL: Final = "Handover-Backup"
PROFILE: Final = "1"

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """What was copied; ``lost`` are originals that are gone or no longer whole."""

    documents: int
    originals: int
    size_bytes: int
    lost: tuple[Sha256, ...]


def backup(store: Store, folder: Path, progress: Progress | None = None) -> Backup:
    """Copy the archive to a new folder, whole or not at all.

    An original that rotted or vanished does not stop the rest: it is named, and the
    copy holds what there is of it. Raises FolderNotEmpty, BackupElsewhere,
    StorageFailure or StorageFull.
    """
    with new_bag(folder) as bag:
        copied = _Originals(store, bag)
        copied.add(sorted(store.held_originals()), progress)
        snapshot = folder.with_name(f".{folder.name}-{token_hex(4)}.sqlite3")
        try:
            held = store.snapshot(snapshot)
            bag.add_file(DATABASE, snapshot)
        finally:
            snapshot.unlink(missing_ok=True)
        # What others took in, or removed, while the originals were copied.
        copied.add(sorted(held.originals - copied.paths.keys() - copied.lost), None)
        copied.drop(copied.paths.keys() - held.originals)
        bag.finish(
            {
                PROFILE_LABEL: PROFILE,
                "External-Description": f"{held.documents} documents",
            }
        )
    lost = tuple(sorted(copied.lost & held.originals))
    store.log(
        BACKUP,
        actor="command",
        outcome="failure" if lost else "success",
        details={"documents": held.documents, "lost": len(lost)},
    )
    originals = len(held.originals) - len(lost)
    return Backup(held.documents, originals, bag.size_bytes, lost)


def restore(
    source: Path,
    folder: Path,
    open_store: Callable[[], Store],
    progress: Progress | None = None,
) -> int:
    """Bring a backup back into an empty data folder; return how many documents.

    Nothing is written before every byte of the backup was checked, and the database
    gets its name last. Raises NotABackup, BagDamaged, FolderNotEmpty, ArchiveTooNew,
    StorageFailure or StorageFull.
    """
    _check(source, progress)
    if (folder / DATABASE).exists():
        raise FolderNotEmpty(path=str(folder))
    payload = source / PAYLOAD
    with storage_errors():
        folder.mkdir(parents=True, exist_ok=True)
        _copy_folder(payload / ORIGINALS, folder / ORIGINALS)
        arriving = folder / f"{DATABASE}.arriving"
        shutil.copyfile(payload / DATABASE, arriving)
        try:
            bring_file_up_to_date(arriving)
            sync_file(arriving)
            arriving.rename(folder / DATABASE)
        finally:
            arriving.unlink(missing_ok=True)
        sync_folder(folder)
    store = open_store()
    try:
        store.requeue_running_jobs()
        store.log(RESTORE, actor="command", details={"from": source.name})
        return sum(store.counts(visible=None).values())
    finally:
        store.close()


class _Originals:
    """The originals copied so far, and those that could not be."""

    def __init__(self, store: Store, bag: BagWriter) -> None:
        self._store = store
        self._bag = bag
        self.paths: dict[Sha256, str] = {}
        self.lost: set[Sha256] = set()

    def add(self, hashes: Sequence[Sha256], progress: Progress | None) -> None:
        """Copy originals; one that rotted is copied as it is and counted as lost."""
        for number, sha256 in enumerate(hashes, start=1):
            path = f"{ORIGINALS}/{sha256[:2]}/{sha256}"
            try:
                stream = self._store.blobs.open(sha256)
            except StorageFailure:
                self.lost.add(sha256)
                continue
            with stream:
                digest = self._bag.add(path, stream)
            self.paths[sha256] = path
            if digest != sha256:
                self.lost.add(sha256)
            if progress:
                progress(number / len(hashes))

    def drop(self, hashes: Iterable[Sha256]) -> None:
        """Leave out originals that the archive no longer holds."""
        for sha256 in hashes:
            self._bag.discard(self.paths[sha256])


def _check(source: Path, progress: Progress | None) -> None:
    if bag_info(source).get(PROFILE_LABEL) != PROFILE:
        raise NotABackup(path=str(source))
    faults = list(bag_faults(source, progress))
    if not faults and not (source / PAYLOAD / DATABASE).is_file():
        raise NotABackup(path=str(source))
    if faults:
        raise BagDamaged(path=str(source), file=faults[0].file, faults=len(faults))


def _copy_folder(source: Path, target: Path) -> None:
    for below, _, names in os.walk(source):
        folder = target / Path(below).relative_to(source)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            _copy_original(Path(below) / name, folder / name)
    sync_folders(target)


def _copy_original(source: Path, target: Path) -> None:
    arriving = target.with_name(f"{target.name}.arriving")
    shutil.copyfile(source, arriving)
    arriving.chmod(0o440)
    sync_file(arriving)
    arriving.rename(target)
