import json
from dataclasses import fields

import pytest

from storage.work import KINDS, Unknown, Unreadable, Work, parameters_of, work_from, work_or_unknown
from storage.work.contact_sheet import ContactSheet
from storage.work.day_chart import DayChart
from storage.work.dials import Unit, dial_values, dials_of
from storage.work.painting import INSTANT, Painting, Region
from storage.work.styles import Style
from storage.work.work import Lane
from tests.storage.scene import contact_sheet, image, painting

EVERYTHING = Painting(
    content=image("content"),
    styles=(Style(image=image("a"), own="Grandma’s quilt"), Style(image=image("b"), weight=2.0, preset="wave")),
    init=image("init"),
    regions=(Region(mask=image("sky"), style=1), Region(mask=image("face"), style=None)),
    settings={"pooling": "max"},
)

CHART = DayChart(paintings=(0, 3), waits=(0.0, 2.5))


@pytest.mark.parametrize("work", [EVERYTHING, painting(quick=True), contact_sheet(), CHART])
def test_every_kind_comes_back_as_it_was_written(work: Work) -> None:
    assert work_from(work.NAME, work.VERSION, parameters_of(work)) == work


def test_a_painting_is_made_from_all_that_it_names() -> None:
    assert EVERYTHING.inputs() == {
        "content": (image("content"),),
        "style": (image("a"), image("b")),
        "init": (image("init"),),
        "region": (image("sky"), image("face")),
    }
    assert EVERYTHING.everybodys() == {image("b")}


def test_what_a_person_calls_their_styles_is_in_no_public_recipe() -> None:
    assert "Grandma" not in parameters_of(EVERYTHING.public())
    assert EVERYTHING.public().inputs() == EVERYTHING.inputs()


def test_one_pass_and_contact_sheets_are_quick_and_many_steps_are_slow() -> None:
    assert painting(quick=True).lane is contact_sheet().lane is Lane.QUICK
    assert painting().lane is Lane.SLOW


def test_only_one_pass_of_one_size_can_be_made_together() -> None:
    small, large = (painting(quick=True, longest_side=side) for side in (512, 1280))

    assert small.batch_key == painting(quick=True, longest_side=512).batch_key != large.batch_key
    assert painting().batch_key == contact_sheet().batch_key == ""


def test_cost_grows_with_the_pixels() -> None:
    assert painting(longest_side=1024).cost_units == 4 * painting(longest_side=512).cost_units
    assert painting(quick=True).cost_key != painting().cost_key


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_is_called_as_the_registry_calls_it_and_keeps_what_it_does_not_know(kind: type[Work]) -> None:
    assert KINDS[kind.NAME] is kind
    assert "unknown" in {one.name for one in fields(kind)}


def test_parameters_that_mean_something_else_by_now_are_not_read_as_they_were() -> None:
    with pytest.raises(Unreadable, match="version 2 of painting is newer"):
        work_from("painting", 2, parameters_of(painting()))
    with pytest.raises(Unreadable, match="no JSON object"):
        work_from("painting", 1, '{"a":' + "[" * 60_000)


def test_a_row_of_another_kind_or_without_sense_is_kept_as_it_is() -> None:
    with pytest.raises(Unreadable, match="no kind of work called 'hologram'"):
        work_from("hologram", 1, "{}")

    found = work_or_unknown("hologram", 1, '{"depth": 3}')

    assert isinstance(found, Unknown)
    assert (found.kind, json.loads(parameters_of(found))) == ("hologram", {"depth": 3})


class TestDials:
    def test_are_told_by_the_kind_that_declares_them(self) -> None:
        named = {dial.name: dial for dial in dials_of(Painting)}

        assert list(named) == ["strength", "brush_size", "keep_colours", "keep_faces"]
        assert named["strength"].unit is Unit.PERCENT
        assert dials_of(ContactSheet) == ()
        assert dial_values(painting()) == {name: dial.usual for name, dial in named.items()}

    def test_turn_to_the_next_step_and_stop_at_their_ends(self) -> None:
        strength, brush_size, *_ = dials_of(Painting)

        assert strength.turned(1.0, -1) == 0.75
        assert strength.turned(1.0, 1) == 1.0
        assert strength.turned(0.25, -1) == 0.25
        assert strength.turned(0.6, 1) == 0.75
        assert brush_size.turned(1.0, 1) == 1.5

    def test_usually_stand_on_a_step_and_all_steps_are_allowed(self) -> None:
        for dial in dials_of(Painting):
            lowest, highest = dial.limits
            assert not dial.steps or dial.usual in dial.steps
            assert all(lowest <= step <= highest for step in dial.steps)
            assert list(dial.steps) == sorted(dial.steps)


def test_an_instant_painting_is_named_as_the_engine_names_its_method() -> None:
    assert painting(quick=True).method == INSTANT
