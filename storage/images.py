"""The image store: every picture is a file named by the sha256 of its bytes. No database, so any thread may use it."""

import hashlib
import math
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from storage.names import ImageRef, is_image_ref

UNFINISHED_PREFIX = ".unfinished-"


class ImageGone(Exception):
    """The file is not there (any more): ask the person to send the photo again, or put the preset's bytes again."""


class ImageStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> ImageRef:
        """When this returns, the bytes survive a power cut, and their name can be committed to the database.

        Putting the same bytes again writes nothing, but makes the file count as new for the sweep of orphans.
        """
        ref = ImageRef(hashlib.sha256(data).hexdigest())
        path = self.path(ref)
        self._make_shard(path.parent)
        if not _touch(path):
            _write_whole(path, data)
        _sync_folder(path.parent)
        return ref

    def get(self, ref: ImageRef) -> bytes:
        try:
            return self.path(ref).read_bytes()
        except FileNotFoundError:
            raise ImageGone(ref) from None

    def head(self, ref: ImageRef, size: int) -> bytes:
        """Its first bytes, where metadata stands."""
        try:
            with self.path(ref).open("rb") as file:
                return file.read(size)
        except FileNotFoundError:
            raise ImageGone(ref) from None

    def path(self, ref: ImageRef) -> Path:
        """Where the file is, or would be. Raises ValueError for anything that is not an image ref."""
        if not is_image_ref(ref):
            raise ValueError(f"not an image ref: {ref!r}")
        return self._folder / ref[:2] / ref

    def touch(self, ref: ImageRef) -> bool:
        """The file counts as new for the sweep of orphans, as if it had been put again. False where it is gone."""
        return _touch(self.path(ref))

    def has(self, ref: ImageRef) -> bool:
        return self.path(ref).is_file()

    def delete(self, ref: ImageRef) -> None:
        """A file that is not there is deleted already."""
        self.path(ref).unlink(missing_ok=True)

    def refs(self) -> Iterator[ImageRef]:
        """In no order. A shard's names are read at once, so that files may come and go meanwhile."""
        for shard in self._shards():
            yield from (ImageRef(name) for name in _names_in(shard) if is_image_ref(name))

    def was_put_since(self, moment: float, ref: ImageRef) -> bool:
        """`moment` in seconds since the epoch. A file that is not there was not."""
        return _changed_at(self.path(ref)) >= moment

    def delete_unfinished(self, *, before: float) -> Iterator[int]:
        """Remove what writers that died in the middle of a put left behind; how many, a shard at a time."""
        for shard in self._shards():
            unfinished = (shard / name for name in _names_in(shard) if name.startswith(UNFINISHED_PREFIX))
            left = [path for path in unfinished if _changed_at(path) < before]
            for path in left:
                path.unlink(missing_ok=True)
            yield len(left)

    def _shards(self) -> list[Path]:
        return sorted(self._folder.glob("??"))

    def _make_shard(self, shard: Path) -> None:
        if shard.is_dir():
            return
        shard.mkdir(parents=True, exist_ok=True)
        _sync_folder(self._folder)


def _names_in(shard: Path) -> list[str]:
    with os.scandir(shard) as entries:
        return [entry.name for entry in entries]


def _touch(path: Path) -> bool:
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _write_whole(path: Path, data: bytes) -> None:
    """Readers see no file or the whole file, even across a power cut: write aside, fsync, rename."""
    aside = path.parent / f"{UNFINISHED_PREFIX}{secrets.token_hex(8)}"
    try:
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _changed_at(path: Path) -> float:
    """Minus infinity for a file that is not there."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return -math.inf
