"""Buttons that choose a style: the pressed message becomes the painting, or asks for the photo."""

from dataclasses import replace

from bot.captions import styles_label
from bot.context import Context, JobContext, MessageContext, PressContext
from bot.draft import Draft, Paint, Step, choose_styles, pair, take_content
from bot.journeys.albums import order_each
from bot.journeys.pictures import Fetched, fetched_above
from bot.journeys.pressing import once_a_message, trigger_of
from bot.journeys.styles.menu import (
    AsBefore,
    MenuPage,
    Offers,
    PairAnyway,
    SameStyle,
    SheetOfPhoto,
    UseOwn,
    UsePreset,
    own_offered,
    styles_keyboard,
)
from bot.layout import offers, presses_under
from bot.order import keep, order
from bot.paintings import first_answer
from bot.presses import Press, answers
from bot.styles import own_style, preset_style
from storage.own_styles import OwnStyle
from storage.work.painting import Painting
from storage.work.styles import Style
from storage.work.work import Work


@answers(UsePreset)
async def use_preset(here: PressContext, press: UsePreset, context: Context) -> str:
    preset = context.presets.get(press.preset)
    if preset is None:
        return here.toasts.say("toast-outdated")
    return await use(here, press, await preset_style(preset, context.store), context)


@answers(UseOwn)
async def use_own(here: PressContext, press: UseOwn, context: Context) -> str:
    """For the photo above, the one that waits, or the next."""
    style = own_called(press.style_id, here)
    if style is None:
        return here.toasts.say("toast-style-gone")
    return await use(here, press, await own_style(style, here.person_id, context.store), context)


@answers(SameStyle)
async def same_style(here: JobContext, press: SameStyle, context: Context) -> str:
    """The last painting's style and dials for the photo above."""
    content = None if here.is_taken else await content_for(here, context)
    if content is None:
        return here.toasts.say("toast-on-it") if here.is_taken else here.toasts.say("toast-photo-unknown")
    assert isinstance(here.job.work, Painting)
    painting = replace(here.job.work, content=content.picture.image)
    work = first_answer(painting, here.known.longest_side, context.settings)
    return await over_menu(here, press, work, content, context, draft=take_content(here.draft, content.picture))


@answers(PairAnyway)
async def pair_anyway(here: PressContext, press: PairAnyway, context: Context) -> str:
    if here.is_taken:
        return here.toasts.say("toast-on-it")
    above = await fetched_above(here, context)
    draft, step = pair(here.draft, above.picture) if above else (here.draft, Step.NOTHING)
    if above is None or not isinstance(step, Paint):
        return here.toasts.say("toast-photo-unknown")
    trigger = once_a_message(trigger_of(here, press, draft=draft, arrived=above.arrived), here)
    await order_each(step, here.place, trigger, here, context)
    return here.toasts.say("toast-on-it")


@answers(MenuPage)
async def turn_menu_page(here: PressContext, press: MenuPage, context: Context) -> str:
    """In place, with the same offers above the presets."""
    shown = here.message.reply_markup
    same = next(presses_under(shown, SameStyle), None)
    above = Offers(
        same_as=same.job if same else None,
        own=own_offered(here),
        for_photo=offers(shown, SheetOfPhoto),
        as_before=offers(shown, AsBefore),
    )
    await here.edit_keyboard(styles_keyboard(context.presets, here.texts, above, page=press.page))
    return ""


async def use_beside(here: PressContext, press: Press, style: Style, context: Context) -> str:
    """Somebody else's menu: a new message, of the photo above it or of one's own photo that waits."""
    above = await fetched_above(here, context)
    draft, step = choose_styles(here.draft, (style,), content=above.picture if above else None)
    arrived = above.arrived if above else ()
    if isinstance(step, Paint):
        trigger = trigger_of(here, press, draft=draft, arrived=arrived)
        await order_each(step, here.place_below(step.content.message_id), trigger, here, context)
        return here.toasts.say("toast-on-it")
    await keep(here, draft, context, arrived=arrived)
    return here.toasts.say("toast-now-your-photo")


async def use(here: PressContext, press: Press, style: Style, context: Context) -> str:
    """The pressed message becomes the painting of the photo above, or of the one that waits; or it asks for one."""
    if not here.owns_menu:
        return await use_beside(here, press, style, context)
    if here.is_taken:
        return here.toasts.say("toast-on-it")
    above = await fetched_above(here, context)
    draft, step = choose_styles(here.draft, (style,), content=above.picture if above else None)
    arrived = above.arrived if above else ()
    if isinstance(step, Paint):
        trigger = once_a_message(trigger_of(here, press, draft=draft, arrived=arrived), here)
        await order_each(step, here.place, trigger, here, context)
        return here.toasts.say("toast-on-it")
    await keep(here, draft, context, arrived=arrived)
    if step is Step.ASK_FOR_PHOTO:
        await here.edit_text(
            ask_for_photo(draft, here, context), styles_keyboard(context.presets, here.texts, Offers())
        )
    return ""


async def content_for(here: PressContext, context: Context) -> Fetched | None:
    """The photo above the menu, or the one that waits. Raises like `fetched`."""
    above = await fetched_above(here, context)
    waiting = here.draft.waiting_content
    return above or (Fetched(waiting) if waiting else None)


async def over_menu(
    here: PressContext, press: Press, work: Work, content: Fetched, context: Context, *, draft: Draft | None = None
) -> str:
    """The pressed menu becomes what is made of this photo. The toast."""
    trigger = once_a_message(trigger_of(here, press, draft=draft, arrived=content.arrived), here)
    await order(context, work, replace(here.place, reply_to=content.picture.message_id), trigger)
    return here.toasts.say("toast-on-it")


def ask_for_photo(draft: Draft, here: MessageContext, context: Context) -> str:
    preset = styles_label(draft.styles, context.presets, here.texts, is_private=not here.is_in_group)
    return here.texts.say("ask-for-photo-in-group" if here.is_in_group else "ask-for-photo", preset=preset)


def own_called(style_id: int, here: MessageContext) -> OwnStyle | None:
    """A style of this person and of nobody else."""
    return next((style for style in here.known.own if style.id == style_id), None)
