"""Own styles: one shelf a person, names that are told apart as people tell them apart."""

import pytest

from storage.own_styles import NameTaken, OwnStyle, ShelfFull
from storage.store import Storage
from tests.storage.scene import Clock, image

ADA, BRUNO = 1, 2


def save(storage: Storage, name: str, *, user: int = ADA, limit: int = 10) -> OwnStyle:
    return storage.own_styles.save(user, name, image(name), limit=limit)


def names(styles: list[OwnStyle]) -> list[str]:
    return [style.name for style in styles]


def test_styles_are_listed_in_the_order_in_which_they_were_saved(storage: Storage) -> None:
    for name in ("Grandma", "Old map", "Aquarium"):
        save(storage, name)
    assert names(storage.own_styles.of(ADA)) == ["Grandma", "Old map", "Aquarium"]


def test_what_was_used_last_comes_first_among_the_latest(storage: Storage, clock: Clock) -> None:
    for name in ("Grandma", "Old map", "Aquarium"):
        save(storage, name)
        clock.passes(1)
    storage.own_styles.mark_used(ADA, image("Grandma"))
    assert names(storage.own_styles.latest(ADA, limit=2)) == ["Grandma", "Aquarium"]


@pytest.mark.parametrize("name", ["grandma", " GRANDMA ", "GrandMa", "Grandmà"])
def test_a_name_is_taken_whatever_its_case(storage: Storage, name: str) -> None:
    save(storage, "Grandma")
    with pytest.raises(NameTaken):
        storage.own_styles.save(ADA, name, image("another"), limit=10)
    assert names(storage.own_styles.of(ADA)) == ["Grandma"]


def test_an_emoji_is_the_same_name_with_and_without_its_colour_sign(storage: Storage) -> None:
    save(storage, "❤")
    with pytest.raises(NameTaken):
        storage.own_styles.save(ADA, "❤\ufe0f", image("another"), limit=10)


def test_two_people_may_use_the_same_name(storage: Storage) -> None:
    assert save(storage, "Grandma").id != save(storage, "Grandma", user=BRUNO).id


def test_the_same_picture_saved_again_keeps_its_name(storage: Storage) -> None:
    first = save(storage, "Grandma")
    assert storage.own_styles.save(ADA, "Another name", first.image, limit=1) == first


def test_a_full_shelf_takes_nothing_more(storage: Storage) -> None:
    save(storage, "Grandma", limit=1)
    with pytest.raises(ShelfFull):
        save(storage, "Old map", limit=1)


def test_a_style_can_be_renamed_also_to_other_letters_of_its_own_name(storage: Storage) -> None:
    style = save(storage, "grandma")
    assert storage.own_styles.rename(ADA, style.id, "Grandma")
    assert names(storage.own_styles.of(ADA)) == ["Grandma"]


def test_renaming_to_a_taken_name_changes_nothing(storage: Storage) -> None:
    save(storage, "Grandma")
    style = save(storage, "Old map")
    with pytest.raises(NameTaken):
        storage.own_styles.rename(ADA, style.id, "GRANDMA")
    assert names(storage.own_styles.of(ADA)) == ["Grandma", "Old map"]


def test_nobody_reaches_the_styles_of_somebody_else(storage: Storage) -> None:
    style = save(storage, "Grandma")
    assert storage.own_styles.get(BRUNO, style.id) is None
    assert storage.own_styles.with_image(BRUNO, style.image) is None
    assert not storage.own_styles.rename(BRUNO, style.id, "Mine")
    assert not storage.own_styles.delete(BRUNO, style.id)
    assert storage.own_styles.of(ADA) == [style]


def test_a_deleted_style_is_gone_and_its_name_is_free(storage: Storage) -> None:
    style = save(storage, "Grandma")
    assert storage.own_styles.delete(ADA, style.id)
    assert not storage.own_styles.delete(ADA, style.id)
    assert save(storage, "Grandma").id != style.id
