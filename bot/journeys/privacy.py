"""/privacy says what is kept; /forget erases it."""

from dataclasses import dataclass
from enum import StrEnum

from telegram import InlineKeyboardMarkup, Update

from bot.context import Context, PressContext, message_context
from bot.journeys.replying import reply
from bot.layout import button, keyboard
from bot.presses import Owner, Press, answers, press
from bot.texts import Texts
from storage.retention import forget


class Reply(StrEnum):
    YES = "yes"
    NO = "no"


@press("forget", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class Forget(Press):
    reply: Reply


@answers(Forget)
async def forget_person(here: PressContext, press: Forget, context: Context) -> str:
    """What is still under way becomes "Erased." in whatever chat: the delivery loop sees to that."""
    if press.reply is Reply.NO:
        await here.edit_text(here.texts.say("toast-nothing-forgotten"))
        return ""
    user_id, update_id = here.person_id, here.update_id
    await context.store.run(lambda storage: forget(storage, user_id, settle_update=update_id), settles=update_id)
    context.services.languages.forget(user_id)
    context.services.outbox_changed.set()
    await here.edit_text(here.texts.say("forgotten"))
    return ""


async def on_privacy(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    kept = here.texts.say("privacy", days=context.settings.keep_days)
    await reply(here, "\n\n".join([kept, here.texts.say("privacy-of-the-banned")]))


async def on_forget(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    await reply(here, here.texts.say("forget-question"), forget_keyboard(here.texts))


def forget_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    yes, no = (
        button(texts.say("button-forget-yes"), Forget(Reply.YES)),
        button(texts.say("button-forget-no"), Forget(Reply.NO)),
    )
    return keyboard([yes, no])
