"""The buttons under a painting: swap, again, another style, more styles.

⇄ Swap corrects a mistake, so it paints over the same message. 🔁 Again and another style make a new message in reply to
the same photo: people want to compare, and a painting they liked must not vanish.
"""

from dataclasses import replace

from bot.context import Context, Pressed
from bot.handlers.accepting import Address, Cause, accept, preset_style, refusal_text, swapped
from bot.keyboards import Press, more_styles, under_result
from storage.jobs import ImageRef, Job, JobState, Recipe

OPEN = (JobState.QUEUED, JobState.LEASED)


async def on_swap(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    toasts = pressed.texts.toasts
    if job.request.recipe.styles[0].preset:
        return toasts.outdated
    content, recipe = swapped(job)
    return await _paint_over(pressed, press, context, job, content, recipe) or toasts.swapping


async def on_retry(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """What was stopped or failed, once more."""
    request = job.request
    refusal = await _paint_over(pressed, press, context, job, request.content, request.recipe)
    return refusal or pressed.texts.toasts.on_it


async def on_again(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """The next seed, so that it comes out a little differently."""
    recipe = replace(job.request.recipe, seed=job.request.recipe.seed + 1)
    return await _paint_anew(pressed, press, context, job, recipe)


async def on_paint_with(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    preset = context.presets.get(press.ids[1])
    if preset is None:
        return pressed.texts.toasts.outdated
    recipe = replace(job.request.recipe, styles=(await preset_style(preset, context),), init=None)
    return await _paint_anew(pressed, press, context, job, recipe)


async def on_more(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """Presets in place of the painting's buttons."""
    await pressed.edit_keyboard(more_styles(job.id, context.presets, pressed.texts, page=int(press.ids[1])))
    return ""


async def on_back(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    await pressed.edit_keyboard(under_result(job, context.presets, pressed.texts))
    return ""


async def _paint_over(
    pressed: Pressed, press: Press, context: Context, job: Job, content: ImageRef, recipe: Recipe
) -> str:
    """In the same message. Empty when accepted; a second tap finds a newer job there and changes nothing."""
    message_id = pressed.message.message_id
    owner = await context.store.owner_of(pressed.message.chat.id, message_id)
    if owner and owner.id != job.id:
        return pressed.texts.toasts.on_it
    address = replace(_address(pressed, job), living_message_id=message_id)
    former = job if job.state in OPEN else None
    cause = Cause(update_id=pressed.update_id, key=_key(pressed, press), instead_of=former)
    refusal = await accept(context, address, content=content, recipe=recipe, cause=cause)
    return refusal_text(refusal, context, pressed.texts) if refusal else ""


async def _paint_anew(pressed: Pressed, press: Press, context: Context, job: Job, recipe: Recipe) -> str:
    cause = Cause(update_id=pressed.update_id, key=_key(pressed, press))
    refusal = await accept(context, _address(pressed, job), content=job.request.content, recipe=recipe, cause=cause)
    return refusal_text(refusal, context, pressed.texts) if refusal else pressed.texts.toasts.on_it


def _address(pressed: Pressed, job: Job) -> Address:
    return Address(
        chat_id=pressed.message.chat.id,
        user_id=pressed.person.id,
        thread_id=pressed.thread_id,
        reply_to=job.request.reply_to,
    )


def _key(pressed: Pressed, press: Press) -> str:
    """A press is one painting, however often Telegram delivers it."""
    return f"{pressed.message.chat.id}:{pressed.message.message_id}:{press.action}:{pressed.query.id}"
