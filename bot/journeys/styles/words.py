"""Styles by name: /style, a style's name as a message, in a caption or in a link."""

from telegram import Update

from bot import shelf
from bot.context import Context, MessageContext, message_context
from bot.draft import choose_styles
from bot.journeys.pairing import follow
from bot.journeys.pictures import replied_to
from bot.journeys.replying import reply
from bot.journeys.styles.menu import Offers, UsePreset, styles_keyboard
from bot.presets import Preset
from bot.presses import follows
from bot.shelf import Shelf
from bot.styles import preset_style, styles_of
from bot.wishes import LARGEST_BLEND, Wish, wish_in
from storage.work.styles import Style


async def on_style(update: Update, context: Context) -> None:
    """/style wave, alone, after a photo, or in reply to one."""
    here = await message_context(update, context)
    await obey(here, wish_of(here, here.message.text, context), context, caused_by="style")


async def on_words(here: MessageContext, context: Context) -> None:
    """A style's name does what /style with it does; anything else is answered in private chats only."""
    wish = wish_of(here, here.message.text, context)
    if wish.parts:
        await obey(here, wish, context, caused_by="words")
    elif not here.is_in_group:
        await reply(here, here.texts.say("send-a-photo"))


@follows(UsePreset)
async def on_link(here: MessageContext, press: UsePreset, context: Context) -> None:
    """A link to a style."""
    preset = context.presets.get(press.preset)
    if preset is None:
        await show_menu(here, here.texts.say("choose-preset"), context)
        return
    await choose(here, (await preset_style(preset, context.store),), context, caused_by="link")


async def obey(here: MessageContext, wish: Wish, context: Context, *, caused_by: str) -> None:
    if not wish.parts:
        await show_menu(here, complaint_about(wish, here) or here.texts.say("choose-preset"), context)
        return
    await choose(here, await styles_of(wish.parts, here.person.id, context.store), context, caused_by=caused_by)


async def choose(here: MessageContext, styles: tuple[Style, ...], context: Context, *, caused_by: str) -> None:
    """For the photo that the message answers, the one that waits, or the next."""
    above = await replied_to(here, context)
    draft, step = choose_styles(here.draft, styles, content=above.picture if above else None)
    await follow(step, draft, here, context, caused_by=caused_by, arrived=above.arrived if above else ())


async def show_menu(here: MessageContext, words: str, context: Context) -> None:
    await reply(here, words, styles_keyboard(context.presets, here.texts, Offers()))


def wish_of(here: MessageContext, words: str | None, context: Context) -> Wish:
    """Names mean the presets and the person's own styles."""
    if not words:
        return Wish()
    return wish_in(words, Shelf(context.presets, here.known.own), bot_name=context.bot.username)


def complaint_about(wish: Wish, here: MessageContext) -> str:
    """Empty where every word was understood."""
    texts = here.texts
    if wish.is_too_large:
        return texts.say("too-many-styles", styles=LARGEST_BLEND)
    if not wish.unknown:
        return ""
    # In a group nobody is to read what a person calls their styles.
    known = [style for style in wish.fitting if isinstance(style, Preset) or not here.is_in_group]
    if len(known) < 2:
        return texts.say("unknown-preset", words=wish.unknown)
    *others, last = [shelf.label(style, texts.code) for style in known]
    names = f"{', '.join(others)} {texts.say('either')} {last}"
    return texts.say("ambiguous-style", words=wish.unknown, names=names)
