"""/settings: the language of a chat."""

from telegram import Update

from bot.context import Context, Pressed, said
from bot.handlers.replying import reply
from bot.keyboards import Press, language_menu
from bot.texts import languages


async def on_settings(update: Update, context: Context) -> None:
    here = await said(update, context)
    await reply(here, here.texts.choose_language, language_menu())


async def on_language(pressed: Pressed, press: Press, context: Context) -> str:
    code = press.ids[0]
    if code not in languages():
        return pressed.texts.toasts.outdated
    texts = await context.services.languages.set(pressed.message.chat.id, code)
    await pressed.edit_text(texts.language_set, language_menu())
    return texts.toasts.language_kept
