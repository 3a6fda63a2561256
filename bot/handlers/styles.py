"""/style, a style's name as a message, and the menu of styles."""

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.admission import Refusal
from bot.context import Context, Pressed, Said, said
from bot.draft import Draft, Paint, Picture, Step, choose_styles, take_content
from bot.handlers.accepting import (
    Address,
    Cause,
    accept,
    accept_pair,
    as_first,
    preset_style,
    refusal_text,
    styles_of,
)
from bot.handlers.photos import (
    address_of,
    chosen_label,
    complaint_about,
    follow,
    own_styles_in,
    replied_picture,
    wish_of,
)
from bot.handlers.replying import reply
from bot.job_keys import key_of_press
from bot.keyboards import Action, Press, offers, same_style_in, style_menu
from bot.telegram_files import DownloadFailed, FileTooBig, fetch, picture_in
from bot.wishes import Wish
from storage.jobs import Job, Style


async def on_style(update: Update, context: Context) -> None:
    """/style wave, alone, after a photo, or in reply to one."""
    here = await said(update, context)
    await choose(here, await wish_of(here, here.message.text, context), context)


async def on_text(update: Update, context: Context) -> None:
    """A style's name does what /style with it does; anything else is answered in private chats only."""
    here = await said(update, context)
    wish = await wish_of(here, here.message.text, context)
    if wish.parts:
        await choose(here, wish, context)
    elif not here.is_in_group:
        await reply(here, here.texts.send_a_photo)


async def choose(here: Said, wish: Wish, context: Context) -> None:
    texts = here.texts
    if not wish.parts:
        await reply(here, complaint_about(wish, here) or texts.choose_preset, style_menu(context.presets, texts))
        return
    try:
        content = await replied_picture(here.message, context)
    except FileTooBig:
        await reply(here, texts.file_too_big)
        return
    except DownloadFailed:
        await reply(here, texts.download_failed)
        return
    draft = await context.store.draft(address_of(here).draft_key)
    styles = await styles_of(wish.parts, context, here.person.id)
    draft, step = choose_styles(draft, styles, content=content)
    await follow(step, draft, here, context)


async def on_page(pressed: Pressed, press: Press, context: Context) -> str:
    """Another page of the menu, in place."""
    here = pressed.message.reply_markup
    keyboard = style_menu(
        context.presets,
        pressed.texts,
        page=int(press.ids[0]),
        same_as=same_style_in(here),
        own=await own_styles_in(pressed, context),
        for_photo=offers(here, Action.SHEET),
    )
    await pressed.edit_keyboard(keyboard)
    return ""


async def on_use(pressed: Pressed, press: Press, context: Context) -> str:
    """A preset in the menu."""
    preset = context.presets.get(press.ids[0])
    if preset is None:
        return pressed.texts.toasts.outdated
    return await use(pressed, await preset_style(preset, context), context)


async def use(pressed: Pressed, style: Style, context: Context) -> str:
    """The pressed message becomes the painting, or asks for the photo."""
    texts = pressed.texts
    if await has_owner(pressed, context):
        return texts.toasts.on_it
    address = address_of_press(pressed)
    draft = await context.store.draft(address.draft_key)
    try:
        content = await content_above(pressed, draft, context)
    except (FileTooBig, DownloadFailed):
        return texts.toasts.photo_unknown
    draft, step = choose_styles(draft, (style,), content=content)
    if isinstance(step, Paint):
        return await paint(step, draft, address, pressed, context)
    await context.store.save_draft(address.draft_key, draft, settle_update=pressed.update_id)
    if step is Step.ASK_FOR_PHOTO:
        keyboard = style_menu(context.presets, texts)
        ask = texts.ask_for_photo_in_group if pressed.is_in_group else texts.ask_for_photo
        await pressed.edit_text(ask.format(preset=chosen_label(draft, pressed, context)), keyboard)
    return ""


async def on_same(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """The last painting's style and dials for the photo above, in the pressed message."""

    async def ask(address: Address, draft: Draft, content: Picture) -> Refusal | None:
        cause = Cause(update_id=pressed.update_id, key=_key(pressed), draft=take_content(draft, content))
        recipe = await as_first(job.request.recipe, context, address.chat_id)
        return await accept(context, address, content=content.image, recipe=recipe, cause=cause)

    return await over_photo(pressed, context, ask)


async def over_photo(
    pressed: Pressed, context: Context, ask: Callable[[Address, Draft, Picture], Awaitable[Refusal | None]]
) -> str:
    """The pressed message becomes what is asked for of the photo above it, or of the one that waits. The toast."""
    toasts = pressed.texts.toasts
    if await has_owner(pressed, context):
        return toasts.on_it
    address = address_of_press(pressed)
    draft = await context.store.draft(address.draft_key)
    try:
        content = await content_above(pressed, draft, context) or draft.waiting_content
    except (FileTooBig, DownloadFailed):
        return toasts.photo_unknown
    if content is None:
        return toasts.photo_unknown
    refusal = await ask(address, draft, content)
    return refusal_text(refusal, context, pressed.texts) if refusal else toasts.on_it


async def has_owner(pressed: Pressed, context: Context) -> bool:
    """A painting has taken the message over."""
    return await context.store.owner_of(pressed.message.chat.id, pressed.message.message_id) is not None


async def paint(step: Paint, draft: Draft, address: Address, pressed: Pressed, context: Context) -> str:
    cause = Cause(update_id=pressed.update_id, key=_key(pressed), draft=draft)
    refusal = await accept_pair(context, address, step, cause=cause)
    return refusal_text(refusal, context, pressed.texts) if refusal else pressed.texts.toasts.on_it


def _key(pressed: Pressed) -> str:
    return key_of_press(pressed.message.chat.id, pressed.message.message_id, Action.USE)


async def content_above(pressed: Pressed, draft: Draft, context: Context) -> Picture | None:
    """The photo that the menu answers, so that its buttons mean that photo for ever. Raises like `fetch`."""
    above = pressed.message.reply_to_message
    found = picture_in(above) if above else None
    if above is None or found is None:
        return None
    if draft.content and draft.content.message_id == above.message_id:
        return draft.content
    image = await fetch(found, context.bot, context.store, downloads=context.services.downloads)
    return Picture(message_id=above.message_id, image=image)


def address_of_press(pressed: Pressed) -> Address:
    above = pressed.message.reply_to_message
    return Address(
        chat_id=pressed.message.chat.id,
        user_id=pressed.person.id,
        thread_id=pressed.thread_id,
        reply_to=above.message_id if above else None,
        living_message_id=pressed.message.message_id,
    )
