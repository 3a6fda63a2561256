"""What only those named in IMPASTO_ADMINS can ask for: /stats, /ban, /unban, /allow, /disallow, /maintenance."""

import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from telegram import Update

from bot.context import Context, MessageContext, message_context
from bot.identity import sender_id
from bot.job_keys import key_of_press
from bot.journeys.replying import reply
from bot.order import Trigger, order
from bot.texts import Texts
from storage.admission import Refused, Standing
from storage.banning import ban
from storage.maintenance import end_maintenance, maintenance_words, say_maintenance
from storage.statistics import Day, last_day, percentile
from storage.work.day_chart import DayChart

ID = re.compile(r"-?[1-9][0-9]{0,15}")
"""Of a person, or below 0 of a chat."""
OFF = "off"
LONGEST_WORDS = 300
"""Characters: in a caption they still fit (1,024 with all, core.telegram.org/bots/api#sendphoto)."""


async def on_stats(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    day, is_away = await context.store.run(
        lambda storage: (last_day(storage.db, now=time.time()), storage.workers.are_away(time.time()))
    )
    await reply(here, stats_text(day, here.texts))
    if day.waits and not is_away:
        await draw_below(here, day, context)


async def draw_below(here: MessageContext, day: Day, context: Context) -> None:
    """The text stands alone where the line is full."""
    chart = DayChart(
        paintings=tuple(hour.paintings for hour in day.hours),
        waits=tuple(hour.wait_seconds for hour in day.hours),
    )
    trigger = Trigger(
        update_id=here.update_id,
        user_id=here.person_id,
        key=key_of_press(here.chat.id, here.message.message_id, DayChart.NAME),
        caused_by=DayChart.NAME,
        draft_key=here.draft_key,
    )
    with suppress(Refused):
        await order(context, chart, here.place_below(here.message.message_id), trigger)


def stats_text(day: Day, texts: Texts) -> str:
    lines = [
        texts.say("stats", people=day.people, paintings=len(day.waits), waiting=day.waiting, failed=day.failed),
        *([waits_text(day, texts)] if day.waits else []),
    ]
    return "\n".join(lines)


def waits_text(day: Day, texts: Texts) -> str:
    half, most = (texts.duration(max(1.0, percentile(day.waits, percent))) for percent in (50, 95))
    return texts.say("stats-waits", half=half, most=most)


Verdict = Callable[[MessageContext, int, Context], Awaitable[str]]
"""(where it is said, about whom, context) -> the answer."""


def about_somebody(command: str, decide: Verdict) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """Handles a command that names a person or a chat, and says how where it names none."""

    async def handle(update: Update, context: Context) -> None:
        here = await message_context(update, context)
        who = await meant(here, context)
        said = here.texts.say("admin-whom", command=command) if who is None else await decide(here, who, context)
        await reply(here, said)

    return handle


async def banned(here: MessageContext, who: int, context: Context) -> str:
    if who in context.settings.admins or who == context.bot.id:
        return here.texts.say("admin-not-banned")
    await context.store.run(lambda storage: ban(storage, who))
    context.services.outbox_changed.set()
    return here.texts.say("admin-banned", who=str(who))


async def unbanned(here: MessageContext, who: int, context: Context) -> str:
    was_so = await context.store.run(lambda storage: storage.people.end_standing(who, Standing.BANNED))
    return here.texts.say("admin-unbanned" if was_so else "admin-was-not-banned", who=str(who))


async def allowed(here: MessageContext, who: int, context: Context) -> str:
    """Kept for later where everybody is heard: only the operator's setting shuts others out."""
    await context.store.run(lambda storage: storage.people.set_standing(who, Standing.ALLOWED))
    said = here.texts.say("admin-allowed", who=str(who))
    hint = [] if context.settings.allow_list else [here.texts.say("admin-list-is-off")]
    return "\n".join([said, *hint])


async def disallowed(here: MessageContext, who: int, context: Context) -> str:
    was_so = await context.store.run(lambda storage: storage.people.end_standing(who, Standing.ALLOWED))
    return here.texts.say("admin-disallowed" if was_so else "admin-was-not-allowed", who=str(who))


on_ban = about_somebody("/ban", banned)
on_unban = about_somebody("/unban", unbanned)
on_allow = about_somebody("/allow", allowed)
on_disallow = about_somebody("/disallow", disallowed)


async def on_maintenance(update: Update, context: Context) -> None:
    """WORDS for whoever waits, or "off". Work is accepted as ever."""
    here = await message_context(update, context)
    words = "".join((here.message.text or "").split(maxsplit=1)[1:]).strip()
    if not words:
        await reply(here, await maintenance_text(here, context))
    elif words.lower() == OFF:
        await context.store.run(lambda storage: end_maintenance(storage.db))
        await reply(here, here.texts.say("admin-maintenance-over"))
    elif len(words) > LONGEST_WORDS:
        await reply(here, here.texts.say("admin-maintenance-too-long", characters=LONGEST_WORDS))
    else:
        await context.store.run(lambda storage: say_maintenance(storage.db, words))
        await reply(here, here.texts.say("admin-maintenance-said", words=words))


async def maintenance_text(here: MessageContext, context: Context) -> str:
    """What is said now, or how to say something."""
    words = await context.store.run(lambda storage: maintenance_words(storage.db))
    return here.texts.say("admin-maintenance-said", words=words) if words else here.texts.say("admin-maintenance-how")


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
