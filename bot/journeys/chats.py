"""What happens to a chat itself: it moves to a new id, it takes the bot in, or it blocks it."""

import logging
from dataclasses import dataclass

from telegram import Chat, ChatMember, ChatMemberUpdated, Update
from telegram.error import BadRequest, Forbidden

from bot.context import Context, PressContext, is_barred
from bot.journeys.contact_sheets.showing import show_presets
from bot.journeys.replying import sent
from bot.layout import button, keyboard
from bot.logs import event
from bot.presses import Owner, Press, answers, press
from storage.leaving import leave

log = logging.getLogger(__name__)

AWAY = (ChatMember.LEFT, ChatMember.BANNED)
INSIDE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)
GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


async def on_migration(update: Update, context: Context) -> None:
    """A group becomes a supergroup. Both chats tell it; the second time there is nothing left to move."""
    message = update.effective_message
    if message is None:
        return
    old, new = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
    await context.store.run(lambda storage: storage.chats.migrate(old, new))
    context.services.languages.forget(new)


async def on_membership(update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change is None:
        return
    blocked = change.new_chat_member.status in AWAY
    await context.store.mark_blocked(change.chat.id, blocked)
    if blocked:
        await context.store.run(lambda storage: leave(storage, change.chat.id))
    elif is_added(change) and not await is_barred(change.from_user.id, context):
        await greet(change, update.update_id, context)


def is_added(change: ChatMemberUpdated) -> bool:
    """To a group; a channel has nobody to greet, and a person greets first."""
    was, now = change.old_chat_member.status, change.new_chat_member.status
    return change.chat.type in GROUPS and was in AWAY and now in INSIDE


async def greet(change: ChatMemberUpdated, update_id: int, context: Context) -> None:
    """What to do there; a command with the bot's name reaches it in privacy mode, too."""
    chat, person = change.chat, change.from_user
    texts = await context.services.languages.of(chat.id, person.id, speaks=person.language_code)
    command = f"/style@{context.bot.username} {context.presets.example(texts.code)}"
    words, below = texts.say("greeting-in-group", command=command), button(texts.say("button-styles"), ShowStyles())
    try:
        await sent(update_id, lambda: chat.send_message(words, reply_markup=keyboard([below])))
    except (BadRequest, Forbidden) as refusal:
        event(log, "not_greeted", update=update_id, why=refusal.message)


@press("styles", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class ShowStyles(Press):
    """Under the greeting of a group."""


@answers(ShowStyles)
async def show_styles(here: PressContext, press: ShowStyles, context: Context) -> str:
    """As /styles, for whoever presses."""
    await show_presets(here, context)
    return ""
