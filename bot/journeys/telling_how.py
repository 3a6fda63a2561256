"""🖼 and 🧩 in the share menu: pictures that tell how a painting came to be, each a new message to pass on."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.context import Context, JobContext
from bot.journeys.works import beside
from bot.layout import button
from bot.presses import Owner, Press, answers, press
from bot.texts import Texts
from storage.names import JobId
from storage.work.before_after import BeforeAfter
from storage.work.collage import Collage
from storage.work.painting import Painting


@press("beforeafter", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class ShowBeforeAfter(Press):
    job: JobId


@answers(ShowBeforeAfter)
async def show_before_after(here: JobContext, press: ShowBeforeAfter, context: Context) -> str:
    painting, result = here.job.work, here.job.result
    assert isinstance(painting, Painting)
    if result is None:
        return here.toasts.say("toast-painting-unknown")
    pair = BeforeAfter(content=painting.content, result=result, styles=painting.styles)
    return await beside(here, press, pair, context)


@press("madeof", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class ShowMadeOf(Press):
    job: JobId


@answers(ShowMadeOf)
async def show_made_of(here: JobContext, press: ShowMadeOf, context: Context) -> str:
    """A style picture that is a person's own is shown to that person alone."""
    painting, result = here.job.work, here.job.result
    assert isinstance(painting, Painting)
    if result is None:
        return here.toasts.say("toast-painting-unknown")
    if here.is_in_group and not all(style.preset for style in painting.styles):
        return here.toasts.say("toast-shows-own-picture")
    collage = Collage(content=painting.content, styles=painting.styles, result=result)
    return await beside(here, press, collage, context)


def telling_buttons(job_id: JobId, texts: Texts) -> list[InlineKeyboardButton]:
    return [
        button(texts.say("button-before-after"), ShowBeforeAfter(job_id)),
        button(texts.say("button-made-of"), ShowMadeOf(job_id)),
    ]
