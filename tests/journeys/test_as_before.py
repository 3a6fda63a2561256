"""A painting that comes back, forwarded or as a file: it is made again as it was, for whom it was made."""

from PIL import ImageChops, ImageStat

from storage.work.painting import Painting
from storage.work.recipe import recipe_in
from tests.journeys.house import House, Message, Person, photo, presses

JPEG_NOISE = 6
"""Mean difference, of 255, below which two pictures are the same painting."""


def _painting(person: Person) -> Message:
    person.send(photo(95, size=(320, 240)), caption="/style mosaic")
    return person.wait_for_paintings(1)[0]


def _made_again(person: Person, painting: Message) -> None:
    """By the button under the question that answers what was sent last."""
    question = person.wait_for(lambda m: "v1:asbefore" in presses(m))
    assert person.press(question, "asbefore")["text"] == "On it!"
    again = person.wait_for_paintings(2)[-1]
    assert again["message_id"] == question["message_id"]
    house = person.house
    assert recipe_in(house.original(again)) == recipe_in(house.original(painting))
    before, after = (person.picture(one).convert("RGB") for one in (painting, again))
    means = ImageStat.Stat(ImageChops.difference(before, after)).mean
    assert sum(means) / len(means) < JPEG_NOISE


def test_a_painting_that_is_forwarded_is_painted_again_as_it_was(instant_house: House) -> None:
    """It went out as a photo, and Telegram took its metadata out."""
    person = instant_house.person()
    painting = _painting(person)
    assert recipe_in(person.file(painting)) is None
    person.forward(painting)
    _made_again(person, painting)


def test_a_painting_sent_back_as_a_file_is_painted_again_as_it_was_and_for_nobody_else(instant_house: House) -> None:
    person, other = instant_house.person(), instant_house.person(1)
    painting = _painting(person)
    file = instant_house.original(painting)
    assert isinstance(recipe_in(file), Painting)
    person.send(file, as_document=True)
    _made_again(person, painting)
    other.send(file, as_document=True)
    asked = other.wait_for(lambda m: any(data.startswith("v1:use:") for data in presses(m)))
    assert "v1:asbefore" not in presses(asked), "somebody else's file is just a photo"
