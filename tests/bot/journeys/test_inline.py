"""@bot in any chat: one's own paintings, the presets by name, and nobody else's pictures."""

from typing import Any

from bot.texts import texts_for
from tests.bot.journeys.chat import painted
from tests.bot.scene import ADA, BRUNO, Scene
from tests.bot.telegram_double import Json

ENGLISH = texts_for("en")


async def ask(scene: Scene, words: str = "", person: Json = ADA, *, offset: str = "") -> Json:
    """What it was answered with."""
    query = {"id": "1", "from": person, "query": words, "offset": offset, "chat_type": "group"}
    await scene.update(inline_query=query)
    return scene.telegram.of("answerInlineQuery")[-1].params


def titles(answer: Json) -> list[str]:
    return [str(result["title"]) for result in answer["results"]]


def link_of(result: Json) -> Any:
    return result["reply_markup"]["inline_keyboard"][0][0]["url"]


async def test_it_shows_ones_own_paintings_to_be_sent_with_a_link_to_their_style(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    answer = await ask(scene)
    (result,) = answer["results"]
    assert (result["type"], result["photo_file_id"]) == ("photo", "painted1000")
    assert result["caption"] == "Ada’s photo in 🌊 Wave · made with @impasto_bot"
    assert link_of(result) == "https://t.me/impasto_bot?start=use-wave"
    assert answer["is_personal"] is True


async def test_nobody_sees_anybody_elses_paintings(scene: Scene) -> None:
    job_id, _ = await painted(scene)
    assert "made with" not in str((await ask(scene, person=BRUNO))["results"])
    assert (await ask(scene, f"#{job_id}", BRUNO))["results"] == []
    assert len((await ask(scene, f"#{job_id}"))["results"]) == 1


async def test_a_name_finds_presets_each_with_a_way_to_make_ones_own(scene: Scene) -> None:
    answer = await ask(scene, "wave")
    assert titles(answer) == ["🌊 Wave"]
    assert link_of(answer["results"][0]) == "https://t.me/impasto_bot?start=use-wave"


async def test_a_preset_whose_picture_telegram_has_is_shown_as_that_picture(scene: Scene) -> None:
    preset = scene.services.presets.get("wave")
    assert preset
    await scene.store.run(lambda storage: storage.telegram_files.note(preset.ref, "photo", "swatch", "s"))
    (result,) = (await ask(scene, "wave"))["results"]
    assert (result["type"], result["photo_file_id"]) == ("photo", "swatch")


async def test_whoever_has_no_paintings_yet_is_shown_the_presets(scene: Scene) -> None:
    assert len((await ask(scene))["results"]) == 10


async def test_a_painting_in_a_style_of_ones_own_gives_no_style_away(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("quilt"))
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (result,) = (await ask(scene))["results"]
    assert link_of(result) == "https://t.me/impasto_bot?start=inline"
    assert result["caption"] == "Ada’s photo in the style of another · made with @impasto_bot"


async def test_many_paintings_come_in_pages(scene: Scene) -> None:
    for number in range(22):
        await scene.send(**scene.photo(f"dog{number}"), caption="wave")
        await scene.deliver()
        await scene.paint(f"painting {number}".encode())
        await scene.deliver()
    first = await ask(scene)
    assert (len(first["results"]), first["next_offset"]) == (20, "20")
    second = await ask(scene, offset="20")
    assert (len(second["results"]), second.get("next_offset", "")) == (2, "")


async def test_an_odd_offset_or_question_harms_nothing(scene: Scene) -> None:
    for words, offset in (("#" + "9" * 30, ""), ("{}", "-1"), ("x" * 256, "99999999999999999999"), ("#0", "²")):
        assert "results" in await ask(scene, words, offset=offset)


async def test_a_question_that_is_too_old_is_no_trouble(scene: Scene) -> None:
    scene.telegram.refuse("answerInlineQuery", "Bad Request: query is too old and response timeout expired")
    await ask(scene)
    assert scene.telegram.said == []
    assert (await ask(scene, "wave"))["results"], "the next one is answered"


async def test_what_is_forgotten_is_found_no_more(scene: Scene) -> None:
    await painted(scene)
    await scene.send(text="/forget")
    question = scene.bots_message(70)
    await scene.press(question, "v1:forget:yes")
    assert "made with" not in str([r.get("caption") for r in (await ask(scene))["results"] if r["type"] == "photo"])
