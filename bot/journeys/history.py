"""/history: one's own paintings here, page by page, each to be had again with its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import InlineKeyboardMarkup, Message, Update

from bot.captions import styles_label
from bot.context import Context, JobContext, MessageContext, PressContext, message_context
from bot.journeys.known_pictures import show_known
from bot.journeys.replying import reply, reply_with_picture
from bot.layout import button, earlier_and_later, in_rows, keyboard
from bot.presses import Owner, Press, answers, press
from storage.images import ImageGone
from storage.jobs import Job
from storage.names import JobId
from storage.work.painting import Painting

PAINTINGS_A_PAGE = 8
NUMBERS_A_ROW = 4


@press("history", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class HistoryPage(Press):
    page: int


@press("showagain", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class ShowAgain(Press):
    job: JobId


async def on_history(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    text, buttons = await page_of_history(here, 0, context)
    await reply(here, text, buttons)


@answers(HistoryPage)
async def turn_history(here: PressContext, press: HistoryPage, context: Context) -> str:
    text, buttons = await page_of_history(here, press.page, context)
    await here.edit_text(text, buttons)
    return ""


@answers(ShowAgain)
async def show_again(here: JobContext, press: ShowAgain, context: Context) -> str:
    """A new message with all its buttons."""
    job, ref = here.job, here.job.result
    if ref is None:
        return here.toasts.say("toast-painting-unknown")
    view = context.view_of(job.work)
    caption = view.result_caption(job, here.here(context))
    buttons = view.result_keyboard(job, here.here(context)) or InlineKeyboardMarkup([])

    async def send(picture: str | bytes) -> Message | None:
        return await reply_with_picture(here, picture, caption, buttons, answering=job.place.reply_to)

    try:
        await show_known(ref, "photo", context, read=lambda: context.store.get_image(ref), show=send)
    except ImageGone:
        return here.toasts.say("toast-painting-unknown")
    return ""


async def page_of_history(here: MessageContext, page: int, context: Context) -> tuple[str, InlineKeyboardMarkup | None]:
    skipped = page * PAINTINGS_A_PAGE
    found = await context.store.run(
        lambda storage: storage.jobs.paintings_of(
            here.person_id, chat_id=here.chat.id, limit=PAINTINGS_A_PAGE + 1, skipped=skipped
        )
    )
    if not found:
        return here.texts.say("history-empty"), None
    shown = found[:PAINTINGS_A_PAGE]
    numbers = [button(str(number), ShowAgain(job.id)) for number, job in enumerate(shown, skipped + 1)]
    pages = page + 1 + (len(found) > PAINTINGS_A_PAGE)
    earlier, later = earlier_and_later(page, pages, here.texts, HistoryPage)
    return lines_of(shown, skipped, here, context), keyboard(*in_rows(numbers, NUMBERS_A_ROW), [*earlier, *later])


def lines_of(jobs: Sequence[Job], skipped: int, here: MessageContext, context: Context) -> str:
    lines = [here.texts.say("history"), ""]
    for number, job in enumerate(jobs, skipped + 1):
        assert isinstance(job.work, Painting)
        style = styles_label(job.work.styles, context.presets, here.texts, is_private=not here.is_in_group)
        day = here.texts.say("day", at=datetime.fromtimestamp(job.created_at, UTC))
        lines.append(f"{number}. {style} · {day}")
    return "\n".join(lines)
