"""Every way in which a person can hand over a photo and a style."""

from tests.journeys.house import House, buttons, photo


def test_two_messages_make_one_painting_of_the_content_in_the_style(shared_house: House) -> None:
    person = shared_house.person(0)
    before = len(person.paintings())
    person.send(photo(1, size=(160, 90)))
    person.wait_for(lambda answer: any(data.startswith("v1:use:") for data in buttons(answer).values()))
    person.send(photo(2, size=(90, 160)))
    painting = person.wait_for_paintings(before + 1)[-1]
    picture = person.picture(painting)
    assert picture.width > picture.height, "the content's shape, not the style's"
    assert max(picture.size) == 96


def test_an_album_of_two_is_a_pair(shared_house: House) -> None:
    person = shared_house.person(0)
    before = len(person.paintings())
    person.send(photo(3), photo(4))
    assert len(person.wait_for_paintings(before + 1)) == before + 1


def test_an_album_that_arrives_late_and_out_of_order_is_still_content_first(shared_house: House) -> None:
    person = shared_house.person(1)
    before = len(person.paintings())
    shared_house.fault("late_album")
    person.send(photo(5, size=(160, 90)), photo(6, size=(90, 160)))
    picture = person.picture(person.wait_for_paintings(before + 1)[-1])
    assert picture.width > picture.height


def test_a_photo_in_reply_to_a_photo_paints_the_older_one(shared_house: House) -> None:
    person = shared_house.person(1)
    before = len(person.paintings())
    (content,) = person.send(photo(7, size=(90, 160)))
    person.send(photo(8, size=(160, 90)), reply_to=content["message_id"])
    picture = person.picture(person.wait_for_paintings(before + 1)[-1])
    assert picture.height > picture.width


def test_image_documents_pair_like_photos(shared_house: House) -> None:
    person = shared_house.person(2)
    before = len(person.paintings())
    person.send(photo(9, kind="PNG"), as_document=True)
    person.send(photo(10, kind="PNG"), as_document=True)
    assert len(person.wait_for_paintings(before + 1)) == before + 1


def test_a_caption_that_names_a_preset_needs_no_second_photo(shared_house: House) -> None:
    person = shared_house.person(2)
    before = len(person.paintings())
    preset = _preset(shared_house)
    person.send(photo(11), caption=f"/style {preset}")
    assert len(person.wait_for_paintings(before + 1)) == before + 1


def test_a_preset_button_after_the_first_photo_paints_with_that_preset(shared_house: House) -> None:
    person = shared_house.person(0)
    before, seen = len(person.paintings()), len(person.answers())
    person.send(photo(98))
    person.press(shared_house.until(lambda: person.answers()[seen:], seconds=20)[0], "use:")
    assert len(person.wait_for_paintings(before + 1)) == before + 1


def test_the_buttons_under_a_painting_paint_again(shared_house: House) -> None:
    person = shared_house.person(2)
    person.send(photo(12, size=(160, 90)), photo(13, size=(90, 160)))
    before = len(person.wait_for_paintings(1))
    person.press(person.paintings()[-1], "again:")
    assert len(person.wait_for_paintings(before + 1)) == before + 1


def test_swap_turns_the_pair_round_in_place(shared_house: House) -> None:
    person = shared_house.person(1)
    before = len(person.paintings())
    person.send(photo(14, size=(160, 90)), photo(15, size=(90, 160)))
    painting = person.wait_for_paintings(before + 1)[-1]
    person.press(painting, "swap:")

    def swapped() -> bool:
        now = next(m for m in person.paintings() if m["message_id"] == painting["message_id"])
        picture = person.picture(now)
        return picture.height > picture.width

    shared_house.until(lambda: _holds(swapped), seconds=60)


def test_in_the_group_a_reply_with_style_paints_and_what_makes_a_new_one_serves_everybody(shared_house: House) -> None:
    anna, bruno = shared_house.person(0, group=True), shared_house.person(1, group=True)
    (content,) = bruno.send(photo(16))
    preset = _preset(shared_house)
    anna.send(text=f"/style {preset}", reply_to=content["message_id"])
    painting = anna.wait_for_paintings(1)[-1]
    assert bruno.press(painting, "again:")["text"]
    first, second = anna.wait_for_paintings(2)
    assert bruno.press(second, "adjust:")["text"] == "", "it is his own"
    assert bruno.press(first, "adjust:")["text"], "a toast says that this one is not"


def _preset(house: House) -> str:
    """The key of a preset, as `/styles` offers it."""
    person = house.person(0)
    seen = len(person.answers())
    person.send(text="/styles")
    menu = house.until(lambda: person.answers()[seen:], seconds=20)[0]
    return next(data.split(":")[2] for data in buttons(menu).values() if data.startswith("v1:number:"))


def _holds(question: object) -> bool | None:
    try:
        return bool(question()) or None  # type: ignore[operator]
    except StopIteration:
        return None
