"""Photos and image documents: fetched, paired, and painted as soon as the pair is complete."""

from telegram import Document, Update

from bot.context import Context, MessageContext, message_context
from bot.draft import add_photo, lose_album_part
from bot.journeys.errors import COMPLAINTS, complaint_about
from bot.journeys.pairing import follow
from bot.journeys.pictures import fetched, replied_to
from bot.journeys.replying import reply
from bot.journeys.styles import words
from bot.journeys.styles.as_before import is_as_before
from bot.styles import styles_of
from bot.telegram_files import picture_in
from bot.wishes import Wish


async def on_picture(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    wish = words.wish_of(here, here.message.caption, context)
    if not is_addressed(here, wish, context):
        return
    try:
        photo, above = await fetched(here.message, here, context), await replied_to(here, context)
    except COMPLAINTS as why:
        await go_on_without(here, complaint_about(why, context, here.texts), context)
        return
    draft, step = add_photo(
        here.draft,
        photo.picture,
        styles=await styles_of(wish.parts, here.person.id, context.store),
        replied_to=above.picture if above else None,
        more_to_come=here.known.holds_more_of_album,
    )
    await follow(
        step,
        draft,
        here,
        context,
        caused_by="caption" if wish.parts else "photo",
        arrived=[*photo.arrived, *(above.arrived if above else ())],
        complaint=words.complaint_about(wish, here),
        as_before=isinstance(picture_in(here.message), Document) and await is_as_before(photo.picture, here, context),
    )


async def on_not_a_picture(update: Update, context: Context) -> None:
    """Videos, stickers, other files. In a group they are not meant for us."""
    here = await message_context(update, context)
    if not here.is_in_group:
        await go_on_without(here, here.texts.not_a_picture, context)


def is_addressed(here: MessageContext, wish: Wish, context: Context) -> bool:
    """In a group: called by a command or name, in reply to us, or more of an album that was."""
    if not here.is_in_group or wish.is_for_us:
        return True
    if here.message.media_group_id in here.draft.albums:
        return True
    replied = here.message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == context.bot.id)


async def go_on_without(here: MessageContext, complaint: str, context: Context) -> None:
    """Say what is wrong with the message; what else its album holds goes on without it."""
    await reply(here, complaint)
    draft, step = lose_album_part(here.draft, here.message.media_group_id or "")
    await follow(step, draft, here, context, caused_by="photo")
