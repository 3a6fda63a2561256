"""Own styles, between a person and the bot alone: 💾 saves one under a name, /mystyles uses, renames, deletes them."""

import logging
from dataclasses import dataclass

from telegram import ForceReply, Message, Update
from telegram.error import NetworkError, RetryAfter

from bot.context import Context, Happening, Pressed, Said, said
from bot.draft import ask_for_name, style_named_by
from bot.handlers import styles
from bot.handlers.photos import address_of
from bot.handlers.replying import reply
from bot.handlers.styles import use
from bot.keyboards import MINE_DELETE, MINE_RENAME, MINE_USE, Press, delete_menu, my_styles, savable_style
from bot.logs import event
from bot.style_names import LONGEST_NAME, NameRefusal, free_name, refusal_for_name, tidied
from bot.telegram_files import picture_in
from storage.drafts import DraftKey
from storage.jobs import ImageRef, Job, Style
from storage.own_styles import NameTaken, OwnStyle, ShelfFull
from storage.store import Storage

log = logging.getLogger(__name__)

STYLES_PER_PERSON = 24
"""They fit on one message of numbered buttons."""


@dataclass(frozen=True, slots=True)
class Kept:
    style: OwnStyle
    is_new: bool


async def on_my_styles(update: Update, context: Context) -> None:
    """In reply to a photo, the menu is for that photo."""
    here = await said(update, context)
    texts = here.texts
    if here.is_in_group:
        await reply(here, texts.my_styles_in_private)
        return
    own = await shelf_of(here, context)
    above = here.message.reply_to_message
    about = above if above and picture_in(above) else None
    await reply(here, list_of(own, texts.my_styles) if own else texts.no_own_styles, my_styles(own, texts), about=about)


async def on_keep(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """💾: saved at once under a usual name; a better one can follow."""
    texts = pressed.texts
    style = savable_style(job.request.recipe)
    if style is None:
        return texts.toasts.outdated
    taken = [label for preset in context.presets for label in preset.names.values()]
    try:
        kept = await context.store.run(
            lambda storage: keep(storage, pressed.person.id, style.image, texts.own_style_name, taken)
        )
    except ShelfFull:
        return texts.toasts.shelf_full.format(limit=STYLES_PER_PERSON)
    if not kept.is_new:
        return texts.toasts.saved_already.format(name=kept.style.name)
    event(log, "style_saved", job=job.id)
    if pressed.is_in_group:
        return texts.toasts.saved_in_group.format(name=kept.style.name)
    await ask_name(pressed, kept.style, texts.style_saved.format(name=kept.style.name), context)
    return texts.toasts.saved


def keep(storage: Storage, user_id: int, image: ImageRef, pattern: str, taken: list[str]) -> Kept:
    """Raises ShelfFull."""
    known = storage.own_styles.with_image(user_id, image)
    if known:
        return Kept(known, is_new=False)
    own = [style.name for style in storage.own_styles.of(user_id)]
    name = free_name(pattern, [*own, *taken])
    return Kept(storage.own_styles.save(user_id, name, image, limit=STYLES_PER_PERSON), is_new=True)


async def on_mine(pressed: Pressed, press: Press, context: Context) -> str:
    """The list, to use one, to rename one, or to delete one."""
    await show(pressed, press.ids[0], context)
    return ""


async def on_own(pressed: Pressed, press: Press, context: Context) -> str:
    """A number: its style is for the photo above, the one that waits, or the next."""
    style = await pressed_style(pressed, press, context)
    if style is None:
        return pressed.texts.toasts.style_gone
    await context.store.run(lambda storage: storage.own_styles.mark_used(pressed.person.id, style.image))
    return await use(pressed, Style(image=style.image, own=style.name), context)


async def on_rename(pressed: Pressed, press: Press, context: Context) -> str:
    style = await pressed_style(pressed, press, context)
    if style is None:
        return pressed.texts.toasts.style_gone
    await show(pressed, MINE_USE, context)
    await ask_name(pressed, style, pressed.texts.ask_for_name.format(name=style.name), context)
    return ""


async def on_delete(pressed: Pressed, press: Press, context: Context) -> str:
    """Asks first."""
    style = await pressed_style(pressed, press, context)
    if style is None:
        return pressed.texts.toasts.style_gone
    question = pressed.texts.delete_question.format(name=style.name)
    await pressed.edit_text(question, delete_menu(style.id, pressed.texts))
    return ""


async def on_delete_yes(pressed: Pressed, press: Press, context: Context) -> str:
    """A second tap finds it deleted, which is what it asks for."""
    style = await pressed_style(pressed, press, context)
    await context.store.run(lambda storage: storage.own_styles.delete(pressed.person.id, int(press.ids[0])))
    await show(pressed, MINE_USE, context)
    toasts = pressed.texts.toasts
    return toasts.style_deleted.format(name=style.name) if style else toasts.style_gone


async def on_text(update: Update, context: Context) -> None:
    """The answer to a question for a name; every other text is about styles."""
    here = await said(update, context)
    draft = await context.store.draft(address_of(here).draft_key)
    asked = here.message.reply_to_message
    style_id = style_named_by(draft, asked.message_id) if asked else None
    if style_id is None:
        await styles.on_text(update, context)
        return
    await rename(here, style_id, tidied(here.message.text or ""), context)


async def rename(here: Said, style_id: int, name: str, context: Context) -> None:
    texts = here.texts
    style = await context.store.run(lambda storage: storage.own_styles.get(here.person.id, style_id))
    if style is None:
        await reply(here, texts.toasts.style_gone)
        return
    refusal = refusal_for_name(name, context.presets)
    try:
        if refusal is None:
            await context.store.run(lambda storage: storage.own_styles.rename(here.person.id, style_id, name))
    except NameTaken:
        refusal = NameRefusal.TAKEN
    if refusal is None:
        await reply(here, texts.style_renamed.format(name=name))
        return
    complaint = texts.name_refusals[refusal].format(name=name, longest=LONGEST_NAME)
    await ask_name(here, style, complaint, context)


async def ask_name(here: Happening, style: OwnStyle, question: str, context: Context) -> None:
    """Whatever answers this question becomes the style's name. A lost question loses nothing: the style has one."""
    placeholder = here.texts.name_placeholder
    try:
        asked: Message = await here.message.reply_text(
            question,
            reply_markup=ForceReply(input_field_placeholder=placeholder),
            message_thread_id=here.thread_id,
        )
    except (NetworkError, RetryAfter) as error:
        event(log, "question_lost", level=logging.WARNING, update=here.update_id, why=type(error).__name__)
        return
    key = DraftKey(here.chat.id, here.person.id, here.thread_id or 0)
    draft = await context.store.draft(key)
    draft = ask_for_name(draft, style.id, question=asked.message_id)
    await context.store.save_draft(key, draft, settle_update=here.update_id)


async def show(pressed: Pressed, mode: str, context: Context) -> None:
    texts = pressed.texts
    own = await shelf_of(pressed, context)
    if not own:
        await pressed.edit_text(texts.no_own_styles)
        return
    question = {MINE_RENAME: texts.my_styles_to_rename, MINE_DELETE: texts.my_styles_to_delete}
    await pressed.edit_text(list_of(own, question.get(mode, texts.my_styles)), my_styles(own, texts, mode=mode))


async def shelf_of(here: Happening, context: Context) -> list[OwnStyle]:
    return await context.store.run(lambda storage: storage.own_styles.of(here.person.id))


async def pressed_style(pressed: Pressed, press: Press, context: Context) -> OwnStyle | None:
    return await context.store.run(lambda storage: storage.own_styles.get(pressed.person.id, int(press.ids[0])))


def list_of(own: list[OwnStyle], question: str) -> str:
    return "\n".join([question, "", *(f"{number}. {style.name}" for number, style in enumerate(own, 1))])
