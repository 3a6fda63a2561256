"""A painting that comes back as a file: it says itself how it was made, and is made again so."""

from PIL import ImageChops, ImageStat

from storage.work.painting import Painting
from storage.work.recipe import recipe_in
from tests.journeys.house import House, photo, presses

JPEG_NOISE = 6
"""Mean difference, of 255, below which two pictures are the same painting."""


def test_a_painting_sent_back_as_a_file_is_painted_again_as_it_was_and_for_nobody_else(instant_house: House) -> None:
    person, other = instant_house.person(), instant_house.person(1)
    person.send(photo(95, size=(320, 240)), caption="/style mosaic")
    (painting,) = person.wait_for_paintings(1)
    file = person.file(painting)
    recipe = recipe_in(file)
    assert isinstance(recipe, Painting)

    person.send(file, as_document=True)
    question = person.wait_for(lambda m: "v1:asbefore" in presses(m))
    assert person.press(question, "asbefore")["text"] == "On it!"
    again = person.wait_for_paintings(2)[-1]
    assert again["message_id"] == question["message_id"]
    assert recipe_in(person.file(again)) == recipe
    before, after = (person.picture(one).convert("RGB") for one in (painting, again))
    means = ImageStat.Stat(ImageChops.difference(before, after)).mean
    assert sum(means) / len(means) < JPEG_NOISE

    other.send(file, as_document=True)
    asked = other.wait_for(lambda m: any(data.startswith("v1:use:") for data in presses(m)))
    assert "v1:asbefore" not in presses(asked), "somebody else's file is just a photo"
