from storage.places import Place
from storage.store import Storage
from tests.storage.scene import job_of, request


def test_a_message_is_one_place_and_two_messages_to_come_are_two(storage: Storage) -> None:
    known = storage.places.stored(Place(chat_id=1, message_id=70, reply_to=3))

    assert storage.places.stored(Place(chat_id=1, message_id=70)) == known
    assert storage.places.stored(Place(chat_id=1)) != storage.places.stored(Place(chat_id=1))
    assert storage.places.of_message(2, 70) is None


def test_an_inline_message_has_a_place_without_a_chat(storage: Storage) -> None:
    place = storage.places.stored(Place(inline_message_id="AAQ"))

    assert (place.chat_id, place.message_id) == (0, None)
    assert storage.places.stored(Place(inline_message_id="AAQ")) == place


def test_a_place_goes_with_the_last_that_lives_or_is_told_there(storage: Storage) -> None:
    job_id, _ = storage.queue.enqueue(request(message=70))
    place = job_of(storage, job_id).place
    assert place.id is not None

    storage.db.execute("delete from jobs")

    assert storage.places.get(place.id) is None
