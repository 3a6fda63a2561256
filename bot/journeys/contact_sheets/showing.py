"""/styles as a picture: the contact sheet of the presets, or all of them painted on a photo at once.

A number makes a new painting in reply to the photo, for whoever presses it, and the sheet stays to choose from again.
"""

from telegram import Message, Update

from bot.context import Context, JobContext, MessageContext, PressContext, message_context
from bot.draft import Draft, Paint, Picture, Step, choose_styles, take_content
from bot.job_keys import key_of_press
from bot.journeys.albums import order_each
from bot.journeys.contact_sheets.buttons import (
    ChooseNumber,
    PaintTile,
    SheetOfWork,
    ShowPage,
    numbers_keyboard,
)
from bot.journeys.known_pictures import Show, show_known
from bot.journeys.pictures import Fetched, fetched_above, replied_to
from bot.journeys.pressing import toast_once, trigger_of
from bot.journeys.replying import reply, reply_with_picture
from bot.journeys.styles.choosing import ask_for_photo, content_for, over_menu
from bot.journeys.styles.menu import Offers, SheetOfPhoto, own_offered, styles_keyboard
from bot.journeys.works import over
from bot.layout import offers
from bot.order import Trigger, keep, order
from bot.paintings import first_answer
from bot.presses import answers, declared
from bot.sheets import TILE_SIDE, SheetPage, caption_of, page_at, page_of, page_with
from bot.styles import preset_style
from storage.jobs import OPEN
from storage.names import ImageRef
from storage.work.contact_sheet import ContactSheet
from storage.work.painting import Painting
from storage.work.work import CONTENT


async def on_styles(update: Update, context: Context) -> None:
    """The presets' sheet; in reply to a photo, a sheet of that photo."""
    here = await message_context(update, context)
    photo = await replied_to(here, context)
    await (show_on_photo(here, photo, context) if photo else show_presets(here, context))


async def show_on_photo(here: MessageContext, photo: Fetched, context: Context) -> None:
    trigger = Trigger(
        update_id=here.update_id,
        user_id=here.person_id,
        language=here.person.language_code,
        key=key_of_press(here.chat.id, here.message.message_id, declared(SheetOfPhoto).name),
        caused_by="styles",
        draft_key=here.draft_key,
        arrived=photo.arrived,
    )
    sheet = await sheet_of(photo.picture.image, 0, context)
    await order(context, sheet, here.place_below(photo.picture.message_id), trigger)


async def show_presets(here: MessageContext, context: Context) -> None:
    """Under a photo that waits, so that the numbers mean that photo for ever."""
    texts = here.texts
    if not context.services.sheets:
        keyboard = styles_keyboard(context.presets, texts, Offers(own=own_offered(here)))
        await reply(here, texts.say("choose-preset"), keyboard)
        return
    waiting = here.draft.waiting_content
    page = page_at(0, context.presets)
    caption = caption_of(page, "sheet-for-photo" if waiting else "sheet-of-presets", texts)
    numbers = numbers_keyboard(page, texts, for_photo=bool(waiting))
    answering = waiting.message_id if waiting else None

    async def send(picture: str | bytes) -> Message | None:
        return await reply_with_picture(here, picture, caption, numbers, answering=answering)

    await _show_picture_of(page, context, send)


@answers(ShowPage)
async def show_page(here: PressContext, press: ShowPage, context: Context) -> str:
    """In place."""
    texts = here.texts
    if not context.services.sheets:
        return here.toasts.say("toast-outdated")
    if here.is_taken:
        return here.toasts.say("toast-on-it")
    page = page_at(press.page, context.presets)
    for_photo = offers(here.message.reply_markup, SheetOfPhoto)
    caption = caption_of(page, "sheet-for-photo" if for_photo else "sheet-of-presets", texts)
    numbers = numbers_keyboard(page, texts, for_photo=for_photo)

    async def show(picture: str | bytes) -> Message | None:
        return await here.edit_picture(picture, caption, numbers)

    await _show_picture_of(page, context, show)
    return ""


@answers(ChooseNumber)
async def choose_number(here: PressContext, press: ChooseNumber, context: Context) -> str:
    """A new painting of the photo above or of the one that waits; without either, the sheet asks for a photo."""
    preset = context.presets.get(press.preset)
    if preset is None:
        return here.toasts.say("toast-outdated")
    above = await fetched_above(here, context)
    style = await preset_style(preset, context.store)
    draft, step = choose_styles(here.draft, (style,), content=above.picture if above else None)
    what, arrived = f"{preset.key}+{here.person_id}", above.arrived if above else ()
    if isinstance(step, Paint):
        content = step.content
        trigger = trigger_of(here, press, what=f"{what}+{content.message_id}", draft=draft, arrived=arrived)
        ordered = await order_each(step, here.place_below(content.message_id), trigger, here, context)
        return toast_once(ordered, here)
    if not here.owns_menu:
        await keep(here, draft, context, arrived=arrived)
        return here.toasts.say("toast-now-your-photo")
    if await _took_the_photo(trigger_of(here, press, what=what).key, here, context):
        return here.toasts.say("toast-on-it")
    await keep(here, draft, context, arrived=arrived)
    if step is Step.ASK_FOR_PHOTO:
        numbers = numbers_keyboard(page_with(preset, context.presets), here.texts)
        await here.edit_caption(ask_for_photo(draft, here, context), numbers)
    return ""


@answers(SheetOfPhoto)
async def show_sheet_of_photo(here: PressContext, press: SheetOfPhoto, context: Context) -> str:
    """🖼 under a menu: it becomes the sheet of the photo, which goes on waiting for its style."""
    if here.is_taken:
        return here.toasts.say("toast-on-it")
    content = await content_for(here, context)
    if content is None:
        return here.toasts.say("toast-photo-unknown")
    sheet = await sheet_of(content.picture.image, press.page, context)
    if not here.owns_menu:
        trigger = trigger_of(here, press, what=str(here.person_id), arrived=content.arrived)
        return toast_once(await order(context, sheet, here.place_below(content.picture.message_id), trigger), here)
    return await over_menu(here, press, sheet, content, context)


@answers(SheetOfWork)
async def show_sheet_of_work(here: JobContext, press: SheetOfWork, context: Context) -> str:
    """🖼 under a painting makes a new message; ◀ and ▶ under a sheet turn its page."""
    if isinstance(here.job.work, ContactSheet):
        return await _turn_page(here, press, here.job.work, context)
    contents = here.job.work.inputs().get(CONTENT)
    if not contents:
        return here.toasts.say("toast-outdated")
    sheet = await sheet_of(contents[0], press.page, context)
    trigger = trigger_of(here, press, what=f"{contents[0][:12]}+{here.person_id}")
    return toast_once(await order(context, sheet, here.place_beside, trigger), here)


@answers(PaintTile)
async def paint_tile(here: JobContext, press: PaintTile, context: Context) -> str:
    """Large, as a new message in reply to the photo."""
    preset = context.presets.get(press.preset)
    if preset is None:
        return here.toasts.say("toast-outdated")
    (content,) = here.job.work.inputs()[CONTENT]
    painting = Painting(content=content, styles=(await preset_style(preset, context.store),))
    trigger = trigger_of(here, press, what=f"{preset.key}+{here.person_id}", draft=_draft_without(content, here.draft))
    work = first_answer(painting, here.known.longest_side, context.settings)
    return toast_once(await order(context, work, here.place_beside, trigger), here)


async def sheet_of(content: ImageRef, index: int, context: Context) -> ContactSheet:
    page = page_at(index, context.presets)
    styles = tuple([await preset_style(tile.preset, context.store) for tile in page.tiles])
    return ContactSheet(content=content, styles=styles, longest_side=TILE_SIDE, first_number=page.first)


async def _turn_page(here: JobContext, press: SheetOfWork, sheet: ContactSheet, context: Context) -> str:
    """Forward by painting; back to what the message showed before, which needs no painting.

    Over somebody else's sheet nothing is painted: whoever presses gets one of their own.
    """
    if here.job.user_id != here.person_id:
        trigger = trigger_of(here, press, what=f"{press.page}+{here.person_id}")
        work = await sheet_of(sheet.content, press.page, context)
        return toast_once(await order(context, work, here.place_beside, trigger), here)
    if here.is_taken:
        return here.toasts.say("toast-on-it")
    earlier = here.known.earlier.work if here.known.earlier else None
    if isinstance(earlier, ContactSheet) and page_of(earlier, context.presets).index == press.page:
        await context.store.go_back(here.job, here.message.message_id)
        context.services.outbox_changed.set()
        return ""
    return await over(here, press, await sheet_of(sheet.content, press.page, context), context)


def _draft_without(content: ImageRef, draft: Draft) -> Draft | None:
    """The person's draft, if it was this photo that waited; else None."""
    waiting: Picture | None = draft.waiting_content
    return take_content(draft, waiting) if waiting and waiting.image == content else None


async def _took_the_photo(key: str, here: PressContext, context: Context) -> bool:
    """The photo that waited is taken by the same button's first press."""
    newest = await context.store.run(lambda storage: storage.jobs.latest(here.chat.id, here.person_id))
    return newest is not None and newest.state in OPEN and newest.key.startswith(f"{key}+")


async def _show_picture_of(page: SheetPage, context: Context, show: Show) -> None:
    picture = context.services.sheets[page.index]

    async def read() -> bytes:
        return picture.jpeg

    await show_known(picture.ref, "photo", context, read=read, show=show)
