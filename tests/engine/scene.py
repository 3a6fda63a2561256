"""What the engine's tests share: pictures, work and jobs to ask for, and executors whose every step can be watched."""

import hashlib
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from PIL import Image, ImageDraw

from engine.executors import Ended, Executor, Handle, News, Progress
from engine.executors.slots import free_slots
from engine.failures import Stopped
from engine.images import encode_result
from engine.kinds import Inputs, Made
from storage.jobs import Job, JobRequest
from storage.names import ImageRef, JobId
from storage.outbox import OutboxKind
from storage.places import Place
from storage.store import Storage
from storage.work import Work
from storage.work.contact_sheet import ContactSheet
from storage.work.painting import INSTANT, OPTIMISE, Painting
from storage.work.styles import Style
from storage.work.work import CONTENT, STYLE, Lane
from tests.engine.corpus import encoded

T = TypeVar("T")
_keys = count(1)


def photo(seed: int, *, size: tuple[int, int] = (120, 90)) -> bytes:
    """A colourful picture, another for each seed."""
    random = Random(seed)
    image = Image.new("RGB", size, tuple(random.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(30):
        x, y, radius = random.randrange(size[0]), random.randrange(size[1]), random.randrange(4, 24)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), tuple(random.randrange(256) for _ in range(3)))
    return encoded(image, "JPEG")


def ref_of(data: bytes) -> ImageRef:
    return ImageRef(hashlib.sha256(data).hexdigest())


def painting(
    content: bytes = b"", style: bytes = b"", *, method: str = OPTIMISE, side: int = 64, **others: Any
) -> tuple[Painting, Inputs]:
    """A painting to ask an executor for; where no picture is given, a good one is taken."""
    content, style = content or photo(1), style or photo(2)
    work = Painting(
        content=ref_of(content), styles=(Style(image=ref_of(style)),), method=method, longest_side=side, **others
    )
    return work, {CONTENT: [content], STYLE: [style]}


def instant(content: bytes = b"", style: bytes = b"", **others: Any) -> tuple[Painting, Inputs]:
    return painting(content, style, method=INSTANT, **others)


def contact_sheet(*styles: bytes, side: int = 64, first_number: int = 1) -> tuple[ContactSheet, Inputs]:
    work = ContactSheet(
        content=ref_of(photo(1)),
        styles=tuple(Style(image=ref_of(style)) for style in styles),
        longest_side=side,
        first_number=first_number,
    )
    return work, {CONTENT: [photo(1)], STYLE: list(styles)}


def ask(
    storage: Storage,
    *,
    content: bytes | ImageRef = b"",
    style: bytes | ImageRef = b"",
    side: int = 64,
    method: str = OPTIMISE,
) -> JobId:
    """Ask for a painting; where no picture is given, a good one is taken."""
    styles = (Style(image=_stored(storage, style or photo(2))),)
    return order(
        storage,
        Painting(content=_stored(storage, content or photo(1)), styles=styles, longest_side=side, method=method),
    )


def order(storage: Storage, work: Work) -> JobId:
    """A job for that work, whose pictures are in the store already."""
    key = f"job-{next(_keys)}"
    job_id, _ = storage.queue.enqueue(JobRequest(key=key, place=Place(chat_id=1), user_id=1, work=work))
    return job_id


def look(storage: Storage, job_id: JobId) -> Job:
    job = storage.jobs.job(job_id)
    assert job is not None
    return job


def outbox_kinds(storage: Storage, job_id: JobId) -> list[OutboxKind]:
    """What the person is still told, or was, without the acknowledgement that every job has."""
    kinds = [row.kind for row in storage.outbox.of_job(job_id)]
    return [kind for kind in kinds if kind is not OutboxKind.ACKNOWLEDGEMENT]


def until(look: Callable[[], T | None], *, seconds: float = 30) -> T:
    """The first thing that `look` finds. For what another process or thread does in its own time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError(f"not seen within {seconds} s")


def children_of(pid: int) -> set[int]:
    """The processes that any of its threads has started, and that have not been waited for."""
    children: set[int] = set()
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # of a thread that has ended meanwhile
            children |= set(map(int, listed.read_text().split()))
    return children


def end_of(executor: Executor, handle: Handle, *, seconds: float = 60) -> Made | Exception:
    """What becomes of it; other news are dropped."""

    def ended() -> Ended | None:
        return next((one for one in executor.news(0.2) if isinstance(one, Ended) and one.handle == handle), None)

    return until(ended, seconds=seconds).end


@dataclass
class Watched:
    """Another executor, with a look at each of its news before the worker hears of it."""

    executor: Executor
    watch: Callable[[News], object]
    fractions: list[float] = field(default_factory=list)

    @property
    def device(self) -> str:
        return self.executor.device

    @property
    def threads(self) -> int:
        return self.executor.threads

    def warm_up(self) -> None:
        self.executor.warm_up()

    def free(self, lane: Lane) -> int:
        return self.executor.free(lane)

    def together(self, work: Work) -> int:
        return self.executor.together(work)

    def submit(self, *orders: tuple[Work, Inputs]) -> list[Handle]:
        return self.executor.submit(*orders)

    def stop(self, handle: Handle) -> None:
        self.executor.stop(handle)

    def news(self, timeout: float) -> list[News]:
        news = self.executor.news(timeout)
        for one in news:
            if isinstance(one, Progress):
                self.fractions.append(one.fraction)
            self.watch(one)
        return news

    def wake(self) -> None:
        self.executor.wake()

    def close(self) -> None:
        self.executor.close()


@dataclass(eq=False)
class _FlatBatch:
    works: dict[Handle, Work]
    step: int = 0


@dataclass
class FlatExecutor:
    """Fake pixels, for tests of what is around them: a step a call of `news`, or an error instead of the last."""

    steps: int = 3
    error: Exception | None = None
    before_step: Callable[[int], object] = lambda step: None
    device: str = "cpu"
    threads: int = 1
    at_once: int = 1
    made: list[Work] = field(default_factory=list)
    """What was begun, in that order."""
    ended: list[Work] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    """How many were submitted together."""
    _in_hand: list[_FlatBatch] = field(default_factory=list)
    _stopped: set[Handle] = field(default_factory=set)
    _woken: threading.Event = field(default_factory=threading.Event)
    _handles: Any = field(default_factory=lambda: count(1))

    def warm_up(self) -> None:
        """Paint needs no network."""

    def free(self, lane: Lane) -> int:
        return free_slots([next(iter(batch.works.values())).lane for batch in self._in_hand], lane)

    def together(self, work: Work) -> int:
        return self.at_once if work.batch_key else 1

    def submit(self, *orders: tuple[Work, Inputs]) -> list[Handle]:
        works = {Handle(next(self._handles)): work for work, _ in orders}
        self._in_hand.append(_FlatBatch(works))
        self.batches.append(len(works))
        self.made += works.values()
        return list(works)

    def stop(self, handle: Handle) -> None:
        self._stopped.add(handle)

    def news(self, timeout: float) -> list[News]:
        if not self._in_hand:
            self._woken.wait(timeout)
            self._woken.clear()
            return []
        batch = min(self._in_hand, key=lambda one: next(iter(one.works.values())).lane)
        if batch.step < self.steps and not self._stopped.issuperset(batch.works):
            self.before_step(batch.step)
            batch.step += 1
            fraction = (batch.step - 1) / self.steps
            return [Progress(handle, fraction, photo(3)) for handle in batch.works if handle not in self._stopped]
        self._in_hand.remove(batch)
        self.ended += batch.works.values()
        return [Ended(handle, self._end(handle, work)) for handle, work in batch.works.items()]

    def _end(self, handle: Handle, work: Work) -> Made | Exception:
        if handle in self._stopped:
            return Stopped()
        if self.error:
            return self.error
        data = encode_result(Image.new("RGB", (64, 48), "teal"), work)
        return Made(data=data, medium=work.MEDIUM, width=64, height=48, seconds=0.5)

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        """There is nothing to close."""


def _stored(storage: Storage, picture: bytes | ImageRef) -> ImageRef:
    return storage.images.put(picture) if isinstance(picture, bytes) else picture
