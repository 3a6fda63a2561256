"""Photos that came together: each painted by itself in one style, or the first in a blend of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.context import Context, MessageContext, PressContext
from bot.draft import AlbumState, Draft, Paint, Step, album_means
from bot.job_keys import key_of_pair
from bot.journeys.pressing import trigger_of
from bot.journeys.replying import reply
from bot.journeys.styles.menu import Offers, own_offered, styles_keyboard
from bot.layout import button, keyboard
from bot.order import Ordered, Trigger, keep, order, refusal_text
from bot.paintings import each_by_itself, first_answer, painting_of
from bot.presses import Owner, Press, answers, press
from bot.reading import Arrival
from bot.texts import Texts
from storage.admission import Refused
from storage.jobs import Job
from storage.places import Place
from storage.work.painting import Painting


@press("album", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class AlbumMeans(Press):
    """The album of the photo above."""

    state: AlbumState


@answers(AlbumMeans)
async def album_means_that(here: PressContext, press: AlbumMeans, context: Context) -> str:
    """The question becomes the painting of the blend, or asks for the style of all."""
    if here.is_taken:
        return here.toasts.say("toast-on-it")
    if press.state not in (AlbumState.EACH, AlbumState.BLEND):
        return here.toasts.say("toast-outdated")
    album = album_asked_about(here)
    draft, step = album_means(here.draft, album, press.state)
    if isinstance(step, Paint):
        # The key by which a late photo of the album finds the painting.
        trigger = replace(trigger_of(here, press, draft=draft), key=key_of_pair(step, here.chat.id, 0))
        await order_each(step, here.place, trigger, here, context)
        return here.toasts.say("toast-on-it")
    if step is Step.NOTHING:
        return here.toasts.say("toast-photo-unknown")
    await keep(here, draft, context)
    question = here.texts.say("ask-for-style-of-all", photos=len(draft.others) + 1)
    await here.edit_text(question, styles_keyboard(context.presets, here.texts, Offers(own=own_offered(here))))
    return ""


def album_asked_about(here: PressContext) -> str:
    above = here.message.reply_to_message
    named = above.media_group_id if above else None
    asked = [name for name, album in here.draft.albums.items() if album.state is AlbumState.ASKED]
    return named or (asked[-1] if asked else "")


async def order_each(
    paint: Paint,
    place: Place,
    trigger: Trigger,
    here: MessageContext,
    context: Context,
    *,
    instead_of: Job | None = None,
) -> Ordered:
    """What was decided to be painted, in that place; and what shall be painted too, each in reply to its own photo.

    These are jobs of their own, so that others' turns come between. Where a limit is met, whoever sent them is told how
    many were taken, the first among them.
    """
    first, *others = each_by_itself(paint)
    ordered = await order(context, _work_for(first, here, context), place, trigger, instead_of=instead_of)
    for number, one in enumerate(others, start=1):
        by_itself = trigger_of_message(here, paint=one, caused_by=trigger.caused_by)
        try:
            await order(context, _work_for(one, here, context), here.place_below(one.content.message_id), by_itself)
        except Refused as refused:
            why = refusal_text(refused.reason, context.settings.limits, here.texts)
            taken = here.texts.say("album-taken-in-part", taken=number, photos=len(others) + 1)
            await reply(here, f"{taken}\n\n{why}")
            break
    return ordered


def _work_for(paint: Paint, here: MessageContext, context: Context) -> Painting:
    return first_answer(painting_of(paint), here.known.longest_side, context.settings, paint.how)


def trigger_of_message(
    here: MessageContext, *, paint: Paint, caused_by: str, draft: Draft | None = None, arrived: Sequence[Arrival] = ()
) -> Trigger:
    return Trigger(
        update_id=here.update_id,
        user_id=here.person_id,
        language=here.person.language_code,
        key=key_of_pair(paint, here.chat.id, here.message.message_id),
        caused_by=caused_by,
        draft_key=here.draft_key,
        draft=draft,
        arrived=arrived,
    )


# ---------------------------------------------------------------------------------------------------- buttons


def album_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    """What three and more photos together may mean."""
    return keyboard(
        [button(texts.say("button-album-each"), AlbumMeans(AlbumState.EACH))],
        [button(texts.say("button-album-blend"), AlbumMeans(AlbumState.BLEND))],
    )
