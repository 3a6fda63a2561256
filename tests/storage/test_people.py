import pytest

from storage.admission import Arrived, Limits, Refusal, Refused, Standing, Tier
from storage.people import DAY_SECONDS
from storage.store import Storage
from tests.storage.scene import Clock, image


def test_a_persons_language_is_what_their_telegram_said_last(storage: Storage) -> None:
    assert storage.people.language(1) is None
    storage.people.seen(1, "it")
    storage.people.seen(1, None)
    assert storage.people.language(1) == "it"

    storage.people.seen(1, "en")

    assert storage.people.language(1) == "en"


def test_everybody_is_a_usual_person_until_somebody_says_otherwise(storage: Storage) -> None:
    storage.people.seen(1, "it")
    assert storage.people.tier(1) is Tier.USUAL
    assert storage.people.tier(2) is Tier.USUAL

    storage.people.set_tier(1, Tier.TRUSTED)

    assert storage.people.tier(1) is Tier.TRUSTED
    assert storage.people.language(1) == "it"


def test_what_a_person_sends_is_counted_for_a_day(storage: Storage, clock: Clock) -> None:
    storage.people.note_arrival(1, image("a"), 10)
    clock.passes(DAY_SECONDS / 2)
    storage.people.note_arrival(1, image("b"), 20)
    storage.people.note_arrival(2, image("c"), 40)
    assert storage.people.arrived_today(1) == Arrived(photos=2, bytes=30)

    clock.passes(DAY_SECONDS / 2)

    assert storage.people.arrived_today(1) == Arrived(photos=1, bytes=20)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(photos_a_day=1), Refusal.PHOTOS_A_DAY), (Limits(bytes_a_day=15), Refusal.BYTES_A_DAY)],
)
def test_more_than_a_days_photos_or_bytes_is_refused_but_for_the_trusted(
    storage: Storage, limits: Limits, reason: Refusal
) -> None:
    storage.people.note_arrival(1, image("a"), 10, limits=limits)

    with pytest.raises(Refused) as refused:
        storage.people.note_arrival(1, image("b"), 10, limits=limits)

    assert refused.value.reason is reason
    assert storage.people.arrived_today(1) == Arrived(photos=1, bytes=10)
    storage.people.set_tier(1, Tier.TRUSTED)
    storage.people.note_arrival(1, image("b"), 10, limits=limits)


def test_a_standing_takes_the_place_of_the_other_and_is_told_once(storage: Storage) -> None:
    storage.people.set_standing(1, Standing.ALLOWED)
    storage.people.set_standing(1, Standing.BANNED)
    assert storage.people.standings(1, -5) == {Standing.BANNED}
    assert [storage.people.is_first_told(1) for _ in range(2)] == [True, False]
    storage.people.set_standing(1, Standing.BANNED)
    assert not storage.people.is_first_told(1), "to say it twice changes nothing"

    assert not storage.people.end_standing(1, Standing.ALLOWED)
    assert storage.people.end_standing(1, Standing.BANNED)
    assert storage.people.standings(1) == frozenset()


def test_a_groups_standing_moves_with_it(storage: Storage) -> None:
    storage.people.set_standing(-5, Standing.ALLOWED)
    storage.chats.migrate(-5, -100500)
    assert storage.people.standings(-5) == frozenset()
    assert storage.people.standings(-100500) == {Standing.ALLOWED}
