"""What the storage tests share: a clock that stands still, and short ways to ask for paintings."""

import hashlib
from dataclasses import dataclass
from itertools import count

from storage.jobs import Job, JobRequest
from storage.names import ImageRef, JobId
from storage.places import Place
from storage.store import Storage
from storage.work.contact_sheet import ContactSheet
from storage.work.painting import INSTANT, OPTIMISE, Painting
from storage.work.styles import Style
from storage.work.work import Work


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


def painting(
    *,
    quick: bool = False,
    longest_side: int = 512,
    content: ImageRef | None = None,
    style: ImageRef | None = None,
    init: ImageRef | None = None,
) -> Painting:
    return Painting(
        content=content or image("content"),
        styles=(Style(image=style or image("style")),),
        method=INSTANT if quick else OPTIMISE,
        longest_side=longest_side,
        init=init,
    )


def contact_sheet() -> ContactSheet:
    return ContactSheet(content=image("content"), styles=(Style(image=image("style"), preset="wave"),))


def request(
    *,
    user: int = 1,
    key: str = "",
    chat: int | None = None,
    message: int | None = None,
    quick: bool = False,
    work: Work | None = None,
    instead_of: JobId | None = None,
) -> JobRequest:
    """A job of `user` in their private chat, another one each time unless `key` says otherwise."""
    return JobRequest(
        key=key or f"job-{next(_numbers)}",
        place=Place(chat_id=user if chat is None else chat, message_id=message),
        user_id=user,
        work=work or painting(quick=quick),
        instead_of=instead_of,
    )


def job_of(storage: Storage, job_id: JobId) -> Job:
    job = storage.jobs.job(job_id)
    assert job is not None
    return job
