"""Pictures from Telegram into the image store: which file of a message, how large it may be, its bytes."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Bot, Document, Message, PhotoSize
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, NetworkError

from bot.store import Store
from storage.jobs import ImageRef

RETRY_DELAYS_SECONDS = (0.5, 2.0)
"""Fetching changes nothing at Telegram, so it may be repeated."""


class FileTooBig(Exception):
    """More than the 20 MiB that Telegram gives to bots. Ask for a photo instead of a file."""


class DownloadFailed(Exception):
    """Telegram did not give the file, several times. Ask the person to send it again."""


def picture_in(message: Message) -> PhotoSize | Document | None:
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
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> ImageRef:
    """Raises FileTooBig and DownloadFailed."""
    if (picture.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise FileTooBig
    for delay in (*RETRY_DELAYS_SECONDS, None):
        try:
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
