"""Pictures that Telegram may have already: shown by their file_id, uploaded only where it has none."""

from collections.abc import Awaitable, Callable

from telegram import Message
from telegram.error import BadRequest

from bot.context import Context
from bot.living_message import sent_file
from storage.names import ImageRef
from storage.telegram_files import FileKind

Read = Callable[[], Awaitable[bytes]]
Show = Callable[[str | bytes], Awaitable[Message | None]]
"""Of a file_id or of bytes; None where it got lost or changed nothing. Raises BadRequest."""


async def show_known(ref: ImageRef, kind: FileKind, context: Context, *, read: Read, show: Show) -> None:
    """What Telegram has forgotten is uploaded again, and known from then on. Raises as `read` and `show` do."""
    store = context.store
    file_id = await store.run(lambda storage: storage.telegram_files.file_id_of(ref, kind))
    if file_id:
        try:
            await show(file_id)
        except BadRequest:
            await store.run(lambda storage: storage.telegram_files.forget(ref, kind))
        else:
            return
    message = await show(await read())
    sent = sent_file(message) if message else None
    if sent:
        await store.run(lambda storage: storage.telegram_files.note(ref, sent.kind, sent.file_id, sent.unique_id))
