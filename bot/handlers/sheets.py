"""/styles as a picture: the contact sheet of the presets, or all of them painted on a photo at once.

A number makes a new painting in reply to the photo, for whoever presses it, and the sheet stays to choose from again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import Message, Update
from telegram.error import BadRequest

from bot.admission import Refusal
from bot.captions import sheet_text
from bot.context import Context, Pressed, Said, said
from bot.draft import Draft, Paint, Picture, Step, choose_styles, take_content
from bot.handlers.accepting import Address, Cause, accept, accept_pair, as_first, preset_style, refusal_text
from bot.handlers.paintings import address_of_job, paint_over
from bot.handlers.photos import address_of, chosen_label, own_styles_in, replied_picture
from bot.handlers.replying import reply, reply_with_picture
from bot.handlers.styles import address_of_press, content_above, has_owner, over_photo
from bot.job_keys import key_of_press
from bot.keyboards import Action, Press, numbers, offers, style_menu
from bot.living_message import file_id_of
from bot.sheets import TILE_SIDE, Page, is_sheet, page_at, page_of, page_with
from bot.store import OPEN
from bot.telegram_files import DownloadFailed, FileTooBig
from storage.drafts import DraftKey
from storage.jobs import SHEET, ImageRef, Job, Recipe


async def on_styles(update: Update, context: Context) -> None:
    """The presets' sheet; in reply to a photo, a sheet of that photo."""
    here = await said(update, context)
    try:
        photo = await replied_picture(here.message, context)
    except FileTooBig:
        await reply(here, here.texts.file_too_big)
    except DownloadFailed:
        await reply(here, here.texts.download_failed)
    else:
        await (show_on_photo(here, photo, context) if photo else show_presets(here, context))


async def show_on_photo(here: Said, photo: Picture, context: Context) -> None:
    address = Address(chat_id=here.chat.id, user_id=here.person.id, thread_id=here.thread_id, reply_to=photo.message_id)
    key = key_of_press(here.chat.id, here.message.message_id, Action.SHEET)
    cause = Cause(update_id=here.update_id, key=key)
    recipe = await sheet_recipe(0, context)
    refusal = await accept(context, address, content=photo.image, recipe=recipe, cause=cause)
    if refusal:
        await reply(here, refusal_text(refusal, context, here.texts))


async def show_presets(here: Said, context: Context) -> None:
    """Under a photo that waits, so that the numbers mean that photo for ever."""
    if not context.services.sheets:
        own = await own_styles_in(here, context)
        await reply(here, here.texts.choose_preset, style_menu(context.presets, here.texts, own=own))
        return
    waiting = (await context.store.draft(address_of(here).draft_key)).waiting_content
    page = page_at(0, context.presets)
    words = here.texts.sheet_for_photo if waiting else here.texts.sheet_of_presets
    caption, keyboard = sheet_text(words, page), numbers(page, here.texts, for_photo=bool(waiting))
    answering = waiting.message_id if waiting else None

    async def send(picture: str | bytes) -> Message | None:
        return await reply_with_picture(here, picture, caption, keyboard, answering=answering)

    await _with_picture_of(page, context, send)


async def on_leaf(pressed: Pressed, press: Press, context: Context) -> str:
    """Another page of the presets' sheet, in place."""
    texts = pressed.texts
    if not context.services.sheets:
        return texts.toasts.outdated
    if await has_owner(pressed, context):
        return texts.toasts.on_it
    page = page_at(int(press.ids[0]), context.presets)
    for_photo = offers(pressed.message.reply_markup, Action.SHEET)
    caption = sheet_text(texts.sheet_for_photo if for_photo else texts.sheet_of_presets, page)
    keyboard = numbers(page, texts, for_photo=for_photo)

    async def show(picture: str | bytes) -> Message | None:
        return await pressed.edit_picture(picture, caption, keyboard)

    await _with_picture_of(page, context, show)
    return ""


async def on_number(pressed: Pressed, press: Press, context: Context) -> str:
    """A new painting of the photo above or of the one that waits; without either, the sheet asks for a photo."""
    texts = pressed.texts
    preset = context.presets.get(press.ids[0])
    if preset is None:
        return texts.toasts.outdated
    draft_key = address_of_press(pressed).draft_key
    draft = await context.store.draft(draft_key)
    try:
        content = await content_above(pressed, draft, context)
    except (FileTooBig, DownloadFailed):
        return texts.toasts.photo_unknown
    left, step = choose_styles(draft, (await preset_style(preset, context),), content=content)
    if isinstance(step, Paint):
        address = replace(address_of_press(pressed), reply_to=step.content.message_id, living_message_id=None)
        key = f"{_key(pressed, Action.NUMBER, preset.key)}+{step.content.message_id}"
        cause = Cause(update_id=pressed.update_id, key=key, draft=left)
        return await _once(pressed, key, context, lambda: accept_pair(context, address, step, cause=cause))
    if not pressed.owns_menu:
        return texts.toasts.not_yours
    if await _is_being_painted(_key(pressed, Action.NUMBER, preset.key), draft_key, context):
        return texts.toasts.on_it
    await context.store.save_draft(draft_key, left, settle_update=pressed.update_id)
    if step is Step.ASK_FOR_PHOTO:
        await _ask_for_photo(pressed, left, page_with(preset, context.presets), context)
    return ""


async def on_sheet(pressed: Pressed, press: Press, context: Context) -> str:
    """🖼 under a menu: it becomes the sheet of the photo, which goes on waiting for its style."""

    async def ask(address: Address, _: Draft, content: Picture) -> Refusal | None:
        key = key_of_press(pressed.message.chat.id, pressed.message.message_id, Action.SHEET)
        cause = Cause(update_id=pressed.update_id, key=key)
        recipe = await sheet_recipe(int(press.ids[0]), context)
        return await accept(context, address, content=content.image, recipe=recipe, cause=cause)

    return await over_photo(pressed, context, ask)


async def on_tiles(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """🖼 under a painting makes a new message; ◀ and ▶ under a sheet turn its page."""
    index = int(press.ids[1])
    if is_sheet(job):
        return await _turn_page(pressed, press, context, job, index)
    content = job.request.content
    key = _key(pressed, Action.TILES, content[:12])
    address, cause = address_of_job(pressed, job), Cause(update_id=pressed.update_id, key=key)
    recipe = await sheet_recipe(index, context)
    return await _once(
        pressed, key, context, lambda: accept(context, address, content=content, recipe=recipe, cause=cause)
    )


async def on_tile(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    preset = context.presets.get(press.ids[1])
    if preset is None:
        return pressed.texts.toasts.outdated
    address, content = address_of_job(pressed, job), job.request.content
    key = _key(pressed, Action.TILE, preset.key)
    cause = Cause(update_id=pressed.update_id, key=key, draft=await _draft_without(content, address, context))
    recipe = await as_first(Recipe(styles=(await preset_style(preset, context),)), context, address.chat_id)
    return await _once(
        pressed, key, context, lambda: accept(context, address, content=content, recipe=recipe, cause=cause)
    )


async def _draft_without(content: ImageRef, address: Address, context: Context) -> Draft | None:
    """The person's draft, if it was this photo that waited; else None."""
    draft = await context.store.draft(address.draft_key)
    waiting = draft.waiting_content
    return take_content(draft, waiting) if waiting and waiting.image == content else None


async def sheet_recipe(index: int, context: Context) -> Recipe:
    page = page_at(index, context.presets)
    styles = tuple([await preset_style(tile.preset, context) for tile in page.tiles])
    return Recipe(styles=styles, method=SHEET, longest_side=TILE_SIDE, first_number=page.first)


async def _turn_page(pressed: Pressed, press: Press, context: Context, job: Job, index: int) -> str:
    """Forward by painting; back to what the message showed before, which needs no painting."""
    owner = await context.store.owner_of(pressed.message.chat.id, pressed.message.message_id)
    if owner and owner.id != job.id:
        return pressed.texts.toasts.on_it
    earlier = await context.store.earlier_painting(job.id)
    if earlier and is_sheet(earlier) and page_of(earlier.request.recipe, context.presets).index == index:
        await context.store.go_back(job, pressed.message.message_id)
        context.services.outbox_changed.set()
        return ""
    recipe = await sheet_recipe(index, context)
    refusal = await paint_over(pressed, press, context, job, job.request.content, recipe)
    return refusal or pressed.texts.toasts.on_it


async def _ask_for_photo(pressed: Pressed, draft: Draft, page: Page, context: Context) -> None:
    texts = pressed.texts
    ask = texts.ask_for_photo_in_group if pressed.is_in_group else texts.ask_for_photo
    await pressed.edit_caption(ask.format(preset=chosen_label(draft, pressed, context)), numbers(page, texts))


async def _once(pressed: Pressed, key: str, context: Context, ask: Callable[[], Awaitable[Refusal | None]]) -> str:
    """The toast. What this person pressed here before is not made a second time."""
    toasts = pressed.texts.toasts
    former = await context.store.job_by_key(key)
    if former:
        return toasts.on_it if former.state in OPEN else toasts.painted_already
    refusal = await ask()
    return refusal_text(refusal, context, pressed.texts) if refusal else toasts.on_it


def _key(pressed: Pressed, action: Action, what: str) -> str:
    """Of a new message: the same person, the same button, the same painting."""
    return key_of_press(pressed.message.chat.id, pressed.message.message_id, action, f"{what}+{pressed.person.id}")


async def _is_being_painted(key: str, where: DraftKey, context: Context) -> bool:
    """The photo that waited is taken by the same button's first press."""
    newest = await context.store.run(lambda storage: storage.queue.latest_job(where.chat_id, where.user_id))
    return newest is not None and newest.state in OPEN and newest.request.key.startswith(f"{key}+")


async def _with_picture_of(
    page: Page, context: Context, show: Callable[[str | bytes], Awaitable[Message | None]]
) -> None:
    """By its file_id where Telegram has the picture already, else by an upload, which gives it one."""
    pictures = context.services.sheets
    file_id = pictures.known_as(page.index)
    if file_id:
        try:
            await show(file_id)
        except BadRequest:
            pictures.forget(page.index)
        else:
            return
    message = await show(pictures.jpeg(page.index))
    if message:
        pictures.note(page.index, file_id_of(message))
