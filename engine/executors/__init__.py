"""Places to paint: an executor has slots, takes work without blocking, and tells how it gets on. One file each."""

from collections.abc import Mapping
from typing import Protocol

from engine.executors.news import Ended, Handle, News, Progress
from engine.kinds.kind import Inputs
from storage.work import Work
from storage.work.work import Lane

__all__ = ["EXECUTORS", "Ended", "Executor", "Handle", "News", "Progress"]

EXECUTORS: Mapping[str, str] = {
    "local": "engine.executors.local:executor_for",
    "subprocess": "engine.executors.subprocess:executor_for",
}
"""Name, as in IMPASTO_EXECUTOR → the function that makes it from the engine's settings."""


class Executor(Protocol):
    """For one thread, but for `wake`, `device` and `threads`, which may be asked for from any."""

    @property
    def device(self) -> str:
        """For the operator; what was asked for, while nothing is loaded."""
        ...

    @property
    def threads(self) -> int: ...

    def warm_up(self) -> None:
        """Load what the first piece of work would otherwise wait for; returns when it is loaded. Raises CannotPaint."""
        ...

    def free(self, lane: Lane) -> int:
        """How many more submissions of that lane would be begun soon."""
        ...

    def together(self, work: Work) -> int:
        """How many pieces of work of its batch key are better submitted at once; 1 where that is no faster."""
        ...

    def submit(self, *orders: tuple[Work, Inputs]) -> list[Handle]:
        """Never blocks. Several orders have one batch key. Of each come Progress, once it is begun, and one Ended."""
        ...

    def stop(self, handle: Handle) -> None:
        """It ends within a step, with Stopped, if not otherwise before that. What has ended has stopped already."""
        ...

    def news(self, timeout: float) -> list[News]:
        """Whatever came since the last call; waits so many seconds at most for the first, or until `wake`."""
        ...

    def wake(self) -> None:
        """End a wait for news, the one under way or else the next."""
        ...

    def close(self) -> None:
        """Stop everything, and leave no process and no thread behind."""
        ...
