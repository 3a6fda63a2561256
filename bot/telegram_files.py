"""Pictures from Telegram into the image store: which file of a message, how large it may be, its bytes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from telegram import Bot, Document, ExternalReplyInfo, Message, PhotoSize, Sticker
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, NetworkError

from bot.store import Store
from storage.jobs import FailureReason
from storage.names import ImageRef
from storage.picture_files import refusal_at_a_glance

RETRY_DELAYS_SECONDS = (0.5, 2.0)
"""Fetching changes nothing at Telegram, so it may be repeated."""
BYTES_AT_ONCE = 80_000_000
DOWNLOADS_AT_ONCE = 16
LEAST_BYTES = BYTES_AT_ONCE // DOWNLOADS_AT_ONCE
"""What a small file counts for."""
UNLABELLED = "application/octet-stream"

PictureFile = PhotoSize | Document | Sticker


class FileTooBig(Exception):
    """More than the 20 MB that Telegram gives to bots. Ask for a photo instead of a file."""


class DownloadFailed(Exception):
    """Telegram did not give the file, several times. Ask the person to send it again."""


class CannotBeOpened(Exception):
    """The file is no picture, or none that can be painted."""

    def __init__(self, reason: FailureReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Downloads:
    """How much is downloaded at once: each file is whole in memory until it is stored."""

    def __init__(self, *, bytes_at_once: int = BYTES_AT_ONCE, least_bytes: int = LEAST_BYTES) -> None:
        self._free = bytes_at_once
        self._most = bytes_at_once
        self._least = least_bytes
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def room_for(self, size: int | None) -> AsyncIterator[None]:
        """In the order of asking: a large file is not overtaken until there is never room. `size`: None is unknown."""
        claimed = min(max(size or FileSizeLimit.FILESIZE_DOWNLOAD, self._least), self._most)
        await self._take(claimed)
        try:
            yield
        finally:
            self._free += claimed
            self._let_in()

    async def _take(self, claimed: int) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((claimed, turn))
        self._let_in()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # let in and cancelled in the same moment
                self._free += claimed
            self._let_in()
            raise

    def _let_in(self) -> None:
        while self._waiting and (self._waiting[0][1].cancelled() or self._waiting[0][0] <= self._free):
            claimed, turn = self._waiting.popleft()
            if not turn.cancelled():
                self._free -= claimed
                turn.set_result(None)


def picture_in(message: Message | ExternalReplyInfo) -> PictureFile | None:
    """The largest size of a photo, a picture sent as a file, a sticker, or a still of what moves."""
    if message.photo:
        return _largest(message.photo)
    if message.sticker:
        moves = message.sticker.is_animated or message.sticker.is_video
        return message.sticker.thumbnail if moves else message.sticker
    if message.video:
        return _largest(message.video.cover) if message.video.cover else message.video.thumbnail
    # Telegram adds a document to every animation, for old clients; that one is a video.
    film = message.animation or message.video_note
    if film:
        return film.thumbnail
    return _picture_of_file(message.document) if message.document else None


def _picture_of_file(document: Document) -> PictureFile | None:
    """Its label only says what is surely none: a telephone calls anything an octet-stream."""
    label = document.mime_type or UNLABELLED
    if label.startswith("image/") or label == UNLABELLED:
        return document
    return document.thumbnail if label.startswith("video/") else None


def _largest(sizes: Sequence[PhotoSize]) -> PhotoSize:
    return max(sizes, key=lambda size: size.width * size.height)


async def fetch(
    picture: PictureFile,
    bot: Bot,
    store: Store,
    *,
    downloads: Downloads,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> ImageRef:
    """Raises FileTooBig, DownloadFailed and CannotBeOpened, and as `Store.put_image` does."""
    if (picture.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise FileTooBig
    for delay in (*RETRY_DELAYS_SECONDS, None):
        try:
            async with downloads.room_for(picture.file_size):
                data = await _download(picture.file_id, bot)
                _check(picture, data)
                return await store.put_image(data)
        except BadRequest as error:
            raise (FileTooBig if "too big" in error.message else DownloadFailed) from error
        except NetworkError as error:
            if delay is None:
                raise DownloadFailed from error
            await sleep(delay)
    raise AssertionError("the last round returns or raises")


def _check(picture: PictureFile, data: bytes) -> None:
    """Photos, stickers and stills were written by Telegram. Raises CannotBeOpened."""
    refusal = refusal_at_a_glance(data) if isinstance(picture, Document) else None
    if refusal:
        raise CannotBeOpened(refusal)


async def _download(file_id: str, bot: Bot) -> bytes:
    file = await bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())
