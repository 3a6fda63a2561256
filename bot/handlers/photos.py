"""Photos and image documents: fetched, paired, and painted as soon as the pair is complete."""

from dataclasses import replace

from telegram import InlineKeyboardMarkup, Message, Update

from bot import shelf
from bot.captions import styles_label
from bot.context import Context, Happening, Said, said
from bot.draft import Draft, Paint, Picture, Step, add_photo, lose_album_part
from bot.handlers.accepting import Address, Cause, accept_pair, refusal_text, styles_of
from bot.handlers.replying import reply
from bot.job_keys import key_of_pair
from bot.keyboards import OWN_IN_MENU, Action, offers, style_menu
from bot.presets import Preset
from bot.shelf import Shelf
from bot.telegram_files import DownloadFailed, FileTooBig, fetch, picture_in
from bot.wishes import LARGEST_BLEND, Wish, wish_in
from storage.jobs import Job, JobState
from storage.own_styles import OwnStyle


async def on_picture(update: Update, context: Context) -> None:
    here = await said(update, context)
    wish = await wish_of(here, here.message.caption, context)
    draft = await context.store.draft(address_of(here).draft_key)
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
    draft, step = add_photo(
        draft,
        photo,
        styles=await styles_of(wish.parts, context, here.person.id),
        replied_to=replied_to,
        more_to_come=await more_of_album_arrived(here, context),
    )
    await follow(step, draft, here, context, question=complaint_about(wish, here))


async def on_not_a_picture(update: Update, context: Context) -> None:
    """Videos, stickers, other files. In a group they are not meant for us."""
    here = await said(update, context)
    if here.is_in_group:
        return
    draft = await context.store.draft(address_of(here).draft_key)
    await go_on_without(here, draft, context, here.texts.not_a_picture)


async def wish_of(here: Said, words: str | None, context: Context) -> Wish:
    """Names mean the presets and the person's own styles."""
    if not words:
        return Wish()
    own = await context.store.run(lambda storage: storage.own_styles.of(here.person.id))
    return wish_in(words, Shelf(context.presets, own), bot_name=context.bot.username)


def complaint_about(wish: Wish, here: Said) -> str:
    """Empty where every word was understood."""
    texts = here.texts
    if wish.is_too_large:
        return texts.too_many_styles.format(limit=LARGEST_BLEND)
    if not wish.unknown:
        return ""
    # In a group nobody is to read what a person calls their styles.
    known = [style for style in wish.fitting if isinstance(style, Preset) or not here.is_in_group]
    if len(known) < 2:
        return texts.unknown_preset.format(words=wish.unknown)
    *others, last = [shelf.label(style, texts.code) for style in known]
    names = f"{', '.join(others)} {texts.either} {last}"
    return texts.ambiguous_style.format(words=wish.unknown, styles=names)


async def more_of_album_arrived(here: Said, context: Context) -> bool:
    album = here.message.media_group_id
    return bool(album) and await context.store.more_of_album_arrived(str(album), after_update=here.update_id)


def is_addressed(message: Message, wish: Wish, draft: Draft, context: Context) -> bool:
    """In a group: called by a command or name, in reply to us, or more of an album that was."""
    if message.chat.type == message.chat.PRIVATE or wish.is_for_us:
        return True
    if message.media_group_id in draft.albums:
        return True
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == context.bot.id)


async def fetched(message: Message, context: Context) -> Picture:
    """Raises FileTooBig and DownloadFailed."""
    found = picture_in(message)
    if found is None:
        raise LookupError("the filters let a message without a picture through")
    image = await fetch(found, context.bot, context.store, downloads=context.services.downloads)
    return Picture(message_id=message.message_id, image=image, album=message.media_group_id or "")


async def replied_picture(message: Message, context: Context) -> Picture | None:
    """None for a contact sheet: whoever answers one means the styles. Raises FileTooBig and DownloadFailed."""
    replied = message.reply_to_message
    if replied is None or picture_in(replied) is None or offers(replied.reply_markup, Action.NUMBER, Action.TILE):
        return None
    return await fetched(replied, context)


async def go_on_without(here: Said, draft: Draft, context: Context, complaint: str) -> None:
    """Say what is wrong with the message; what else its album holds goes on without it."""
    await reply(here, complaint)
    draft, step = lose_album_part(draft, here.message.media_group_id or "")
    await follow(step, draft, here, context)


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
        ask = texts.ask_for_photo_in_group if here.is_in_group else texts.ask_for_photo
        await reply(here, ask.format(preset=chosen_label(draft, here, context)))
    elif step is Step.TOO_MANY:
        await reply(here, texts.too_many_photos)


def chosen_label(draft: Draft, here: Happening, context: Context) -> str:
    return styles_label(draft.styles, context.presets, here.texts, is_private=not here.is_in_group)


async def paint(step: Paint, draft: Draft, here: Said, context: Context) -> None:
    """A late photo of an album makes its painting a new one, in the same message."""
    former = await former_job(step, here, context)
    if former and was_stopped(former):
        await context.store.save_draft(address_of(here).draft_key, draft, settle_update=here.update_id)
        return
    address = replace(address_of(here), reply_to=former.request.reply_to) if former else address_of(here)
    key = key_of_pair(step, here.chat.id, here.message.message_id)
    cause = Cause(update_id=here.update_id, key=key, draft=draft, instead_of=former)
    refusal = await accept_pair(context, address, step, cause=cause)
    if refusal:
        await reply(here, refusal_text(refusal, context, here.texts))
    elif step.left_over:
        await reply(here, here.texts.too_many_photos)


async def former_job(step: Paint, here: Said, context: Context) -> Job | None:
    return await context.store.job_by_key(key_of_pair(step.former, here.chat.id, 0)) if step.former else None


def was_stopped(job: Job) -> bool:
    """By the person, who does not want its album painted any more."""
    return job.cancel_requested or job.state is JobState.CANCELLED


async def menu_for(here: Said, context: Context) -> InlineKeyboardMarkup:
    """Styles for a photo; whoever had a painting here, or saved a style, finds it above the others."""
    last = await context.store.run(lambda storage: storage.queue.latest_painting(here.chat.id, here.person.id))
    own = await own_styles_in(here, context)
    return style_menu(context.presets, here.texts, same_as=last.id if last else None, own=own, for_photo=True)


async def own_styles_in(here: Happening, context: Context) -> list[OwnStyle]:
    """For a menu, those used last first; none in a group, where everybody reads what they are called."""
    if here.is_in_group:
        return []
    return await context.store.run(lambda storage: storage.own_styles.latest(here.person.id, limit=OWN_IN_MENU + 1))


def ask_for_style(here: Said) -> str:
    return here.texts.ask_for_style_in_group if here.is_in_group else here.texts.ask_for_style


def address_of(here: Said) -> Address:
    return Address(
        chat_id=here.chat.id, user_id=here.person.id, thread_id=here.thread_id, reply_to=here.message.message_id
    )
