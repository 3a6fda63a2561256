"""/dream, in reply to a photo or as a caption; a captioned photo in reply to another one guides that one's dream."""

import re

from telegram import Update
from telegram.ext import filters

from bot.context import Context, MessageContext, message_context
from bot.draft import Draft, take_content
from bot.job_keys import key_of_press
from bot.journeys.pictures import Fetched, fetched, replied_to
from bot.journeys.replying import reply
from bot.order import Trigger, order
from bot.sizes import size_here
from storage.names import ImageRef
from storage.work.dream import USUAL_SIDE, USUAL_TAP, Dream, is_possible

COMMAND = re.compile(r"/dream(?:@(?P<bot>\w+))?(?:\s+(?P<tap>\w+)(?:[:\s]+(?P<channel>\d{1,4}))?)?\s*", re.IGNORECASE)
IN_CAPTION = filters.CaptionRegex(re.compile(r"^/dream\b", re.IGNORECASE))


async def on_dream(update: Update, context: Context) -> None:
    """Of the photo above, or of the one that waits."""
    here = await message_context(update, context)
    above = await replied_to(here, context)
    waiting = here.draft.waiting_content
    if above is not None:
        await dream_of(above, None, here, context)
    elif waiting is not None:
        await dream_of(Fetched(waiting), None, here, context, draft=take_content(here.draft, waiting))
    else:
        await reply(here, here.texts.say("dream-of-what"))


async def on_dream_caption(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    called = COMMAND.fullmatch((here.message.caption or "").strip())
    if called and called["bot"] and called["bot"].casefold() != context.bot.username.casefold():
        return
    photo, above = await fetched(here.message, here, context), await replied_to(here, context)
    await (dream_of(photo, None, here, context) if above is None else dream_of(above, photo, here, context))


async def dream_of(
    photo: Fetched, guide: Fetched | None, here: MessageContext, context: Context, *, draft: Draft | None = None
) -> None:
    dream = dream_in(here.message.text or here.message.caption or "", photo.picture.image, guide, here, context)
    if dream is None:
        await reply(here, here.texts.say("dream-unknown-layer"))
        return
    trigger = Trigger(
        update_id=here.update_id,
        user_id=here.person_id,
        key=key_of_press(here.chat.id, here.message.message_id, Dream.NAME),
        caused_by=Dream.NAME,
        draft_key=here.draft_key,
        draft=draft,
        arrived=[*photo.arrived, *(guide.arrived if guide else ())],
    )
    await order(context, dream, here.place_below(photo.picture.message_id), trigger)


def dream_in(
    words: str, content: ImageRef, guide: Fetched | None, here: MessageContext, context: Context
) -> Dream | None:
    """`/dream relu4_2`, `/dream relu5_1:100`; None where there is no such layer or channel."""
    found = COMMAND.fullmatch(words.strip())
    if found is None:
        return None
    dream = Dream(
        content=content,
        guide=guide.picture.image if guide else None,
        tap=(found["tap"] or USUAL_TAP).lower(),
        channel=int(found["channel"]) if found["channel"] else None,
        longest_side=min(USUAL_SIDE, size_here(here.known.longest_side, context.settings)),
    )
    return dream if is_possible(dream) else None
