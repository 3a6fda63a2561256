"""Limits as a table."""

import pytest

from bot.admission import Limits, Load, Refusal, refusal_for

LIMITS = Limits(jobs_per_person=2, jobs_total=5)


@pytest.mark.parametrize(
    ("load", "refusal"),
    [
        (Load(person=0, total=0), None),
        (Load(person=1, total=4), None),
        (Load(person=2, total=2), Refusal.PERSON_FULL),
        (Load(person=0, total=5), Refusal.LINE_FULL),
        (Load(person=2, total=5), Refusal.PERSON_FULL),
    ],
)
def test_the_line_takes_as_many_as_it_may(load: Load, refusal: Refusal | None) -> None:
    assert refusal_for(load, LIMITS) is refusal
