"""Everything the sandbox consists of, put together once; the methods and the page work on this."""

import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.chatroom import Chatroom
from bot.sandbox.database import Facts, Json, open_database
from bot.sandbox.events import EventStream
from bot.sandbox.faults import FaultPlan
from bot.sandbox.files import FileShelf
from bot.sandbox.logbook import Logbook
from bot.sandbox.queries import OpenQueries
from bot.sandbox.updates import Updates

BOT_NAME = "Impasto"
BOT_USERNAME = "impasto_sandbox_bot"


@dataclass(frozen=True, slots=True)
class Sandbox:
    token: str
    database: sqlite3.Connection
    facts: Facts
    chatroom: Chatroom
    files: FileShelf
    updates: Updates
    queries: OpenQueries
    faults: FaultPlan
    logbook: Logbook
    events: EventStream
    clock: Callable[[], float]

    @property
    def bot(self) -> Json:
        """Bot API: User, as other messages show it."""
        bot_id, name = int(self.token.partition(":")[0]), self.facts.get("name") or BOT_NAME
        return {"id": bot_id, "is_bot": True, "first_name": name, "username": BOT_USERNAME}

    @property
    def reads_all_group_messages(self) -> bool:
        """Bot API, User.can_read_all_group_messages: privacy mode is off."""
        return bool(self.facts.get("reads_all_group_messages", False))

    @classmethod
    def open(cls, folder: Path | None, *, token: str = "", clock: Callable[[], float] = time.time) -> "Sandbox":
        """`token` wins over the one kept in the folder; without either a new one is made and kept."""
        database = open_database(folder)
        facts, faults = Facts(database), FaultPlan()
        with database:
            token = token or facts.get("token") or new_token()
            facts.put("token", token)
            chatroom = Chatroom(database, clock)
            chatroom.furnish()
        logbook = Logbook(clock, secrets=(token, token.partition(":")[2]))
        return cls(
            token=token,
            database=database,
            facts=facts,
            chatroom=chatroom,
            files=FileShelf(database),
            updates=Updates(database, facts, faults=faults, logbook=logbook, clock=clock),
            queries=OpenQueries(clock),
            faults=faults,
            logbook=logbook,
            events=EventStream(),
            clock=clock,
        )

    def close(self) -> None:
        self.database.close()


def new_token() -> str:
    """In Telegram's form, so that redaction by pattern is tested too: eight to ten digits, a colon, 35 characters."""
    return f"{secrets.randbelow(9 * 10**8) + 10**8}:{secrets.token_urlsafe(40)[:35]}"
