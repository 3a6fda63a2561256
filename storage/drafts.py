"""Half-finished pairs of photos, one per person and chat thread. What the text says is the bot's business."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from storage.database import Database, change, row, rows, write_transaction
from storage.inbox import Inbox
from storage.names import image_refs_in


@dataclass(frozen=True, slots=True)
class DraftKey:
    chat_id: int
    user_id: int
    thread_id: int = 0
    """The forum topic; 0 where there is none."""


class Drafts:
    """An update that changed a draft is settled in the same commit, so a crash never applies it twice."""

    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db = db
        self._clock = clock
        self._inbox = Inbox(db, clock=clock)

    _LOAD = "select text from drafts where chat_id = :chat_id and user_id = :user_id and thread_id = :thread_id"

    def load(self, key: DraftKey) -> str | None:
        found = row(self._db, self._LOAD, asdict(key))
        return None if found is None else str(found["text"])

    _SAVE = """
        insert into drafts (chat_id, user_id, thread_id, text, saved_at)
        values (:chat_id, :user_id, :thread_id, :text, :now)
        on conflict do update set text = excluded.text, saved_at = excluded.saved_at
    """

    _NEEDS = "select ref from draft_images where chat_id = :chat_id and user_id = :user_id and thread_id = :thread_id"
    _NEED = "insert into draft_images (chat_id, user_id, thread_id, ref) values (:chat_id, :user_id, :thread_id, :ref)"
    _NEED_NO_MORE = """
        delete from draft_images
        where chat_id = :chat_id and user_id = :user_id and thread_id = :thread_id and ref = :ref
    """

    def save(self, key: DraftKey, text: str, *, settle_update: int | None = None) -> None:
        """An image ref anywhere in `text` (64 hexadecimal digits) keeps that image's file from being swept away."""
        with write_transaction(self._db):
            change(self._db, self._SAVE, {**asdict(key), "text": text, "now": self._clock()})
            needed, wanted = {found["ref"] for found in rows(self._db, self._NEEDS, asdict(key))}, image_refs_in(text)
            for statement, refs in ((self._NEED_NO_MORE, needed - wanted), (self._NEED, wanted - needed)):
                for ref in refs:
                    change(self._db, statement, {**asdict(key), "ref": ref})
            self._settle(settle_update)

    _CLEAR = "delete from drafts where chat_id = :chat_id and user_id = :user_id and thread_id = :thread_id"

    def clear(self, key: DraftKey, *, settle_update: int | None = None) -> None:
        with write_transaction(self._db):
            change(self._db, self._CLEAR, asdict(key))
            self._settle(settle_update)

    def _settle(self, update_id: int | None) -> None:
        if update_id is not None:
            self._inbox.settle(update_id)
