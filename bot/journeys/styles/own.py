"""Own styles, between a person and the bot alone: 💾 saves one under a name, /mystyles uses, renames, deletes them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import NetworkError, RetryAfter

from bot.context import Context, JobContext, MessageContext, PressContext, message_context
from bot.draft import ask_for_name, style_named_by
from bot.journeys.replying import reply
from bot.journeys.sharing import ShareStyle
from bot.journeys.styles import words
from bot.journeys.styles.choosing import own_called
from bot.journeys.styles.menu import Mode, ShowOwn, UseOwn
from bot.layout import button, in_rows, keyboard
from bot.logs import event
from bot.order import keep
from bot.paintings import savable_style
from bot.presses import Owner, Press, answers, press
from bot.style_names import LONGEST_NAME, NameRefusal, free_name, refusal_for_name, tidied
from bot.telegram_files import picture_in
from bot.texts import Texts
from storage.jobs import Job
from storage.names import ImageRef, JobId
from storage.own_styles import NameTaken, OwnStyle, ShelfFull
from storage.store import Storage
from storage.work.painting import Painting

log = logging.getLogger(__name__)

STYLES_PER_PERSON = 24
"""They fit on one message of numbered buttons."""
NUMBERS_A_ROW = 6


# ---------------------------------------------------------------------------------------------------- 💾


@press("keep", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class KeepStyle(Press):
    """The painting's style picture, as a style of one's own."""

    job: JobId


@dataclass(frozen=True, slots=True)
class Kept:
    style: OwnStyle
    is_new: bool


@answers(KeepStyle)
async def keep_style(here: JobContext, press: KeepStyle, context: Context) -> str:
    """Saved at once under a usual name; a better one can follow."""
    texts = here.texts
    style = _savable_style(here.job)
    if style is None:
        return here.toasts.say("toast-outdated")
    taken = [label for preset in context.presets for label in preset.names.values()]
    try:
        kept = await context.store.run(
            lambda storage: kept_under_a_free_name(storage, here.person_id, style, texts, taken)
        )
    except ShelfFull:
        return here.toasts.say("toast-shelf-full", styles=STYLES_PER_PERSON)
    if not kept.is_new:
        return here.toasts.say("toast-saved-already", name=kept.style.name)
    event(log, "style_saved", job=here.job.id)
    if here.is_in_group:
        return here.toasts.say("toast-saved-in-group", name=kept.style.name)
    await ask_name(here, kept.style, texts.say("style-saved", name=kept.style.name), context)
    return here.toasts.say("toast-saved")


def kept_under_a_free_name(storage: Storage, user_id: int, image: ImageRef, texts: Texts, taken: Sequence[str]) -> Kept:
    """Raises ShelfFull."""
    known = storage.own_styles.with_image(user_id, image)
    if known:
        return Kept(known, is_new=False)
    own = [style.name for style in storage.own_styles.of(user_id)]
    name = free_name(lambda number: texts.say("own-style-name", number=number), [*own, *taken])
    return Kept(storage.own_styles.save(user_id, name, image, limit=STYLES_PER_PERSON), is_new=True)


def keep_button(job: Job, texts: Texts) -> list[InlineKeyboardButton]:
    return [button(texts.say("button-keep"), KeepStyle(job.id))] if _savable_style(job) else []


def _savable_style(job: Job) -> ImageRef | None:
    style = savable_style(job.work) if isinstance(job.work, Painting) else None
    return style.image if style else None


# ---------------------------------------------------------------------------------------------------- the list


async def on_my_styles(update: Update, context: Context) -> None:
    """In reply to a photo, the menu is for that photo."""
    here = await message_context(update, context)
    texts, own = here.texts, here.known.own
    if here.is_in_group:
        await reply(here, texts.say("my-styles-in-private"))
        return
    above = here.message.reply_to_message
    about = above if above and picture_in(above) else None
    words = list_of(own, texts.say("my-styles")) if own else texts.say("no-own-styles")
    await reply(here, words, own_styles_keyboard(own, texts), about=about)


@answers(ShowOwn)
async def show_own(here: PressContext, press: ShowOwn, context: Context) -> str:
    await show(here, here.known.own, mode=press.mode)
    return ""


async def show(here: PressContext, own: Sequence[OwnStyle], *, mode: Mode = Mode.USE) -> None:
    texts = here.texts
    if not own:
        await here.edit_text(texts.say("no-own-styles"))
        return
    question = {
        Mode.USE: texts.say("my-styles"),
        Mode.RENAME: texts.say("my-styles-to-rename"),
        Mode.DELETE: texts.say("my-styles-to-delete"),
        Mode.SHARE: texts.say("my-styles-to-share"),
    }[mode]
    await here.edit_text(list_of(own, question), own_styles_keyboard(own, texts, mode=mode))


def list_of(own: Sequence[OwnStyle], question: str) -> str:
    return "\n".join([question, "", *(f"{number}. {style.name}" for number, style in enumerate(own, 1))])


def own_styles_keyboard(own: Sequence[OwnStyle], texts: Texts, *, mode: Mode = Mode.USE) -> InlineKeyboardMarkup | None:
    """A number for each style of the list above; None where there is none."""
    if not own:
        return None
    press = {Mode.USE: UseOwn, Mode.RENAME: Rename, Mode.DELETE: Delete, Mode.SHARE: ShareStyle}[mode]
    numbers = [button(str(number), press(style.id)) for number, style in enumerate(own, 1)]
    rename = button(texts.say("button-rename"), ShowOwn(Mode.RENAME))
    delete = button(texts.say("button-delete"), ShowOwn(Mode.DELETE))
    share = button(texts.say("button-share"), ShowOwn(Mode.SHARE))
    back = button(texts.say("button-back"), ShowOwn(Mode.USE))
    return keyboard(*in_rows(numbers, NUMBERS_A_ROW), [rename, delete, share] if mode is Mode.USE else [back])


# ---------------------------------------------------------------------------------------------------- deleting


@press("delete", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class Delete(Press):
    style_id: int


@answers(Delete)
async def delete(here: PressContext, press: Delete, context: Context) -> str:
    """Asks first."""
    style = own_called(press.style_id, here)
    if style is None:
        return here.toasts.say("toast-style-gone")
    question = here.texts.say("delete-question", name=style.name)
    await here.edit_text(question, delete_keyboard(style.id, here.texts))
    return ""


@press("deleteyes", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class DeleteForGood(Press):
    style_id: int


@answers(DeleteForGood)
async def delete_for_good(here: PressContext, press: DeleteForGood, context: Context) -> str:
    """A second tap finds it deleted, which is what it asks for."""
    style = own_called(press.style_id, here)
    await context.store.run(lambda storage: storage.own_styles.delete(here.person_id, press.style_id))
    await show(here, [one for one in here.known.own if one.id != press.style_id])
    return here.toasts.say("toast-style-deleted", name=style.name) if style else here.toasts.say("toast-style-gone")


def delete_keyboard(style_id: int, texts: Texts) -> InlineKeyboardMarkup:
    yes = button(texts.say("button-delete-yes"), DeleteForGood(style_id))
    return keyboard([yes, button(texts.say("button-forget-no"), ShowOwn(Mode.USE))])


# ---------------------------------------------------------------------------------------------------- naming


@press("rename", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class Rename(Press):
    style_id: int


@answers(Rename)
async def rename(here: PressContext, press: Rename, context: Context) -> str:
    style = own_called(press.style_id, here)
    if style is None:
        return here.toasts.say("toast-style-gone")
    await show(here, here.known.own)
    await ask_name(here, style, here.texts.say("ask-for-name", name=style.name), context)
    return ""


async def on_text(update: Update, context: Context) -> None:
    """The answer to a question for a name; every other text is about styles."""
    here = await message_context(update, context)
    asked = here.message.reply_to_message
    style_id = style_named_by(here.draft, asked.message_id) if asked else None
    if style_id is None:
        await words.on_words(here, context)
        return
    await give_name(here, style_id, tidied(here.message.text or ""), context)


async def give_name(here: MessageContext, style_id: int, name: str, context: Context) -> None:
    texts, style = here.texts, own_called(style_id, here)
    if style is None:
        await reply(here, texts.say("toast-style-gone"))
        return
    refusal = refusal_for_name(name, context.presets)
    try:
        if refusal is None:
            await context.store.run(lambda storage: storage.own_styles.rename(here.person_id, style_id, name))
    except NameTaken:
        refusal = NameRefusal.TAKEN
    if refusal is None:
        await reply(here, texts.say("style-renamed", name=name))
        return
    complaint = texts.say(f"name-refusal-{refusal}", name=name, characters=LONGEST_NAME)
    await ask_name(here, style, complaint, context)


async def ask_name(here: MessageContext, style: OwnStyle, question: str, context: Context) -> None:
    """Whatever answers this question becomes the style's name. A lost question loses nothing: the style has one."""
    placeholder = here.texts.say("name-placeholder")
    try:
        asked: Message = await here.message.reply_text(
            question,
            reply_markup=ForceReply(input_field_placeholder=placeholder),
            message_thread_id=here.thread_id,
        )
    except (NetworkError, RetryAfter) as error:
        event(log, "question_lost", level=logging.WARNING, update=here.update_id, why=type(error).__name__)
        return
    await keep(here, ask_for_name(here.draft, style.id, question=asked.message_id), context)
