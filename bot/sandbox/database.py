"""The sandbox's memory: one SQLite file, one connection; without a folder it lives in RAM and behaves the same.

A commit reaches the operating system before the answer leaves, so a SIGKILL loses nothing. A power cut may lose the
last moments (`synchronous = normal`), which a test server can afford.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

Json = dict[str, Any]
"""An object in the Bot API's own shape."""

SCHEMA_VERSION = 1
SCHEMA = """
create table if not exists facts (name text primary key, value text not null);
create table if not exists people (
    person_id integer primary key, person text not null, blocked integer not null default 0);
create table if not exists chats (
    chat_id integer primary key, chat text not null, members text not null, met integer not null default 0,
    last_message_id integer not null default 0, upgraded_to integer, kicked integer not null default 0,
    topics text not null default '{}');
create table if not exists messages (
    chat_id integer not null, message_id integer not null, reply_to integer, meant_for_bot integer not null,
    inline_message_id text unique, message text not null, primary key (chat_id, message_id));
create table if not exists blobs (digest text primary key, data blob not null);
create table if not exists files (
    file_id text primary key, unique_id text not null, digest text not null, kind text not null,
    file_path text unique not null, name text not null, mime_type text not null, size integer not null,
    width integer not null, height integer not null);
create table if not exists updates (
    update_id integer primary key autoincrement, body text not null, confirmations_left integer not null default 1);
create table if not exists held_updates (
    id integer primary key autoincrement, due real not null, kind text not null, body text not null);
"""


def open_database(folder: Path | None) -> sqlite3.Connection:
    """Raises sqlite3.OperationalError ("database is locked") when another sandbox uses the folder."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(folder / "sandbox.db" if folder else ":memory:", timeout=0.2)
    database.row_factory = sqlite3.Row
    database.execute("pragma locking_mode = exclusive")
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = normal")
    _check_version(database)
    database.executescript(SCHEMA)
    return database


def _check_version(database: sqlite3.Connection) -> None:
    """The state of a test server is not worth migrations."""
    found = database.execute("pragma user_version").fetchone()[0]
    if found not in (0, SCHEMA_VERSION):
        raise sqlite3.OperationalError("it was made by another version of the sandbox; delete it to begin anew")
    database.execute(f"pragma user_version = {SCHEMA_VERSION}")


class Facts:
    """Single named values, kept as JSON: the token, the webhook, the bot's commands."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def get(self, name: str, default: Any = None) -> Any:
        row = self._database.execute("select value from facts where name = ?", (name,)).fetchone()
        return json.loads(row["value"]) if row else default

    def put(self, name: str, value: Any) -> None:
        self._database.execute("insert or replace into facts values (?, ?)", (name, json.dumps(value)))

    def forget(self, name: str) -> None:
        self._database.execute("delete from facts where name = ?", (name,))

    def named_like(self, prefix: str) -> Json:
        rows = self._database.execute(
            "select name, value from facts where substr(name, 1, ?) = ?", (len(prefix), prefix)
        )
        return {row["name"]: json.loads(row["value"]) for row in rows}
