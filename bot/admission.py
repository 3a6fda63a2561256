"""Who may add a painting to the line: pure limits."""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why a painting was not accepted; `Texts.refusals` says to the person what to do next."""

    PERSON_FULL = "person_full"
    LINE_FULL = "line_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    jobs_per_person: int = 5
    jobs_total: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Jobs that wait for the engine: this person's and everybody's."""

    person: int
    total: int


def refusal_for(load: Load, limits: Limits) -> Refusal | None:
    if load.person >= limits.jobs_per_person:
        return Refusal.PERSON_FULL
    if load.total >= limits.jobs_total:
        return Refusal.LINE_FULL
    return None
