"""Pairing as a table: what arrives, in which order, and what is painted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import Draft, Paint, Picture, Step, add_photo, choose_preset, lose_album_half
from storage.jobs import ImageRef


def photo(message_id: int, album: str = "") -> Picture:
    return Picture(message_id=message_id, image=ImageRef(f"{message_id:064x}"), album=album)


def send(*photos: Picture, draft: Draft | None = None) -> tuple[Draft, list[Paint | Step]]:
    draft, steps = draft or Draft(), []
    for one in photos:
        draft, step = add_photo(draft, one)
        steps.append(step)
    return draft, steps


def pair(content: Picture, style: Picture) -> Paint:
    return Paint(content=content, style=style)


STORIES = {
    "one photo waits for its style": ([photo(1)], [Step.ASK_FOR_STYLE]),
    "two messages": ([photo(1), photo(2)], [Step.ASK_FOR_STYLE, pair(photo(1), photo(2))]),
    "two messages that arrive the other way round": (
        [photo(2), photo(1)],
        [Step.ASK_FOR_STYLE, pair(photo(1), photo(2))],
    ),
    "three messages are a pair and a new photo": (
        [photo(1), photo(2), photo(3)],
        [Step.ASK_FOR_STYLE, pair(photo(1), photo(2)), Step.ASK_FOR_STYLE],
    ),
    "an album of two": ([photo(1, "a"), photo(2, "a")], [Step.WAIT, pair(photo(1, "a"), photo(2, "a"))]),
    "an album of two out of order": ([photo(2, "a"), photo(1, "a")], [Step.WAIT, pair(photo(1, "a"), photo(2, "a"))]),
    "two albums that arrive interleaved": (
        [photo(1, "a"), photo(3, "b"), photo(2, "a"), photo(4, "b")],
        [Step.WAIT, Step.WAIT, pair(photo(1, "a"), photo(2, "a")), pair(photo(3, "b"), photo(4, "b"))],
    ),
    "an album whose second photo comes after another photo": (
        [photo(1, "a"), photo(5), photo(2, "a")],
        [Step.WAIT, Step.ASK_FOR_STYLE, pair(photo(1, "a"), photo(2, "a"))],
    ),
    "a third photo in an album is told about, the fourth no more": (
        [photo(1, "a"), photo(2, "a"), photo(3, "a"), photo(4, "a")],
        [Step.WAIT, pair(photo(1, "a"), photo(2, "a")), Step.TOO_MANY, Step.NOTHING],
    ),
    "a repeated first photo": ([photo(1), photo(1)], [Step.ASK_FOR_STYLE, Step.NOTHING]),
    "a repeated second photo": (
        [photo(1), photo(2), photo(2)],
        [Step.ASK_FOR_STYLE, pair(photo(1), photo(2)), Step.NOTHING],
    ),
    "a repeated album photo": (
        [photo(1, "a"), photo(1, "a"), photo(2, "a"), photo(1, "a")],
        [Step.WAIT, Step.NOTHING, pair(photo(1, "a"), photo(2, "a")), Step.NOTHING],
    ),
}


@pytest.mark.parametrize(("photos", "steps"), STORIES.values(), ids=STORIES.keys())
def test_photos_become_pairs(photos: list[Picture], steps: list[Paint | Step]) -> None:
    assert send(*photos)[1] == steps


def test_a_photo_in_reply_to_a_photo_is_the_style_of_that_one() -> None:
    draft, step = add_photo(Draft(), photo(9), replied_to=photo(3))
    assert step == pair(photo(3), photo(9))
    assert not draft.is_waiting


def test_a_reply_leaves_no_older_photo_waiting() -> None:
    draft, _ = send(photo(1))
    draft, _ = add_photo(draft, photo(9), replied_to=photo(3))
    assert add_photo(draft, photo(10))[1] is Step.ASK_FOR_STYLE


def test_a_replying_album_paints_once_and_tells_about_the_rest() -> None:
    draft, first = add_photo(Draft(), photo(8, "a"), replied_to=photo(3))
    draft, second = add_photo(draft, photo(9, "a"), replied_to=photo(3))
    assert first == pair(photo(3), photo(8, "a"))
    assert second is Step.TOO_MANY


def test_a_caption_that_names_a_preset_paints_this_photo_even_when_another_waits() -> None:
    draft, _ = send(photo(1))
    draft, step = add_photo(draft, photo(2), preset="wave")
    assert step == Paint(content=photo(2), preset="wave")
    assert not draft.is_waiting


def test_a_preset_in_the_caption_of_an_album_says_that_the_other_photo_is_left_over() -> None:
    draft, _ = send(photo(2, "a"))
    draft, step = add_photo(draft, photo(1, "a"), preset="wave")
    assert step == Paint(content=photo(1, "a"), preset="wave", left_over=True)
    assert add_photo(draft, photo(3, "a"))[1] is Step.NOTHING


def test_a_preset_chosen_first_paints_the_next_photo() -> None:
    draft, step = choose_preset(Draft(), "wave")
    assert step is Step.ASK_FOR_PHOTO
    assert add_photo(draft, photo(1))[1] == Paint(content=photo(1), preset="wave")


@pytest.mark.parametrize("waiting", [photo(1), photo(1, "a")], ids=["photo", "half of an album"])
def test_a_preset_paints_the_photo_that_waits(waiting: Picture) -> None:
    draft, _ = send(waiting)
    draft, step = choose_preset(draft, "wave")
    assert step == Paint(content=waiting, preset="wave")
    assert not draft.is_waiting


def test_a_preset_named_in_reply_paints_the_replied_to_picture_and_not_the_waiting_one() -> None:
    draft, _ = send(photo(5))
    assert choose_preset(draft, "wave", content=photo(2))[1] == Paint(content=photo(2), preset="wave")


def test_the_other_half_of_an_album_with_a_video_waits_for_a_style() -> None:
    draft, _ = send(photo(1, "a"))
    draft, step = lose_album_half(draft, "a")
    assert step is Step.ASK_FOR_STYLE
    assert draft.content == photo(1, "a")


def test_a_photo_that_follows_the_video_of_its_album_counts_as_single() -> None:
    draft, step = lose_album_half(Draft(), "a")
    assert step is Step.NOTHING
    assert add_photo(draft, photo(2, "a"))[1] is Step.ASK_FOR_STYLE


def test_a_video_outside_an_album_changes_nothing() -> None:
    draft, _ = send(photo(1))
    assert lose_album_half(draft, "") == (draft, Step.NOTHING)


@given(st.permutations([photo(1, "a"), photo(2, "a"), photo(3, "b"), photo(4, "b"), photo(5)]))
def test_albums_are_paired_alike_in_every_order_of_arrival(arrival: list[Picture]) -> None:
    _, steps = send(*arrival)
    painted = [step for step in steps if isinstance(step, Paint)]
    assert sorted(painted, key=lambda one: one.content.message_id) == [
        pair(photo(1, "a"), photo(2, "a")),
        pair(photo(3, "b"), photo(4, "b")),
    ]


MESSAGES = st.builds(photo, st.integers(1, 8), st.sampled_from(["", "a", "b"]))


@given(st.lists(MESSAGES, max_size=12))
def test_a_repeated_update_never_changes_anything(arrival: list[Picture]) -> None:
    draft = Draft()
    for one in arrival:
        draft, _ = add_photo(draft, one)
        assert add_photo(draft, one) == (draft, Step.NOTHING)


@given(st.lists(MESSAGES, max_size=12))
def test_a_draft_survives_its_journey_through_the_database(arrival: list[Picture]) -> None:
    draft, _ = send(*arrival)
    assert Draft.from_json(draft.to_json()) == draft


def test_the_memory_stays_small_however_many_photos_come() -> None:
    draft, _ = send(*(photo(number, f"album {number}") for number in range(500)))
    assert len(draft.to_json()) < 6000


def test_no_draft_is_an_empty_draft() -> None:
    assert Draft.from_json(None) == Draft()
