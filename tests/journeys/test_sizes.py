"""Sizes of paintings, as a chat chooses them in /settings."""

from tests.journeys.house import House, Person, photo, presses


def _choose(person: Person, size: int) -> None:
    person.send(text="/settings")
    menu = person.wait_for(lambda m: f"v1:size:{size}" in presses(m))
    assert person.press(menu, f"size:{size}")["text"] == "Settings saved."


def test_a_chat_chooses_how_large_it_is_painted(house_of_all_sizes: House) -> None:
    person = house_of_all_sizes.person()
    person.send(photo(90, size=(320, 240)), caption="/style mosaic")
    assert max(person.picture(person.wait_for_paintings(1)[0]).size) == 1280
    _choose(person, 600)
    person.send(photo(90, size=(320, 240)), caption="/style mosaic")
    assert max(person.picture(person.wait_for_paintings(2)[-1]).size) == 600
    _choose(person, 2560)
    person.send(photo(90, size=(320, 240)), caption="/style mosaic")
    large = person.wait_for_paintings(3)[-1]
    assert "photo" in large
    person.press(large, "file:")
    file = person.wait_for(lambda m: "document" in m)
    assert max(person.picture(file).size) == 2560


def test_in_a_group_the_settings_are_the_admins_business(house_of_all_sizes: House) -> None:
    admin, member = (house_of_all_sizes.person(index, group=True) for index in (0, 2))
    member.send(text="/settings")
    member.wait_for(lambda m: m.get("text", "").startswith("Only admins"))
    admin.send(text="/settings")
    menu = admin.wait_for(lambda m: "v1:size:600" in presses(m))
    assert member.press(menu, "size:600")["text"].startswith("Only admins")
    assert admin.press(menu, "size:600")["text"] == "Settings saved."
