"""/settings: the language of a chat, and the size of its paintings. In a group they are its admins' business."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, Update

from bot.context import Context, PressContext, message_context
from bot.journeys.pressing import is_chat_admin
from bot.journeys.replying import reply
from bot.layout import button, in_rows, keyboard, ticked
from bot.presses import Owner, Press, answers, press
from bot.sizes import size_here, sizes_offered
from bot.texts import Texts, languages

LANGUAGES_A_ROW = 3


async def on_settings(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    if not await is_chat_admin(here, context):
        await reply(here, here.texts.say("toast-for-admins"))
        return
    sizes, size = sizes_offered(context.settings), size_here(here.known.longest_side, context.settings)
    await reply(here, settings_text(here.texts, sizes), settings_keyboard(here.texts, sizes, size))


@press("lang", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ChooseLanguage(Press):
    code: str


@answers(ChooseLanguage)
async def choose_language(here: PressContext, press: ChooseLanguage, context: Context) -> str:
    if press.code not in languages():
        return here.texts.say("toast-outdated")
    texts = await context.services.languages.choose(here.chat.id, press.code)
    return await show(here, texts, size_here(here.known.longest_side, context.settings), context)


@press("size", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ChooseSize(Press):
    longest_side: int


@answers(ChooseSize)
async def choose_size(here: PressContext, press: ChooseSize, context: Context) -> str:
    if press.longest_side not in sizes_offered(context.settings):
        return here.texts.say("toast-outdated")
    await context.store.run(lambda storage: storage.chats.set_longest_side(here.chat.id, press.longest_side))
    return await show(here, here.texts, press.longest_side, context)


async def show(here: PressContext, texts: Texts, size: int, context: Context) -> str:
    sizes = sizes_offered(context.settings)
    await here.edit_text(settings_text(texts, sizes), settings_keyboard(texts, sizes, size))
    return texts.say("toast-settings-kept")


def settings_text(texts: Texts, sizes: Sequence[int]) -> str:
    """The sizes are explained only where there is a choice."""
    return "\n\n".join([texts.say("settings"), *([texts.say("settings-sizes")] if len(sizes) > 1 else [])])


def settings_keyboard(texts: Texts, sizes: Sequence[int], size: int) -> InlineKeyboardMarkup:
    """What holds now has a tick. Sizes are there where there is a choice."""
    spoken = [
        button(ticked(each.own_name, each.code == texts.code), ChooseLanguage(each.code))
        for each in languages().values()
    ]
    large = [button(ticked(texts.say("size", pixels=each), each == size), ChooseSize(each)) for each in sizes]
    return keyboard(*in_rows(spoken, LANGUAGES_A_ROW), large if len(large) > 1 else [])
