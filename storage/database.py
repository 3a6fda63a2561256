"""The one SQLite file: how it is opened, read and written, and what its errors mean."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.utils import OperationalError

from storage.migrations import MIGRATIONS

OLDEST_SAFE_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL file that two connections write and checkpoint: sqlite.org/wal.html#walresetbug."""

ERASES_SINCE = 3
"""The schema version since which what is deleted is overwritten too."""

PATIENCE_TURN_SECONDS = 0.03
"""How long SQLite itself waits for a lock before we ask it anew."""

WAL_BYTES_KEPT = 64 * 1024 * 1024

_log = logging.getLogger(__name__)

Row = dict[str, Any]
Parameters = Mapping[str, object]


class StorageError(Exception):
    """The database cannot do its work (too old, too new, disk full): show the message to the operator and stop."""


class StorageBusy(StorageError):
    """Another process kept the write lock for longer than we wait. Nothing was changed: try the same call later."""


class Database(sqlite_utils.Database):
    """One connection. It belongs to the thread that opened it."""

    after_commit: list[Callable[[], None]]
    """Called, in order, once the open write transaction is durable; forgotten when it rolls back."""
    busy_seconds: float
    """How long to wait for another process's lock."""


def open_database(path: Path, *, busy_seconds: float = 5.0) -> Database:
    """Open, or make, the file at its newest schema. Raises StorageError when this SQLite or the file is unfit."""
    db = _connect(path, busy_seconds)
    try:
        _require_safe_sqlite(db.sqlite_version)
        _set_pragmas(db)
        _migrate(db)
    except db.conn.DatabaseError as error:
        db.close()
        raise StorageError(f"{path}: {error}") from error
    except StorageError:
        db.close()
        raise
    return db


def _connect(path: Path, busy_seconds: float) -> Database:
    with _storage_errors():
        db = Database(path)
    db.after_commit = []
    db.busy_seconds = busy_seconds
    # Every statement outside write_transaction commits by itself; the driver never opens a transaction of its own.
    db.conn.isolation_level = None
    return db


def _require_safe_sqlite(version: tuple[int, ...]) -> None:
    if version >= OLDEST_SAFE_SQLITE:
        return
    raise StorageError(
        f"SQLite {_dotted(version)} can corrupt a database that two processes write: at least"
        f" {_dotted(OLDEST_SAFE_SQLITE)} is needed. Install a new one with: pip install 'pysqlite3>=0.6.1'"
    )


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _set_pragmas(db: Database) -> None:
    """Every process makes checkpoints, as SQLite does by default.

    With the WAL-reset bug fixed that is safe, and the WAL stays small whichever process is not running.
    """
    db.conn.execute(f"pragma busy_timeout = {round(PATIENCE_TURN_SECONDS * 1000)}")
    _execute(db, "pragma journal_mode = wal")
    # NORMAL may lose the last commits on power loss, after a person was already told "got it".
    db.conn.execute("pragma synchronous = full")
    db.conn.execute("pragma foreign_keys = on")
    # pysqlite3 is built without it: text that was deleted would stay in the file's free pages.
    db.conn.execute("pragma secure_delete = on")
    db.conn.execute(f"pragma journal_size_limit = {WAL_BYTES_KEPT}")


def _migrate(db: Database) -> None:
    if _schema_version(db) == len(MIGRATIONS):
        return
    with write_transaction(db):
        # Read again: while we waited for the lock the other process may have migrated.
        version = _schema_version(db)
        if version > len(MIGRATIONS):
            raise StorageError(
                f"the database has schema {version}, this Impasto knows up to {len(MIGRATIONS)}:"
                " it was written by a newer version. Install that version, or restore the backup made before it."
            )
        for migration in MIGRATIONS[version:]:
            migration(db)
        db.conn.execute(f"pragma user_version = {len(MIGRATIONS)}")
    if 0 < version < ERASES_SINCE:
        _erase_what_was_deleted(db)


def _erase_what_was_deleted(db: Database) -> None:
    """Before `secure_delete` was on, deleted text stayed in free pages."""
    try:
        db.conn.execute("vacuum")
    except OperationalError as error:
        if not _is_busy(error):
            raise
        _log.warning("not_vacuumed: another process has the database; stop it and start this one again")


def _schema_version(db: Database) -> int:
    (version,) = db.conn.execute("pragma user_version").fetchone()
    return int(version)


@contextmanager
def write_transaction(db: Database) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK on any exception. Inside another one it joins it. Raises StorageBusy.

    IMMEDIATE, because a transaction that reads first and writes later fails at once, whatever the busy timeout,
    when somebody else wrote in between.
    """
    if db.conn.in_transaction:
        yield
        return
    with _storage_errors():
        _execute(db, "begin immediate")
        try:
            yield
            db.conn.execute("commit")
        except BaseException:
            db.rollback()
            db.after_commit.clear()
            raise
    _run_after_commit(db)


def checkpoint(db: Database) -> bool:
    """Bring the write-ahead log into the file and empty it, so that nothing deleted is left in either.

    False where another connection is in the way: nothing is lost, and the next checkpoint does it.
    """
    with _storage_errors():
        busy, _, _ = _execute(db, "pragma wal_checkpoint(truncate)").fetchone()
    return not busy


def _run_after_commit(db: Database) -> None:
    callbacks, db.after_commit = db.after_commit, []
    for callback in callbacks:
        callback()


def rows(db: Database, sql: str, parameters: Parameters = {}) -> list[Row]:  # noqa: B006
    """Everything a statement returns, fetched at once: an unfetched RETURNING would keep the write lock."""
    with _storage_errors():
        cursor = _execute(db, sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def row(db: Database, sql: str, parameters: Parameters = {}) -> Row | None:  # noqa: B006
    """The first row, or None when there is none."""
    return next(iter(rows(db, sql, parameters)), None)


def change(db: Database, sql: str, parameters: Parameters = {}) -> int:  # noqa: B006
    """Run a statement that returns no rows; how many rows it changed."""
    with _storage_errors():
        return int(_execute(db, sql, parameters).rowcount)


def _execute(db: Database, sql: str, parameters: Parameters = {}) -> Any:  # noqa: B006
    """A cursor. Waits for the lock in short turns: SQLite alone soon asks once in 100 ms, and starves."""
    deadline = time.monotonic() + db.busy_seconds
    while True:
        try:
            return db.conn.execute(sql, dict(parameters))
        except OperationalError as error:
            # In a transaction the lock is ours, so waiting could not help.
            if not _is_busy(error) or db.conn.in_transaction or time.monotonic() >= deadline:
                raise


def _is_busy(error: OperationalError) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")


@contextmanager
def _storage_errors() -> Iterator[None]:
    """Turn the driver's errors into ours, so that callers need not know which SQLite driver is in use."""
    try:
        yield
    except OperationalError as error:
        raise (StorageBusy if _is_busy(error) else StorageError)(str(error)) from error
