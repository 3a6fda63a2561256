"""@bot in any chat: a person's own paintings and styles, or the presets whose name was typed, to be sent there."""

import logging
import re
from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
    User,
)
from telegram.error import TelegramError

from bot.captions import is_photo, styles_label
from bot.context import Context, is_barred
from bot.journeys.links import STYLE
from bot.journeys.styles.menu import UsePreset
from bot.logs import event
from bot.presets import Preset
from bot.presses import payload_of
from bot.shelf import Shelf
from bot.texts import Texts
from storage.jobs import Job
from storage.names import JobId
from storage.own_styles import OwnStyle
from storage.store import Storage
from storage.work.painting import Painting

log = logging.getLogger(__name__)

RESULTS_A_PAGE = 20
"""Of at most 50 (core.telegram.org/bots/api#answerinlinequery)."""
CACHE_SECONDS = 5
MOST_STYLES = 5
"""Above the paintings."""
ONE_PAINTING = re.compile(r"#(?P<job>\d{1,18})")
LONGEST_ANSWERED = 256


async def on_inline_query(update: Update, context: Context) -> None:
    query = update.inline_query
    if query is None:
        return
    person, words = query.from_user, query.query.strip()[:LONGEST_ANSWERED]
    texts = await context.services.languages.of(person.id, person.id, speaks=person.language_code)
    skipped = int(query.offset) if query.offset.isascii() and query.offset.isdigit() and len(query.offset) < 9 else 0
    found = [] if await is_barred(person.id, context) else await results_for(words, skipped, person, texts, context)
    more = str(skipped + RESULTS_A_PAGE) if len(found) > RESULTS_A_PAGE else ""
    try:
        await query.answer(
            found[:RESULTS_A_PAGE],
            cache_time=CACHE_SECONDS,
            is_personal=True,
            next_offset=more,
            button=InlineQueryResultsButton(texts.say("inline-paint-a-photo"), start_parameter="inline"),
        )
    except TelegramError as refusal:
        # "query is too old": the person typed on, and asked again.
        event(log, "inline_not_answered", why=refusal.message)


async def results_for(
    words: str, skipped: int, person: User, texts: Texts, context: Context
) -> Sequence[InlineQueryResult]:
    """One more than a page where there are more."""
    one = ONE_PAINTING.fullmatch(words)
    if one:
        return await paintings(person, texts, context, only=JobId(int(one["job"])))
    if words:
        fitting = [style for style in Shelf(context.presets).fitting(words) if isinstance(style, Preset)]
        on_page = fitting[skipped : skipped + RESULTS_A_PAGE + 1]
        return [await preset_result(preset, texts, context) for preset in on_page]
    styles = [] if skipped else await shared_styles(person, texts, context)
    mine = [*styles, *await paintings(person, texts, context, skipped=skipped)]
    if mine or skipped:
        return mine
    return [await preset_result(preset, texts, context) for preset in list(context.presets)[:RESULTS_A_PAGE]]


async def paintings(
    person: User, texts: Texts, context: Context, *, skipped: int = 0, only: JobId | None = None
) -> list[InlineQueryResult]:
    """Of this person alone, and only what Telegram has as a photo: an inline result takes no upload."""

    def read(storage: Storage) -> list[tuple[Job, str | None]]:
        if only is not None:
            job = storage.jobs.job(only)
            jobs = [job] if job and job.user_id == person.id else []
        else:
            jobs = storage.jobs.paintings_of(person.id, limit=RESULTS_A_PAGE + 1, skipped=skipped)
        return [(job, storage.telegram_files.file_id_of(job.result, "photo")) for job in jobs if job.result]

    shown = await context.store.run(read)
    return [painting_result(job, file_id, person, texts, context) for job, file_id in shown if file_id]


async def shared_styles(person: User, texts: Texts, context: Context) -> Sequence[InlineQueryResult]:
    """Those of one's own that one shares, each with its picture."""

    def read(storage: Storage) -> list[tuple[str, OwnStyle, str | None]]:
        shared = storage.shares.styles_of(person.id)
        return [(token, style, storage.telegram_files.file_id_of(style.image, "photo")) for token, style in shared]

    found = await context.store.run(read)
    return [
        InlineQueryResultCachedPhoto(
            id=f"style{style.id}",
            photo_file_id=file_id,
            title=style.name,
            caption=texts.say("inline-preset", style=style.name, bot=context.bot.username),
            reply_markup=own_button(f"{STYLE}_{token}", texts, context),
        )
        for token, style, file_id in found
        if file_id
    ][:MOST_STYLES]


def painting_result(job: Job, file_id: str, person: User, texts: Texts, context: Context) -> InlineQueryResult:
    """Its caption stands alone: it is read by people who have seen nothing else of it."""
    work = job.work
    assert isinstance(work, Painting)
    style = styles_label(work.styles, context.presets, texts, is_private=False)
    message = "inline-caption-photos" if any(map(is_photo, work.styles)) else "inline-caption"
    caption = texts.say(message, name=person.first_name, style=style, bot=context.bot.username)
    return InlineQueryResultCachedPhoto(
        id=f"painting{job.id}",
        photo_file_id=file_id,
        title=style,
        caption=caption,
        reply_markup=make_your_own(work, texts, context),
    )


async def preset_result(preset: Preset, texts: Texts, context: Context) -> InlineQueryResult:
    """With its picture where Telegram has it."""
    file_id = await context.store.run(lambda storage: storage.telegram_files.file_id_of(preset.ref, "photo"))
    label = preset.label(texts.code)
    words = texts.say("inline-preset", style=label, bot=context.bot.username)
    markup = own_button(payload_of(UsePreset(preset.key)), texts, context)
    if file_id:
        return InlineQueryResultCachedPhoto(
            id=f"preset-{preset.key}", photo_file_id=file_id, title=label, caption=words, reply_markup=markup
        )
    return InlineQueryResultArticle(
        id=f"preset-{preset.key}",
        title=label,
        description=", ".join(filter(None, (preset.artist, preset.year))) or None,
        input_message_content=InputTextMessageContent(words),
        reply_markup=markup,
    )


def make_your_own(painting: Painting, texts: Texts, context: Context) -> InlineKeyboardMarkup:
    """The style itself where it is a preset; else only the bot, since nobody chose to share it."""
    (first, *others) = painting.styles
    payload = payload_of(UsePreset(first.preset)) if first.preset and not others else "inline"
    return own_button(payload, texts, context)


def own_button(payload: str, texts: Texts, context: Context) -> InlineKeyboardMarkup:
    address = f"https://t.me/{context.bot.username}?start={payload}"
    return InlineKeyboardMarkup([[InlineKeyboardButton(texts.say("button-make-your-own"), url=address)]])
