"""What Telegram shows of the bot before anybody writes to it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot import profile
from bot.journeys import all_handlers
from bot.texts import FALLBACK, languages, texts_for
from tests.bot.scene import Scene
from tests.bot.telegram_double import Call

CODES = [None, *(code for code in languages() if code != FALLBACK)]


def plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def commands_by_scope(calls: list[Call]) -> Mapping[str, set[str]]:
    return {
        plain(call.params["scope"])["type"]: {one["command"] for one in plain(call.params["commands"])}
        for call in calls
    }


async def announced(scene: Scene) -> None:
    await profile.announce(scene.application.bot, scene.services.presets)


@pytest.mark.parametrize("method", ["setMyCommands", "setMyDescription", "setMyShortDescription"])
async def test_everything_is_announced_in_every_language(scene: Scene, method: str) -> None:
    await announced(scene)
    asked = {call.params.get("language_code") for call in scene.telegram.of(method)}
    assert asked == set(CODES)


async def test_a_group_is_offered_only_what_works_there(scene: Scene) -> None:
    await announced(scene)
    offered = commands_by_scope(scene.telegram.of("setMyCommands"))
    assert "mystyles" in offered["all_private_chats"]
    assert offered["all_private_chats"] - offered["all_group_chats"] == {"mystyles", "settings"}
    assert offered["all_chat_administrators"] - offered["all_group_chats"] == {"settings"}


async def test_a_refused_menu_costs_the_menu_only(scene: Scene) -> None:
    scene.telegram.refuse("setMyCommands", "Bad Request: no")
    await announced(scene)
    assert len(scene.telegram.of("setMyShortDescription")) == len(CODES)


@pytest.mark.parametrize("language", languages())
async def test_every_announced_command_is_handled_and_legal(scene: Scene, language: str) -> None:
    handled = {command for handler in all_handlers() for command in getattr(handler, "commands", ())}
    offered = profile.commands_in(texts_for(language), scene.services.presets)
    assert {command.command for command in offered} <= handled
    assert all(1 <= len(command.description) <= 256 for command in offered)


@pytest.mark.parametrize("language", languages())
def test_the_descriptions_are_as_short_as_telegram_wants_them(language: str) -> None:
    """core.telegram.org/bots/api#setmydescription: 512 characters; the short one 120."""
    texts = texts_for(language)
    assert len(texts.say("about-bot")) <= 512
    assert len(texts.say("about-bot-short")) <= 120
