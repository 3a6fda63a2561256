"""When a handler fails: one apology, in the language of the chat, and as sure to arrive as any answer."""

from pathlib import Path

import pytest
from telegram.error import TimedOut

from bot.journeys import replying
from bot.settings import Settings
from bot.texts import texts_for
from storage.admission import Limits
from tests.bot.scene import ADA, Scene, open_scene
from tests.bot.telegram_double import never_written

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


async def test_an_apology_speaks_the_language_of_the_chat(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    await scene.press(scene.bots_message(4), "v1:lang:it")
    monkeypatch.setattr("bot.journeys.pictures.fetch", broken)
    await scene.send(ADA, **scene.photo("dog"))
    assert scene.telegram.said == [ITALIAN.say("went-wrong")]


async def test_a_refusal_that_never_left_the_machine_is_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "WAITS_SECONDS", (0.0, 0.0))
    async with open_scene(tmp_path, Settings(limits=Limits(jobs_per_person=1))) as scene:
        await scene.send(**scene.photo("dog"), caption="wave")
        for _ in range(2):
            scene.telegram.fail("sendMessage", never_written())
        await scene.send(**scene.photo("cat"), caption="wave")
        sends = scene.telegram.of("sendMessage")
        assert (len(sends), len({call.words for call in sends})) == (3, 1)
        assert sends[-1].words.startswith("You have 1 painting in line already.")


async def test_an_apology_that_may_have_arrived_is_not_sent_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("bot.journeys.pictures.fetch", broken)
    scene.telegram.fail("sendMessage", TimedOut())
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.said == [ENGLISH.say("went-wrong")]
