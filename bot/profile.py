"""What Telegram shows of the bot before anybody writes to it: its texts and its commands, in every language."""

import logging
from collections.abc import Coroutine, Iterator
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.context import Bot
from bot.logs import event
from bot.presets import Presets
from bot.texts import FALLBACK, Texts, languages

log = logging.getLogger(__name__)

COMMANDS = ("style", "styles", "mystyles", "history", "dream", "cancel", "settings", "help", "privacy", "forget")
"""In the order of Telegram's menu."""
IN_GROUPS = tuple(name for name in COMMANDS if name not in ("mystyles", "settings"))
"""A person's own styles are between the two, and a group's settings are its admins' business."""
SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), COMMANDS),
    (BotCommandScopeAllPrivateChats(), COMMANDS),
    (BotCommandScopeAllGroupChats(), IN_GROUPS),
    (BotCommandScopeAllChatAdministrators(), tuple(name for name in COMMANDS if name in (*IN_GROUPS, "settings"))),
)


async def announce(bot: Bot, presets: Presets) -> None:
    """A refusal costs the one thing that was refused."""
    for texts in languages().values():
        for call in calls_in(bot, texts, presets):
            await _attempted(call)


def calls_in(bot: Bot, texts: Texts, presets: Presets) -> Iterator[Coroutine[Any, Any, bool]]:
    """The name stays whatever @BotFather was told."""
    code = None if texts.code == FALLBACK else texts.code
    yield bot.set_my_description(texts.say("about-bot"), language_code=code)
    yield bot.set_my_short_description(texts.say("about-bot-short"), language_code=code)
    for scope, names in SCOPES:
        yield bot.set_my_commands(commands_in(texts, presets, names), scope=scope, language_code=code)


def commands_in(texts: Texts, presets: Presets, names: tuple[str, ...] = COMMANDS) -> list[BotCommand]:
    example = presets.example(texts.code)
    return [BotCommand(name, texts.say(f"command-{name}", example=example)) for name in names]


async def _attempted(call: Coroutine[Any, Any, bool]) -> None:
    try:
        await call
    except TelegramError as error:
        event(log, "profile_not_announced", level=logging.WARNING, why=error.message)
