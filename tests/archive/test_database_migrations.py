"""Is an older database brought up to date, and a newer one left alone?"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url
from sqlalchemy.schema import CreateTable

from archive.accounts import owner_of_token
from archive.database.citation_tables import FIRST_TABLES
from archive.database.connection import Database, sqlite_url
from archive.database.intake_tables import INTAKE_TABLES
from archive.database.migrations import MIGRATIONS, Migration, bring_up_to_date
from archive.database.tables import schema
from archive.errors import ArchiveTooNew, InvalidInput, StorageFailure
from archive.model import Position
from archive.settings import StoreSettings
from archive.store import open_store
from tests.archive import store_samples as samples

NOW = 1 + len(MIGRATIONS)
"""The version of a database made today."""
BEFORE_INTAKE = 5
"""The version that had no accessions."""
BEFORE_TOKEN_OWNERS = 7
"""The last version that kept what tokens own under their labels."""


def add_shelf(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN shelf TEXT")


def fill_shelf(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE documents SET shelf = '示例'")


def fail(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE documents SET shelf = '半途'")
    raise RuntimeError("a fault in a step")


def upgraded(folder: Path, steps: Sequence[Migration]) -> None:
    url = sqlite_url(folder / "store.sqlite3")
    with closing(Database(url, lock_timeout_seconds=5)) as database:
        bring_up_to_date(database, [*MIGRATIONS, *steps])


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "store.sqlite3")) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(samples.opened(tmp_path)) as store:
        samples.acknowledged(store)
    return tmp_path


def test_the_steps_that_are_lacking_run_once_in_order(folder: Path) -> None:
    upgraded(folder, [add_shelf])
    upgraded(folder, [add_shelf, fill_shelf])
    upgraded(folder, [add_shelf, fill_shelf])

    assert asked(folder, "SELECT shelf FROM documents") == [("示例",)]
    assert asked(folder, "SELECT version FROM schema_version") == [(NOW + 2,)]


def test_an_archive_of_the_first_version_gets_what_came_later(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "store.sqlite3")) as connection:
        for table in reversed(FIRST_TABLES):
            connection.execute(f"DROP TABLE {table.name}")
        connection.execute("UPDATE schema_version SET version = 1")
        connection.commit()

    with closing(samples.opened(folder)) as store:
        assert store.citations.latest(visible=None) == []

    assert asked(folder, "SELECT version FROM schema_version") == [(NOW,)]


def test_jobs_of_an_older_archive_get_a_turn(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "store.sqlite3")) as connection:
        for index in ("jobs_by_turn", "ix_jobs_accession_id"):
            connection.execute(f"DROP INDEX {index}")
        for column in ("priority", "attempts", "due_at", "accession_id"):
            connection.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
        for table in reversed(INTAKE_TABLES):
            connection.execute(f"DROP TABLE {table.name}")
        connection.execute(f"UPDATE schema_version SET version = {BEFORE_INTAKE}")
        connection.commit()

    with closing(samples.opened(folder)) as store:
        (job,) = store.claim_jobs(limit=9)
        assert (job.attempts, job.priority) == (1, 0)
        assert store.accessions.latest(visible=None) == []


def test_what_a_label_owned_is_given_to_its_only_token(folder: Path) -> None:
    now = datetime.now(UTC)
    with closing(samples.opened(folder)) as store:
        for secret, label in (("a", "扫描仪"), ("b", "同名"), ("c", "同名")):
            store.accounts.add_token(
                secret,
                label=label,
                role="editor",
                collections=None,
                created_by="command",
                now=now,
                expires_at=now + timedelta(days=1),
            )
        token = store.accounts.token("a", now=now)
        assert token is not None
        for label in ("扫描仪", "同名", "已作废"):
            store.saved_searches.save(
                "未结", f"q={label}", owner=f"令牌 {label}", seen=Position(0)
            )
            store.uploads.begin(
                accession_id=None,
                collection="全宗一",
                name=label,
                path=label,
                size_bytes=9,
                sha256=None,
                sender=f"令牌 {label}",
            )
    with closing(sqlite3.connect(folder / "store.sqlite3")) as connection:
        connection.execute(f"UPDATE schema_version SET version = {BEFORE_TOKEN_OWNERS}")
        connection.commit()

    with closing(samples.opened(folder)) as store:
        owner = owner_of_token(token.id)
        kept = store.saved_searches.of_owner(owner)
        assert [one.parameters for one in kept] == ["q=扫描仪"]
        assert [one.name for one in store.uploads.unfinished(sender=owner)] == [
            "扫描仪"
        ]
        assert not store.uploads.unfinished(sender="令牌 扫描仪")
        assert len(store.uploads.unfinished(sender="令牌 同名")) == 1


def test_a_failing_step_changes_nothing(folder: Path) -> None:
    with pytest.raises(RuntimeError):
        upgraded(folder, [add_shelf, fail])

    assert asked(folder, "SELECT version FROM schema_version") == [(NOW,)]
    columns = {row[1] for row in asked(folder, "PRAGMA table_info(documents)")}
    assert "shelf" not in columns


def test_a_newer_database_is_refused_and_left_alone(folder: Path) -> None:
    upgraded(folder, [add_shelf])
    before = (folder / "store.sqlite3").read_bytes()

    with pytest.raises(ArchiveTooNew) as caught:
        samples.opened(folder)

    assert caught.value.details == {"found": NOW + 1, "known": NOW}
    assert (folder / "store.sqlite3").read_bytes() == before


def test_the_database_is_safe_against_a_power_cut(folder: Path) -> None:
    with (
        closing(
            Database(sqlite_url(folder / "store.sqlite3"), lock_timeout_seconds=5)
        ) as database,
        database.read() as connection,
    ):
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    full = 2
    assert settings == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1}


def test_the_tables_can_be_described_to_postgresql() -> None:
    dialect = make_url("postgresql://").get_dialect()()
    made = "".join(
        str(CreateTable(table).compile(dialect=dialect))
        for table in schema.sorted_tables
    )

    # Microseconds since 1970 do not fit its INTEGER.
    assert "received_at BIGINT" in made
    assert "WITHOUT ROWID" not in made


def test_a_file_that_is_no_database_is_a_storage_failure(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite3").write_bytes("这不是数据库。".encode() * 100)

    with pytest.raises(StorageFailure):
        samples.opened(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_storage_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("占位")

    with pytest.raises(StorageFailure):
        samples.opened(tmp_path / "file" / "data")


def test_a_store_waits_for_its_turn_only_so_long(folder: Path) -> None:
    settings = StoreSettings(lock_timeout_seconds=1)
    with (
        closing(open_store(folder, settings)) as store,
        closing(sqlite3.connect(folder / "store.sqlite3")) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFailure):
            store.log("validation", actor="示例员")
        other.rollback()
        store.log("validation", actor="示例员")


def test_settings_come_from_the_environment() -> None:
    read = StoreSettings.from_environment(
        {"HANDOVER_FILE_LIMIT_BYTES": "5", "HANDOVER_DATABASE_URL": "", "OTHER": "x"}
    )

    assert read == StoreSettings(file_limit_bytes=5)


@pytest.mark.parametrize("value", ["0", "-1", "much", "1.5"])
def test_a_setting_out_of_range_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput):
        StoreSettings.from_environment({"HANDOVER_FILE_LIMIT_BYTES": value})
