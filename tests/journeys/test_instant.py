"""Instant first, then better: the real engine under the real buttons, and no painting is ever lost on the way."""

from PIL import Image, ImageChops, ImageStat

from tests.journeys.house import House, Message, Person, is_painting, photo, presses

JPEG_NOISE = 6
"""Mean difference, of 255, below which two pictures are the same painting."""


def _instant_painting(house: House) -> tuple[Person, Message]:
    person = house.person()
    person.send(photo(60, size=(320, 240)))
    person.send(photo(61, size=(240, 240)))
    return person, person.wait_for_paintings(1)[0]


def _now(person: Person, painting: Message) -> Message:
    return next(answer for answer in person.answers() if answer["message_id"] == painting["message_id"])


def _until_it_has(person: Person, painting: Message, action: str) -> Message:
    """The living message, as soon as it has such a button."""

    def shown() -> Message | None:
        now = _now(person, painting)
        return now if any(data.startswith(f"v1:{action}") for data in presses(now)) else None

    return person.house.until(shown, seconds=90)


def _until_repainted(person: Person, painting: Message) -> Message:
    """The living message, as soon as a finished painting other than this one is in it."""

    def shown() -> Message | None:
        now = _now(person, painting)
        return now if is_painting(now) and now["photo"] != painting["photo"] else None

    return person.house.until(shown, seconds=90)


def _difference(a: Image.Image, b: Image.Image) -> float:
    means = ImageStat.Stat(ImageChops.difference(a.convert("RGB"), b.convert("RGB").resize(a.size))).mean
    return sum(means) / len(means)


def _jobs_claimed(house: House) -> int:
    return (house.folder / "engine.log").read_text().count("claimed job=")


def test_an_instant_painting_is_painted_properly_in_place_and_undo_brings_it_back(instant_house: House) -> None:
    person, painting = _instant_painting(instant_house)
    assert max(person.picture(painting).size) == 240
    person.press(painting, "proper:")
    _until_it_has(person, painting, "cancel:")
    proper = _until_repainted(person, painting)
    assert max(person.picture(proper).size) == 192
    person.press(proper, "undo:")
    back = _until_it_has(person, painting, "proper:")
    assert _difference(person.picture(painting), person.picture(back)) < JPEG_NOISE
    assert len(person.paintings()) == 1


def test_cancelling_the_proper_painting_brings_the_instant_one_back(instant_house_that_paints_long: House) -> None:
    house = instant_house_that_paints_long
    person, painting = _instant_painting(house)
    before = person.picture(painting)
    person.press(painting, "proper:")
    growing = house.until(lambda: _preview(person, painting), seconds=60)
    person.press(growing, "cancel:")
    back = _until_it_has(person, painting, "proper:")
    assert presses(back) == presses(painting)
    assert back["caption"] == painting["caption"]
    assert _difference(before, person.picture(back)) < JPEG_NOISE
    house.until(lambda: "reason=cancelled" in (house.folder / "engine.log").read_text() or None, seconds=20)


def test_dials_paint_again_in_place_and_undo_paints_nothing(instant_house: House) -> None:
    person, painting = _instant_painting(instant_house)
    person.press(painting, "adjust:")
    unfolded = _until_it_has(person, painting, "dial:")
    person.press(unfolded, f"dial:{_number(unfolded)}:strength-")
    weaker = _until_repainted(person, unfolded)
    assert "75 %" in weaker["caption"]
    person.press(weaker, f"dial:{_number(weaker)}:brush_size+")
    coarser = _until_repainted(person, weaker)
    claimed = _jobs_claimed(instant_house)
    person.press(coarser, "undo:")
    back = _until_repainted(person, coarser)
    assert back["caption"] == weaker["caption"]
    assert _difference(person.picture(weaker), person.picture(back)) < JPEG_NOISE
    assert _jobs_claimed(instant_house) == claimed
    assert len(person.paintings()) == 1


def test_the_bot_is_killed_after_undo_and_the_earlier_painting_still_comes_back(instant_house: House) -> None:
    house = instant_house
    person, painting = _instant_painting(house)
    person.press(painting, "adjust:")
    unfolded = _until_it_has(person, painting, "dial:")
    person.press(unfolded, f"dial:{_number(unfolded)}:keep_colours")
    coloured = _until_repainted(person, unfolded)
    house.fault("bad_gateway", method="editMessageMedia", times=1)
    person.press(coloured, "undo:")
    house.kill("bot")
    house.start_bot()
    back = _until_repainted(person, coloured)
    assert back["caption"] == painting["caption"]
    assert len(person.paintings()) == 1


def test_an_instant_painting_does_not_wait_for_a_proper_one(instant_house: House) -> None:
    """Somebody else's is being painted meanwhile."""
    house = instant_house
    person, painting = _instant_painting(house)
    person.press(painting, "proper:")
    _until_it_has(person, painting, "cancel:")
    house.until(lambda: "work=painting/optimise" in (house.folder / "engine.log").read_text() or None, seconds=30)
    neighbour = house.person(1)
    neighbour.send(photo(62), photo(63))
    neighbour.wait_for_paintings(1)
    assert any(data.startswith("v1:cancel:") for data in presses(_now(person, painting)))
    _until_repainted(person, painting)


def test_the_next_photo_is_painted_in_the_same_style(instant_house: House) -> None:
    person, _ = _instant_painting(instant_house)
    seen = len(person.answers())
    person.send(photo(64, size=(200, 300)))
    question = instant_house.until(lambda: person.answers()[seen:], seconds=20)[0]
    person.press(question, "same:")
    picture = person.picture(person.wait_for_paintings(2)[-1])
    assert picture.height > picture.width


def _preview(person: Person, painting: Message) -> Message | None:
    """The living message, once it shows another picture than the painting that was there."""
    now = _now(person, painting)
    growing = any(data.startswith("v1:cancel:") for data in presses(now))
    return now if growing and now["photo"] != painting["photo"] else None


def _number(painting: Message) -> str:
    """The job that the buttons carry."""
    return next(data.split(":")[2] for data in presses(painting) if data.startswith("v1:dial:"))
