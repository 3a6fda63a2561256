"""Which language is spoken."""

from tests.bot.scene import ADA, BRUNO, GROUP, Scene


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
