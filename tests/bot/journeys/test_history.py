"""/history: one's own paintings here, each to be had again with its buttons."""

from bot.texts import texts_for
from tests.bot.journeys.chat import painted
from tests.bot.scene import ADA, BRUNO, GROUP, Scene

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


async def test_it_lists_what_was_painted_here_the_newest_first(scene: Scene) -> None:
    for caption in ("wave", "mosaic"):
        await scene.send(**scene.photo("dog"), caption=caption)
        await scene.paint(caption.encode())
    await scene.send(text="/history")
    lines = scene.telegram.said[-1].splitlines()
    assert lines[0] == ENGLISH.say("history")
    assert ["Mosaic" in lines[2], "Wave" in lines[3]] == [True, True]
    assert scene.telegram.calls[-1].buttons == ["v1:showagain:2", "v1:showagain:1"]


async def test_a_number_gives_the_painting_back_with_its_buttons(scene: Scene) -> None:
    job_id, _ = await painted(scene)
    await scene.press(scene.bots_message(50), f"v1:showagain:{job_id}")
    sent = scene.telegram.of("sendPhoto")[-1]
    assert sent.params["photo"] == "painted1001", "without an upload"
    assert f"v1:adjust:{job_id}" in sent.buttons


async def test_a_painting_that_telegram_has_forgotten_is_uploaded_again(scene: Scene) -> None:
    job_id, _ = await painted(scene)
    scene.telegram.refuse("sendPhoto", "Bad Request: wrong file identifier")
    assert await scene.press(scene.bots_message(50), f"v1:showagain:{job_id}") == ""
    refused, uploaded = scene.telegram.of("sendPhoto")
    assert not refused.files
    assert uploaded.files


async def test_who_has_painted_nothing_is_told_how_to_begin(scene: Scene) -> None:
    await scene.send(text="/history")
    assert scene.telegram.said == [ENGLISH.say("history-empty")]


async def test_more_than_a_page_is_turned(scene: Scene) -> None:
    for number in range(10):
        await scene.send(**scene.photo(f"dog{number}"), caption="wave")
        await scene.paint(f"painting {number}".encode())
    await scene.send(text="/history")
    assert scene.telegram.calls[-1].buttons[-1] == "v1:history:1"
    await scene.press(scene.bots_message(50), "v1:history:1")
    assert scene.telegram.of("editMessageText")[-1].buttons == ["v1:showagain:2", "v1:showagain:1", "v1:history:0"]


async def test_nobody_has_somebody_elses_painting_from_a_list(scene: Scene) -> None:
    await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.paint()
    assert await scene.press(scene.bots_message(50, to=GROUP), "v1:showagain:1", BRUNO) == ITALIAN.say(
        "toast-not-yours"
    )
    await scene.send(BRUNO, to=GROUP, text="/history")
    assert scene.telegram.said[-1] == ITALIAN.say("history-empty")
