"""What the storage tests share: a clock that stands still, and short ways to ask for paintings."""

import hashlib
from dataclasses import dataclass
from itertools import count

from storage.jobs import ImageRef, JobRequest, Lane, Recipe, Style


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


def image(name: str) -> ImageRef:
    """A ref without a file."""
    return ImageRef(hashlib.sha256(name.encode()).hexdigest())


_numbers = count(1)


def request(
    *,
    user: int = 1,
    key: str = "",
    chat: int | None = None,
    lane: Lane = Lane.PROPER,
    method: str = "optimise",
    longest_side: int = 512,
    living_message_id: int | None = None,
    content: ImageRef | None = None,
    style: ImageRef | None = None,
    init: ImageRef | None = None,
) -> JobRequest:
    """A job of `user` in their private chat, another one each time unless `key` says otherwise."""
    styles = (Style(image=style or image("style")),)
    return JobRequest(
        key=key or f"job-{next(_numbers)}",
        chat_id=user if chat is None else chat,
        user_id=user,
        living_message_id=living_message_id,
        content=content or image("content"),
        recipe=Recipe(styles=styles, method=method, longest_side=longest_side, init=init),
        lane=lane,
    )
