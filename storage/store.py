"""Everything storage offers, opened together on one data folder."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.chats import Chats
from storage.database import Database, open_database
from storage.drafts import Drafts
from storage.images import ImageStore
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.own_styles import OwnStyles
from storage.people import People
from storage.places import Places
from storage.queue import Jobs, Line, Queue, Undo
from storage.shares import Shares
from storage.telegram_files import TelegramFiles
from storage.wake import wake
from storage.workers import Workers

DATABASE_NAME = "impasto.db"
IMAGES_NAME = "images"
WAKE_NAME = "wake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Belongs to the thread that opened it; only `images` may be used from any thread."""

    folder: Path
    db: Database
    clock: Callable[[], float]
    """Seconds since the epoch."""
    queue: Queue
    jobs: Jobs
    line: Line
    undo: Undo
    outbox: Outbox
    inbox: Inbox
    drafts: Drafts
    chats: Chats
    people: People
    places: Places
    telegram_files: TelegramFiles
    own_styles: OwnStyles
    shares: Shares
    images: ImageStore
    workers: Workers

    @classmethod
    def open(cls, folder: Path, *, clock: Callable[[], float] = time.time) -> Self:
        """Make the folder where there is none yet. Raises StorageError when it cannot be used."""
        for part in (folder, folder / IMAGES_NAME, folder / WAKE_NAME):
            part.mkdir(mode=0o750, parents=True, exist_ok=True)
        db = open_database(folder / DATABASE_NAME)
        on_commit = partial(wake, folder / WAKE_NAME)
        return cls(
            folder=folder,
            db=db,
            clock=clock,
            queue=Queue(db, clock=clock, on_commit=on_commit),
            jobs=Jobs(db),
            line=Line(db, clock=clock),
            undo=Undo(db, clock=clock, on_commit=on_commit),
            outbox=Outbox(db, clock=clock),
            inbox=Inbox(db, clock=clock),
            drafts=Drafts(db, clock=clock),
            chats=Chats(db),
            people=People(db, clock=clock),
            places=Places(db),
            telegram_files=TelegramFiles(db),
            own_styles=OwnStyles(db, clock=clock),
            shares=Shares(db, clock=clock),
            images=ImageStore(folder / IMAGES_NAME),
            workers=Workers(db, clock=clock),
        )

    @property
    def wake_folder(self) -> Path:
        """For a WakeListener."""
        return self.folder / WAKE_NAME

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
