"""What went wrong: the reason a person is told, which picture is at fault, and whether another try can help."""

from dataclasses import dataclass

from storage.jobs import FailureReason
from storage.work import Unreadable


class BadImage(Exception):
    """Nothing can be made from this picture. Tell the person why; the same bytes will fail again."""

    def __init__(self, reason: FailureReason, *, role: str = "", index: int = 0, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.role = role
        """Of the input, as its work names it; empty while that is not known."""
        self.index = index
        """Which input of that role, counted from 0."""
        self.detail = detail
        """For the log, never for a person."""


class CannotPaint(Exception):
    """This engine cannot paint at all: give the job back, show the operator the message, and end."""


class Stopped(Exception):
    """The work was stopped as asked: nothing was made, and nobody is at fault."""


class ProcessDied(Exception):
    """The process that made it is gone: another try may fare better."""


class FailedElsewhere(Exception):
    """What another process could not make. The message is that process's error."""

    def __init__(self, message: str, failure: "Failure") -> None:
        super().__init__(message)
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    reason: FailureReason
    input: str = ""
    """The role of the picture at fault."""
    retry: bool = False


def failure_for(error: Exception) -> Failure:
    """How the queue should record what stopped a piece of work."""
    if isinstance(error, FailedElsewhere):
        return error.failure
    if isinstance(error, BadImage):
        return Failure(reason=error.reason, input=error.role)
    if isinstance(error, Unreadable):
        return Failure(reason=FailureReason.UNREADABLE)
    if isinstance(error, ProcessDied):
        return Failure(reason=FailureReason.ENGINE_DIED, retry=True)
    if is_out_of_memory(error):
        return Failure(reason=FailureReason.OUT_OF_MEMORY, retry=True)
    return Failure(reason=FailureReason.INTERNAL, retry=True)


def is_out_of_memory(error: Exception) -> bool:
    """torch has its own class for CUDA and a plain RuntimeError on a CPU: the words are what they have in common."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in words or "can't allocate memory" in words
