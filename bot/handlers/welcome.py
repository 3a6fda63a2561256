"""/start and /help."""

from telegram import Update

from bot.context import Context, said
from bot.handlers.replying import reply


async def on_start(update: Update, context: Context) -> None:
    """A deep link's payload is no hindrance: nothing uses one yet."""
    here = await said(update, context)
    await reply(here, here.texts.welcome)


async def on_help(update: Update, context: Context) -> None:
    here = await said(update, context)
    example, other = context.presets.examples(here.texts.code)
    await reply(here, here.texts.help.format(example=example, blend=f"{example} {other}"))
