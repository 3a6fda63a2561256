"""Whatever dies or stutters in the middle, the person gets exactly one result."""

from tests.journeys.house import House, Person, photo, presses


def _send_pair(person: Person, seed: int) -> None:
    person.send(photo(seed))
    person.send(photo(seed + 1))


def _wait_until_painting(house: House, person: Person) -> None:
    """Until the engine has begun: the living message shows a preview."""
    person.wait_for(lambda answer: "photo" in answer)


def _exactly_one_painting(person: Person) -> None:
    """By the time when nothing is left to be told, so that a second one would be there."""
    house = person.house
    (painting,) = person.wait_for_paintings(1)
    house.until_settled()
    assert [one["message_id"] for one in person.paintings()] == [painting["message_id"]]
    assert len([answer for answer in person.answers() if "photo" in answer]) == 1
    assert house.sent("sendPhoto", "sendDocument") == 0, "a result is an edit of the message that is there"
    assert house.sent("editMessageMedia") >= 1


def test_the_bot_is_killed_while_the_engine_paints(house: House) -> None:
    person = house.person()
    _send_pair(person, 20)
    person.wait_for(lambda answer: "reply_to_message" in answer)
    house.kill("bot")
    house.start_bot()
    _exactly_one_painting(person)


def test_photos_sent_while_the_bot_is_down_are_painted_when_it_is_back(house: House) -> None:
    person = house.person()
    house.kill("bot")
    _send_pair(person, 22)
    house.start_bot()
    _exactly_one_painting(person)


def test_the_bot_is_killed_again_and_again_until_the_painting_is_there(house: House) -> None:
    person = house.person()
    _send_pair(person, 24)
    for _ in range(5):
        _kill_and_start_the_bot(house)
    _exactly_one_painting(person)


def test_the_engine_is_killed_in_the_middle_of_a_painting(house_that_paints_long: House) -> None:
    house = house_that_paints_long
    person = house.person()
    _send_pair(person, 26)
    _wait_until_painting(house, person)
    house.kill("engine")
    house.start_engine()
    _exactly_one_painting(person)


def test_the_engine_is_stopped_politely_and_the_job_goes_on_in_the_next_one(house_that_paints_long: House) -> None:
    house = house_that_paints_long
    person = house.person()
    _send_pair(person, 28)
    _wait_until_painting(house, person)
    assert house.stop("engine") == 0
    house.start_engine()
    _exactly_one_painting(person)


def test_cancel_stops_the_engine_and_no_painting_comes(house_that_paints_long: House) -> None:
    house = house_that_paints_long
    person = house.person()
    _send_pair(person, 30)
    _wait_until_painting(house, person)
    cancelled = person.wait_for(lambda answer: "photo" in answer)
    person.press(cancelled, "cancel:")
    house.until(lambda: "reason=cancelled" in (house.folder / "engine.log").read_text() or None, seconds=20)
    _send_pair(person, 32)
    (painting,) = person.wait_for_paintings(1)
    house.until_settled()
    assert [one["message_id"] for one in person.paintings()] == [painting["message_id"]]
    assert painting["message_id"] != cancelled["message_id"]
    stopped = next(one for one in person.answers() if one["message_id"] == cancelled["message_id"])
    assert stopped["caption"].startswith("Stopped.")
    assert any(data.startswith("v1:retry:") for data in presses(stopped))


def test_an_update_that_is_delivered_twice_makes_one_painting(house: House) -> None:
    person = house.person()
    person.send(photo(34))
    house.fault("duplicate_update")
    person.send(photo(35))
    _exactly_one_painting(person)
    assert house.sent("sendMessage") == 2, "one answer to each photo"


def test_telegram_says_too_many_requests_and_the_painting_comes_later(house: House) -> None:
    person = house.person()
    house.fault("flood", method="editMessageMedia", times=2, retry_after=1)
    _send_pair(person, 36)
    _exactly_one_painting(person)


def test_telegram_breaks_down_on_the_result_and_it_is_delivered_once(house: House) -> None:
    person = house.person()
    house.fault("bad_gateway", method="editMessageMedia", times=1)
    house.fault("cut_after", method="editMessageMedia", times=1)
    _send_pair(person, 38)
    _exactly_one_painting(person)


def _kill_and_start_the_bot(house: House) -> None:
    house.kill("bot")
    before = _greetings(house)
    house.start_bot()
    house.until(lambda: _greetings(house) > before or None, seconds=60)


def _greetings(house: House) -> int:
    """How often a bot has started to talk: each first asks who it is."""
    return sum(request["method"] == "getMe" for request in house.log()["requests"])
