"""⇄, and other presets, under a painting that is seen growing."""

from bot.texts import texts_for
from storage.jobs import JobState
from tests.bot.journeys.chat import painted
from tests.bot.scene import Scene, content_of, painting_of

ENGLISH = texts_for("en")


async def test_swap_paints_the_other_way_round_over_the_same_message(scene: Scene) -> None:
    job_id, message = await painted(scene)
    assert await scene.press(message, f"v1:swap:{job_id}") == ENGLISH.say("toast-swapping")
    swapped = (await scene.jobs())[-1]
    assert await scene.image(content_of(swapped)) == b"bytes of art"
    assert await scene.image(painting_of(swapped).styles[0].image) == b"bytes of dog"
    before = len(scene.telegram.said)
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    assert len(scene.telegram.said) == before, "edited in place, nothing new sent"
    assert [call.method for call in scene.telegram.calls[-2:]] == ["editMessageCaption", "editMessageMedia"]


async def test_swap_before_the_painting_cancels_it_and_its_end_never_covers_the_new_one(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.deliver()
    (first,) = await scene.jobs()
    await scene.press(scene.bots_message(first.place.message_id or 0), f"v1:swap:{first.id}")
    await scene.deliver()
    before, after = await scene.jobs()
    assert (before.state, after.state) == (JobState.CANCELLED, JobState.QUEUED)
    assert ENGLISH.say("cancelled") not in [call.words for call in scene.telegram.calls]


async def test_a_second_tap_on_swap_changes_nothing(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:swap:{job_id}")
    assert await scene.press(message, f"v1:swap:{job_id}") == ENGLISH.say("toast-on-it")
    assert len(await scene.jobs()) == 2


async def test_another_preset_paints_the_same_content(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:with:{job_id}:mosaic")
    job = (await scene.jobs())[-1]
    assert await scene.image(content_of(job)) == b"bytes of dog"
    assert painting_of(job).styles[0].preset == "mosaic"


async def test_more_and_back_change_only_the_buttons(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:more:{job_id}:0")
    await scene.press(message, f"v1:back:{job_id}")
    more, back = scene.telegram.of("editMessageReplyMarkup")
    assert f"v1:back:{job_id}" in more.buttons
    assert back.buttons[:2] == [f"v1:file:{job_id}", f"v1:adjust:{job_id}"]
