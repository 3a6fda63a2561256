"""What every kind of work can do at the engine: it is loaded once, then makes one piece of work after another."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from storage.work import Work

if TYPE_CHECKING:  # with torch
    from engine.kinds.resources import Resources

W = TypeVar("W", bound=Work)

Inputs: TypeAlias = Mapping[str, Sequence[bytes]]
"""Encoded pictures by role, in the order of `Work.inputs`."""
EncodePreview: TypeAlias = Callable[[], bytes]
"""Makes a small JPEG of how the work looks now; it may be called only during the progress that it came with."""
OnProgress: TypeAlias = Callable[[float, EncodePreview | None], None]
"""Called with the fraction done, which never goes back, and None where there is nothing to show. May raise: the work
then stops at once and lets the exception through."""
Order: TypeAlias = tuple[W, Inputs, OnProgress]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    data: bytes
    medium: str
    """Such as image/jpeg."""
    width: int
    height: int
    seconds: float = 0.0
    """Of several that were made together, each an equal share. Whoever has it made measures them, not the kind."""


class Kind(ABC, Generic[W]):
    """One file a kind. For one thread."""

    def __init__(self, resources: "Resources") -> None:
        """Loads what every piece of work of the kind needs. Raises BadWeights, CannotPaint."""
        self._resources = resources

    @abstractmethod
    def make(self, work: W, inputs: Inputs, on_progress: OnProgress) -> Made:
        """Raises BadImage, Unreadable, and whatever `on_progress` raises."""

    def warm_up(self) -> None:
        """Load what the first piece of work would otherwise wait for."""

    def together(self, work: W) -> int:
        """How many of its batch are made together because that is faster; 1 where it is not. From any thread."""
        return 1

    def make_together(self, orders: Sequence[Order[W]]) -> list[Made | Exception]:
        """What comes of each: what is made, or what `make` would have raised. None suffers for another's fault."""
        return [self.attempt(order) for order in orders]

    def attempt(self, order: Order[W]) -> Made | Exception:
        try:
            return self.make(*order)
        except Exception as error:  # it is told to the one whose order this is
            return error
