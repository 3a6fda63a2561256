"""Every pressed button: whom it obeys, and that it is always answered (`Scene.press` asserts that)."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from telegram import Update

from bot.context import Context
from bot.journeys.pressing import toast_for
from bot.presses import Owner, Press, Presses, answers, data_of, press
from bot.settings import Settings
from bot.texts import texts_for
from storage.admission import Tier
from storage.jobs import JobState
from tests.bot.journeys.chat import painted
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, content_of, open_scene
from tests.bot.telegram_double import chat

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


@pytest.mark.parametrize(
    ("data", "toast"),
    [
        ("v0:swap:1", ENGLISH.say("toast-outdated")),
        ("nonsense", ENGLISH.say("toast-outdated")),
        ("v1:use:gone", ENGLISH.say("toast-outdated")),
        ("v1:lang:xx", ENGLISH.say("toast-outdated")),
        ("v1:swap:999", ENGLISH.say("toast-painting-unknown")),
        ("v1:retry:7", ENGLISH.say("toast-painting-unknown")),
    ],
)
async def test_an_old_or_unknown_button_is_answered_with_what_to_do(scene: Scene, data: str, toast: str) -> None:
    assert await scene.press(scene.bots_message(5), data) == toast


async def test_a_button_under_a_message_too_old_to_read_is_answered(scene: Scene) -> None:
    inaccessible = {"message_id": 5, "date": 0, "chat": {"id": 11, "type": "private"}}
    assert await scene.press(inaccessible, "v1:again:1") == ENGLISH.say("toast-outdated")


async def test_a_press_that_telegram_finds_too_old_does_no_harm(scene: Scene) -> None:
    scene.telegram.refuse("answerCallbackQuery", "Bad Request: query is too old and response timeout expired")
    await scene.press(scene.bots_message(5), "nonsense")
    assert scene.telegram.said == []


@pytest.mark.parametrize("action", ["swap", "cancel", "retry"])
async def test_nobody_else_may_press_what_paints_over_a_painting(scene: Scene, action: str) -> None:
    await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    (job,) = await scene.jobs()
    data = f"v1:{action.format(job.id)}" if "{" in action else f"v1:{action}:{job.id}"
    message = scene.bots_message(job.place.message_id or 0, to=GROUP)
    assert await scene.press(message, data, BRUNO) == ITALIAN.say("toast-not-yours")
    (after,) = await scene.jobs()
    assert after.state is JobState.QUEUED


async def test_a_job_of_another_chat_cannot_be_reached(scene: Scene) -> None:
    job_id, _ = await painted(scene)
    elsewhere = scene.bots_message(5, to=GROUP)
    assert await scene.press(elsewhere, f"v1:again:{job_id}") == ENGLISH.say("toast-painting-unknown")


@pytest.mark.parametrize("action", ["again:{}", "with:{}:mosaic", "tiles:{}:0"])
async def test_what_makes_a_new_message_serves_whoever_presses(scene: Scene, action: str) -> None:
    photo = await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (first,) = await scene.jobs()
    message = scene.bots_message(first.place.message_id or 0, to=GROUP)
    assert await scene.press(message, f"v1:{action.format(first.id)}", BRUNO) == ITALIAN.say("toast-on-it")
    _, another = await scene.jobs()
    assert another.user_id == BRUNO["id"]
    assert another.place.reply_to == photo["message_id"]
    assert another.place.id != first.place.id


async def test_anybody_turns_the_pages_of_a_menu(scene: Scene) -> None:
    asked = scene.message(ADA, to=GROUP, text="/styles")
    menu = scene.bots_message(5, to=GROUP, reply_to_message=asked)
    assert await scene.press(menu, "v1:page:1", BRUNO) == ""
    assert await scene.press(menu, "v1:page:0", ADA) == ""


async def test_a_style_in_somebody_elses_menu_paints_that_photo_beside_the_menu(scene: Scene) -> None:
    photo = await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style")
    menu = scene.bots_message(5, to=GROUP, reply_to_message=photo)
    assert await scene.press(menu, "v1:use:wave", BRUNO) == ITALIAN.say("toast-on-it")
    (job,) = await scene.jobs()
    assert (job.user_id, job.place.message_id, job.place.reply_to) == (BRUNO["id"], None, photo["message_id"])
    assert await scene.press(menu, "v1:use:mosaic", ADA) == ENGLISH.say("toast-on-it")
    _, hers = await scene.jobs()
    assert (hers.user_id, hers.place.message_id) == (ADA["id"], 5)


async def test_a_style_in_somebody_elses_menu_without_a_photo_waits_for_a_photo_of_ones_own(scene: Scene) -> None:
    asked = scene.message(ADA, to=GROUP, text="/styles")
    menu = scene.bots_message(5, to=GROUP, reply_to_message=asked)
    assert await scene.press(menu, "v1:use:wave", BRUNO) == ITALIAN.say("toast-now-your-photo")
    await scene.send(BRUNO, to=GROUP, **scene.photo("cat"), reply_to_message=menu)
    (job,) = await scene.jobs()
    assert (job.user_id, await scene.image(content_of(job))) == (BRUNO["id"], b"bytes of cat")


async def test_a_button_whose_journey_fails_is_still_answered(scene: Scene) -> None:
    job_id, message = await painted(scene)
    scene.telegram.refuse("editMessageReplyMarkup", "Bad Request: something new")
    assert await scene.press(message, f"v1:more:{job_id}:0") == ENGLISH.say("toast-went-wrong")


@pytest.mark.parametrize("action", ["same", "proper", "adjust", "undo", "dial:{}:weaker", "about:{}:brush"])
async def test_nobody_else_may_press_what_makes_a_painting_better(scene: Scene, action: str) -> None:
    await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (job,) = await scene.jobs()
    data = f"v1:{action.format(job.id)}" if "{" in action else f"v1:{action}:{job.id}"
    message = scene.bots_message(job.place.message_id or 0, to=GROUP)
    assert await scene.press(message, data, BRUNO) == ITALIAN.say("toast-not-yours")
    assert len(await scene.jobs()) == 1


# ---------------------------------------- in the name of a chat

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_A_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
NEWS, SPORT = ({"id": number, "type": "channel", "title": str(number)} for number in (-1007, -1008))


async def test_an_anonymous_admin_presses_the_buttons_of_their_painting_in_their_own_name(scene: Scene) -> None:
    await scene.send(ANONYMOUS, to=GROUP, sender_chat=chat(GROUP), **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    (job,) = await scene.jobs()
    assert job.user_id == GROUP
    message = scene.bots_message(job.place.message_id or 0, to=GROUP)
    assert await scene.press(message, f"v1:cancel:{job.id}", BRUNO) == ITALIAN.say("toast-not-yours")
    scene.telegram.statuses[11] = "administrator"
    assert await scene.press(message, f"v1:cancel:{job.id}", ADA) == ENGLISH.say("toast-stopping")


async def test_what_is_painted_over_an_anonymous_painting_stays_the_groups(scene: Scene) -> None:
    scene.telegram.statuses[11] = "administrator"
    photo = await scene.send(ANONYMOUS, to=GROUP, sender_chat=chat(GROUP), **scene.photo("dog"), caption="/style")
    menu = scene.bots_message(5, to=GROUP, reply_to_message=photo)
    assert await scene.press(menu, "v1:pair", BRUNO) == ITALIAN.say("toast-not-yours")
    await scene.press(menu, "v1:use:wave", BRUNO)
    (job,) = await scene.jobs()
    assert job.user_id == BRUNO["id"]


async def test_two_who_write_as_channels_are_two(scene: Scene) -> None:
    await scene.send(AS_A_CHANNEL, to=GROUP, sender_chat=NEWS, **scene.photo("dog"), caption="/style")
    question = scene.bots_message(5, to=GROUP)
    await scene.send(AS_A_CHANNEL, to=GROUP, sender_chat=SPORT, **scene.photo("map"), reply_to_message=question)
    assert await scene.jobs() == []
    await scene.send(AS_A_CHANNEL, to=GROUP, sender_chat=NEWS, **scene.photo("sea"), reply_to_message=question)
    (job,) = await scene.jobs()
    assert (job.user_id, await scene.image(content_of(job))) == (NEWS["id"], b"bytes of dog")


# ---------------------------------------- owners


@press("everybody", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class ForEverybody(Press):
    """No more."""


@press("adminsofthechat", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ForAdminsOfTheChat(Press):
    """No more."""


@press("admins", owner=Owner.ADMIN)
@dataclass(frozen=True, slots=True)
class ForAdmins(Press):
    """No more."""


async def done(*_: object) -> str:
    return "done"


OWN_PRESSES = Presses([answers(kind)(done) for kind in (ForEverybody, ForAdminsOfTheChat, ForAdmins)])


async def toast_of(scene: Scene, asked: Press, *, to: int) -> str:
    fields = {
        "update_id": 99,
        "callback_query": {
            "id": "1",
            "from": ADA,
            "chat_instance": "1",
            "message": scene.bots_message(5, to=to),
            "data": data_of(asked),
        },
    }
    update = Update.de_json(fields, scene.application.bot)
    assert update.callback_query
    return await toast_for(update, update.callback_query, OWN_PRESSES, Context.from_update(update, scene.application))


async def test_a_press_for_admins_obeys_whom_the_operator_trusts_and_nobody_else(scene: Scene) -> None:
    assert await toast_of(scene, ForAdmins(), to=11) == ENGLISH.say("toast-not-yours")
    await scene.store.run(lambda storage: storage.people.set_tier(11, Tier.TRUSTED))
    assert await toast_of(scene, ForAdmins(), to=11) == "done"


async def test_a_press_for_admins_obeys_whom_the_operator_named(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(admins=frozenset({11}))) as scene:
        assert await toast_of(scene, ForAdmins(), to=11) == "done"


async def test_a_press_for_a_chats_admins_is_everybodys_where_there_are_none(scene: Scene) -> None:
    assert await toast_of(scene, ForAdminsOfTheChat(), to=11) == "done"
    assert await toast_of(scene, ForAdminsOfTheChat(), to=GROUP) == ENGLISH.say("toast-for-admins")
    scene.telegram.statuses[11] = "administrator"
    assert await toast_of(scene, ForAdminsOfTheChat(), to=GROUP) == "done"
    assert await toast_of(scene, ForEverybody(), to=GROUP) == "done"
