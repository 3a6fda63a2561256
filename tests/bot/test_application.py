"""The bot put together: its command menu."""

import pytest

from bot.application import announce_commands, commands_in
from bot.journeys import all_handlers
from bot.texts import languages, texts_for
from tests.bot.scene import Scene


async def test_the_command_menu_is_announced_in_every_language(scene: Scene) -> None:
    await announce_commands(scene.application.bot, scene.services.presets)
    announced = scene.telegram.of("setMyCommands")
    assert [call.params.get("language_code") for call in announced] == [None, "it"]


async def test_a_refused_command_menu_is_no_reason_to_stop(scene: Scene) -> None:
    scene.telegram.refuse("setMyCommands", "Bad Request: no")
    await announce_commands(scene.application.bot, scene.services.presets)
    assert len(scene.telegram.calls) == 1


@pytest.mark.parametrize("language", languages())
async def test_every_announced_command_is_handled_and_legal(scene: Scene, language: str) -> None:
    handled = {command for handler in all_handlers() for command in getattr(handler, "commands", ())}
    announced = commands_in(texts_for(language), scene.services.presets)
    assert {command.command for command in announced} <= handled
    assert all(1 <= len(command.description) <= 256 for command in announced)
