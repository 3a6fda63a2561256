"""Photos and image documents: fetched, paired, and painted as soon as the pair is complete."""

from telegram import Update

from bot.admins import is_admin
from bot.context import Context, MessageContext, message_context
from bot.draft import Draft, Step, add_photo, lose_album_part, refuse_album
from bot.journeys.errors import COMPLAINTS, complaint_about
from bot.journeys.pairing import follow
from bot.journeys.pictures import fetched, replied_to
from bot.journeys.replying import reply
from bot.journeys.styles import words
from bot.journeys.styles.as_before import is_as_before
from bot.order import keep
from bot.styles import styles_of
from bot.wishes import Wish
from storage.admission import Refused


async def on_picture(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    wish = words.wish_of(here, here.message.caption, context)
    if not is_addressed(here, wish, context):
        return
    try:
        photo, above = await fetched(here.message, here, context), await replied_to(here, context)
    except COMPLAINTS as why:
        await go_on(here, await complain(here, why, context), context)
        return
    draft, step = add_photo(
        here.draft,
        photo.picture,
        styles=await styles_of(wish.parts, here.person_id, context.store),
        how=wish.how,
        replied_to=above.picture if above else None,
        more_to_come=here.known.holds_more_of_album,
    )
    complaint = words.complaint_about(wish, here)
    if step is Step.WAIT and await stays_half(here, wish, draft, context):
        draft, step = lose_album_part(draft, here.message.media_group_id or "")
        complaint = complaint or here.texts.say("album-half-in-group")
    as_before = step is Step.ASK_FOR_STYLE and await is_as_before(photo.picture, here, context)
    try:
        await follow(
            step,
            draft,
            here,
            context,
            caused_by="caption" if wish.parts else "photo",
            arrived=[*photo.arrived, *(above.arrived if above else ())],
            complaint=complaint,
            choices=words.choices_of(wish, here),
            as_before=as_before,
        )
    except Refused as refused:
        await keep(here, await complain(here, refused, context), context)


async def on_not_a_picture(update: Update, context: Context) -> None:
    """Sounds, places, other files. In a group they are not meant for us."""
    here = await message_context(update, context)
    if not here.is_in_group:
        await reply(here, here.texts.say("not-a-picture"))
        await go_on(here, here.draft, context)


def is_addressed(here: MessageContext, wish: Wish, context: Context) -> bool:
    """In a group: called by a command or name, in reply to us or to a photo, or more of an album that was."""
    if not here.is_in_group or wish.is_for_us:
        return True
    if here.message.media_group_id in here.draft.albums:
        return True
    if here.message.sticker or here.message.animation:
        return False  # a reaction
    replied = here.message.reply_to_message
    if replied is None:
        return False
    return bool(replied.photo) or (replied.from_user is not None and replied.from_user.id == context.bot.id)


async def stays_half(here: MessageContext, wish: Wish, draft: Draft, context: Context) -> bool:
    """In privacy mode the photos beside the one that calls us never come, except to an admin.

    core.telegram.org/bots/features#privacy-mode
    """
    album = draft.albums.get(here.message.media_group_id or "")
    if not (here.is_in_group and wish.is_for_us and album and album.is_half) or here.known.holds_more_of_album:
        return False
    if context.bot.can_read_all_group_messages:
        return False
    return not await is_admin(context.bot, here.chat.id, context.bot.id)


async def complain(here: MessageContext, why: Exception, context: Context) -> Draft:
    """The draft after it. `why`: one of COMPLAINTS. The photos of one album meet the same limit: it is said once."""
    album = here.message.media_group_id or ""
    if isinstance(why, Refused) and album in here.draft.refused:
        return here.draft
    await reply(here, complaint_about(why, context, here.texts))
    return refuse_album(here.draft, album) if isinstance(why, Refused) else here.draft


async def go_on(here: MessageContext, draft: Draft, context: Context) -> None:
    """With what else the message's album holds."""
    draft, step = lose_album_part(draft, here.message.media_group_id or "")
    await follow(step, draft, here, context, caused_by="photo")
