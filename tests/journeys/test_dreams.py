"""/dream through the whole house: seen growing in place, turned, stopped, and guided by a second photo."""

from functools import partial

from tests.journeys.house import House, Message, Person, photo, presses


def _offers(action: str, message: Message) -> bool:
    return any(data.startswith(f"v1:{action}:") for data in presses(message))


def _is_dream(message: Message) -> bool:
    return "photo" in message and "dream" in message.get("caption", "").lower() and _offers("again", message)


def _now(person: Person, message: Message) -> Message:
    return next(answer for answer in person.answers() if answer["message_id"] == message["message_id"])


def test_a_reply_dreams_a_photo_in_place_and_a_dial_dreams_it_further(instant_house: House) -> None:
    house, person = instant_house, instant_house.person()
    (sent,) = person.send(photo(81, size=(320, 240)))
    person.send(text="/dream relu3_3", reply_to=sent["message_id"])
    dream = person.wait_for(_is_dream)
    assert person.picture(dream).size == (240, 180)
    assert "relu3_3" in dream["caption"]

    person.press(dream, "adjust:")
    dials = house.until(lambda: now if _offers("dial", now := _now(person, dream)) else None, seconds=20)
    assert person.press(dials, "dial:1:detail+")["text"] == "Detail rich"

    turned = house.until(lambda: now if "detail rich" in (now := _now(person, dream))["caption"] else None, seconds=60)
    assert turned["photo"] != dream["photo"]
    assert len([answer for answer in person.answers() if "photo" in answer]) == 1


def test_a_captioned_reply_guides_the_photo_above_and_can_be_stopped(house_that_paints_long: House) -> None:
    house, person = house_that_paints_long, house_that_paints_long.person()
    (sent,) = person.send(photo(82, size=(320, 240)))
    person.send(photo(83, size=(200, 200)), caption="/dream", reply_to=sent["message_id"])
    asleep = person.wait_for(partial(_offers, "cancel"))

    person.press(asleep, "cancel:")

    stopped = house.until(lambda: now if _offers("retry", now := _now(person, asleep)) else None, seconds=30)
    assert not _is_dream(stopped)
    house.until_settled()
    assert not [answer for answer in person.answers() if _is_dream(answer)]
