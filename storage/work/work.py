"""What every kind of work has: a name, its inputs by role, its lane, and what it is like in time and company. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, ClassVar, Self

from storage.names import ImageRef

CONTENT = "content"
STYLE = "style"
INIT = "init"
REGION = "region"
RESULT = "result"
"""What another piece of work made."""


class Lane(IntEnum):
    """A quick job never waits behind a slow one, and a slow one never for ever: see storage.queue."""

    QUICK = 0
    SLOW = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A piece of work as it was ordered. Queue, worker and retention ask it the questions below and look no further.

    A kind is a frozen dataclass in a file beside this one, with a NAME that is for ever, and an entry in KINDS.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int] = 1
    """Grows when the same fields come to mean something else; `upgraded` then reads the older ones."""
    MEDIUM: ClassVar[str] = "image/jpeg"
    """Of what is made."""

    unknown: Mapping[str, Any] = field(default_factory=dict)
    """What a newer version wrote; it survives a round trip."""

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        """The pictures that it is made from, by role and in order."""
        raise NotImplementedError

    def everybodys(self) -> frozenset[ImageRef]:
        """Those of the inputs that are no one person's, such as presets: nobody's /forget removes them."""
        return frozenset()

    @property
    def lane(self) -> Lane:
        return Lane.SLOW

    @property
    def batch_key(self) -> str:
        """Jobs of one key can be made together. Empty: it is always made alone."""
        return ""

    @property
    def cost_key(self) -> str:
        """Jobs of one key take seconds in proportion to their `cost_units`."""
        return self.NAME

    @property
    def cost_units(self) -> float:
        """Above 0; for most, megapixels."""
        return 1.0

    def public(self) -> Self:
        """Without what is for its person's eyes only: for a file that goes from hand to hand."""
        return self

    @classmethod
    def upgraded(cls, values: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """Parameters of an older version as this one means them."""
        return values
