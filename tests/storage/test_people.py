import pytest

from storage.admission import Arrived, Limits, Refusal, Refused, Tier
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
