"""News from an executor, and the box in which they wait to be heard."""

import threading
from dataclasses import dataclass, replace
from typing import NewType, TypeAlias

from engine.kinds.kind import Made

Handle = NewType("Handle", int)
"""One submitted piece of work; no executor gives the same twice."""


@dataclass(frozen=True, slots=True)
class Progress:
    handle: Handle
    fraction: float
    """0 to 1; never goes back."""
    preview: bytes | None = None
    """A small JPEG, where one was due."""


@dataclass(frozen=True, slots=True)
class Ended:
    handle: Handle
    end: Made | Exception
    """What was made; or BadImage, Unreadable, CannotPaint, Stopped, ProcessDied, or any other error."""


News: TypeAlias = Progress | Ended


class NewsBox:
    """From any thread to one: of each piece of work the newest progress is kept, and its end."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._progress: dict[Handle, Progress] = {}
        self._ended: list[Ended] = []
        self._is_woken = False

    def post(self, *news: News) -> None:
        with self._changed:
            for one in news:
                if isinstance(one, Ended):
                    self._ended.append(one)
                else:
                    self._progress[one.handle] = _newest(self._progress.get(one.handle), one)
            self._changed.notify()

    def wake(self) -> None:
        with self._changed:
            self._is_woken = True
            self._changed.notify()

    def take(self, timeout: float | None) -> list[News]:
        """All of it, progress before ends. None waits as long as it takes."""
        with self._changed:
            self._changed.wait_for(lambda: self._progress or self._ended or self._is_woken, timeout)
            news: list[News] = [*self._progress.values(), *self._ended]
            self._progress, self._ended, self._is_woken = {}, [], False
        return news


def _newest(old: Progress | None, new: Progress) -> Progress:
    """A preview that nobody has seen yet is kept until a newer one comes."""
    if old is None or old.preview is None or new.preview is not None:
        return new
    return replace(new, preview=old.preview)
