"""The pictures of messages: the one that was sent, the one that it answers, the one above a menu."""

from dataclasses import dataclass

from telegram import Message, PhotoSize
from telegram.ext import filters

from bot.context import Context, MessageContext, PressContext
from bot.draft import Picture
from bot.journeys.contact_sheets.buttons import is_contact_sheet
from bot.reading import Arrival
from bot.telegram_files import PictureFile, fetch, picture_in
from storage.admission import Refused


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture whose bytes are in the image store."""

    picture: Picture
    arrived: tuple[Arrival, ...] = ()
    """Empty where they were there already."""


class HoldsPicture(filters.MessageFilter):
    """Something that can be painted, or painted like."""

    def filter(self, message: Message) -> bool:
        return picture_in(message) is not None


async def fetched(message: Message, here: MessageContext, context: Context) -> Fetched:
    """Raises FileTooBig, DownloadFailed, and Refused where this person may send no more or nobody can."""
    found = picture_in(message)
    if found is None:
        raise LookupError("the filters let a message without a picture through")
    return await _fetched(found, message.message_id, here, context, album=message.media_group_id or "")


async def _fetched(
    found: PictureFile, message_id: int, here: MessageContext, context: Context, *, album: str = ""
) -> Fetched:
    known = here.known.stored.get(found.file_unique_id)
    if known is not None:
        return Fetched(Picture(message_id=message_id, image=known, album=album))
    if here.known.photo_refusal:
        raise Refused(here.known.photo_refusal)
    image = await fetch(found, context.bot, context.store, downloads=context.services.downloads)
    arrival = Arrival(
        ref=image,
        kind="photo" if isinstance(found, PhotoSize) else "document",
        file_id=found.file_id,
        unique_id=found.file_unique_id,
    )
    return Fetched(Picture(message_id=message_id, image=image, album=album), (arrival,))


async def fetched_above(here: PressContext, context: Context) -> Fetched | None:
    """The photo that a menu answers, so that its buttons mean that photo for ever. Raises like `fetched`."""
    above = here.message.reply_to_message
    if above is None or picture_in(above) is None:
        return None
    content = here.draft.content
    if content and content.message_id == above.message_id:
        return Fetched(content)
    return await fetched(above, here, context)


async def replied_to(here: MessageContext, context: Context) -> Fetched | None:
    """Of any chat. None for a contact sheet: whoever answers one means the styles. Raises like `fetched`."""
    above, elsewhere = here.message.reply_to_message, here.message.external_reply
    if above is not None:
        is_picture = picture_in(above) is not None and not is_contact_sheet(above)
        return await fetched(above, here, context) if is_picture else None
    found = picture_in(elsewhere) if elsewhere else None
    return await _fetched(found, here.message.message_id, here, context) if found else None
