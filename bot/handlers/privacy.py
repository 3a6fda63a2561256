"""/privacy says what is kept; /forget erases it."""

from telegram import Update

from bot.context import Context, Pressed, said
from bot.handlers.photos import reply
from bot.keyboards import Press, forget_menu


async def on_privacy(update: Update, context: Context) -> None:
    here = await said(update, context)
    await reply(here, here.texts.privacy.format(days=context.services.settings.keep_days))


async def on_forget(update: Update, context: Context) -> None:
    here = await said(update, context)
    await reply(here, here.texts.forget_question, forget_menu(here.texts))


async def on_forget_button(pressed: Pressed, press: Press, context: Context) -> str:
    texts = pressed.texts
    if press.ids[0] != "yes":
        await pressed.edit_text(texts.toasts.nothing_forgotten)
        return ""
    await context.store.forget(pressed.person.id)
    context.services.languages.forget(pressed.person.id)
    await pressed.edit_text(texts.forgotten)
    return ""
