"""The buttons under a painting: properly, dials, undo, swap, again, another style, more styles.

✨, the dials and ⇄ Swap make the same painting better, so they paint over the same message, and ↩ Undo goes back.
🔁 Again and another style make a new message in reply to the same photo: people want to compare, and a painting they
liked must not vanish.
"""

from dataclasses import replace

from bot.context import Context, Pressed
from bot.dials import Turn, percent, turned
from bot.handlers.accepting import Address, Cause, accept, as_first, as_proper, preset_style, refusal_text, swapped
from bot.job_keys import key_of_press, was_made_by
from bot.keyboards import STRENGTH, Action, Press, can_swap, dials, more_styles, under_result
from bot.store import OPEN
from bot.texts import Texts
from storage.jobs import ImageRef, Job, Recipe


async def on_proper(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    toasts = pressed.texts.toasts
    if job.result is None:
        return toasts.outdated
    recipe = await as_proper(job.request.recipe, job.result, context, job.request.chat_id)
    return await paint_over(pressed, press, context, job, job.request.content, recipe) or toasts.properly


async def on_dial(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """A second press before the first is painted turns the dial further, and only the last is painted."""
    owner = await context.store.owner_of(pressed.message.chat.id, pressed.message.message_id)
    turning = owner if owner and owner.state in OPEN and was_made_by(owner, Action.DIAL) else job
    turn, before = Turn(press.ids[1]), turning.request.recipe
    recipe = turned(before, turn)
    if recipe == before:
        return pressed.texts.toasts.dial_at_end
    refusal = await paint_over(pressed, press, context, turning, turning.request.content, recipe)
    return refusal or dial_toast(turn, recipe, pressed.texts)


def dial_toast(turn: Turn, recipe: Recipe, texts: Texts) -> str:
    """What the dial says now."""
    said = texts.buttons
    if turn is Turn.COLOURS:
        return said.colours_on if recipe.keep_colours else said.colours_off
    if turn in (Turn.WEAKER, Turn.STRONGER):
        return said.strength.format(percent=percent(recipe.strength))
    return said.brush.format(size=texts.decimal(recipe.brush_size))


async def on_about(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    toasts = pressed.texts.toasts
    return toasts.about_strength if press.ids[1] == STRENGTH else toasts.about_brush


async def on_undo(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    went_back = await context.store.go_back(job, pressed.message.message_id)
    context.services.outbox_changed.set()
    return pressed.texts.toasts.one_back if went_back else pressed.texts.toasts.on_it


async def on_swap(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    toasts = pressed.texts.toasts
    if not can_swap(job.request.recipe):
        return toasts.outdated
    content, recipe = await swapped(job, context)
    return await paint_over(pressed, press, context, job, content, recipe) or toasts.swapping


async def on_retry(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """What was stopped or failed, once more."""
    request = job.request
    refusal = await paint_over(pressed, press, context, job, request.content, request.recipe)
    return refusal or pressed.texts.toasts.on_it


async def on_again(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """The next seed, so that it comes out a little differently."""
    recipe = replace(job.request.recipe, seed=job.request.recipe.seed + 1)
    return await _paint_anew(pressed, press, context, job, recipe)


async def on_paint_with(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    preset = context.presets.get(press.ids[1])
    if preset is None:
        return pressed.texts.toasts.outdated
    styles = (await preset_style(preset, context),)
    recipe = await as_first(replace(job.request.recipe, styles=styles), context, job.request.chat_id)
    return await _paint_anew(pressed, press, context, job, recipe)


async def on_more(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """Presets in place of the painting's buttons."""
    await pressed.edit_keyboard(more_styles(job.id, context.presets, pressed.texts, page=int(press.ids[1])))
    return ""


async def on_adjust(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    """The dials in place of the painting's buttons."""
    earlier = await context.store.earlier_painting(job.id)
    await pressed.edit_keyboard(dials(job, pressed.texts, has_earlier=earlier is not None))
    return ""


async def on_back(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    earlier = await context.store.earlier_painting(job.id)
    keyboard = under_result(job, context.presets, pressed.texts, has_earlier=earlier is not None)
    await pressed.edit_keyboard(keyboard)
    return ""


async def paint_over(
    pressed: Pressed, press: Press, context: Context, job: Job, content: ImageRef, recipe: Recipe
) -> str:
    """In the same message. Empty when accepted; a second tap finds a newer job there and changes nothing."""
    message_id = pressed.message.message_id
    owner = await context.store.owner_of(pressed.message.chat.id, message_id)
    if owner and owner.id != job.id:
        return pressed.texts.toasts.on_it
    address = replace(address_of_job(pressed, job), living_message_id=message_id)
    former = job if job.state in OPEN else None
    cause = Cause(update_id=pressed.update_id, key=_key(pressed, press), instead_of=former)
    refusal = await accept(context, address, content=content, recipe=recipe, cause=cause)
    return refusal_text(refusal, context, pressed.texts) if refusal else ""


async def _paint_anew(pressed: Pressed, press: Press, context: Context, job: Job, recipe: Recipe) -> str:
    address = address_of_job(pressed, job)
    cause = Cause(update_id=pressed.update_id, key=_key(pressed, press))
    refusal = await accept(context, address, content=job.request.content, recipe=recipe, cause=cause)
    return refusal_text(refusal, context, pressed.texts) if refusal else pressed.texts.toasts.on_it


def address_of_job(pressed: Pressed, job: Job) -> Address:
    return Address(
        chat_id=pressed.message.chat.id,
        user_id=pressed.person.id,
        thread_id=pressed.thread_id,
        reply_to=job.request.reply_to,
    )


def _key(pressed: Pressed, press: Press) -> str:
    return key_of_press(pressed.message.chat.id, pressed.message.message_id, press.action, pressed.query.id)
