"""Pictures from Telegram into the image store: which file of a message, how large it may be, its bytes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from telegram import Bot, Document, ExternalReplyInfo, Message, PhotoSize
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, NetworkError

from bot.store import Store
from storage.names import ImageRef

RETRY_DELAYS_SECONDS = (0.5, 2.0)
"""Fetching changes nothing at Telegram, so it may be repeated."""
BYTES_AT_ONCE = 80_000_000
DOWNLOADS_AT_ONCE = 16
LEAST_BYTES = BYTES_AT_ONCE // DOWNLOADS_AT_ONCE
"""What a small file counts for."""


class FileTooBig(Exception):
    """More than the 20 MB that Telegram gives to bots. Ask for a photo instead of a file."""


class DownloadFailed(Exception):
    """Telegram did not give the file, several times. Ask the person to send it again."""


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


def picture_in(message: Message | ExternalReplyInfo) -> PhotoSize | Document | None:
    """The largest size of a photo, or an image sent as a file."""
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    document = message.document
    # Telegram adds a document to every animation, for old clients; that one is a video.
    if document and not message.animation and (document.mime_type or "").startswith("image/"):
        return document
    return None


async def fetch(
    picture: PhotoSize | Document,
    bot: Bot,
    store: Store,
    *,
    downloads: Downloads,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> ImageRef:
    """Raises FileTooBig and DownloadFailed, and as `Store.put_image` does."""
    if (picture.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise FileTooBig
    for delay in (*RETRY_DELAYS_SECONDS, None):
        try:
            async with downloads.room_for(picture.file_size):
                return await store.put_image(await _download(picture.file_id, bot))
        except BadRequest as error:
            raise (FileTooBig if "too big" in error.message else DownloadFailed) from error
        except NetworkError as error:
            if delay is None:
                raise DownloadFailed from error
            await sleep(delay)
    raise AssertionError("the last round returns or raises")


async def _download(file_id: str, bot: Bot) -> bytes:
    file = await bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())
