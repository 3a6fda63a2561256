"""The commands, and words that are none."""

import pytest

from bot.application import announce_commands, commands_in
from bot.draft import Draft
from bot.journeys import all_handlers
from bot.texts import languages, texts_for
from storage.jobs import JobState
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, content_of, painting_of

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


@pytest.mark.parametrize("text", ["/start", "/start s_abc123", "/start@impasto_bot"])
async def test_start_welcomes_with_or_without_a_payload(scene: Scene, text: str) -> None:
    await scene.send(text=text)
    assert scene.telegram.said == [ENGLISH.welcome]


async def test_a_link_to_a_style_does_what_its_button_does(scene: Scene) -> None:
    await scene.send(text="/start use-wave")
    assert scene.telegram.said == ["🌊 Wave it is. Now send me the photo to paint."]
    await scene.send(**scene.photo("dog"))
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].preset == "wave"


@pytest.mark.parametrize(
    "payload", ["use-gone", "use-", "use", "forget-yes", "use-wave-1", "../etc", "use-" + "x" * 70]
)
async def test_a_link_that_leads_nowhere_is_no_hindrance(scene: Scene, payload: str) -> None:
    await scene.send(text=f"/start {payload}")
    assert scene.telegram.said == [ENGLISH.choose_preset if payload == "use-gone" else ENGLISH.welcome]
    assert (await scene.draft()) == Draft()


async def test_help_names_a_style_that_exists(scene: Scene) -> None:
    await scene.send(text="/help")
    assert "“wave”" in scene.telegram.said[0]


async def test_privacy_tells_how_long(scene: Scene) -> None:
    await scene.send(text="/privacy")
    assert "30 days" in scene.telegram.said[0]


@pytest.mark.parametrize("text", ["/style wave", "wave", "🌊 Wave"])
async def test_a_style_in_reply_to_any_photo_paints_it(scene: Scene, text: str) -> None:
    photo = scene.message(BRUNO, **scene.photo("dog"))
    await scene.send(text=text, reply_to_message=photo)
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_in_a_group_anybody_can_paint_anybodys_photo_by_command(scene: Scene) -> None:
    photo = scene.message(BRUNO, to=GROUP, **scene.photo("dog"))
    await scene.send(ADA, to=GROUP, text="/style wave", reply_to_message=photo)
    (job,) = await scene.jobs()
    assert job.user_id == ADA["id"]


async def test_a_style_after_a_photo_paints_it(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(text="/style wave")
    assert len(await scene.jobs()) == 1


async def test_a_style_before_the_photo_waits_for_it(scene: Scene) -> None:
    await scene.send(text="/style wave")
    assert scene.telegram.said == ["🌊 Wave it is. Now send me the photo to paint."]


@pytest.mark.parametrize(("text", "said"), [("/style", "choose_preset"), ("/style nonsense", "unknown_preset")])
async def test_a_style_that_is_none_shows_the_menu(scene: Scene, text: str, said: str) -> None:
    await scene.send(text=text)
    assert scene.telegram.said == [getattr(ENGLISH, said).format(words="nonsense")]
    assert scene.telegram.calls[-1].buttons


async def test_cancel_stops_the_newest_painting_then_the_one_before(scene: Scene) -> None:
    for name in ("a", "b"):
        await scene.send(**scene.photo(name), caption="wave")
    for states in ((JobState.QUEUED, JobState.CANCELLED), (JobState.CANCELLED, JobState.CANCELLED)):
        await scene.send(text="/cancel")
        assert tuple(job.state for job in await scene.jobs()) == states
    await scene.send(text="/cancel")
    assert scene.telegram.said[-1] == ENGLISH.nothing_to_cancel


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
    assert scene.telegram.said[-1] == ENGLISH.photo_put_away
    await scene.send(**scene.photo("b"))
    assert scene.telegram.said[-1] == ENGLISH.ask_for_style


async def test_forget_asks_first_and_then_erases(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    (job,) = await scene.jobs()
    await scene.send(text="/forget")
    await scene.press(scene.bots_message(5), "v1:forget:no")
    assert len(await scene.jobs()) == 1
    await scene.press(scene.bots_message(5), "v1:forget:yes")
    assert await scene.jobs() == []
    assert not await scene.store.run(lambda storage: storage.images.has(content_of(job)))
    assert scene.telegram.of("editMessageText")[-1].words == ENGLISH.forgotten


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
        ENGLISH.erased,
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
    assert [closed[job.place.message_id or 0] for job in jobs] == [ITALIAN.erased, ENGLISH.erased]


async def test_each_person_in_a_group_is_answered_in_their_own_language_until_its_admins_choose_one(
    scene: Scene,
) -> None:
    scene.telegram.statuses[22] = "administrator"
    for person in (BRUNO, ADA):
        await scene.send(person, to=GROUP, text="/help")
        await scene.send(person, to=GROUP, **scene.photo("cat"), caption="/style wave")
    await scene.deliver()
    starts = [words.split()[0] for words in scene.telegram.said]
    assert starts == ["Come", "How", "Il", "1"], "what nobody asked for just now, too"
    await scene.press(scene.bots_message(4, to=GROUP), "v1:lang:it", BRUNO)
    await scene.send(ADA, to=GROUP, text="/help")
    assert scene.telegram.said[-1].startswith("Come ottenere")


async def test_an_apology_speaks_the_language_of_the_chat(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    await scene.press(scene.bots_message(4), "v1:lang:it")
    monkeypatch.setattr("bot.journeys.pictures.fetch", broken)
    await scene.send(ADA, **scene.photo("dog"))
    assert scene.telegram.said == [ITALIAN.went_wrong]


@pytest.mark.parametrize("text", ["hello", "/unknown"])
async def test_other_words_get_a_hint_in_private_only(scene: Scene, text: str) -> None:
    await scene.send(text=text)
    await scene.send(to=GROUP, text=text)
    assert scene.telegram.said == [ENGLISH.send_a_photo]


async def test_a_group_that_becomes_a_supergroup_keeps_its_jobs(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.send(to=GROUP, migrate_to_chat_id=GROUP - 1)
    await scene.deliver()
    assert scene.telegram.calls[-1].params["chat_id"] == GROUP - 1


async def test_who_blocks_and_comes_back_is_remembered(scene: Scene) -> None:
    bot = {"id": 1234567890, "is_bot": True, "first_name": "Impasto"}
    member, kicked = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
    change = {"chat": {"id": 11, "type": "private"}, "from": ADA, "date": 1}
    await scene.update(my_chat_member={**change, "old_chat_member": member, "new_chat_member": kicked})
    assert await scene.store.run(lambda storage: storage.chats.is_blocked(11))
    await scene.update(my_chat_member={**change, "old_chat_member": kicked, "new_chat_member": member})
    assert not await scene.store.run(lambda storage: storage.chats.is_blocked(11))


async def test_the_command_menu_is_announced_in_every_language(scene: Scene) -> None:
    await announce_commands(scene.application.bot, scene.services.presets)
    announced = scene.telegram.of("setMyCommands")
    assert [call.params.get("language_code") for call in announced] == [None, "it"]


async def test_a_refused_command_menu_is_no_reason_to_stop(scene: Scene) -> None:
    scene.telegram.refuse("setMyCommands", "Bad Request: no")
    await announce_commands(scene.application.bot, scene.services.presets)
    assert len(scene.telegram.calls) == 1


@pytest.mark.parametrize("language", languages())
async def test_every_announced_command_is_handled_and_legal(scene: Scene, language: str) -> None:
    handled = {command for handler in all_handlers() for command in getattr(handler, "commands", ())}
    announced = commands_in(texts_for(language), scene.services.presets)
    assert {command.command for command in announced} <= handled
    assert all(1 <= len(command.description) <= 256 for command in announced)
