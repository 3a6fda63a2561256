"""Leaving a chat: where the bot is not any more, nothing is made and nothing is told."""

from storage.database import change, rows, write_transaction
from storage.names import JobId
from storage.store import Storage

_OPEN_THERE = """
    select jobs.id from jobs join places on places.id = jobs.place_id
    where places.chat_id = :chat_id and jobs.state in ('queued', 'leased')
"""

_DROP_ALL_THERE = """
    update outbox set state = 'given_up', why = 'left the chat', settled_at = :now
    where state = 'due' and place_id in (select id from places where chat_id = :chat_id)
"""

_DROP_DRAFTS = "delete from drafts where chat_id = :chat_id"


def leave(storage: Storage, chat_id: int) -> None:
    """Everybody's waiting jobs, half-finished pairs and what was due there. Paintings stay until they expire."""
    with write_transaction(storage.db):
        for found in rows(storage.db, _OPEN_THERE, {"chat_id": chat_id}):
            storage.queue.cancel(JobId(found["id"]))
        change(storage.db, _DROP_ALL_THERE, {"chat_id": chat_id, "now": storage.clock()})
        change(storage.db, _DROP_DRAFTS, {"chat_id": chat_id})
