"""/start, with or without the payload of a link, and /help."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.context import Context, message_context
from bot.journeys.links import LINK, follow_link
from bot.journeys.replying import reply
from bot.presses import Presses


def on_start(presses: Presses) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, context: Context) -> None:
        """A payload that is no hindrance where it says nothing to this version."""
        here = await message_context(update, context)
        payload = (context.args or [""])[0]
        link = LINK.fullmatch(payload)
        if link:
            await follow_link(here, link, context)
            return
        found = presses.linked(payload)
        if found is None:
            await reply(here, here.texts.say("welcome"))
            return
        press, follow = found
        await follow.call(here, press, context)

    return handle


async def on_help(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    example, other = context.presets.examples(here.texts.code)
    said = [here.texts.say("help", example=example, blend=f"{example} {other}")]
    if here.is_in_group and not context.bot.can_read_all_group_messages:
        said.append(here.texts.say("help-in-group"))
    await reply(here, "\n\n".join(said))
