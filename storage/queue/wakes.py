"""Waking the other process once a change is durable; before, it would find nothing new."""

from collections.abc import Callable
from functools import partial

from storage.database import Database

OnCommit = Callable[[str], None]
"""Called with "bot" or "engine" after the commit of a change which that side waits for."""


def tell(db: Database, on_commit: OnCommit, *roles: str) -> None:
    """In the open write transaction."""
    db.after_commit.extend(partial(on_commit, role) for role in roles)


def tell_nobody(role: str) -> None:
    """For a queue that nobody else waits for."""
