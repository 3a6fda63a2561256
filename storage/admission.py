"""Who may add to the line: pure limits, asked inside the transaction that adds."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from storage.chats import GroupRules


class Refusal(StrEnum):
    """Why something was not accepted; the bot says to the person what to do next."""

    PERSON_FULL = "person_full"
    LINE_FULL = "line_full"
    PHOTOS_A_DAY = "photos_a_day"
    BYTES_A_DAY = "bytes_a_day"
    DISK_FULL = "disk_full"
    ADMINS_ONLY = "admins_only"
    HOUR_FULL = "hour_full"


class Refused(Exception):
    """A limit is reached: tell the person, by its reason. Nothing was changed."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Tier(StrEnum):
    """How far a person is trusted."""

    USUAL = "usual"
    TRUSTED = "trusted"
    """Without limits."""


class Standing(StrEnum):
    """What was decided about a person or a chat by those who run the bot."""

    BANNED = "banned"
    ALLOWED = "allowed"


class Bar(StrEnum):
    """Why somebody is not heard at all."""

    BANNED = "banned"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    jobs_per_person: int = 10
    jobs_total: int = 200
    photos_a_day: int = 300
    """Pictures that one person may send in any 24 hours."""
    bytes_a_day: int = 1_500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Jobs that wait for the engine: this person's and everybody's."""

    person: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What a person has sent in the last 24 hours."""

    photos: int = 0
    bytes: int = 0


def bar_for(standings: Collection[Standing], *, by_list: bool) -> Bar | None:
    """`standings`: of the person and of the chat; who is in a chat that was let in is let in there."""
    if Standing.BANNED in standings:
        return Bar.BANNED
    return Bar.NOT_ALLOWED if by_list and Standing.ALLOWED not in standings else None


def refusal_for(load: Load, limits: Limits) -> Refusal | None:
    if load.person >= limits.jobs_per_person:
        return Refusal.PERSON_FULL
    if load.total >= limits.jobs_total:
        return Refusal.LINE_FULL
    return None


def refusal_in_group(rules: GroupRules, *, is_admin: bool, this_hour: int) -> Refusal | None:
    """`this_hour`: jobs of this person there in the last 60 minutes."""
    if rules.admins_only and not is_admin:
        return Refusal.ADMINS_ONLY
    if rules.jobs_an_hour and this_hour >= rules.jobs_an_hour:
        return Refusal.HOUR_FULL
    return None


def refusal_for_photo(arrived: Arrived, limits: Limits, *, size: int = 0) -> Refusal | None:
    """`size`: bytes of the one that comes, as far as they are known."""
    if arrived.photos >= limits.photos_a_day:
        return Refusal.PHOTOS_A_DAY
    if arrived.bytes + size > limits.bytes_a_day:
        return Refusal.BYTES_A_DAY
    return None
