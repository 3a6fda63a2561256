"""A style of one's own: saved, named, used again, in a group too, and forgotten."""

from tests.journeys.house import House, Message, Person, is_painting, photo, presses


def _saved(person: Person, name: str) -> Message:
    """A painting whose style picture has this name now."""
    person.send(photo(80, size=(320, 240)))
    person.send(photo(81))
    painting = person.wait_for_paintings(1)[0]
    person.press(painting, "more:")
    more = person.wait_for(lambda m: "v1:keep:" in str(m.get("reply_markup")))
    assert person.press(more, "keep:")["text"] == "Style saved."
    question = person.wait_for(lambda m: "Reply to this with a name" in m.get("text", ""))
    person.send(text=name, reply_to=question["message_id"])
    person.wait_for(lambda m: f"“{name}” it is" in m.get("text", ""))
    return more


def test_a_saved_style_paints_the_next_photo_by_button_and_by_name(instant_house: House) -> None:
    person = instant_house.person()
    _saved(person, "Grandma’s quilt")
    seen = len(person.answers())
    person.send(photo(82, size=(240, 320)))
    question = instant_house.until(lambda: person.answers()[seen:], seconds=20)[0]
    assert any(data.startswith("v1:own:") for data in presses(question))
    person.press(question, "own:")
    person.wait_for(lambda m: is_painting(m) and m["caption"].startswith("Grandma’s quilt · painted"))
    person.send(photo(83), caption="/style grandma's quilt mosaic")
    blend = person.wait_for(lambda m: is_painting(m) and "Grandma’s quilt + " in m["caption"])
    assert b"Grandma" not in person.file(blend), "a file goes from hand to hand, the name does not"


def test_a_saved_style_is_listed_renamed_used_for_a_replied_photo_and_deleted(instant_house: House) -> None:
    person = instant_house.person()
    painting = _saved(person, "Grandma")
    photo_id = painting["reply_to_message"]["message_id"]
    person.send(text="/mystyles", reply_to=photo_id)
    menu = person.wait_for(lambda m: "1. Grandma" in m.get("text", ""))
    person.press(menu, "mine:rename")
    person.press(_now(person, menu), "rename:")
    question = person.wait_for(lambda m: m.get("text", "").startswith("What shall I call “Grandma”?"))
    person.send(text="mosaic", reply_to=question["message_id"])
    complaint = person.wait_for(lambda m: "on my own shelf" in m.get("text", ""))
    person.send(text="Nonna", reply_to=complaint["message_id"])
    person.wait_for(lambda m: "“Nonna” it is" in m.get("text", ""))
    person.press(_now(person, menu), "own:")
    used = person.wait_for(lambda m: is_painting(m) and m["caption"].startswith("Nonna"))
    assert used["message_id"] == menu["message_id"]
    assert used["reply_to_message"]["message_id"] == photo_id
    person.send(text="/mystyles")
    menu = person.wait_for(lambda m: "1. Nonna" in m.get("text", ""))
    person.press(menu, "mine:delete")
    person.press(_now(person, menu), "delete:")
    assert person.press(_now(person, menu), "deleteyes:")["text"] == "“Nonna” is deleted."
    assert "no styles of your own" in _now(person, menu)["text"]


def test_in_a_group_a_style_can_be_saved_and_used_and_its_name_is_seen_by_nobody(instant_house: House) -> None:
    person = instant_house.person()
    _saved(person, "Secret garden")
    here = instant_house.person(group=True)
    here.send(photo(84), caption="/style secret garden")
    painting = here.wait_for_paintings(1)[0]
    assert painting["caption"].startswith("a style of your own")
    here.send(text="/mystyles")
    here.wait_for(lambda m: "between the two of us" in m.get("text", ""))
    other = instant_house.person(1, group=True)
    other.send(photo(85), caption="/style secret garden")
    other.wait_for(lambda m: "secret garden" in m.get("text", ""))
    assert len(here.paintings()) == 1
    assert not [m for m in here.answers() if "Secret garden" in str(m)]


def test_forgetting_erases_saved_styles_and_closes_paintings_in_every_chat(instant_house: House) -> None:
    house, person = instant_house, instant_house.person()
    painting = _saved(person, "Grandma")
    here = house.person(group=True)
    here.send(photo(86, size=(320, 240)), caption="/style mosaic")
    in_group = here.wait_for_paintings(1)[0]
    house.kill("engine")
    here.press(in_group, "proper:")
    house.until(lambda: _has(here, in_group, "cancel:"), seconds=20)
    person.send(text="/forget")
    question = person.wait_for(lambda m: any(data == "v1:forget:yes" for data in presses(m)))
    person.press(question, "forget:yes")
    house.until(lambda: _now(here, in_group).get("caption") == "Erased." or None, seconds=20)
    person.send(text="/mystyles")
    person.wait_for(lambda m: "no styles of your own" in m.get("text", ""))
    assert person.press(painting, "with:")["text"].startswith("I no longer have that painting")


def _now(person: Person, message: Message) -> Message:
    return next(answer for answer in person.answers() if answer["message_id"] == message["message_id"])


def _has(person: Person, message: Message, action: str) -> bool | None:
    return any(data.startswith(f"v1:{action}") for data in presses(_now(person, message))) or None
