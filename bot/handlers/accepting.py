"""Accepting a painting: the one place where a job is made, within the limits, in one commit with what caused it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.admission import Refusal, refusal_for
from bot.captions import rounded_up
from bot.context import Context
from bot.draft import Draft, Paint
from bot.logs import event
from bot.presets import Preset
from bot.settings import INSTANT, PROPER
from bot.sizes import side_of
from bot.texts import Texts
from bot.wishes import Part
from storage.drafts import DraftKey
from storage.jobs import SHEET, ImageRef, Job, JobRequest, Lane, Recipe, Style

log = logging.getLogger(__name__)

USUAL_WAIT_SECONDS = 300.0
"""What a person is told to wait when the line is full; nobody can forecast when others stop adding to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a painting is asked for, by whom, and which message it will live in."""

    chat_id: int
    user_id: int
    thread_id: int | None
    reply_to: int | None = None
    living_message_id: int | None = None
    """None: a new message, in reply to `reply_to`."""

    @property
    def draft_key(self) -> DraftKey:
        return DraftKey(self.chat_id, self.user_id, self.thread_id or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The update that asked; the same `key` again is the same painting."""

    update_id: int
    key: str
    draft: Draft | None = None
    """What is left of the draft; None when it has no part in this."""
    instead_of: Job | None = None
    """A job of the same wish, which makes room for this one."""


async def accept(
    context: Context, address: Address, *, content: ImageRef, recipe: Recipe, cause: Cause
) -> Refusal | None:
    """None: it is in line, and the delivery loop acknowledges it."""
    services = context.services
    if cause.instead_of is None:
        refusal = refusal_for(await services.store.load(address.user_id), services.settings.limits)
        if refusal:
            event(log, "refused", chat=address.chat_id, why=refusal)
            services.metrics.refused(refusal)
            return refusal
    request = JobRequest(
        key=cause.key,
        chat_id=address.chat_id,
        user_id=address.user_id,
        thread_id=address.thread_id,
        reply_to=address.reply_to,
        living_message_id=address.living_message_id,
        content=content,
        recipe=recipe,
        lane=Lane.INSTANT if recipe.method in (INSTANT, SHEET) else Lane.PROPER,
        instead_of=cause.instead_of.id if cause.instead_of else None,
    )
    job_id = await services.store.accept(
        request, settle_update=cause.update_id, draft_key=address.draft_key, draft=cause.draft
    )
    services.metrics.ordered(job_id, update_id=cause.update_id)
    services.outbox_changed.set()
    event(log, "accepted", job=job_id, chat=address.chat_id)
    return None


async def accept_pair(context: Context, address: Address, paint: Paint, *, cause: Cause) -> Refusal | None:
    styles = paint.styles or tuple(Style(image=picture.image) for picture in paint.pictures)
    recipe = await as_first(Recipe(styles=styles), context, address.chat_id)
    return await accept(context, address, content=paint.content.image, recipe=recipe, cause=cause)


async def as_first(recipe: Recipe, context: Context, chat_id: int) -> Recipe:
    """Painted as a first answer is here, with the same dials."""
    return await _painted_by(context.services.settings.default_method, replace(recipe, init=None), context, chat_id)


async def as_proper(recipe: Recipe, painting: ImageRef, context: Context, chat_id: int) -> Recipe:
    """Painted with all care, beginning with the painting that is there."""
    return await _painted_by(PROPER, replace(recipe, init=painting), context, chat_id)


async def _painted_by(method: str, recipe: Recipe, context: Context, chat_id: int) -> Recipe:
    """In the size that the chat chose."""
    chosen = await context.store.chosen_size(chat_id)
    return replace(recipe, method=method, longest_side=side_of(method, chosen, context.services.settings))


async def styles_of(parts: Sequence[Part], context: Context, user_id: int) -> tuple[Style, ...]:
    """What a person's words named, as a recipe has it."""
    return tuple([await _style_of(part, context, user_id) for part in parts])


async def _style_of(part: Part, context: Context, user_id: int) -> Style:
    if isinstance(part.style, Preset):
        return replace(await preset_style(part.style, context), weight=part.weight)
    own = part.style
    await context.store.run(lambda storage: storage.own_styles.mark_used(user_id, own.image))
    return Style(image=own.image, own=own.name, weight=part.weight)


async def preset_style(preset: Preset, context: Context) -> Style:
    """Puts the swatch into the image store, where it may have expired since."""
    image = await context.store.put_image(preset.image.read_bytes())
    return Style(image=image, preset=preset.key, title=preset.title)


async def swapped(job: Job, context: Context) -> tuple[ImageRef, Recipe]:
    """Content and recipe the other way round."""
    recipe = job.request.recipe
    style = recipe.styles[0]
    other_way = replace(recipe, styles=(Style(image=job.request.content),))
    return style.image, await as_first(other_way, context, job.request.chat_id)


def refusal_text(refusal: Refusal, context: Context, texts: Texts) -> str:
    limits = context.services.settings.limits
    wait = texts.duration(rounded_up(USUAL_WAIT_SECONDS))
    return texts.refusals[refusal].format(limit=limits.jobs_per_person, duration=wait)
