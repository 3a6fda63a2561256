"""The files of the sandbox: bytes by sha256, and the ids under which the Bot API hands them out.

Bot API, "File" and "Sending files": many file_ids may name one file; its file_unique_id never changes and downloads
nothing.
"""

import base64
import hashlib
import secrets
import sqlite3
from dataclasses import astuple, dataclass
from enum import StrEnum

from bot.sandbox.database import Json
from bot.sandbox.parameters import Upload
from bot.sandbox.pictures import picture_header, without_exif

DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024
"""Bot API, getFile."""


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    ANIMATION = "animation"


FILE_ID_STARTS = {FileKind.PHOTO: "AgACAgIAAxkB", FileKind.DOCUMENT: "BQACAgIAAxkB", FileKind.ANIMATION: "CgACAgIAAxkB"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Fields in the order of the table `files`. Width and height are 0 for what is no picture."""

    file_id: str
    unique_id: str
    digest: str
    kind: FileKind
    file_path: str
    name: str
    mime_type: str
    size: int
    width: int
    height: int

    def as_file(self) -> Json:
        """Bot API: File, without its path."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def as_photo_size(self) -> Json:
        return {**self.as_file(), "width": self.width, "height": self.height}

    def as_document(self) -> Json:
        return {**self.as_file(), "file_name": self.name, "mime_type": self.mime_type}

    def as_animation(self) -> Json:
        return {**self.as_document(), "width": self.width, "height": self.height, "duration": 0}


class FileShelf:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def keep(self, upload: Upload, kind: FileKind) -> StoredFile:
        """Every upload gets its own file_id; the same bytes keep their file_unique_id. A photo loses its metadata."""
        data = without_exif(upload.data) if kind is FileKind.PHOTO else upload.data
        digest = hashlib.sha256(data).hexdigest()
        self._database.execute("insert or ignore into blobs values (?, ?)", (digest, data))
        header = picture_header(data)
        mime_type = header.mime_type if header and kind is FileKind.PHOTO else upload.mime_type
        file = StoredFile(
            file_id=FILE_ID_STARTS[kind] + secrets.token_urlsafe(45),
            unique_id=_unique_id(kind, digest),
            digest=digest,
            kind=kind,
            file_path=self._new_path(kind, mime_type, upload.name),
            name=upload.name,
            mime_type=mime_type,
            size=len(data),
            width=header.width if header else 0,
            height=header.height if header else 0,
        )
        self._database.execute("insert into files values (?,?,?,?,?,?,?,?,?,?)", astuple(file))
        return file

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._find("select * from files where file_id = ?", file_id)

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        return self._find("select * from files where unique_id = ? limit 1", unique_id)

    def by_path(self, file_path: str) -> StoredFile | None:
        return self._find("select * from files where file_path = ?", file_path)

    def data(self, file: StoredFile) -> bytes:
        row = self._database.execute("select data from blobs where digest = ?", (file.digest,)).fetchone()
        return bytes(row["data"])

    def _find(self, query: str, key: str) -> StoredFile | None:
        row = self._database.execute(query, (key,)).fetchone()
        if row is None:
            return None
        values = dict(row)
        return StoredFile(**{**values, "kind": FileKind(values["kind"])})

    def _new_path(self, kind: FileKind, mime_type: str, name: str) -> str:
        count = self._database.execute("select count(*) from files").fetchone()[0]
        return f"{kind}s/file_{count}.{_extension(kind, mime_type, name)}"


def _extension(kind: FileKind, mime_type: str, name: str) -> str:
    """A document keeps the extension of its name; a photo is named after its bytes."""
    if kind is not FileKind.PHOTO:
        extension = name.rpartition(".")[2]
        return extension if extension.isascii() and extension.isalnum() else "bin"
    return mime_type.removeprefix("image/").replace("jpeg", "jpg")


def _unique_id(kind: FileKind, digest: str) -> str:
    start = "AQAD" if kind is FileKind.PHOTO else "AgAD"
    return start + base64.urlsafe_b64encode(bytes.fromhex(digest)[:9]).decode()
