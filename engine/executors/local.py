"""Painting in this process, in one thread of its own; quick work is made between two steps of a slow one."""

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count

from engine import before_torch
from engine.executors.news import Ended, Handle, News, NewsBox, Progress
from engine.executors.slots import free_slots
from engine.failures import Stopped
from engine.kinds import Inputs, Kinds, Made
from engine.kinds.kind import EncodePreview, Order
from engine.logs import event
from engine.methods import Weights
from engine.settings import Settings
from engine.weights import all_weights
from storage.work import Work
from storage.work.work import Lane

INTERLUDE_SECONDS = 5.0
"""A slow piece of work stands still for quick ones at most so long between two steps, or its lease would run out."""
PREVIEW_SECONDS = 1.5

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Job:
    handle: Handle
    work: Work
    inputs: Inputs
    is_stopped: bool = False
    preview_due: float = 0.0
    away_seconds: float = 0.0
    """Spent on other work between its steps."""


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """What was submitted at once."""

    jobs: Sequence[_Job] = field(repr=False)

    @property
    def lane(self) -> Lane:
        return self.jobs[0].work.lane


class LocalExecutor:
    """torch lives in the one thread that paints; whoever submits never waits for it."""

    def __init__(self, weights: Weights, *, device: str = "auto", threads: int = 0) -> None:
        """`device` is "auto", "cpu" or "cuda"; `threads` 0 leaves the number to torch."""
        self._kinds = Kinds(weights, device=device, threads=threads)
        self._painting = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painting")
        self._box = NewsBox()
        self._handles = count(1)
        self._lock = threading.Lock()
        self._waiting: deque[_Batch] = deque()
        self._in_hand: list[_Batch] = []

    @property
    def device(self) -> str:
        return self._kinds.device

    @property
    def threads(self) -> int:
        return self._kinds.threads

    def warm_up(self) -> None:
        self._painting.submit(self._kinds.warm_up).result()

    def free(self, lane: Lane) -> int:
        with self._lock:
            return free_slots([batch.lane for batch in self._in_hand], lane)

    def together(self, work: Work) -> int:
        return self._kinds.together(work)

    def submit(self, *orders: tuple[Work, Inputs]) -> list[Handle]:
        batch = _Batch([_Job(Handle(next(self._handles)), work, inputs) for work, inputs in orders])
        with self._lock:
            self._in_hand.append(batch)
            self._waiting.append(batch)
        self._painting.submit(self._make_next)
        return [job.handle for job in batch.jobs]

    def stop(self, handle: Handle) -> None:
        with self._lock:
            jobs = [job for batch in self._in_hand for job in batch.jobs if job.handle == handle]
        for job in jobs:
            job.is_stopped = True

    def news(self, timeout: float | None) -> list[News]:
        """None waits as long as it takes."""
        return self._box.take(timeout)

    def wake(self) -> None:
        self._box.wake()

    def close(self) -> None:
        with self._lock:
            jobs = [job for batch in self._in_hand for job in batch.jobs]
        for job in jobs:
            job.is_stopped = True
        self._painting.shutdown(wait=True)
        self._kinds.close()

    # ---- in the thread that paints

    def _make_next(self) -> None:
        """Nothing, where it was made in an interlude already."""
        if batch := self._next(list(Lane)):
            self._make(batch)

    def _next(self, lanes: Sequence[Lane]) -> _Batch | None:
        with self._lock:
            found = next((batch for batch in self._waiting if batch.lane in lanes), None)
            if found:
                self._waiting.remove(found)
            return found

    def _make(self, batch: _Batch) -> None:
        ends: dict[Handle, Made | Exception] = {job.handle: Stopped() for job in batch.jobs if job.is_stopped}
        wanted = [job for job in batch.jobs if job.handle not in ends]
        self._box.post(*(Progress(job.handle, 0.0) for job in wanted))
        made = self._made([(job.work, job.inputs, partial(self._on_progress, job)) for job in wanted])
        ends |= {job.handle: _without(job.away_seconds, end) for job, end in zip(wanted, made, strict=True)}
        with self._lock:
            self._in_hand.remove(batch)
        self._box.post(*(Ended(handle, end) for handle, end in ends.items()))

    def _made(self, orders: Sequence[Order[Work]]) -> list[Made | Exception]:
        """Nothing that is raised on the way is anybody else's business."""
        try:
            return self._kinds.make_together(orders) if len(orders) > 1 else [self._kinds.make(*one) for one in orders]
        except Exception as error:  # it is the end of whoever ordered this
            return [error for _ in orders]

    def _on_progress(self, job: _Job, fraction: float, encode_preview: EncodePreview | None) -> None:
        _stop_if_asked(job)
        self._box.post(Progress(job.handle, fraction, _preview_when_due(job, encode_preview)))
        if job.work.lane is Lane.SLOW:
            self._interlude(job)
            _stop_if_asked(job)

    def _interlude(self, job: _Job) -> None:
        started = time.monotonic()
        while time.monotonic() < started + INTERLUDE_SECONDS and (batch := self._next([Lane.QUICK])):
            self._make(batch)
        job.away_seconds += time.monotonic() - started


def executor_for(settings: Settings) -> LocalExecutor:
    """Raises WeightsMissing."""
    before_torch.prepare()
    weights = all_weights(settings.vgg19_weights)
    return LocalExecutor(weights, device=settings.device, threads=settings.threads)


def _stop_if_asked(job: _Job) -> None:
    if job.is_stopped:
        raise Stopped


def _preview_when_due(job: _Job, encode: EncodePreview | None) -> bytes | None:
    now = time.monotonic()
    if encode is None or now < job.preview_due:
        return None
    job.preview_due = now + PREVIEW_SECONDS
    try:
        return encode()
    except Exception:  # whoever waits does without a picture, rather than without the painting
        log.exception(event("preview_failed", handle=job.handle))
        return None


def _without(away_seconds: float, end: Made | Exception) -> Made | Exception:
    return replace(end, seconds=max(0.0, end.seconds - away_seconds)) if isinstance(end, Made) else end
