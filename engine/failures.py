"""What went wrong: the reason a person is told, which image is at fault, and whether another try can help."""

from dataclasses import dataclass

from storage.jobs import FailureReason


class BadImage(Exception):
    """This picture cannot be painted. Tell the person why; the same bytes will fail again."""

    def __init__(self, reason: FailureReason, *, image: str = "", index: int = 0, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.image = image
        """Which one: "content", "style", "init", "region", or empty while that is not known."""
        self.index = index
        """Which of several style images or regions, counted from 0."""
        self.detail = detail
        """For the log, never for a person."""


class CannotPaint(Exception):
    """This engine cannot paint at all: give the job back, show the operator the message, and end."""


@dataclass(frozen=True, slots=True)
class Failure:
    reason: FailureReason
    image: str = ""
    retry: bool = False


def failure_for(error: Exception) -> Failure:
    """How the queue should record what stopped a painting."""
    if isinstance(error, BadImage):
        return Failure(error.reason, error.image)
    if is_out_of_memory(error):
        return Failure(FailureReason.OUT_OF_MEMORY, retry=True)
    return Failure(FailureReason.INTERNAL, retry=True)


def is_out_of_memory(error: Exception) -> bool:
    """torch has its own class for CUDA and a plain RuntimeError on a CPU: the words are what they have in common."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in words or "can't allocate memory" in words
