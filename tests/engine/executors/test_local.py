"""Painting in this process: one thread, laps for quick work, previews now and then."""

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from engine.executors import Ended, Progress, local
from engine.executors.local import LocalExecutor
from engine.kinds import Inputs, Kinds, Made, OnProgress
from engine.methods import Weights
from storage.work import Work
from storage.work.work import Lane
from tests.engine.scene import instant, painting, until

QUICK_SECONDS = 3.0
NO_WEIGHTS = Weights(vgg19=b"", painter=b"")


class ScriptedKinds(Kinds):
    """Fake pixels: a slow piece of work has two steps, a quick one none and three seconds of a clock that it turns."""

    def __init__(self) -> None:
        super().__init__(NO_WEIGHTS)
        self.now = 0.0
        self.done: list[str] = []
        self.before_step: Callable[[int], object] = lambda step: None
        self.threads_seen: set[int] = set()

    def make(self, work: Work, inputs: Inputs, on_progress: OnProgress) -> Made:
        self.threads_seen.add(threading.get_ident())
        if work.lane is Lane.QUICK:
            self.now += QUICK_SECONDS
            self.done.append("quick")
        else:
            for step in (1, 2):
                self.before_step(step)
                self.done.append(f"step {step}")
                on_progress(step / 2, None)
        return Made(data=b"", medium=work.MEDIUM, width=1, height=1, seconds=100.0)


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedKinds:
    kinds = ScriptedKinds()
    monkeypatch.setattr(local, "time", SimpleNamespace(monotonic=lambda: kinds.now))
    monkeypatch.setattr(local, "Kinds", lambda weights, device, threads: kinds)
    return kinds


@pytest.fixture
def executor(scripted: ScriptedKinds) -> Iterator[LocalExecutor]:
    executor = LocalExecutor(NO_WEIGHTS)
    yield executor
    executor.close()


def ends_of(executor: LocalExecutor, count: int) -> list[Ended]:
    ends: list[Ended] = []

    def all_ended() -> bool:
        ends.extend(one for one in executor.news(0.2) if isinstance(one, Ended))
        return len(ends) == count

    until(all_ended)
    return ends


def test_all_is_made_in_one_thread_which_is_not_the_submitters(
    executor: LocalExecutor, scripted: ScriptedKinds
) -> None:
    for order in (painting(), instant(), instant()):
        executor.submit(order)
    ends_of(executor, 3)
    assert len(scripted.threads_seen) == 1
    assert threading.get_ident() not in scripted.threads_seen


def test_a_lap_lasts_a_few_seconds_and_what_is_left_waits_for_the_next(
    executor: LocalExecutor, scripted: ScriptedKinds
) -> None:
    scripted.before_step = lambda step: step == 1 and [executor.submit(instant()) for _ in range(3)]
    executor.submit(painting())
    ends_of(executor, 4)
    assert scripted.done == ["step 1", "quick", "quick", "step 2", "quick"]


def test_what_a_lap_took_is_not_counted_as_the_slow_ones(executor: LocalExecutor, scripted: ScriptedKinds) -> None:
    scripted.before_step = lambda step: executor.submit(instant())
    (slow,) = executor.submit(painting())
    seconds = {one.handle: one.end.seconds for one in ends_of(executor, 3) if isinstance(one.end, Made)}
    assert seconds.pop(slow) == 100.0 - 2 * QUICK_SECONDS
    assert set(seconds.values()) == {100.0}


def test_slow_work_does_not_interrupt_slow_work(executor: LocalExecutor, scripted: ScriptedKinds) -> None:
    scripted.before_step = lambda step: len(scripted.done) == 0 and executor.submit(painting())
    executor.submit(painting())
    ends_of(executor, 2)
    assert scripted.done == 2 * ["step 1", "step 2"]


@pytest.mark.slow
def test_previews_come_only_when_one_is_due(painter: LocalExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "PREVIEW_SECONDS", 3600.0)
    painter.submit(painting())
    shown: list[bytes] = []

    def ended() -> bool:
        news = painter.news(0.2)
        shown.extend(one.preview for one in news if isinstance(one, Progress) and one.preview)
        return any(isinstance(one, Ended) for one in news)

    until(ended, seconds=60)
    assert len(shown) == 1, "the first, which is the photo"
