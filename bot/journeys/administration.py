"""What only those named in IMPASTO_ADMINS can ask for: /ban, /unban, /allow, /disallow."""

import re

from telegram import Update

from bot.context import Context, MessageContext, message_context
from bot.identity import sender_id
from bot.journeys.replying import reply
from storage.admission import Standing
from storage.banning import ban

ID = re.compile(r"-?[1-9][0-9]{0,15}")
"""Of a person, or below 0 of a chat."""


async def on_ban(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    who = await meant(here, context)
    if who is None:
        await reply(here, here.texts.say("admin-whom", command="/ban"))
        return
    if who in context.settings.admins or who == context.bot.id:
        await reply(here, here.texts.say("admin-not-banned"))
        return
    await context.store.run(lambda storage: ban(storage, who))
    context.services.outbox_changed.set()
    await reply(here, here.texts.say("admin-banned", who=str(who)))


async def on_unban(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    who = await meant(here, context)
    if who is None:
        await reply(here, here.texts.say("admin-whom", command="/unban"))
        return
    was_so = await context.store.run(lambda storage: storage.people.end_standing(who, Standing.BANNED))
    said = "admin-unbanned" if was_so else "admin-was-not-banned"
    await reply(here, here.texts.say(said, who=str(who)))


async def on_allow(update: Update, context: Context) -> None:
    """Kept for later where everybody is heard: only the operator's setting shuts others out."""
    here = await message_context(update, context)
    who = await meant(here, context)
    if who is None:
        await reply(here, here.texts.say("admin-whom", command="/allow"))
        return
    await context.store.run(lambda storage: storage.people.set_standing(who, Standing.ALLOWED))
    said = here.texts.say("admin-allowed", who=str(who))
    hint = [] if context.settings.allow_list else [here.texts.say("admin-list-is-off")]
    await reply(here, "\n".join([said, *hint]))


async def on_disallow(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    who = await meant(here, context)
    if who is None:
        await reply(here, here.texts.say("admin-whom", command="/disallow"))
        return
    was_so = await context.store.run(lambda storage: storage.people.end_standing(who, Standing.ALLOWED))
    said = "admin-disallowed" if was_so else "admin-was-not-allowed"
    await reply(here, here.texts.say(said, who=str(who)))


async def meant(here: MessageContext, context: Context) -> int | None:
    """The id that is written, else whoever sent the message above, or asked for the painting that it shows."""
    if context.args:
        return int(context.args[0]) if ID.fullmatch(context.args[0]) else None
    above = here.message.reply_to_message
    if above is None or above.forum_topic_created:  # which whatever is said in a topic replies to
        return None
    if sender_id(above) != context.bot.id:
        return sender_id(above)
    job = await context.store.run(lambda storage: storage.jobs.by_message(here.chat.id, above.message_id))
    return job.user_id if job else None
