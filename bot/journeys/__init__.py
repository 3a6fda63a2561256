"""What the bot listens to: messages in the one order in which they are tried, and the buttons of every journey."""

from collections.abc import Collection
from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.context import Context
from bot.journeys import (
    administration,
    albums,
    chat_settings,
    chats,
    dials,
    dreaming,
    history,
    inline,
    more_styles,
    painting,
    photos,
    privacy,
    sharing,
    stopping,
    telling_how,
    welcome,
    works,
)
from bot.journeys.contact_sheets import showing
from bot.journeys.pictures import HoldsPicture
from bot.journeys.pressing import on_press
from bot.journeys.styles import as_before, choosing, own, words
from bot.presses import Presses

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member", "inline_query")
PICTURE = HoldsPicture()
NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT

WITH_PRESSES = (
    *(albums, as_before, chat_settings, chats, choosing, dials, history, more_styles),
    *(own, painting, privacy, sharing, showing, stopping, telling_how, words, works),
)
PRESSES = Presses.in_modules(WITH_PRESSES)


def all_handlers(admins: Collection[int] = ()) -> list[BaseHandler[Any, Context, Any]]:
    return [
        *(for_admins(admins) if admins else ()),
        MessageHandler(filters.StatusUpdate.MIGRATE, chats.on_migration),
        ChatMemberHandler(chats.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        CallbackQueryHandler(on_press(PRESSES)),
        InlineQueryHandler(inline.on_inline_query),
        CommandHandler("start", welcome.on_start(PRESSES), NEW),
        CommandHandler("help", welcome.on_help, NEW),
        CommandHandler("style", words.on_style, NEW),
        CommandHandler("styles", showing.on_styles, NEW),
        CommandHandler("mystyles", own.on_my_styles, NEW),
        CommandHandler("history", history.on_history, NEW),
        CommandHandler("dream", dreaming.on_dream, NEW),
        CommandHandler("cancel", stopping.on_cancel, NEW),
        CommandHandler("settings", chat_settings.on_settings, NEW),
        CommandHandler("privacy", privacy.on_privacy, NEW),
        CommandHandler("forget", privacy.on_forget, NEW),
        MessageHandler(NEW & PICTURE & dreaming.IN_CAPTION, dreaming.on_dream_caption),
        MessageHandler(NEW & PICTURE, photos.on_picture),
        MessageHandler(NEW & filters.TEXT, own.on_text),
        MessageHandler(NEW & ~filters.StatusUpdate.ALL, photos.on_not_a_picture),
    ]


def for_admins(admins: Collection[int]) -> list[BaseHandler[Any, Context, Any]]:
    """From anybody else they are words like any others."""
    by_admins = NEW & filters.User(admins)
    return [
        CommandHandler("stats", administration.on_stats, by_admins),
        CommandHandler("ban", administration.on_ban, by_admins),
        CommandHandler("unban", administration.on_unban, by_admins),
        CommandHandler("allow", administration.on_allow, by_admins),
        CommandHandler("disallow", administration.on_disallow, by_admins),
        CommandHandler("maintenance", administration.on_maintenance, by_admins),
    ]
