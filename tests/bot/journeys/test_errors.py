"""When a handler fails: one apology, in the language of the chat."""

import pytest

from bot.texts import texts_for
from tests.bot.scene import ADA, Scene

ITALIAN = texts_for("it")


async def test_an_apology_speaks_the_language_of_the_chat(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    await scene.press(scene.bots_message(4), "v1:lang:it")
    monkeypatch.setattr("bot.journeys.pictures.fetch", broken)
    await scene.send(ADA, **scene.photo("dog"))
    assert scene.telegram.said == [ITALIAN.went_wrong]
