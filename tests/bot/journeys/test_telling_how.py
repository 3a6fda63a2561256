"""🖼 and 🧩 under ↗: what they are made from, for whom, and what their captions say to anybody."""

import pytest

from bot.texts import texts_for
from storage.work.before_after import BeforeAfter
from storage.work.collage import Collage
from storage.work.work import RESULT, STYLE
from tests.bot.journeys.chat import painted
from tests.bot.scene import BRUNO, GROUP, Scene, painting_of

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
NAMES = {"madeof": Collage, "beforeafter": BeforeAfter}


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
async def test_it_is_a_new_message_made_from_photo_and_painting(scene: Scene, name: str, kind: type) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:{name}:{job_id}")
    first, job = (await scene.jobs())[0], (await scene.jobs())[-1]
    assert isinstance(job.work, kind)
    assert job.place.message_id != message["message_id"]
    assert job.place.reply_to == first.place.reply_to
    pictures = {role: [await scene.image(ref) for ref in refs] for role, refs in job.work.inputs().items()}
    assert pictures["content"] == [b"bytes of dog"]
    assert pictures[RESULT] == [b"a painting"]
    assert pictures.get(STYLE, [b"bytes of art"]) == [b"bytes of art"]


@pytest.mark.parametrize("name", NAMES)
async def test_only_whoever_asked_for_the_painting_has_it_made(scene: Scene, name: str) -> None:
    job_id, message = await painted(scene)
    assert await scene.press(message, f"v1:{name}:{job_id}", BRUNO) == ITALIAN.say("toast-not-yours")
    assert len(await scene.jobs()) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_of_a_painting_that_is_not_finished_nothing_is_made(scene: Scene, name: str) -> None:
    for photo in ("dog", "art"):
        await scene.send(**scene.photo(photo))
    await scene.deliver()
    (job,) = await scene.jobs()
    toast = await scene.press(scene.bots_message(job.place.message_id or 0), f"v1:{name}:{job.id}")
    assert toast == ENGLISH.say("toast-painting-unknown")
    assert len(await scene.jobs()) == 1


async def test_the_caption_stands_alone(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:madeof:{job_id}")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    assert scene.telegram.calls[-1].words == ENGLISH.say("collage", style=ENGLISH.say("another-picture"))


async def test_both_hang_in_the_share_menu(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:share:{job_id}")
    rows = scene.telegram.of("editMessageReplyMarkup")[-1].params["reply_markup"]["inline_keyboard"]
    assert [button["callback_data"] for button in rows[1]] == [f"v1:beforeafter:{job_id}", f"v1:madeof:{job_id}"]


async def test_in_a_group_a_style_picture_of_ones_own_is_not_shown_and_a_presets_is(scene: Scene) -> None:
    photo = await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.paint()
    above, (painted_job,) = scene.bots_message(50, to=GROUP, reply_to_message=photo), await scene.jobs()
    await scene.press(above, f"v1:madeof:{painted_job.id}")
    assert isinstance((await scene.jobs())[-1].work, Collage)
    await scene.send(to=GROUP, **scene.photo("art"), caption="/style", reply_to_message=photo)
    jobs = await scene.jobs()
    assert len(jobs) == 3
    assert not painting_of(jobs[-1]).styles[0].preset
    await scene.paint()
    await scene.paint()
    assert await scene.press(above, f"v1:madeof:{jobs[-1].id}") == ENGLISH.say("toast-shows-own-picture")
    assert len(await scene.jobs()) == 3
