"""Pairing as a table: what arrives, in which order, and what is painted."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import (
    Album,
    AlbumState,
    Draft,
    Naming,
    Paint,
    Picture,
    Step,
    add_photo,
    album_means,
    choose_styles,
    lose_album_part,
    put_away,
)
from bot.phrases import How
from storage.names import ImageRef
from storage.work.styles import Style

HD = How(is_large=True)
WAVE = (Style(image=ImageRef("77" * 32), preset="wave"),)


def photo(message_id: int, album: str = "") -> Picture:
    return Picture(message_id=message_id, image=ImageRef(f"{message_id:064x}"), album=album)


def send(*photos: Picture, draft: Draft | None = None) -> tuple[Draft, list[Paint | Step]]:
    draft, steps = draft or Draft(), []
    for one in photos:
        draft, step = add_photo(draft, one)
        steps.append(step)
    return draft, steps


def pair(content: Picture, *styles: Picture, former: Paint | None = None) -> Paint:
    return Paint(content=content, pictures=styles, former=former)


def album(*numbers: int, name: str = "a") -> list[Picture]:
    return [photo(number, name) for number in numbers]


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
    "what a third photo of an album means is asked once": (
        album(1, 2, 3, 4),
        [Step.WAIT, pair(*album(1, 2)), Step.ASK_WHAT_ALBUM_MEANS, Step.WAIT],
    ),
    "an album that arrives backwards is asked about too": (
        album(3, 2, 1),
        [Step.WAIT, pair(*album(2, 3)), Step.ASK_WHAT_ALBUM_MEANS],
    ),
    "a late photo of an album finds its album after another pair": (
        [*album(1, 2), photo(4), photo(5), *album(3)],
        [
            Step.WAIT,
            pair(*album(1, 2)),
            Step.ASK_FOR_STYLE,
            pair(photo(4), photo(5)),
            Step.ASK_WHAT_ALBUM_MEANS,
        ],
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


def test_an_album_in_reply_to_a_photo_is_a_blend_for_that_one() -> None:
    draft, first = add_photo(Draft(), photo(8, "a"), replied_to=photo(3))
    draft, second = add_photo(draft, photo(9, "a"), replied_to=photo(3))
    former = pair(photo(3), photo(8, "a"))
    assert first == former
    assert second == pair(photo(3), *album(8, 9), former=former)


def test_an_album_of_which_more_has_arrived_already_is_asked_about_once() -> None:
    draft, steps = Draft(), []
    for number in (1, 2, 3, 4):
        draft, step = add_photo(draft, photo(number, "a"), more_to_come=number < 4)
        steps.append(step)
    assert steps == [Step.WAIT, Step.WAIT, Step.WAIT, Step.ASK_WHAT_ALBUM_MEANS]


def test_an_album_that_waited_for_a_photo_which_turns_out_a_video_is_painted_without() -> None:
    draft, _ = add_photo(Draft(), photo(1, "a"), more_to_come=True)
    draft, _ = add_photo(draft, photo(2, "a"), more_to_come=True)
    draft, step = lose_album_part(draft, "a")
    assert step == pair(*album(1, 2))
    assert lose_album_part(draft, "a") == (draft, Step.NOTHING)


def test_a_caption_that_arrives_late_overrules_the_pair_that_was_painted_meanwhile() -> None:
    draft, _ = send(*album(2, 3))
    draft, step = add_photo(draft, photo(1, "a"), styles=WAVE)
    assert step == Paint(content=photo(1, "a"), styles=WAVE, also=tuple(album(2, 3)), former=pair(*album(2, 3)))
    assert add_photo(draft, photo(4, "a"))[1] == Paint(content=photo(4, "a"), styles=WAVE)


def test_a_photo_that_waits_for_its_style_still_waits_while_an_album_is_painted() -> None:
    draft, _ = send(photo(9), *album(1, 2))
    assert draft.waiting_content == photo(9)


def test_the_photos_of_an_album_beside_a_video_are_painted_in_each_other() -> None:
    draft, _ = send(*album(1))
    draft, _ = lose_album_part(draft, "a")
    draft, step = add_photo(draft, photo(2, "a"))
    assert step == pair(*album(1, 2))
    assert not draft.is_waiting


@pytest.mark.parametrize("waiting", [photo(1), photo(1, "a")], ids=["photo", "half of an album"])
def test_what_is_put_away_waits_no_more_and_is_not_forgotten(waiting: Picture) -> None:
    draft, _ = send(waiting)
    draft = put_away(draft)
    assert not draft.is_waiting
    assert add_photo(draft, waiting) == (draft, Step.NOTHING)


def test_putting_away_leaves_a_painted_album_to_its_late_photos() -> None:
    draft, _ = send(*album(1, 2), photo(7))
    assert add_photo(put_away(draft), photo(3, "a"))[1] is Step.ASK_WHAT_ALBUM_MEANS


def test_a_draft_of_0_1_0_goes_on() -> None:
    draft, _ = send(*album(1, 2), photo(7))
    former = draft.to_json().replace('"state":', '"fate":')
    assert '"fate":"gathers"' in former
    assert Draft.from_json(former) == draft


def test_what_a_newer_version_says_beside_hinders_nobody() -> None:
    """After a roll-back."""
    gathering, naming = Album(pictures=(photo(2, "b"),)), Naming(style_id=5, question=6)
    draft = Draft(content=photo(1), styles=WAVE, albums={"b": gathering}, namings=(naming,))
    values = json.loads(draft.to_json())
    for part in (values, values["content"], *values["styles"], *values["namings"], *values["albums"].values()):
        part["newer"] = 1
    read = Draft.from_json(json.dumps(values))
    assert read == replace(draft, styles=tuple(replace(style, unknown={"newer": 1}) for style in draft.styles))
    assert json.loads(read.to_json())["styles"] == values["styles"]


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        "7",
        '{"shape":2}',
        '{"shape":2,"content":{"image":7},"styles":[],"albums":{},"seen":[]}',
        '{"shape":2,"content":null,"styles":[],"albums":{"a":{"state":"of a newer version"}},"seen":[],"namings":[]}',
    ],
)
def test_a_draft_that_cannot_be_read_counts_as_none(text: str) -> None:
    assert Draft.from_json(text) == Draft()


def test_a_draft_of_an_older_shape_counts_as_none() -> None:
    assert Draft.from_json('{"content":null,"preset":"wave","halves":[],"albums":{},"seen":[1]}') == Draft()


def test_a_caption_that_names_a_preset_paints_this_photo_even_when_another_waits() -> None:
    draft, _ = send(photo(1))
    draft, step = add_photo(draft, photo(2), styles=WAVE)
    assert step == Paint(content=photo(2), styles=WAVE)
    assert not draft.is_waiting


@given(st.permutations(album(1, 2, 3, 4)), st.integers(0, 3))
def test_an_album_with_a_style_is_a_wish_for_that_many_paintings(arrival: list[Picture], captioned: int) -> None:
    """Whichever of its photos has the caption, and in whatever order they come: each is painted last in that style."""
    draft = Draft()
    painted: dict[int, Paint] = {}
    for number, one in enumerate(arrival):
        draft, step = add_photo(draft, one, styles=WAVE if number == captioned else (), how=HD)
        if isinstance(step, Paint):
            painted |= {content.message_id: step for content in (step.content, *step.also)}
    assert painted.keys() == {1, 2, 3, 4}
    assert all(paint.styles == WAVE and paint.how.is_large for paint in painted.values())


def test_an_album_after_a_chosen_style_is_painted_in_it() -> None:
    draft, _ = choose_styles(Draft(), WAVE)
    steps = []
    for one in album(1, 2, 3):
        draft, step = add_photo(draft, one)
        steps.append(step)
    assert steps == [Paint(content=one, styles=WAVE) for one in album(1, 2, 3)]


def test_all_in_one_style_waits_for_the_style_with_late_photos_too() -> None:
    draft, _ = send(*album(1, 2, 3))
    draft, step = album_means(draft, "a", AlbumState.EACH)
    assert step is Step.ASK_FOR_STYLE
    draft, _ = add_photo(draft, photo(4, "a"))
    draft, step = choose_styles(draft, WAVE)
    assert step == Paint(content=photo(1, "a"), styles=WAVE, also=tuple(album(2, 3, 4)))
    assert add_photo(draft, photo(5, "a"))[1] == Paint(content=photo(5, "a"), styles=WAVE)


def test_all_in_one_style_takes_a_photo_for_the_style() -> None:
    draft, _ = send(*album(1, 2, 3))
    draft, _ = album_means(draft, "a", AlbumState.EACH)
    _, step = add_photo(draft, photo(9))
    assert step == Paint(content=photo(1, "a"), pictures=(photo(9),), also=tuple(album(2, 3)))


def test_a_blend_takes_late_photos_in() -> None:
    draft, _ = send(*album(1, 2, 3))
    draft, step = album_means(draft, "a", AlbumState.BLEND)
    assert step == pair(*album(1, 2, 3), former=pair(*album(1, 2)))
    assert add_photo(draft, photo(4, "a"))[1] == pair(*album(1, 2, 3, 4), former=pair(*album(1, 2, 3)))


def test_an_album_that_is_not_known_any_more_means_nothing() -> None:
    assert album_means(Draft(), "a", AlbumState.EACH) == (Draft(), Step.NOTHING)


def test_a_preset_chosen_first_paints_the_next_photo() -> None:
    draft, step = choose_styles(Draft(), WAVE)
    assert step is Step.ASK_FOR_PHOTO
    assert add_photo(draft, photo(1))[1] == Paint(content=photo(1), styles=WAVE)


@pytest.mark.parametrize("waiting", [photo(1), photo(1, "a")], ids=["photo", "half of an album"])
def test_a_preset_paints_the_photo_that_waits(waiting: Picture) -> None:
    draft, _ = send(waiting)
    draft, step = choose_styles(draft, WAVE)
    assert step == Paint(content=waiting, styles=WAVE)
    assert not draft.is_waiting


def test_a_preset_named_in_reply_paints_the_replied_to_picture_and_not_the_waiting_one() -> None:
    draft, _ = send(photo(5))
    assert choose_styles(draft, WAVE, content=photo(2))[1] == Paint(content=photo(2), styles=WAVE)


def test_the_other_half_of_an_album_with_a_video_waits_for_a_style() -> None:
    draft, _ = send(photo(1, "a"))
    draft, step = lose_album_part(draft, "a")
    assert step is Step.ASK_FOR_STYLE
    assert draft.content == photo(1, "a")


def test_a_photo_that_follows_the_video_of_its_album_counts_as_single() -> None:
    draft, step = lose_album_part(Draft(), "a")
    assert step is Step.NOTHING
    assert add_photo(draft, photo(2, "a"))[1] is Step.ASK_FOR_STYLE


def test_a_video_outside_an_album_changes_nothing() -> None:
    draft, _ = send(photo(1))
    assert lose_album_part(draft, "") == (draft, Step.NOTHING)


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


@given(st.permutations(album(1, 2, 3, 4, 5)))
def test_the_last_painting_of_a_blend_is_the_same_in_every_order_of_arrival(arrival: list[Picture]) -> None:
    draft, steps = send(*arrival[:3])
    assert steps[-1] is Step.ASK_WHAT_ALBUM_MEANS
    draft, first = album_means(draft, "a", AlbumState.BLEND)
    painted = [first]
    for one in arrival[3:]:
        draft, step = add_photo(draft, one)
        painted.append(step)
    assert [len(one.pictures) for one in painted if isinstance(one, Paint)] == [2, 3, 4]
    last = painted[-1]
    assert isinstance(last, Paint)
    assert replace(last, former=None) == pair(*album(1, 2, 3, 4, 5))
    for before, after in pairwise(painted):
        assert isinstance(before, Paint)
        assert isinstance(after, Paint)
        assert after.former == replace(before, former=None)


@given(st.lists(MESSAGES, max_size=12))
def test_a_draft_survives_its_journey_through_the_database(arrival: list[Picture]) -> None:
    draft, _ = send(*arrival)
    assert Draft.from_json(draft.to_json()) == draft


def test_the_memory_stays_small_however_many_photos_come() -> None:
    draft, _ = send(*(photo(number, f"album {number}") for number in range(500)))
    assert len(draft.to_json()) < 6000


def test_no_draft_is_an_empty_draft() -> None:
    assert Draft.from_json(None) == Draft()
