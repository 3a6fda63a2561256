from contextlib import suppress
from pathlib import Path

import pytest

from storage.database import (
    OLDEST_SAFE_SQLITE,
    Database,
    StorageBusy,
    StorageError,
    change,
    open_database,
    row,
    rows,
    write_transaction,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "impasto.db"


def test_a_commit_survives_a_power_cut_and_both_processes_may_write(path: Path) -> None:
    db = open_database(path)

    assert db.journal_mode == "wal"
    assert rows(db, "pragma synchronous") == [
        {"synchronous": 2}
    ]  # 2 is FULL: sqlite.org/pragma.html#pragma_synchronous
    assert rows(db, "pragma foreign_keys") == [{"foreign_keys": 1}]


def test_an_sqlite_that_can_corrupt_the_file_is_refused_with_the_remedy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "sqlite_version", (3, 40, 1))

    with pytest.raises(StorageError, match=r"SQLite 3\.40\.1 .* at least 3\.51\.3 .* pip install 'pysqlite3"):
        open_database(path)


def test_the_sqlite_at_hand_is_safe(path: Path) -> None:
    assert open_database(path).sqlite_version >= OLDEST_SAFE_SQLITE


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    db = open_database(path)
    db.conn.execute("pragma user_version = 999")
    db.close()

    with pytest.raises(StorageError, match="written by a newer version"):
        open_database(path)


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.write_bytes(b"these are holiday notes, not a database" * 100)

    with pytest.raises(StorageError, match=r"impasto\.db: file is not a database"):
        open_database(path)


def test_a_folder_that_is_not_there_is_an_error_of_storage(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="unable to open"):
        open_database(tmp_path / "missing" / "impasto.db")


def test_opening_again_keeps_what_is_there(path: Path) -> None:
    first = open_database(path)
    change(first, "insert into chats (chat_id, language) values (1, 'it')")
    first.close()

    assert rows(open_database(path), "select language from chats") == [{"language": "it"}]


def test_a_write_transaction_is_all_or_nothing(path: Path) -> None:
    db = open_database(path)

    with suppress(ZeroDivisionError), write_transaction(db):
        change(db, "insert into chats (chat_id) values (1)")
        raise ZeroDivisionError

    assert row(db, "select * from chats") is None
    assert not db.conn.in_transaction


def test_a_write_transaction_inside_another_joins_it(path: Path) -> None:
    db = open_database(path)

    with suppress(ZeroDivisionError), write_transaction(db):
        with write_transaction(db):
            change(db, "insert into chats (chat_id) values (1)")
        assert db.conn.in_transaction
        raise ZeroDivisionError

    assert row(db, "select * from chats") is None


def test_what_was_to_happen_after_a_commit_happens_once_and_only_after_a_commit(path: Path) -> None:
    db = open_database(path)
    seen: list[bool] = []

    def look() -> None:
        seen.append(db.conn.in_transaction)

    with suppress(ZeroDivisionError), write_transaction(db):
        db.after_commit.append(look)
        raise ZeroDivisionError
    with write_transaction(db), write_transaction(db):
        db.after_commit.append(look)
    with write_transaction(db):
        pass

    assert seen == [False]


def test_a_transaction_that_reads_first_waits_for_the_lock_instead_of_failing_halfway(path: Path) -> None:
    mine, theirs = open_database(path), open_database(path, busy_seconds=0.05)

    with write_transaction(mine):
        rows(mine, "select count(*) from chats")
        with pytest.raises(StorageBusy), write_transaction(theirs):
            raise AssertionError("two writers at once")
        change(mine, "insert into chats (chat_id) values (1)")

    with write_transaction(theirs):
        change(theirs, "insert into chats (chat_id) values (2)")
    assert len(rows(mine, "select * from chats")) == 2


def test_a_statement_that_returns_rows_leaves_no_lock_behind(path: Path) -> None:
    mine, theirs = open_database(path), open_database(path, busy_seconds=0.05)

    row(mine, "insert into chats (chat_id) values (1), (2) returning chat_id")

    assert change(theirs, "delete from chats") == 2


def test_a_full_disk_is_an_error_of_storage_and_leaves_the_file_intact(path: Path) -> None:
    db = open_database(path)
    (pages,) = db.conn.execute("pragma page_count").fetchone()
    db.conn.execute(f"pragma max_page_count = {pages}")

    with pytest.raises(StorageError, match="full"):
        remember_many_chats(db)

    assert rows(db, "select * from chats") == []
    db.conn.execute("pragma max_page_count = 100000")
    assert change(db, "insert into chats (chat_id) values (1)") == 1
    assert rows(db, "pragma integrity_check") == [{"integrity_check": "ok"}]


def remember_many_chats(db: Database) -> None:
    with write_transaction(db):
        for chat_id in range(10_000):
            change(db, "insert into chats (chat_id, language) values (:id, 'it')", {"id": chat_id})
