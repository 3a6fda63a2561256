"""Links that are passed on: what they give, what they never give, and that they can be taken back."""

import re

import pytest

from bot.texts import texts_for
from storage.names import JobId
from tests.bot.journeys.chat import painted
from tests.bot.scene import ADA, BRUNO, Scene, content_of, painting_of

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


async def own_style(scene: Scene, name: str = "Quilt") -> int:
    ref = await scene.store.put_image(b"a quilt")
    style = await scene.store.run(lambda storage: storage.own_styles.save(11, name, ref, limit=9))
    return style.id


def link_in(scene: Scene) -> str:
    found = re.search(r"start=(\S+)", scene.telegram.of("sendMessage")[-1].words)
    assert found
    return found[1]


async def shared_style(scene: Scene) -> str:
    style_id = await own_style(scene)
    await scene.press(scene.bots_message(50), f"v1:sharestyle:{style_id}")
    return link_in(scene)


async def shared_recipe(scene: Scene, caption: str = "wave, keep colours") -> tuple[JobId, str]:
    await scene.send(**scene.photo("dog"), caption=caption)
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    job = (await scene.jobs())[-1]
    message = scene.bots_message(job.place.message_id or 0)
    await scene.press(message, f"v1:link:{job.id}")
    return job.id, link_in(scene)


async def test_a_shared_style_paints_other_peoples_photos(scene: Scene) -> None:
    link = await shared_style(scene)
    await scene.send(BRUNO, **scene.photo("cat"))
    await scene.send(BRUNO, text=f"/start {link}")
    (job,) = await scene.jobs()
    assert job.user_id == BRUNO["id"]
    assert await scene.image(painting_of(job).styles[0].image) == b"a quilt"


async def test_the_same_style_has_one_link(scene: Scene) -> None:
    style_id = await own_style(scene)
    links = set()
    for _ in range(2):
        await scene.press(scene.bots_message(50), f"v1:sharestyle:{style_id}")
        links.add(link_in(scene))
    assert len(links) == 1


async def test_nobody_shares_somebody_elses_style(scene: Scene) -> None:
    style_id = await own_style(scene)
    assert await scene.press(scene.bots_message(50, to=22), f"v1:sharestyle:{style_id}", BRUNO) == ITALIAN.say(
        "toast-style-gone"
    )


@pytest.mark.parametrize("how", ["taken back", "deleted", "forgotten"])
async def test_a_link_that_is_shared_no_more_answers_kindly(scene: Scene, how: str) -> None:
    link = await shared_style(scene)
    if how == "taken back":
        assert await scene.press(scene.bots_message(60), f"v1:unshare:{link[2:]}") == ENGLISH.say(
            "toast-shared-no-more"
        )
    elif how == "deleted":
        await scene.press(scene.bots_message(60), "v1:deleteyes:1")
        await scene.store.run(lambda storage: storage.own_styles.delete(11, 1))
    else:
        await scene.press(scene.bots_message(60), "v1:forget:yes")
    await scene.send(BRUNO, text=f"/start {link}")
    assert scene.telegram.of("sendMessage")[-1].words == ITALIAN.say("link-leads-nowhere")
    assert scene.telegram.calls[-1].buttons


async def test_nobody_takes_back_somebody_elses_link(scene: Scene) -> None:
    link = await shared_style(scene)
    await scene.press(scene.bots_message(60, to=22), f"v1:unshare:{link[2:]}", BRUNO)
    assert await scene.store.run(lambda storage: storage.shares.style(link[2:]))


async def test_a_recipe_gives_style_and_dials_and_never_the_photo(scene: Scene) -> None:
    _, link = await shared_recipe(scene)
    await scene.send(BRUNO, text=f"/start {link}")
    await scene.send(BRUNO, **scene.photo("cat"))
    job = (await scene.jobs())[-1]
    assert (job.user_id, painting_of(job).styles[0].preset, painting_of(job).keep_colours) == (22, "wave", True)
    assert await scene.image(content_of(job)) == b"bytes of cat"
    recipe = await scene.store.run(lambda storage: storage.shares.recipe(link[2:]))
    first = (await scene.jobs())[0]
    assert recipe
    assert content_of(first) not in recipe[1]


async def test_a_painting_in_the_style_of_a_photo_is_not_shared_before_its_style_is(scene: Scene) -> None:
    for name in ("dog", "quilt"):
        await scene.send(**scene.photo(name))
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (job,) = await scene.jobs()
    message = scene.bots_message(job.place.message_id or 0)
    assert await scene.press(message, f"v1:link:{job.id}") == ENGLISH.say("toast-style-not-shared")
    image = painting_of(job).styles[0].image
    style = await scene.store.run(lambda storage: storage.own_styles.save(11, "Quilt", image, limit=9))
    await scene.press(scene.bots_message(50), f"v1:sharestyle:{style.id}")
    await scene.press(message, f"v1:link:{job.id}")
    link = link_in(scene)
    await scene.send(BRUNO, **scene.photo("cat"))
    await scene.send(BRUNO, text=f"/start {link}")
    assert painting_of((await scene.jobs())[-1]).styles[0].image == image
    await scene.store.run(lambda storage: storage.own_styles.delete(11, style.id))
    await scene.send(BRUNO, text=f"/start {link}")
    assert scene.telegram.of("sendMessage")[-1].words == ITALIAN.say("link-leads-nowhere")


async def test_only_whoever_asked_for_a_painting_shares_it(scene: Scene) -> None:
    job_id, message = await painted(scene)
    assert await scene.press(message, f"v1:link:{job_id}", BRUNO) == ITALIAN.say("toast-not-yours")


async def test_sending_to_a_chat_is_offered_where_inline_mode_is_on(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:share:{job_id}")
    rows = scene.telegram.of("editMessageReplyMarkup")[-1].params["reply_markup"]["inline_keyboard"]
    assert [set(button) - {"text"} for button in rows[0]] == [{"callback_data"}], "this bot's is off"


@pytest.mark.parametrize("payload", ["s_", "p_", "s_" + "x" * 16, "p_" + "A" * 16, "s_../../etc", "p_" + "é" * 16])
async def test_links_that_never_were_are_answered_kindly(scene: Scene, payload: str) -> None:
    await scene.send(ADA, text=f"/start {payload}")
    (said,) = scene.telegram.said
    assert said in (ENGLISH.say("link-leads-nowhere"), ENGLISH.say("welcome"))
