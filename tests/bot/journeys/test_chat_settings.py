"""/settings: what a chat chooses, who may choose it, and what it changes."""

from pathlib import Path

import pytest

from bot import delivery
from bot.settings import Settings
from bot.texts import languages, texts_for
from storage.chats import GroupRules
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, open_scene, painting_of
from tests.bot.scene import INSTANT as INSTANT_BOT
from tests.bot.telegram_double import Json

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
MENU = [*(f"v1:lang:{code}" for code in languages()), "v1:size:600", "v1:size:1280", "v1:size:2560"]
RULES = ["v1:who:everybody", "v1:who:admins", "v1:hour:0", "v1:hour:5", "v1:hour:20"]
RULES += ["v1:shown:progress", "v1:shown:nothing"]


def labels(call_params: Json) -> list[str]:
    return [button["text"] for row in call_params["reply_markup"]["inline_keyboard"] for button in row]


async def test_settings_show_what_holds_and_every_choice(scene: Scene) -> None:
    await scene.send(text="/settings")
    shown = scene.telegram.calls[-1]
    assert shown.buttons == MENU
    assert [label for label in labels(shown.params) if label.startswith("✓")] == ["✓ English", "✓ 1,280 px"]


async def test_settings_change_the_language_for_good(scene: Scene) -> None:
    await scene.press(scene.bots_message(5), "v1:lang:it")
    assert scene.telegram.of("editMessageText")[0].words.startswith(ITALIAN.say("settings"))
    await scene.send(text="hello")
    assert scene.telegram.said[-1] == ITALIAN.say("send-a-photo")
    assert await scene.store.run(lambda storage: storage.chats.language(11)) == "it"


async def test_a_chosen_size_holds_for_every_way_to_ask_for_a_painting(tmp_path: Path) -> None:
    async with open_scene(tmp_path, INSTANT_BOT) as scene:
        assert await scene.press(scene.bots_message(5), "v1:size:600") == ENGLISH.say("toast-settings-kept")
        await scene.send(**scene.photo("dog"), caption="wave")
        await scene.send(**scene.photo("cat"))
        await scene.send(**scene.photo("art"))
        await scene.deliver()
        await scene.paint()
        await scene.paint()
        for _ in range(2):
            await scene.deliver()
        pair = (await scene.jobs())[1]
        message = scene.bots_message(pair.place.message_id or 0)
        for action in (f"with:{pair.id}:mosaic", f"swap:{pair.id}"):
            await scene.press(message, f"v1:{action}")
        sides = [painting_of(job).longest_side for job in await scene.jobs()]
        assert sides == [600, 600, 600, 600]


async def test_a_large_painting_is_a_photo_in_the_chat_and_a_file_on_demand(tmp_path: Path) -> None:
    async with open_scene(tmp_path, INSTANT_BOT) as scene:
        await scene.press(scene.bots_message(5), "v1:size:2560")
        await scene.send(**scene.photo("dog"), caption="wave")
        await scene.deliver()
        await scene.paint(b"a large painting")
        await scene.deliver()
        shown = scene.telegram.of("editMessageMedia")[-1]
        assert shown.params["media"]["type"] == "photo"
        (job,) = await scene.jobs()
        message = scene.bots_message(job.place.message_id or 0)
        for _ in range(2):
            assert await scene.press(message, f"v1:file:{job.id}") == ENGLISH.say("toast-here-it-is")
        uploaded, known = scene.telegram.of("sendDocument")
        assert uploaded.files
        assert (known.files, known.params["document"]) == (frozenset(), "doc"), (
            "what Telegram has is not uploaded again"
        )


async def test_sizes_are_a_chats_own(tmp_path: Path) -> None:
    async with open_scene(tmp_path, INSTANT_BOT) as scene:
        await scene.press(scene.bots_message(5), "v1:size:600")
        await scene.send(BRUNO, **scene.photo("dog"), caption="wave")
        (job,) = await scene.jobs()
        assert painting_of(job).longest_side == 1280


async def test_in_a_group_only_admins_see_and_change_the_settings(scene: Scene) -> None:
    scene.telegram.statuses[22] = "administrator"
    await scene.send(ADA, to=GROUP, text="/settings")
    assert scene.telegram.said == [ENGLISH.say("toast-for-admins")]
    await scene.send(BRUNO, to=GROUP, text="/settings")
    assert scene.telegram.calls[-1].buttons == [*MENU, *RULES]
    asked = scene.message(BRUNO, to=GROUP, text="/settings")
    menu = scene.bots_message(5, to=GROUP, reply_to_message=asked)
    for data in ("v1:lang:it", "v1:size:600"):
        assert await scene.press(menu, data, ADA) == ENGLISH.say("toast-for-admins")
    assert await scene.store.run(lambda storage: storage.chats.longest_side(GROUP)) is None
    assert await scene.press(menu, "v1:size:600", BRUNO) == ITALIAN.say("toast-settings-kept")
    assert await scene.store.run(lambda storage: storage.chats.longest_side(GROUP)) == 600


async def test_any_admin_may_press_what_another_one_asked_for(scene: Scene) -> None:
    scene.telegram.statuses[22] = "creator"
    asked = scene.message(ADA, to=GROUP, text="/settings")
    menu = scene.bots_message(5, to=GROUP, reply_to_message=asked)
    assert await scene.press(menu, "v1:size:2560", BRUNO) == ITALIAN.say("toast-settings-kept")


async def test_an_admin_who_writes_as_the_group_is_one(scene: Scene) -> None:
    group = {"id": GROUP, "type": "supergroup", "title": "Friends"}
    await scene.send(to=GROUP, text="/settings", sender_chat=group)
    assert scene.telegram.calls[-1].buttons == [*MENU, *RULES]


async def test_a_size_that_is_not_offered_is_refused(scene: Scene) -> None:
    assert await scene.press(scene.bots_message(5), "v1:size:4096") == ENGLISH.say("toast-outdated")
    assert await scene.store.run(lambda storage: storage.chats.longest_side(11)) is None


async def test_where_there_is_one_size_only_the_language_is_asked_for(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(longest_side=320, largest_side=320)) as scene:
        await scene.send(text="/settings")
        assert scene.telegram.said == [ENGLISH.say("settings")]
        assert scene.telegram.calls[-1].buttons == MENU[:-3]


async def test_a_toast_is_in_the_language_of_whoever_presses(scene: Scene) -> None:
    """The group has chosen English; Bruno's Telegram speaks Italian."""
    await scene.store.run(lambda storage: storage.chats.set_language(GROUP, "en"))
    menu = scene.bots_message(5, to=GROUP)
    assert await scene.press(menu, "v1:lang:it", BRUNO) == ITALIAN.say("toast-for-admins")


async def test_admins_of_a_group_rule_who_may_paint_how_often_and_how_loudly(scene: Scene) -> None:
    scene.telegram.statuses[11] = "administrator"
    menu = scene.bots_message(5, to=GROUP, reply_to_message=scene.message(to=GROUP, text="/settings"))
    for data in ("v1:who:admins", "v1:hour:5", "v1:shown:nothing"):
        assert await scene.press(menu, data, BRUNO) == ITALIAN.say("toast-for-admins")
        assert await scene.press(menu, data) == ENGLISH.say("toast-settings-kept")
    ticked = [label for label in labels(scene.telegram.of("editMessageText")[-1].params) if label.startswith("✓")]
    assert ticked[2:] == ["✓ Admins only", "✓ 5 an hour", "✓ Quiet"]
    rules = await scene.store.run(lambda storage: storage.chats.rules(GROUP))
    assert rules == GroupRules(admins_only=True, jobs_an_hour=5, quiet=True)


async def test_rules_are_for_groups_and_only_those_that_are_offered(scene: Scene) -> None:
    assert await scene.press(scene.bots_message(5), "v1:who:admins") == ENGLISH.say("toast-outdated")
    scene.telegram.statuses[11] = "administrator"
    assert await scene.press(scene.bots_message(5, to=GROUP), "v1:hour:6") == ENGLISH.say("toast-outdated")
    assert await scene.store.run(lambda storage: storage.chats.rules(11)) == GroupRules()
    assert await scene.store.run(lambda storage: storage.chats.rules(GROUP)) == GroupRules()


async def test_where_only_admins_may_paint_they_are_asked_about_once_and_others_are_told_where_to_go(
    scene: Scene,
) -> None:
    await scene.store.run(lambda storage: storage.chats.set_rules(GROUP, GroupRules(admins_only=True)))
    scene.telegram.statuses[22] = "administrator"
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    assert scene.telegram.said == [ENGLISH.say("refusal-admins_only")]
    assert await scene.jobs() == []
    scene.telegram.calls.clear()
    await scene.send(BRUNO, to=GROUP, **scene.photo("cat"), caption="/style wave")
    assert [job.user_id for job in await scene.jobs()] == [22]
    assert len(scene.telegram.of("getChatMember")) == 1
    arrived = await scene.store.run(lambda storage: storage.people.arrived_today(22))
    assert arrived.photos == 1, "a photo counts once, however often the order is tried"


async def test_a_press_that_only_admins_may_is_answered_with_the_reason(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (job,) = await scene.jobs()
    await scene.store.run(lambda storage: storage.chats.set_rules(GROUP, GroupRules(admins_only=True)))
    message = scene.bots_message(job.place.message_id or 0, to=GROUP)
    assert await scene.press(message, f"v1:with:{job.id}:mosaic") == ENGLISH.say("refusal-admins_only")


async def test_who_had_an_hours_paintings_in_a_group_is_told_so(scene: Scene) -> None:
    await scene.store.run(lambda storage: storage.chats.set_rules(GROUP, GroupRules(jobs_an_hour=5)))
    for number in range(6):
        await scene.send(to=GROUP, **scene.photo(f"dog{number}"), caption="/style wave")
    assert len(await scene.jobs()) == 5
    assert scene.telegram.said == [ENGLISH.say("refusal-hour_full")]


async def test_in_a_quiet_group_a_painting_is_one_message_however_long_it_took(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LONG_SECONDS", -1.0)
    await scene.store.run(lambda storage: storage.chats.set_rules(GROUP, GroupRules(quiet=True)))
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    await scene.paint()
    for _ in range(2):
        await scene.deliver()
    assert len(scene.telegram.of("sendMessage")) == 1
    assert len(scene.telegram.of("editMessageMedia")) == 1
