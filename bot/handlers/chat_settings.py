"""/settings: the language of a chat, and the size of its paintings. In a group they are its admins' business."""

from telegram import ChatMember, Update

from bot.context import Context, Happening, Pressed, said
from bot.handlers.replying import reply
from bot.keyboards import Press, settings_menu
from bot.sizes import size_here, sizes_offered
from bot.texts import Texts, languages

ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


async def on_settings(update: Update, context: Context) -> None:
    here = await said(update, context)
    if not await may_change_settings(here, context):
        await reply(here, here.texts.toasts.for_admins)
        return
    chosen = await context.store.chosen_size(here.chat.id)
    settings = context.services.settings
    sizes = sizes_offered(settings)
    await reply(here, settings_text(here.texts, sizes), settings_menu(here.texts, sizes, size_here(chosen, settings)))


async def on_language(pressed: Pressed, press: Press, context: Context) -> str:
    if press.ids[0] not in languages():
        return pressed.texts.toasts.outdated
    if not await may_change_settings(pressed, context):
        return pressed.texts.toasts.for_admins
    texts = await context.services.languages.set(pressed.chat.id, press.ids[0])
    return await show(pressed, texts, context)


async def on_size(pressed: Pressed, press: Press, context: Context) -> str:
    size = int(press.ids[0])
    if size not in sizes_offered(context.services.settings):
        return pressed.texts.toasts.outdated
    if not await may_change_settings(pressed, context):
        return pressed.texts.toasts.for_admins
    await context.store.run(lambda storage: storage.chats.set_longest_side(pressed.chat.id, size))
    return await show(pressed, pressed.texts, context)


async def may_change_settings(here: Happening, context: Context) -> bool:
    if not here.is_in_group:
        return True
    # An admin who writes anonymously writes as the group itself (core.telegram.org/bots/api#message, sender_chat).
    if here.message.sender_chat and here.message.sender_chat.id == here.chat.id:
        return True
    member = await context.bot.get_chat_member(here.chat.id, here.person.id)
    return member.status in ADMINS


async def show(pressed: Pressed, texts: Texts, context: Context) -> str:
    settings = context.services.settings
    sizes, size = sizes_offered(settings), size_here(await context.store.chosen_size(pressed.chat.id), settings)
    await pressed.edit_text(settings_text(texts, sizes), settings_menu(texts, sizes, size))
    return texts.toasts.settings_kept


def settings_text(texts: Texts, sizes: list[int]) -> str:
    """The sizes are explained only where there is a choice."""
    return "\n\n".join([texts.settings, *([texts.settings_sizes] if len(sizes) > 1 else [])])
