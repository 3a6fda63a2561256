"""❌ and /cancel."""

from bot.texts import texts_for
from storage.jobs import JobState
from tests.bot.journeys.chat import painted
from tests.bot.scene import ADA, BRUNO, GROUP, Scene

ENGLISH = texts_for("en")


async def test_cancel_stops_the_newest_painting_then_the_one_before(scene: Scene) -> None:
    for name in ("a", "b"):
        await scene.send(**scene.photo(name), caption="wave")
    for states in ((JobState.QUEUED, JobState.CANCELLED), (JobState.CANCELLED, JobState.CANCELLED)):
        await scene.send(text="/cancel")
        assert tuple(job.state for job in await scene.jobs()) == states
    await scene.send(text="/cancel")
    assert scene.telegram.said[-1] == ENGLISH.say("nothing-to-cancel")


async def test_cancel_of_a_job_that_is_painted_tells_the_engine(scene: Scene) -> None:
    await scene.send(**scene.photo("a"), caption="wave")
    await scene.claim()
    await scene.send(text="/cancel")
    assert (await scene.jobs())[0].cancel_requested


async def test_cancel_leaves_the_paintings_of_others_alone(scene: Scene) -> None:
    await scene.send(BRUNO, to=GROUP, **scene.photo("a"), caption="/style wave")
    await scene.send(ADA, to=GROUP, text="/cancel")
    assert (await scene.jobs())[0].state is JobState.QUEUED


async def test_cancel_puts_a_waiting_photo_away(scene: Scene) -> None:
    await scene.send(**scene.photo("a"))
    await scene.send(text="/cancel")
    assert scene.telegram.said[-1] == ENGLISH.say("photo-put-away")
    await scene.send(**scene.photo("b"))
    assert scene.telegram.said[-1] == ENGLISH.say("ask-for-style")


async def test_cancel_stops_the_job_and_retry_paints_over_the_same_message(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    (job,) = await scene.jobs()
    message = scene.bots_message(job.place.message_id or 0)
    assert await scene.press(message, f"v1:cancel:{job.id}") == ENGLISH.say("toast-stopping")
    await scene.deliver()
    assert scene.telegram.calls[-1].words == ENGLISH.say("cancelled")
    assert scene.telegram.calls[-1].buttons == [f"v1:retry:{job.id}"]
    await scene.press(message, f"v1:retry:{job.id}")
    assert (await scene.jobs())[-1].place.message_id == job.place.message_id


async def test_cancel_after_the_end_says_so(scene: Scene) -> None:
    job_id, message = await painted(scene)
    assert await scene.press(message, f"v1:cancel:{job_id}") == ENGLISH.say("toast-finished-already")
