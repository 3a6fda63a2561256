"""/privacy and /forget."""

from bot.texts import texts_for
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, content_of
from tests.bot.telegram_double import Json

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


async def test_privacy_tells_how_long(scene: Scene) -> None:
    await scene.send(text="/privacy")
    assert "30 days" in scene.telegram.said[0]


async def test_forget_asks_first_and_then_erases(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    (job,) = await scene.jobs()
    await scene.send(text="/forget")
    await scene.press(scene.bots_message(5), "v1:forget:no")
    assert len(await scene.jobs()) == 1
    await scene.press(scene.bots_message(5), "v1:forget:yes")
    assert await scene.jobs() == []
    assert not await scene.store.run(lambda storage: storage.images.has(content_of(job)))
    assert scene.telegram.of("editMessageText")[-1].words == ENGLISH.say("forgotten")


async def test_forget_closes_the_message_of_a_painting_under_way(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    await scene.claim()
    (job,) = await scene.jobs()
    await scene.press(scene.bots_message(5), "v1:forget:yes")
    await scene.deliver()
    closed = scene.telegram.of("editMessageText")[-1]
    assert (closed.params["message_id"], closed.words, closed.buttons) == (
        job.place.message_id,
        ENGLISH.say("erased"),
        [],
    )


async def test_forget_closes_the_messages_in_every_chat_in_its_own_language(scene: Scene) -> None:
    scene.telegram.statuses[22] = "administrator"
    await scene.press(scene.bots_message(4, to=GROUP), "v1:lang:it", BRUNO)
    await scene.send(ADA, to=GROUP, **scene.photo("cat"), caption="/style wave")
    await scene.send(ADA, **scene.photo("dog"), caption="wave")
    await scene.deliver()
    jobs = await scene.jobs()
    await scene.press(scene.bots_message(5), "v1:forget:yes")
    assert await scene.jobs() == []
    await scene.deliver()
    closed = {call.params["message_id"]: call.words for call in scene.telegram.of("editMessageText")}
    assert [closed[job.place.message_id or 0] for job in jobs] == [ITALIAN.say("erased"), ENGLISH.say("erased")]


async def test_who_is_forgotten_is_told_so_in_their_own_language(scene: Scene) -> None:
    await scene.send(BRUNO, **scene.photo("dog"), caption="wave")
    await scene.deliver()
    await scene.press(scene.bots_message(5, to=22), "v1:forget:yes", BRUNO)
    await scene.deliver()
    assert scene.telegram.calls[-1].words == ITALIAN.say("erased")


# ---------------------------------------- who is remembered


async def remembered(scene: Scene, person: Json) -> str | None:
    """The language that is kept of them."""
    return await scene.store.run(lambda storage: storage.people.language(person["id"]))


async def test_who_only_talks_in_a_group_is_not_remembered(scene: Scene) -> None:
    await scene.send(BRUNO, to=GROUP, text="hello everybody")
    await scene.send(BRUNO, to=GROUP, **scene.photo("holidays"))
    assert scene.telegram.calls == []
    assert await remembered(scene, BRUNO) is None


async def test_whoever_orders_presses_or_writes_in_private_is_remembered(scene: Scene) -> None:
    carla, dario, elsa = ({**BRUNO, "id": number} for number in (33, 44, 55))
    await scene.send(BRUNO, to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.send(carla, to=GROUP, text="/style wave")
    await scene.press(scene.bots_message(5, to=GROUP), "v1:again:1", dario)
    await scene.send(elsa, text="hello")
    assert [await remembered(scene, person) for person in (BRUNO, carla, dario, elsa)] == ["it"] * 4


async def test_whoever_answers_a_photo_in_a_group_with_styles_is_remembered(scene: Scene) -> None:
    photo = scene.message(ADA, to=GROUP, **scene.photo("dog"))
    await scene.send(BRUNO, to=GROUP, text="/styles", reply_to_message=photo)
    assert len(await scene.jobs()) == 1
    assert (await remembered(scene, BRUNO), await remembered(scene, ADA)) == ("it", None)
