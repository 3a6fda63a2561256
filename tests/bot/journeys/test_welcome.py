"""/start and /help."""

import pytest

from bot.texts import texts_for
from tests.bot.scene import Scene

ENGLISH = texts_for("en")


@pytest.mark.parametrize("text", ["/start", "/start s_abc123", "/start@impasto_bot"])
async def test_start_welcomes_with_or_without_a_payload(scene: Scene, text: str) -> None:
    await scene.send(text=text)
    assert scene.telegram.said == [ENGLISH.say("welcome")]


async def test_help_names_a_style_that_exists(scene: Scene) -> None:
    await scene.send(text="/help")
    assert "“wave”" in scene.telegram.said[0]
