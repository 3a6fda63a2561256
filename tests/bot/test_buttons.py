"""Every button: what it does, whom it obeys, and that it is always answered (`Scene.press` asserts that)."""

import pytest

from bot.texts import texts_for
from storage.jobs import JobState
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, content_of, painting_of
from tests.bot.telegram_double import Json

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


async def painted(scene: Scene) -> tuple[int, Json]:
    """A delivered painting of two photos: its job and its message."""
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    job = (await scene.jobs())[-1]
    assert job.place.message_id
    return job.id, scene.bots_message(job.place.message_id)


@pytest.mark.parametrize("data", ["v0:swap:1", "nonsense", "v1:swap:999", "v1:use:gone", "v1:lang:xx", "v1:retry:7"])
async def test_an_old_or_unknown_button_is_answered(scene: Scene, data: str) -> None:
    assert await scene.press(scene.bots_message(5), data)


async def test_a_button_under_a_message_too_old_to_read_is_answered(scene: Scene) -> None:
    inaccessible = {"message_id": 5, "date": 0, "chat": {"id": 11, "type": "private"}}
    assert await scene.press(inaccessible, "v1:again:1") == ENGLISH.toasts.outdated


async def test_a_press_that_telegram_finds_too_old_does_no_harm(scene: Scene) -> None:
    scene.telegram.refuse("answerCallbackQuery", "Bad Request: query is too old and response timeout expired")
    await scene.press(scene.bots_message(5), "nonsense")
    assert scene.telegram.said == []


async def test_a_preset_under_a_photo_paints_it_in_the_pressed_message(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    ask = scene.bots_message(1000, reply_to_message=photo)
    assert await scene.press(ask, "v1:use:wave") == ENGLISH.toasts.on_it
    (job,) = await scene.jobs()
    assert job.place.message_id == 1000
    await scene.deliver()
    assert scene.telegram.said == [ENGLISH.ask_for_style], "no further message"
    assert scene.telegram.calls[-1].method == "editMessageText"


async def test_pressing_a_preset_twice_is_one_painting(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    ask = scene.bots_message(1000, reply_to_message=photo)
    await scene.press(ask, "v1:use:wave")
    await scene.press(ask, "v1:use:mosaic")
    assert len(await scene.jobs()) == 1


async def test_an_old_question_still_means_its_own_photo(scene: Scene) -> None:
    first = await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.send(**scene.photo("newer"))
    await scene.press(scene.bots_message(1000, reply_to_message=first), "v1:use:wave")
    job = (await scene.jobs())[-1]
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_a_preset_from_the_menu_asks_for_the_photo_and_paints_it(scene: Scene) -> None:
    await scene.press(scene.bots_message(5), "v1:use:wave")
    assert scene.telegram.calls[-2].words == "🌊 Wave it is. Now send me the photo to paint."
    await scene.send(**scene.photo("dog"))
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].preset == "wave"


async def test_the_menu_turns_its_pages_in_place(scene: Scene) -> None:
    await scene.press(scene.bots_message(5), "v1:page:1")
    assert scene.telegram.of("editMessageReplyMarkup")[0].buttons[-1] == "v1:page:0"


async def test_swap_paints_the_other_way_round_over_the_same_message(scene: Scene) -> None:
    job_id, message = await painted(scene)
    assert await scene.press(message, f"v1:swap:{job_id}") == ENGLISH.toasts.swapping
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
    assert ENGLISH.cancelled not in [call.words for call in scene.telegram.calls]


async def test_a_second_tap_on_swap_changes_nothing(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:swap:{job_id}")
    assert await scene.press(message, f"v1:swap:{job_id}") == ENGLISH.toasts.on_it
    assert len(await scene.jobs()) == 2


async def test_a_press_that_is_delivered_twice_is_one_painting(scene: Scene) -> None:
    job_id, message = await painted(scene)
    for _ in range(2):
        await scene.press(message, f"v1:again:{job_id}", query_id="same")
    assert len(await scene.jobs()) == 2


async def test_again_makes_a_new_message_and_keeps_the_old_painting(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:again:{job_id}")
    first, second = await scene.jobs()
    assert second.place.message_id is None
    assert second.place.reply_to == first.place.reply_to
    assert painting_of(second).seed != painting_of(first).seed


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
    assert more.buttons[-1] == f"v1:back:{job_id}"
    assert back.buttons[:2] == [f"v1:again:{job_id}", f"v1:adjust:{job_id}"]


async def test_cancel_stops_the_job_and_retry_paints_over_the_same_message(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    (job,) = await scene.jobs()
    message = scene.bots_message(job.place.message_id or 0)
    assert await scene.press(message, f"v1:cancel:{job.id}") == ENGLISH.toasts.stopping
    await scene.deliver()
    assert scene.telegram.calls[-1].words == ENGLISH.cancelled
    assert scene.telegram.calls[-1].buttons == [f"v1:retry:{job.id}"]
    await scene.press(message, f"v1:retry:{job.id}")
    assert (await scene.jobs())[-1].place.message_id == job.place.message_id


async def test_cancel_after_the_end_says_so(scene: Scene) -> None:
    job_id, message = await painted(scene)
    assert await scene.press(message, f"v1:cancel:{job_id}") == ENGLISH.toasts.finished_already


@pytest.mark.parametrize("action", ["swap", "again", "cancel", "retry", "more:{}:0", "with:{}:wave"])
async def test_nobody_else_may_press_the_buttons_of_a_painting(scene: Scene, action: str) -> None:
    await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    (job,) = await scene.jobs()
    data = f"v1:{action.format(job.id)}" if "{" in action else f"v1:{action}:{job.id}"
    message = scene.bots_message(job.place.message_id or 0, to=GROUP)
    assert await scene.press(message, data, BRUNO) == ITALIAN.toasts.not_yours
    (after,) = await scene.jobs()
    assert after.state is JobState.QUEUED


async def test_a_job_of_another_chat_cannot_be_reached(scene: Scene) -> None:
    job_id, _ = await painted(scene)
    elsewhere = scene.bots_message(5, to=GROUP)
    assert await scene.press(elsewhere, f"v1:again:{job_id}") == ENGLISH.toasts.painting_unknown


async def test_a_menu_in_a_group_belongs_to_whom_it_answers(scene: Scene) -> None:
    asked = scene.message(ADA, to=GROUP, text="/styles")
    menu = scene.bots_message(5, to=GROUP, reply_to_message=asked)
    assert await scene.press(menu, "v1:page:1", BRUNO) == ITALIAN.toasts.not_yours
    assert await scene.press(menu, "v1:page:1", ADA) == ""


async def test_a_button_whose_journey_fails_is_still_answered(scene: Scene) -> None:
    job_id, message = await painted(scene)
    scene.telegram.refuse("editMessageReplyMarkup", "Bad Request: something new")
    assert await scene.press(message, f"v1:more:{job_id}:0") == ENGLISH.toasts.went_wrong
