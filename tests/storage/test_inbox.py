from storage.inbox import SILENCE_BEFORE_NUMBERS_RESTART
from storage.store import Storage
from tests.storage.scene import Clock


def test_an_update_delivered_twice_is_new_once_also_after_it_was_handled(storage: Storage) -> None:
    assert storage.inbox.add(10, "first")
    assert not storage.inbox.add(10, "again")
    storage.inbox.settle(10)
    assert not storage.inbox.add(10, "and again")
    assert storage.inbox.pending() == []


def test_what_was_not_handled_before_a_crash_is_handled_after_it_in_order(storage: Storage) -> None:
    for update_id in (12, 10, 11):
        storage.inbox.add(update_id, f"update {update_id}")
    storage.inbox.settle(11)

    assert storage.inbox.pending() == [(10, "update 10"), (12, "update 12")]


def test_the_next_offset_follows_the_newest_update(storage: Storage) -> None:
    assert storage.inbox.next_offset() is None
    storage.inbox.add(10, "{}")
    storage.inbox.add(11, "{}")
    storage.inbox.settle(11)

    assert storage.inbox.next_offset() == 12


def test_numbers_that_restart_lower_are_followed(storage: Storage, clock: Clock) -> None:
    storage.inbox.add(900, "{}")
    clock.passes(1)
    storage.inbox.add(5, "{}")

    assert storage.inbox.next_offset() == 6


def test_after_a_long_silence_no_offset_hides_restarted_numbers(storage: Storage, clock: Clock) -> None:
    storage.inbox.add(900, "{}")
    clock.passes(SILENCE_BEFORE_NUMBERS_RESTART + 1)

    assert storage.inbox.next_offset() is None


def test_a_handled_update_leaves_nothing_of_what_it_said(storage: Storage) -> None:
    storage.inbox.add(10, '{"text": "a secret"}')

    storage.inbox.settle(10)

    assert [found["payload"] for found in storage.db.query("select payload from inbox")] == [""]


def test_more_of_an_album_is_known_until_it_is_handled(storage: Storage) -> None:
    for number, album in ((5, "a"), (6, "a"), (7, "b"), (8, "")):
        storage.inbox.add(number, "{}", album=album)

    assert storage.inbox.holds_more_of("a", after=5)
    assert not storage.inbox.holds_more_of("a", after=6)
    assert not storage.inbox.holds_more_of("", after=7)
    storage.inbox.settle(6)
    assert not storage.inbox.holds_more_of("a", after=5)


def test_an_album_is_no_other_whose_name_holds_its_own(storage: Storage) -> None:
    storage.inbox.add(5, '{"text": "album 12"}', album="123")

    assert not storage.inbox.holds_more_of("12", after=4)
