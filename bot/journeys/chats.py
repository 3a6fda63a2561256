"""What happens to a chat itself: it moves to a new id, or it blocks the bot."""

from telegram import ChatMember, Update

from bot.context import Context
from storage.leaving import leave

AWAY = (ChatMember.LEFT, ChatMember.BANNED)


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
