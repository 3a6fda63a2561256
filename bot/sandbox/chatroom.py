"""The people, their chats and the messages in them, in the Bot API's own shape.

Bot API: "User", "Chat", "Message". Every chat counts its own messages, so a message_id alone never names one.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.database import Json

ADA, BRUNO, CLEO = 6_200_000_001, 6_200_000_002, 6_200_000_003
"""Beyond 32 bits, as Telegram's newer ids are."""
FIRST_PEOPLE: tuple[Json, ...] = (
    {
        "id": ADA,
        "is_bot": False,
        "first_name": "Ada",
        "last_name": "Weaver",
        "username": "ada_weaver",
        "language_code": "en",
    },
    {
        "id": BRUNO,
        "is_bot": False,
        "first_name": "Bruno",
        "last_name": "Conti",
        "username": "brunoconti",
        "language_code": "it",
    },
    {"id": CLEO, "is_bot": False, "first_name": "Cleo", "username": "cleo_paints", "language_code": "en"},
)
_CHAT_NAMES = ("id", "first_name", "last_name", "username")
FIRST_GROUP: Json = {"id": -4_200_000_001, "type": "group", "title": "Sunday painters"}


@dataclass(frozen=True, slots=True)
class Chat:
    info: Json
    """Bot API: Chat."""
    members: tuple[int, ...]
    met: bool
    """The bot knows of this chat: the person has written first, or the bot was added."""
    kicked: bool
    """Somebody has thrown the bot out."""
    upgraded_to: int | None
    topics: dict[str, str]
    """Names of forum topics by message_thread_id."""

    @property
    def id(self) -> int:
        return int(self.info["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.info["type"] == "private")


class Chatroom:
    def __init__(self, database: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def furnish(self) -> None:
        """Three people and one group, unless somebody is already here."""
        if self.people():
            return
        for person in FIRST_PEOPLE:
            self.add_person(person)
        self.add_chat(FIRST_GROUP, members=tuple(person["id"] for person in FIRST_PEOPLE), met=True)

    def add_person(self, person: Json) -> None:
        self._database.execute(
            "insert into people (person_id, person) values (?, ?)", (person["id"], json.dumps(person))
        )
        names: Json = {name: person[name] for name in _CHAT_NAMES if name in person}
        self.add_chat({**names, "type": "private"}, members=(person["id"],), met=False)

    def add_chat(
        self, info: Json, *, members: tuple[int, ...], met: bool, topics: dict[str, str] | None = None
    ) -> None:
        self._database.execute(
            "insert into chats (chat_id, chat, members, met, topics) values (?, ?, ?, ?, ?)",
            (info["id"], json.dumps(info), json.dumps(members), met, json.dumps(topics or {})),
        )

    def people(self) -> list[Json]:
        return [
            json.loads(row["person"]) for row in self._database.execute("select person from people order by person_id")
        ]

    def person(self, person_id: int) -> Json | None:
        row = self._database.execute("select person from people where person_id = ?", (person_id,)).fetchone()
        return json.loads(row["person"]) if row else None

    def has_blocked(self, person_id: int) -> bool:
        row = self._database.execute("select blocked from people where person_id = ?", (person_id,)).fetchone()
        return bool(row and row["blocked"])

    def set_blocked(self, person_id: int, blocked: bool) -> None:
        self._database.execute("update people set blocked = ? where person_id = ?", (blocked, person_id))

    def chats(self) -> list[Chat]:
        return [_chat(row) for row in self._database.execute("select * from chats order by chat_id desc")]

    def chat(self, chat_id: int) -> Chat | None:
        row = self._database.execute("select * from chats where chat_id = ?", (chat_id,)).fetchone()
        return _chat(row) if row else None

    def set_met(self, chat_id: int) -> None:
        self._database.execute("update chats set met = 1 where chat_id = ?", (chat_id,))

    def set_kicked(self, chat_id: int, kicked: bool) -> None:
        self._database.execute("update chats set kicked = ? where chat_id = ?", (kicked, chat_id))

    def set_upgraded(self, chat_id: int, new_chat_id: int) -> None:
        self._database.execute("update chats set upgraded_to = ? where chat_id = ?", (new_chat_id, chat_id))

    def add_message(
        self, chat: Chat, content: Json, *, reply_to: int | None = None, inline_id: str | None = None
    ) -> Json:
        """Numbers and dates the message; the answer has the replied-to message inside."""
        message_id = self._next_message_id(chat.id)
        message = {"message_id": message_id, "date": int(self._clock()), "chat": chat.info, **content}
        self._database.execute(
            "insert into messages values (?, ?, ?, 0, ?, ?)",
            (chat.id, message_id, reply_to, inline_id, json.dumps(message)),
        )
        return self._with_reply(message, reply_to)

    def _next_message_id(self, chat_id: int) -> int:
        row = self._database.execute(
            "update chats set last_message_id = last_message_id + 1 where chat_id = ? returning last_message_id",
            (chat_id,),
        ).fetchone()
        return int(row["last_message_id"])

    def messages(self, chat_id: int) -> list[Json]:
        rows = self._database.execute(
            "select * from messages where chat_id = ? order by message_id", (chat_id,)
        ).fetchall()
        return [self._with_reply(json.loads(row["message"]), row["reply_to"]) for row in rows]

    def message(self, chat_id: int, message_id: int) -> Json | None:
        row = self._database.execute(
            "select * from messages where chat_id = ? and message_id = ?", (chat_id, message_id)
        ).fetchone()
        return self._with_reply(json.loads(row["message"]), row["reply_to"]) if row else None

    def inline_message(self, inline_message_id: str) -> Json | None:
        row = self._database.execute(
            "select * from messages where inline_message_id = ?", (inline_message_id,)
        ).fetchone()
        return self._with_reply(json.loads(row["message"]), row["reply_to"]) if row else None

    def inline_id(self, message: Json) -> str | None:
        row = self._row(message)
        return row["inline_message_id"] if row else None

    def replace_message(self, message: Json) -> Json:
        """Keeps what the message answers to."""
        content = {name: value for name, value in message.items() if name != "reply_to_message"}
        self._database.execute(
            "update messages set message = ? where chat_id = ? and message_id = ?",
            (json.dumps(content), message["chat"]["id"], message["message_id"]),
        )
        return message

    def remove_message(self, message: Json) -> None:
        self._database.execute(
            "delete from messages where chat_id = ? and message_id = ?", (message["chat"]["id"], message["message_id"])
        )

    def mark_meant_for_bot(self, message: Json) -> None:
        self._database.execute(
            "update messages set meant_for_bot = 1 where chat_id = ? and message_id = ?",
            (message["chat"]["id"], message["message_id"]),
        )

    def is_meant_for_bot(self, message: Json) -> bool:
        row = self._row(message)
        return bool(row and row["meant_for_bot"])

    def _row(self, message: Json) -> sqlite3.Row | None:
        key = (message["chat"]["id"], message["message_id"])
        row: sqlite3.Row | None = self._database.execute(
            "select * from messages where chat_id = ? and message_id = ?", key
        ).fetchone()
        return row

    def _with_reply(self, message: Json, reply_to: int | None) -> Json:
        """Message.reply_to_message: as it is now, without a further reply_to_message, and absent once deleted."""
        row = self._database.execute(
            "select message from messages where chat_id = ? and message_id = ?", (message["chat"]["id"], reply_to)
        ).fetchone()
        return {**message, "reply_to_message": json.loads(row["message"])} if row else message


def _chat(row: sqlite3.Row) -> Chat:
    return Chat(
        info=json.loads(row["chat"]),
        members=tuple(json.loads(row["members"])),
        met=bool(row["met"]),
        kicked=bool(row["kicked"]),
        upgraded_to=row["upgraded_to"],
        topics=json.loads(row["topics"]),
    )
