"""A job as both processes see it: what was asked for, the lease on it, and how it stands. Pure types, no database."""

from dataclasses import dataclass
from enum import StrEnum

from storage.names import ImageRef, JobId
from storage.places import Place
from storage.work.work import Lane, Work


class JobState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    SUCCEEDED = "succeeded"
    DEAD = "dead"
    CANCELLED = "cancelled"


OPEN = (JobState.QUEUED, JobState.LEASED)
"""States of jobs that have not ended."""


class FailureReason(StrEnum):
    """Why nothing was made, in a form the bot can put into a person's language."""

    NOT_AN_IMAGE = "not_an_image"
    DAMAGED = "damaged"
    UNSUPPORTED_FORMAT = "unsupported_format"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    TOO_LONG_AND_THIN = "too_long_and_thin"
    IMAGE_GONE = "image_gone"
    OUT_OF_MEMORY = "out_of_memory"
    ENGINE_DIED = "engine_died"
    UNREADABLE = "unreadable"
    """The job's parameters say nothing to this version."""
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """What the bot asks for. The same `key` a second time is the same job."""

    key: str
    place: Place
    """The message that becomes the result: one that is there, or one to come."""
    user_id: int
    work: Work
    caused_by: str = ""
    """What asked for it, such as a photo or the name of a button."""
    instead_of: JobId | None = None
    """A job of the same wish that this one takes the place of."""
    by_admin: bool = False
    """Who asks is certainly an admin of the place's chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One lease on one job. `attempt` counts from 1 and is the fencing token of every later write."""

    job_id: JobId
    attempt: int
    work: Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands now, for reading."""

    id: JobId
    key: str
    place: Place
    user_id: int
    work: Work
    """`storage.work.Unknown` where a newer version wrote the row."""
    caused_by: str
    lane: Lane
    state: JobState
    attempt: int
    cancel_requested: bool
    withdrawn: bool
    """Taken off its message, which shows an earlier job's result again."""
    progress: float
    """Fraction done, 0 to 1; never goes back within an attempt."""
    preview: ImageRef | None
    result: ImageRef | None
    failure: FailureReason | None
    failed_input: str
    """The role of the input that was at fault, or empty when none was."""
    created_at: float
    claimed_at: float | None = None
    """When its last attempt began."""
    finished_at: float | None = None
    paint_seconds: float | None = None
