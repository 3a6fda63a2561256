"""What the bot listens to, in the one order in which it is tried."""

from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.context import Context
from bot.handlers import buttons, chat_settings, chats, own_styles, photos, privacy, sheets, stopping, styles, welcome

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
PICTURE = filters.PHOTO | filters.Document.IMAGE & ~filters.ANIMATION
NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT


def all_handlers() -> list[BaseHandler[Any, Context, Any]]:
    return [
        MessageHandler(filters.StatusUpdate.MIGRATE, chats.on_migration),
        ChatMemberHandler(chats.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        CallbackQueryHandler(buttons.on_button),
        CommandHandler("start", welcome.on_start, NEW),
        CommandHandler("help", welcome.on_help, NEW),
        CommandHandler("style", styles.on_style, NEW),
        CommandHandler("styles", sheets.on_styles, NEW),
        CommandHandler("mystyles", own_styles.on_my_styles, NEW),
        CommandHandler("cancel", stopping.on_cancel, NEW),
        CommandHandler("settings", chat_settings.on_settings, NEW),
        CommandHandler("privacy", privacy.on_privacy, NEW),
        CommandHandler("forget", privacy.on_forget, NEW),
        MessageHandler(NEW & PICTURE, photos.on_picture),
        MessageHandler(NEW & filters.TEXT, own_styles.on_text),
        MessageHandler(NEW & ~filters.StatusUpdate.ALL, photos.on_not_a_picture),
    ]
