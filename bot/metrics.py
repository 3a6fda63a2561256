"""What an operator can watch: counters, latencies and gauges, in a registry that belongs to one bot."""

import time
from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from storage.jobs import Job
from storage.names import JobId
from storage.overview import Overview

K = TypeVar("K")
QUICK = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds in seconds of what a person sees happen."""
SLOW = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
"""Of painting, and of waiting for it."""
ARRIVALS_KEPT = 10_000


class Untold(StrEnum):
    """Why somebody was not told what they should have been."""

    FORBIDDEN = "forbidden"
    """They blocked the bot, or a group removed it."""
    REFUSED = "refused"
    OUTCOME_UNKNOWN = "outcome_unknown"
    """Telegram's answer to a send got lost, so that a second one could double it."""
    IMAGE_GONE = "image_gone"
    ERROR = "error"


class Metrics:
    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        """`clock` in seconds since the epoch, as jobs have it."""
        self._clock = clock
        self._arrived_at: OrderedDict[int, float] = OrderedDict()
        self._asked_at: OrderedDict[JobId, float] = OrderedDict()
        self._registry = registry = CollectorRegistry()

        def latency(name: str, meaning: str, bounds: tuple[float, ...]) -> Histogram:
            return Histogram(f"impasto_{name}_seconds", meaning, buckets=bounds, registry=registry)

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"impasto_{name}", meaning, labels, registry=registry)

        def gauge(name: str, meaning: str, *labels: str) -> Gauge:
            return Gauge(f"impasto_{name}", meaning, labels, registry=registry)

        self._acknowledgement = latency(
            "acknowledgement", "From the arrival of what asked for a job to its acknowledgement.", QUICK
        )
        self._wait = latency("wait", "From the order of a job to the engine's claim of it.", SLOW)
        self._paint = latency("paint", "What the engine took to make a job.", SLOW)
        self._delivery = latency("delivery", "From the commit of a result to its person seeing it.", QUICK)
        self._refusals = counter("refusals", "What people asked for and a limit refused.", "reason")
        self._floods = counter("telegram_floods", "Answers 429 of Telegram: too many requests.", "method")
        self._untold = counter("untold", "What people should have been told and never will be.", "kind", "why")
        self._jobs = gauge("jobs", "Jobs by state.", "state")
        self._oldest = gauge("oldest_waiting_seconds", "How long the job that waits longest has waited; 0: none does.")
        self._outbox = gauge("outbox", "What people must be told, by state.", "state")
        self._workers = gauge("workers", "Engines that are alive.")

    # ---------------------------------------- what happens

    def arrived(self, update_id: int) -> None:
        _remember(self._arrived_at, update_id, self._clock())

    def ordered(self, job_id: JobId, *, update_id: int) -> None:
        """A job was made because of this update."""
        if update_id in self._arrived_at:
            _remember(self._asked_at, job_id, self._arrived_at[update_id])

    def acknowledged(self, job_id: JobId, *, created_at: float) -> None:
        """`created_at` counts where nobody saw the update arrive: the bot was started anew."""
        self._acknowledgement.observe(self._since(self._asked_at.pop(job_id, created_at)))

    def told_result(self, job: Job) -> None:
        """Its person sees it, for the first time."""
        if job.claimed_at is not None:
            self._wait.observe(max(job.claimed_at - job.created_at, 0.0))
        if job.paint_seconds is not None:
            self._paint.observe(job.paint_seconds)
        if job.finished_at is not None:
            self._delivery.observe(self._since(job.finished_at))

    def refused(self, reason: StrEnum) -> None:
        self._refusals.labels(reason).inc()

    def flooded(self, method: str) -> None:
        self._floods.labels(method).inc()

    def untold(self, kind: StrEnum, why: Untold) -> None:
        self._untold.labels(kind, why).inc()

    # ---------------------------------------- how it stands

    def exposition(self, counts: Overview | None = None) -> bytes:
        """Prometheus' text format. Without `counts` the gauges stay as they were."""
        if counts is not None:
            self._set_gauges(counts)
        return generate_latest(self._registry)

    def _set_gauges(self, counts: Overview) -> None:
        for state, count in counts.jobs.items():
            self._jobs.labels(state).set(count)
        for settlement, count in counts.outbox.items():
            self._outbox.labels(settlement).set(count)
        self._oldest.set(counts.oldest_waiting_seconds)
        self._workers.set(counts.workers)

    def _since(self, moment: float) -> float:
        return max(self._clock() - moment, 0.0)


def _remember(moments: OrderedDict[K, float], key: K, moment: float) -> None:
    """Most are never asked for; the oldest make room."""
    moments[key] = moment
    if len(moments) > ARRIVALS_KEPT:
        moments.popitem(last=False)
