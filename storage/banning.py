"""Banning: what a person or a chat had in line is cancelled with it."""

from storage.admission import Standing
from storage.database import write_transaction
from storage.leaving import leave
from storage.store import Storage


def ban(storage: Storage, id: int) -> None:
    """Of a person (above 0) or a chat (below). Paintings stay until they expire."""
    with write_transaction(storage.db):
        storage.people.set_standing(id, Standing.BANNED)
        for job in storage.jobs.open_of(id):
            storage.queue.cancel(job.id)
        if id < 0:
            leave(storage, id)
