"""/styles as a picture, through the whole house: a number becomes a painting, a photo becomes a sheet of all styles."""

from collections.abc import Callable
from functools import partial

from tests.journeys.house import House, Message, Person, buttons, is_painting, photo, presses

TILE = 256
SHEET_SECONDS = 300
"""Twenty tiles, where every core is busy with something else."""


def _shows(action: str, message: Message) -> bool:
    """A picture with such buttons, not one on its way there."""
    return "photo" in message and any(data.startswith(f"v1:{action}:") for data in presses(message))


def _now(person: Person, message: Message) -> Message:
    return next(answer for answer in person.answers() if answer["message_id"] == message["message_id"])


def _until(
    person: Person, message: Message, fits: Callable[[Message], bool], *, seconds: float = SHEET_SECONDS
) -> Message:
    """The message as it is as soon as it fits."""
    return person.house.until(lambda: now if fits(now := _now(person, message)) else None, seconds=seconds)


def _sheets(person: Person) -> list[Message]:
    return [answer for answer in person.answers() if _shows("tile", answer)]


def test_a_number_of_the_sheet_waits_for_a_photo_and_its_pages_turn_in_place(instant_house: House) -> None:
    person = instant_house.person()
    person.send(text="/styles")
    sheet = person.wait_for(partial(_shows, "number"))
    assert max(person.picture(sheet).size) >= 1000
    assert "1 to 20" in sheet["caption"]
    person.press(sheet, "leaf:1")
    second = _until(person, sheet, lambda now: now["photo"] != sheet["photo"])
    assert " 21 to " in second["caption"]
    assert "21" in buttons(second)
    person.press(second, "leaf:0")
    first = _until(person, sheet, lambda now: now["photo"] != second["photo"])
    assert presses(first) == presses(sheet)
    assert person.picture(first).tobytes() == person.picture(sheet).tobytes()
    person.press(first, "number:the_kiss")
    asked = _until(person, sheet, lambda now: now["caption"] != first["caption"])
    assert "Now send me the photo" in asked["caption"]
    person.send(photo(70, size=(320, 240)))
    (painting,) = person.wait_for_paintings(1)
    assert "The Kiss" in painting["caption"]
    assert max(person.picture(painting).size) == 240
    assert [answer["message_id"] for answer in person.answers() if _shows("number", answer)] == [sheet["message_id"]]


def test_a_photo_is_shown_in_every_style_and_a_number_paints_it_in_full(instant_house: House) -> None:
    house, person = instant_house, instant_house.person()
    (sent,) = person.send(photo(71, size=(300, 200)))
    person.send(text="/styles", reply_to=sent["message_id"])
    sheet = person.wait_for(partial(_shows, "tile"), seconds=SHEET_SECONDS)
    assert sheet["reply_to_message"]["message_id"] == sent["message_id"]
    picture = person.picture(sheet)
    assert picture.width == 5 * TILE + 4 * 4
    assert picture.height == 4 * round(TILE * 2 / 3) + 3 * 4

    for _ in range(2):
        person.press(sheet, f"tile:{_job_of(sheet)}:the_kiss")
    (painting,) = person.wait_for_paintings(1)
    assert painting["reply_to_message"]["message_id"] == sent["message_id"]
    assert painting["message_id"] != sheet["message_id"]
    assert "The Kiss" in painting["caption"]
    assert _now(person, sheet)["photo"] == sheet["photo"], "the sheet stays to choose from again"

    person.press(sheet, "tiles:")
    second = _until(person, sheet, lambda now: _shows("tile", now) and now["photo"] != sheet["photo"])
    assert " 21 to " in second["caption"]
    claimed = (house.folder / "engine.log").read_text().count("claimed job=")
    person.press(second, "tiles:")
    first = _until(person, sheet, lambda now: _shows("tile", now) and now["photo"] != second["photo"])
    assert (first["caption"], presses(first)) == (sheet["caption"], presses(sheet))
    assert (house.folder / "engine.log").read_text().count("claimed job=") == claimed, "nothing is painted for ◀"
    assert len(person.paintings()) == 1
    assert len(_sheets(person)) == 1


def test_the_engine_is_killed_in_the_middle_of_a_sheet_and_it_comes_once(instant_house: House) -> None:
    house, person = instant_house, instant_house.person()
    person.send(photo(72))
    question = person.wait_for(lambda answer: "v1:sheet:0" in presses(answer))
    person.press(question, "sheet:0")
    house.until(lambda: "work=contact_sheet" in (house.folder / "engine.log").read_text() or None, seconds=60)
    house.kill("engine")
    house.start_engine()
    sheet = _until(person, question, partial(_shows, "tile"))
    assert len(_sheets(person)) == 1
    person.press(sheet, "tile:")
    assert is_painting(person.wait_for_paintings(1)[0])


def test_in_a_group_a_reply_with_the_command_shows_anybodys_photo_and_others_may_choose(instant_house: House) -> None:
    house = instant_house
    ada, bruno = house.person(0, group=True), house.person(1, group=True)
    (sent,) = ada.send(photo(73))
    bruno.send(text="/styles", reply_to=sent["message_id"])
    sheet = bruno.wait_for(partial(_shows, "tile"), seconds=SHEET_SECONDS)
    ada.press(sheet, "tile:")
    (painting,) = ada.wait_for_paintings(1)
    assert painting["reply_to_message"]["message_id"] == sent["message_id"]
    assert len(_sheets(ada)) == 1


def _job_of(sheet: Message) -> str:
    return next(data.split(":")[2] for data in presses(sheet) if data.startswith("v1:tile:"))
