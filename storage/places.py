"""Places: where a message lives, or will. Jobs over one message share its place, and what is told is told there."""

from dataclasses import dataclass, replace

from storage.database import Database, Row, change, row, rows
from storage.names import PlaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A message in a chat, or an inline message, whose chat Telegram does not tell (Bot API, `inline_message_id`)."""

    chat_id: int = 0
    """0 for an inline message."""
    thread_id: int | None = None
    """The forum topic."""
    reply_to: int | None = None
    """The message that it answers, or will."""
    message_id: int | None = None
    """None until it is sent."""
    inline_message_id: str = ""
    id: PlaceId | None = None
    """None until it is stored."""


class Places:
    def __init__(self, db: Database) -> None:
        self._db = db

    _GET = "select * from places where id = :id"

    def get(self, place_id: PlaceId) -> Place | None:
        return self._one(self._GET, {"id": place_id})

    _OF_MESSAGE = "select * from places where chat_id = :chat_id and message_id = :message_id"

    def of_message(self, chat_id: int, message_id: int) -> Place | None:
        return self._one(self._OF_MESSAGE, {"chat_id": chat_id, "message_id": message_id})

    _INLINE = "select * from places where inline_message_id = :inline_message_id"

    _ADD = """
        insert into places (chat_id, thread_id, reply_to, message_id, inline_message_id)
        values (nullif(:chat_id, 0), :thread_id, :reply_to, :message_id, nullif(:inline_message_id, '')) returning id
    """

    def stored(self, place: Place) -> Place:
        """The same place with its id; added where it is new. To be called in a transaction."""
        known = self._known(place)
        if known:
            return known
        (added,) = rows(
            self._db,
            self._ADD,
            {
                "chat_id": place.chat_id,
                "thread_id": place.thread_id,
                "reply_to": place.reply_to,
                "message_id": place.message_id,
                "inline_message_id": place.inline_message_id,
            },
        )
        return replace(place, id=PlaceId(added["id"]))

    def _known(self, place: Place) -> Place | None:
        if place.id is not None:
            return self.get(place.id)
        if place.message_id is not None:
            return self.of_message(place.chat_id, place.message_id)
        if place.inline_message_id:
            return self._one(self._INLINE, {"inline_message_id": place.inline_message_id})
        return None

    _SET_MESSAGE = "update or ignore places set message_id = :message_id where id = :id"

    def set_message(self, place_id: PlaceId, message_id: int) -> None:
        """It was sent."""
        change(self._db, self._SET_MESSAGE, {"id": place_id, "message_id": message_id})

    # A supergroup has message numbers of its own, so what was to be edited or answered there is sent anew.
    _MOVE = """
        update places set chat_id = :new_chat_id, thread_id = null, reply_to = null, message_id = null
        where chat_id = :old_chat_id
    """

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        change(self._db, self._MOVE, {"old_chat_id": old_chat_id, "new_chat_id": new_chat_id})

    def _one(self, sql: str, parameters: Row) -> Place | None:
        found = row(self._db, sql, parameters)
        return None if found is None else place_from(found)


def place_from(found: Row) -> Place:
    """From the columns of the table, where `id` may be called `place_id`."""
    return Place(
        id=PlaceId(found["place_id"] if "place_id" in found else found["id"]),
        chat_id=found["chat_id"] or 0,
        thread_id=found["thread_id"],
        reply_to=found["reply_to"],
        message_id=found["message_id"],
        inline_message_id=found["inline_message_id"] or "",
    )
