"""What the engine's tests share: pictures to paint, jobs to ask for, and painters whose every step can be watched."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import TypeVar

from PIL import Image, ImageDraw

from engine.executors import Executor, OnProgress, Order, Painting, PaintRequest
from engine.images import encode_painting
from storage.jobs import SHEET, ImageRef, Job, JobId, JobRequest, Lane, Recipe, Style
from storage.outbox import OutboxKind
from storage.store import Storage
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


def ask(
    storage: Storage,
    *,
    content: bytes | ImageRef = b"",
    style: bytes | ImageRef = b"",
    side: int = 64,
    method: str = "optimise",
) -> JobId:
    """Put a job in the lane of its method; where no picture is given, a good one is taken."""
    recipe = Recipe(styles=(Style(image=_stored(storage, style or photo(2))),), longest_side=side, method=method)
    request = JobRequest(
        key=f"job-{next(_keys)}",
        chat_id=1,
        user_id=1,
        content=_stored(storage, content or photo(1)),
        recipe=recipe,
        lane=Lane.INSTANT if method in ("instant", SHEET) else Lane.PROPER,
    )
    job_id, _ = storage.queue.enqueue(request)
    return job_id


def look(storage: Storage, job_id: JobId) -> Job:
    job = storage.queue.job(job_id)
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


@dataclass
class Watched:
    """Another painter, with a look at each of its steps before the worker hears of it."""

    painter: Executor
    watch: Callable[[float], object]
    fractions: list[float] = field(default_factory=list)

    @property
    def device(self) -> str:
        return self.painter.device

    @property
    def threads(self) -> int:
        return self.painter.threads

    def warm_up(self) -> None:
        self.painter.warm_up()

    def most_together(self, recipe: Recipe) -> int:
        return self.painter.most_together(recipe)

    def paint_together(self, orders: Sequence[Order]) -> list[Painting | Exception]:
        return self.painter.paint_together(orders)

    def paint(self, request: PaintRequest, on_progress: OnProgress) -> Painting:
        def watched(fraction: float, preview: Callable[[], bytes]) -> None:
            self.fractions.append(fraction)
            self.watch(fraction)
            on_progress(fraction, preview)

        return self.painter.paint(request, watched)

    def close(self) -> None:
        self.painter.close()


@dataclass
class FlatPainter:
    """Fake pixels, for tests of what is around them: as many steps as asked for, or an error instead."""

    steps: int = 3
    error: Exception | None = None
    before_step: Callable[[int], object] = lambda step: None
    device: str = "cpu"
    threads: int = 1
    at_once: int = 1
    painted: int = 0
    batches: list[int] = field(default_factory=list)
    """How many jobs were painted together, one batch after the other."""

    def warm_up(self) -> None:
        """Paint needs no network."""

    def paint(self, request: PaintRequest, on_progress: OnProgress) -> Painting:
        self.painted += 1
        for step in range(self.steps):
            self.before_step(step)
            on_progress(step / self.steps, lambda: photo(3))
        if self.error:
            raise self.error
        jpeg = encode_painting(Image.new("RGB", (64, 48), "teal"), request.recipe)
        return Painting(jpeg=jpeg, width=64, height=48, seconds=0.5)

    def most_together(self, recipe: Recipe) -> int:
        return self.at_once

    def paint_together(self, orders: Sequence[Order]) -> list[Painting | Exception]:
        self.batches.append(len(orders))
        return [self._end_of(order) for order in orders]

    def _end_of(self, order: Order) -> Painting | Exception:
        try:
            return self.paint(*order)
        except Exception as error:  # as the real one does
            return error

    def close(self) -> None:
        """There is nothing to close."""


def _stored(storage: Storage, picture: bytes | ImageRef) -> ImageRef:
    return storage.images.put(picture) if isinstance(picture, bytes) else picture
