"""Blends: albums of any size, in any order of arrival, and several names after /style."""

from storage.work.painting import Painting
from storage.work.recipe import recipe_in
from tests.journeys.house import House, Message, Person, is_painting, photo, presses


def asked_about(person: Person) -> Message:
    return person.wait_for(lambda m: "v1:album:blend" in presses(m))


def test_an_album_may_be_its_first_photo_in_a_blend_of_the_others(instant_house: House) -> None:
    person = instant_house.person()
    person.send(photo(70, size=(320, 240)), *(photo(seed) for seed in (71, 72, 73)))
    person.press(asked_about(person), "album:blend")
    painting = person.wait_for(lambda m: is_painting(m) and m["caption"].startswith("In a blend of your 3 photos"))
    recipe = recipe_in(instant_house.original(painting))
    assert isinstance(recipe, Painting)
    assert [style.weight for style in recipe.styles] == [1.0, 1.0, 1.0]
    picture = person.picture(painting)
    assert picture.width > picture.height, "the first photo is the one that is painted"
    assert len(person.answers()) == 1, "the question became the painting"


def test_an_album_may_be_as_many_paintings_in_one_style(instant_house: House) -> None:
    person = instant_house.person()
    person.send(*(photo(seed) for seed in (71, 72, 73)), caption="mosaic")
    paintings = person.wait_for_paintings(3)
    assert {painting["caption"].partition(" · ")[0] for painting in paintings} == {"🏺 Mosaic"}
    assert len({painting["reply_to_message"]["message_id"] for painting in paintings}) == 3


def test_an_album_that_arrives_late_is_asked_about_once_and_blended_whole(instant_house: House) -> None:
    """Each photo a second after the one before: two are a pair, and then it turns out that there are four."""
    house, person = instant_house, instant_house.person()
    house.fault("late_album", times=1, delay=1.0)
    person.send(photo(70, size=(320, 240)), *(photo(seed, size=(90, 120)) for seed in (71, 72, 73)))
    question = asked_about(person)
    house.until(lambda: (house.log()["updates"][-1:] and len(house.log()["updates"]) >= 4) or None, seconds=20)
    person.press(question, "album:blend")
    painting = person.wait_for(lambda m: is_painting(m) and m["caption"].startswith("In a blend of your 3 photos"))
    picture = person.picture(painting)
    assert picture.width > picture.height
    assert len([message for message in person.answers() if "v1:album:blend" in presses(message)]) == 0


def test_the_bot_is_killed_between_the_photos_of_an_album_and_still_asks_once(instant_house: House) -> None:
    house, person = instant_house, instant_house.person()
    person.send(photo(69), caption="/style mosaic")
    person.wait_for_paintings(1)
    house.fault("late_album", times=1, delay=2.0)
    person.send(photo(70, size=(320, 240)), photo(71), photo(72))
    house.until(lambda: (house.log()["updates"][-1:] and len(house.log()["updates"]) >= 2) or None, seconds=20)
    house.kill("bot")
    house.start_bot()
    person.press(asked_about(person), "album:blend")
    person.wait_for(lambda m: is_painting(m) and m["caption"].startswith("In a blend of your 2 photos"))
    assert len([message for message in person.answers() if "v1:album:blend" in presses(message)]) == 0


def test_named_styles_are_blended_in_their_shares_and_every_button_keeps_the_blend(instant_house: House) -> None:
    person = instant_house.person()
    person.send(photo(74, size=(240, 320)), caption="/style mosaic:3 woodcut")
    painting = person.wait_for_paintings(1)[0]
    assert "Mosaic 75 % + " in painting["caption"]
    person.press(painting, "again:")
    again = person.wait_for_paintings(2)[-1]
    assert "Mosaic 75 % + " in again["caption"]
    person.press(again, "adjust:")
    dials = person.wait_for(lambda m: m["message_id"] == again["message_id"] and "dial" in str(m["reply_markup"]))
    person.press(dials, f"dial:{_job(dials)}:strength-")
    weaker = person.wait_for(lambda m: "strength 75 %" in m.get("caption", ""))
    recipe = recipe_in(instant_house.original(weaker))
    assert isinstance(recipe, Painting)
    assert [(style.preset, style.weight) for style in recipe.styles] == [("mosaic", 3.0), ("woodcut", 1.0)]
    assert recipe.styles[0].title == "Mosaic"
    assert recipe.strength == 0.75
    person.press(weaker, "proper:")
    proper = person.wait_for(lambda m: is_painting(m) and "proper:" not in str(m["reply_markup"]), seconds=240)
    assert "Mosaic 75 % + " in proper["caption"]


def test_the_word_that_is_no_style_is_named(instant_house: House) -> None:
    person = instant_house.person()
    person.send(photo(75), caption="/style mosaic nonsense")
    answer = person.wait_for(lambda m: "nonsense" in m.get("text", ""))
    assert "mosaic" not in answer["text"].lower()


def _job(message: dict[str, object]) -> str:
    return str(message["reply_markup"]).split("v1:dial:")[1].split(":")[0]
