"""Photos and image documents: fetched, paired, and painted as soon as the pair is complete."""

from dataclasses import replace

from telegram import InlineKeyboardMarkup, Message, Update

from bot.context import Context, Said, said
from bot.draft import Draft, Paint, Picture, Step, add_photo, lose_album_half
from bot.handlers.accepting import Address, Cause, accept_pair, refusal_text
from bot.handlers.replying import reply
from bot.job_keys import key_of_pair
from bot.keyboards import style_menu
from bot.telegram_files import DownloadFailed, FileTooBig, fetch, picture_in
from bot.wishes import Wish, wish_in


async def on_picture(update: Update, context: Context) -> None:
    here = await said(update, context)
    wish = wish_in(here.message.caption, context.presets, bot_name=context.bot.username)
    draft = await draft_of(here, context)
    if not is_addressed(here.message, wish, draft, context):
        return
    try:
        photo = await fetched(here.message, context)
        replied_to = await replied_picture(here.message, context)
    except FileTooBig:
        await go_on_without(here, draft, context, here.texts.file_too_big)
        return
    except DownloadFailed:
        await go_on_without(here, draft, context, here.texts.download_failed)
        return
    draft, step = add_photo(draft, photo, preset=wish.preset, replied_to=replied_to)
    await follow(step, draft, here, context, question=here.texts.unknown_preset if wish.unknown else "")


async def on_not_a_picture(update: Update, context: Context) -> None:
    """Videos, stickers, other files. In a group they are not meant for us."""
    here = await said(update, context)
    if here.is_in_group:
        return
    draft = await context.store.draft(address_of(here).draft_key)
    await go_on_without(here, draft, context, here.texts.not_a_picture)


async def draft_of(here: Said, context: Context) -> Draft:
    """Without a preset that was taken off the shelf since it was chosen."""
    draft = await context.store.draft(address_of(here).draft_key)
    return draft if context.presets.get(draft.preset) else replace(draft, preset="")


def is_addressed(message: Message, wish: Wish, draft: Draft, context: Context) -> bool:
    """In a group: called by a command or name, in reply to us, or the other half of an album that was."""
    if message.chat.type == message.chat.PRIVATE or wish.is_for_us:
        return True
    if any(half.album == message.media_group_id for half in draft.halves):
        return True
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == context.bot.id)


async def fetched(message: Message, context: Context) -> Picture:
    """Raises FileTooBig and DownloadFailed."""
    found = picture_in(message)
    if found is None:
        raise LookupError("the filters let a message without a picture through")
    image = await fetch(found, context.bot, context.store)
    return Picture(message_id=message.message_id, image=image, album=message.media_group_id or "")


async def replied_picture(message: Message, context: Context) -> Picture | None:
    """Raises FileTooBig and DownloadFailed."""
    replied = message.reply_to_message
    return await fetched(replied, context) if replied and picture_in(replied) else None


async def go_on_without(here: Said, draft: Draft, context: Context, complaint: str) -> None:
    """Say what is wrong with the message; the other half of its album, if any, now waits for a style."""
    await reply(here, complaint)
    draft, step = lose_album_half(draft, here.message.media_group_id or "")
    await context.store.save_draft(address_of(here).draft_key, draft, settle_update=here.update_id)
    if step is Step.ASK_FOR_STYLE:
        await reply(here, ask_for_style(here), await menu_for(here, context))


async def follow(step: Paint | Step, draft: Draft, here: Said, context: Context, *, question: str = "") -> None:
    """Do what the pairing decided. `question` replaces the usual one for the style."""
    if isinstance(step, Paint):
        await paint(step, draft, here, context)
        return
    await context.store.save_draft(address_of(here).draft_key, draft, settle_update=here.update_id)
    texts = here.texts
    if step is Step.ASK_FOR_STYLE:
        await reply(here, question or ask_for_style(here), await menu_for(here, context))
    elif step is Step.ASK_FOR_PHOTO:
        preset = context.presets.get(draft.preset)
        ask = texts.ask_for_photo_in_group if here.is_in_group else texts.ask_for_photo
        await reply(here, ask.format(preset=preset.label(texts.code) if preset else draft.preset))
    elif step is Step.TOO_MANY:
        await reply(here, texts.too_many_photos)


async def paint(step: Paint, draft: Draft, here: Said, context: Context) -> None:
    key = key_of_pair(step, here.chat.id, here.message.message_id)
    cause = Cause(update_id=here.update_id, key=key, draft=draft)
    refusal = await accept_pair(context, address_of(here), step, cause=cause)
    if refusal:
        await reply(here, refusal_text(refusal, context, here.texts))
    elif step.left_over:
        await reply(here, here.texts.too_many_photos)


async def menu_for(here: Said, context: Context) -> InlineKeyboardMarkup:
    """Styles for a photo; whoever had a painting here finds its style above the others."""
    last = await context.store.run(lambda storage: storage.queue.latest_painting(here.chat.id, here.person.id))
    return style_menu(context.presets, here.texts, same_as=last.id if last else None)


def ask_for_style(here: Said) -> str:
    return here.texts.ask_for_style_in_group if here.is_in_group else here.texts.ask_for_style


def address_of(here: Said) -> Address:
    return Address(
        chat_id=here.chat.id, user_id=here.person.id, thread_id=here.thread_id, reply_to=here.message.message_id
    )
