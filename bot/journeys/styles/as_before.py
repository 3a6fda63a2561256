"""🔁 The same again: a picture that was made here says in its metadata how it was made.

Telegram takes the metadata out of photos. So it is there in a file that comes back, and in a photo that is forwarded:
that one is known, and its original is here.
"""

from bot.context import Context, MessageContext, PressContext
from bot.draft import Picture, take_content
from bot.journeys.styles.choosing import content_for, over_menu
from bot.journeys.styles.menu import AsBefore
from bot.presses import answers
from bot.sizes import largest_side_in
from storage.images import ImageGone
from storage.work.recipe import SEARCHED_BYTES, recipe_in
from storage.work.work import Work


@answers(AsBefore)
async def make_as_before(here: PressContext, press: AsBefore, context: Context) -> str:
    """Over the pressed message."""
    if here.is_taken:
        return here.toasts.say("toast-on-it")
    content = await content_for(here, context)
    work = await work_described_in(content.picture, here, context) if content else None
    if content is None or work is None:
        return here.toasts.say("toast-photo-unknown")
    return await over_menu(here, press, work, content, context, draft=take_content(here.draft, content.picture))


async def is_as_before(picture: Picture, here: MessageContext, context: Context) -> bool:
    return await work_described_in(picture, here, context) is not None


async def work_described_in(picture: Picture, here: MessageContext, context: Context) -> Work | None:
    """Within what may be asked for here. None also where it is made of pictures that are not this person's."""
    try:
        work = recipe_in(await context.store.get_image_head(picture.image, SEARCHED_BYTES))
    except ImageGone:
        return None
    if work is None:
        return None
    largest_side = largest_side_in(work.lane, context.settings)
    fitting = context.view_of(work).ordered_again(work, largest_side, context.presets)
    if fitting is None:
        return None
    refs = [ref for of_role in fitting.inputs().values() for ref in of_role]
    is_theirs = await context.store.run(lambda storage: storage.jobs.owns_inputs(here.person_id, refs))
    return fitting if is_theirs else None
