"""Styles by name: /style, a style's name as a message, in a caption or in a link."""

from dataclasses import replace

from telegram import InlineKeyboardMarkup, Update

from bot.context import Context, MessageContext, message_context
from bot.draft import choose_styles, keep_content
from bot.journeys.pairing import follow
from bot.journeys.pictures import replied_to
from bot.journeys.replying import reply
from bot.journeys.styles.choosing import ask_for_photo
from bot.journeys.styles.menu import Offers, UsePreset, choices_keyboard, own_offered, styles_keyboard
from bot.journeys.styles.question import ask
from bot.order import keep
from bot.phrases import AS_USUAL, How
from bot.presets import Preset
from bot.presses import follows
from bot.shelf import Named, Shelf
from bot.styles import preset_style, styles_of
from bot.telegram_files import picture_in
from bot.wishes import LARGEST_BLEND, Expected, Wish, wish_in
from storage.work.styles import Style

LONGEST_QUOTED = 60
"""Characters of what a person wrote that are said back."""


async def on_style(update: Update, context: Context) -> None:
    """/style wave, alone, after a photo, or in reply to one."""
    here = await message_context(update, context)
    await obey(here, wish_of(here, here.message.text, context), context, caused_by="style")


async def on_words(here: MessageContext, context: Context) -> None:
    """A style's name does what /style with it does. Whoever is asked for something is told again what for.

    In a group only what calls the bot or answers a question of it is meant for it.
    """
    wish = wish_of(here, here.message.text, context)
    if here.is_in_group and not (wish.is_for_us or answers_a_question(here, context)):
        return
    if wish.is_understood:
        await obey(here, wish, context, caused_by="words")
    elif here.draft.waiting_content:
        await ask_again(here, wish, context)
    elif here.draft.styles:
        await reply(here, ask_for_photo(here.draft, here, context))
    else:
        await reply(here, here.texts.say("send-a-photo"))


async def ask_again(here: MessageContext, wish: Wish, context: Context) -> None:
    """The photo waits for its style, whatever else was said."""
    words = complaint_about(wish, here) or here.texts.say("photo-waits-for-style")
    offers = Offers(own=own_offered(here), for_photo=True)
    await ask(here, here.draft, words, styles_keyboard(context.presets, here.texts, offers), context)


def answers_a_question(here: MessageContext, context: Context) -> bool:
    """A text of the bot is a question; a picture of its making is none, and what is said of it is said to people."""
    asked = here.message.reply_to_message
    is_ours = bool(asked and asked.from_user and asked.from_user.id == context.bot.id)
    return is_ours and asked is not None and picture_in(asked) is None


@follows(UsePreset)
async def on_link(here: MessageContext, press: UsePreset, context: Context) -> None:
    """A link to a style."""
    preset = context.presets.get(press.preset)
    if preset is None:
        await show_menu(here, here.texts.say("choose-preset"), context)
        return
    await choose(here, (await preset_style(preset, context.store),), context, caused_by="link")


async def obey(here: MessageContext, wish: Wish, context: Context, *, caused_by: str) -> None:
    if wish.parts:
        styles = await styles_of(wish.parts, here.person_id, context.store)
        await choose(here, styles, context, caused_by=caused_by, how=wish.how)
        return
    await ask_which(here, wish, context)


async def choose(
    here: MessageContext,
    styles: tuple[Style, ...],
    context: Context,
    *,
    caused_by: str,
    how: How = AS_USUAL,
) -> None:
    """For the photo that the message answers, the one that waits, or the next."""
    above = await replied_to(here, context)
    draft, step = choose_styles(here.draft, styles, how=how, content=above.picture if above else None)
    await follow(step, draft, here, context, caused_by=caused_by, arrived=above.arrived if above else ())


async def ask_which(here: MessageContext, wish: Wish, context: Context) -> None:
    """The photo that the message answers waits for the choice, as one that was sent."""
    if here.message.reply_to_story:
        await reply(here, here.texts.say("story-unseen"))
        return
    above = await replied_to(here, context)
    said = replace(here.draft, how=here.draft.how.and_then(wish.how))
    draft = keep_content(said, above.picture) if above else said
    await keep(here, draft, context, arrived=above.arrived if above else ())
    choices, waits = choices_of(wish, here), bool(draft.waiting_content)
    words = complaint_about(wish, here) or here.texts.say("photo-waits-for-style" if waits else "choose-preset")
    menu = choices_keyboard(choices, here.texts) if choices else menu_keyboard(here, context, for_photo=waits)
    await ask(here, draft, words, menu, context)


async def show_menu(here: MessageContext, words: str, context: Context) -> None:
    await reply(here, words, menu_keyboard(here, context, for_photo=False))


def menu_keyboard(here: MessageContext, context: Context, *, for_photo: bool) -> InlineKeyboardMarkup:
    return styles_keyboard(context.presets, here.texts, Offers(own=own_offered(here), for_photo=for_photo))


def wish_of(here: MessageContext, words: str | None, context: Context) -> Wish:
    """Names mean the presets and the person's own styles. While a photo waits, words are about its style."""
    if not words:
        return Wish()
    shelf = Shelf(context.presets, here.known.own)
    is_asked = here.message.text is not None and bool(here.draft.waiting_content)
    expected = Expected.A_STYLE if is_asked else Expected.NOTHING
    return wish_in(words, shelf, bot_name=context.bot.username, expected=expected)


def choices_of(wish: Wish, here: MessageContext) -> tuple[Named, ...]:
    """What a name could mean. In a group nobody is to read what a person calls their styles."""
    return tuple(style for style in wish.fitting if isinstance(style, Preset) or not here.is_in_group)


def complaint_about(wish: Wish, here: MessageContext) -> str:
    """Empty where every word was understood."""
    texts = here.texts
    if wish.is_too_large:
        return texts.say("too-many-styles", styles=LARGEST_BLEND)
    if not wish.unknown:
        return ""
    message = "ambiguous-style" if choices_of(wish, here) else "unknown-preset"
    return texts.say(message, words=shortened(wish.unknown))


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTED else f"{words[:LONGEST_QUOTED]}…"
