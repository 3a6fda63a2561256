"""What Telegram calls pictures that we have: a file_id sends one again without an upload.

A file_unique_id tells that a picture somebody sends is in the image store already (Bot API, PhotoSize).
"""

from typing import Literal

from storage.database import Database, change, row
from storage.names import ImageRef

FileKind = Literal["photo", "document"]
"""A file_id of one kind cannot be sent as the other (Bot API, "Sending by file_id")."""


class TelegramFiles:
    def __init__(self, db: Database) -> None:
        self._db = db

    _NOTE = """
        insert into telegram_files (ref, kind, file_id, unique_id) values (:ref, :kind, :file_id, :unique_id)
        on conflict do update set file_id = excluded.file_id, unique_id = excluded.unique_id
    """

    def note(self, ref: ImageRef, kind: FileKind, file_id: str, unique_id: str = "") -> None:
        change(self._db, self._NOTE, {"ref": ref, "kind": kind, "file_id": file_id, "unique_id": unique_id})

    _FILE_ID = "select file_id from telegram_files where ref = :ref and kind = :kind"

    def file_id_of(self, ref: ImageRef, kind: FileKind) -> str:
        """Empty where Telegram has it not, as far as we know."""
        found = row(self._db, self._FILE_ID, {"ref": ref, "kind": kind})
        return "" if found is None else str(found["file_id"])

    _REF = "select ref from telegram_files where unique_id = :unique_id and unique_id <> '' limit 1"

    def ref_of(self, unique_id: str) -> ImageRef | None:
        """The file may be gone: ask the image store."""
        found = row(self._db, self._REF, {"unique_id": unique_id})
        return None if found is None else ImageRef(found["ref"])

    _FORGET = "delete from telegram_files where ref = :ref and kind = :kind"

    def forget(self, ref: ImageRef, kind: FileKind) -> None:
        """Telegram does not know it by that name any more."""
        change(self._db, self._FORGET, {"ref": ref, "kind": kind})
