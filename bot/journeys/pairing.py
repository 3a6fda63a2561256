"""What follows a photo or a style, as the pairing decides: a painting, or the question for what is missing."""

from collections.abc import Sequence

from bot.context import Context, MessageContext
from bot.draft import Draft, Paint, Step
from bot.job_keys import key_of_pair
from bot.journeys.albums import album_keyboard, order_each, trigger_of_message
from bot.journeys.replying import reply
from bot.journeys.styles.choosing import ask_for_photo
from bot.journeys.styles.menu import Offers, choices_keyboard, own_offered, same_keyboard, styles_keyboard
from bot.journeys.styles.question import ask, put_away
from bot.order import keep
from bot.reading import Arrival
from bot.shelf import Named
from storage.jobs import Job, JobState


async def follow(
    step: Paint | Step,
    draft: Draft,
    here: MessageContext,
    context: Context,
    *,
    caused_by: str,
    arrived: Sequence[Arrival] = (),
    complaint: str = "",
    choices: Sequence[Named] = (),
    as_before: bool = False,
) -> None:
    """`complaint` replaces the usual question for the style, and `choices` the usual styles.

    `as_before`: the photo itself says how it was made.
    """
    if isinstance(step, Paint):
        await paint(step, draft, here, context, caused_by=caused_by, arrived=arrived)
        return
    await keep(here, draft, context, arrived=arrived)
    if step is Step.ASK_FOR_STYLE and choices:
        await ask(here, draft, complaint, choices_keyboard(choices, here.texts), context)
    elif step is Step.ASK_FOR_STYLE:
        last = here.known.latest_shown
        above = Offers(same_as=last.id if last else None, own=own_offered(here), for_photo=True, as_before=as_before)
        question = here.texts.say("ask-for-style-in-group") if here.is_in_group else here.texts.say("ask-for-style")
        menu = styles_keyboard(context.presets, here.texts, above)
        await ask(here, draft, complaint or question, menu, context)
    elif step is Step.ASK_FOR_PHOTO:
        await reply(here, ask_for_photo(draft, here, context))
    elif step is Step.ASK_WHETHER_SAME:
        await reply(here, here.texts.say("ask-whether-same"), same_keyboard(here.texts))
    elif step is Step.ASK_WHAT_ALBUM_MEANS:
        photos = len(draft.albums[here.message.media_group_id or ""].pictures)
        await reply(here, here.texts.say("ask-what-album-means", photos=photos), album_keyboard(here.texts))
    elif step is Step.TOO_MANY:
        await reply(here, here.texts.say("too-many-photos"))


async def paint(
    paint: Paint,
    draft: Draft,
    here: MessageContext,
    context: Context,
    *,
    caused_by: str,
    arrived: Sequence[Arrival] = (),
) -> None:
    """A late photo of an album makes its painting a new one, in the same message."""
    former = await former_job(paint, here, context)
    if former and was_stopped(former):
        await keep(here, draft, context, arrived=arrived)
        return
    trigger = trigger_of_message(here, paint=paint, caused_by=caused_by, draft=draft, arrived=arrived)
    answering = paint.content.message_id if paint.also else here.message.message_id
    await order_each(paint, here.place_below(answering), trigger, here, context, instead_of=former)
    await put_away(here, context)


async def former_job(paint: Paint, here: MessageContext, context: Context) -> Job | None:
    if paint.former is None:
        return None
    key = key_of_pair(paint.former, here.chat.id, 0)
    return await context.store.run(lambda storage: storage.jobs.by_key(key))


def was_stopped(job: Job) -> bool:
    """By the person, who does not want its album painted any more."""
    return job.cancel_requested or job.state is JobState.CANCELLED
