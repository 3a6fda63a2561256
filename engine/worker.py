"""The loop of the engine: claim, paint, report. Whatever happens to one job, the next one gets its turn."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from engine.executors import Executor, OnProgress, Order, Painting, PaintRequest
from engine.failures import BadImage, CannotPaint, failure_for
from engine.logs import event
from engine.reporter import BEAT_SECONDS, LEASE_SECONDS, Reason, Reporter, Stopped
from storage.database import StorageError
from storage.identity import is_alive, worker_name
from storage.images import ImageGone
from storage.jobs import Claim, FailureReason, ImageRef, JobId, Lane
from storage.queue import LeaseLost
from storage.store import Storage
from storage.wake import WakeListener, wake

IDLE_SECONDS = 1.0
"""How long to wait at most for a wake-up before looking anyway: a datagram can be lost, an expired lease sends none."""

INTERLUDE_SECONDS = 5.0
"""A long painting stands still for quick ones at most so long between two steps, or its own lease would run out."""

log = logging.getLogger(__name__)


class Worker:
    """Paints until it is stopped. `run` belongs to one thread; `stop` may be called from a signal handler."""

    def __init__(
        self, storage: Storage, executor: Executor, *, name: str | None = None, lease_seconds: float = LEASE_SECONDS
    ) -> None:
        self.name = name or worker_name()
        self._storage = storage
        self._executor = executor
        self._lease_seconds = lease_seconds
        self._shutdown = threading.Event()
        self._beat_due = 0.0

    def stop(self) -> None:
        """Give back what is being painted, at its next step, and end the loop."""
        self._shutdown.set()
        wake(self._storage.wake_folder, "engine")

    def run(self) -> None:
        """Until `stop`. Work that waits comes first; the network is loaded while there is none. Raises CannotPaint."""
        released = self._storage.queue.release_dead(is_alive)
        log.info(event("worker_started", worker=self.name, released=released))
        with WakeListener(self._storage.wake_folder, "engine") as listener:
            self._loop(listener)
        self._storage.workers.leave(self.name)
        log.info(event("worker_stopped", worker=self.name))

    def work_once(self) -> bool:
        """Paint the next job, if there is one, and those with it that take no longer; whether there was."""
        claims = self._storage.queue.claim(self.name, lease_seconds=self._lease_seconds)
        if claims:
            self._work(claims[0])
        return bool(claims)

    def _loop(self, listener: WakeListener) -> None:
        while not self._shutdown.is_set():
            try:
                if self.work_once():
                    continue
                self._executor.warm_up()
                self._beat_when_due()
            except StorageError:  # a full disk or a held lock: it may pass, and what was painted will be painted again
                log.exception(event("storage_failed"))
            listener.wait(IDLE_SECONDS)

    def _work(self, first: Claim) -> None:
        claims = [first, *self._claim_more_like(first)]
        for claim in claims:
            log.info(event("claimed", job=claim.job_id, attempt=claim.attempt, method=claim.recipe.method))
        ends = self._paint(claims)
        for claim, end in zip(claims, ends, strict=True):
            try:
                self._settle(claim, end)
            except LeaseLost:  # the job is another's by now, and so is the right to say how it ended
                log.warning(event("lease_lost", job=claim.job_id, attempt=claim.attempt))
        for end in ends:
            if isinstance(end, CannotPaint):
                raise end

    def _claim_more_like(self, claim: Claim) -> list[Claim]:
        more = self._executor.most_together(claim.recipe) - 1
        if not more:
            return []
        return self._storage.queue.claim(
            self.name, limit=more, lease_seconds=self._lease_seconds, lanes={claim.lane}, like=claim.recipe
        )

    def _paint(self, claims: Sequence[Claim]) -> list[Painting | Exception]:
        """What comes of each."""
        ends: dict[JobId, Painting | Exception] = {}
        orders: dict[JobId, Order] = {}
        with ExitStack() as reports:
            for claim in claims:
                try:
                    request = self._request_for(claim)
                except Exception as error:  # settled by its kind, as what the painter raises
                    ends[claim.job_id] = error
                else:
                    reporter = reports.enter_context(self._reporter(claim))
                    orders[claim.job_id] = (request, self._with_interludes(claim, reporter.on_progress))
            ends |= zip(orders, self._painted(list(orders.values())), strict=True)
        return [ends[claim.job_id] for claim in claims]

    def _painted(self, orders: Sequence[Order]) -> list[Painting | Exception]:
        if len(orders) > 1:
            return self._executor.paint_together(orders)
        try:
            return [self._executor.paint(*order) for order in orders]
        except Exception as error:
            return [error]

    def _reporter(self, claim: Claim) -> Reporter:
        return Reporter(
            self._storage.folder, claim, shutdown=self._shutdown, beat=self._beat, lease_seconds=self._lease_seconds
        )

    def _settle(self, claim: Claim, end: Painting | Exception) -> None:
        if isinstance(end, Painting):
            self._settle_painted(claim, end)
        elif isinstance(end, Stopped):
            self._settle_stopped(claim, end.reason)
        elif isinstance(end, CannotPaint):
            self._storage.queue.give_back(claim)
        else:
            self._settle_failed(claim, end)

    def _settle_painted(self, claim: Claim, painting: Painting) -> None:
        try:
            result = self._storage.images.put(painting.jpeg)
        except Exception as error:  # a full disk may pass, and what was painted will be painted again
            self._settle_failed(claim, error)
        else:
            self._storage.queue.complete(claim, result=result, paint_seconds=painting.seconds)
            log.info(event("painted", job=claim.job_id, attempt=claim.attempt, seconds=painting.seconds))

    def _with_interludes(self, claim: Claim, on_progress: OnProgress) -> OnProgress:
        """Between two steps of a long painting the quick ones that wait are painted, so that none takes a minute."""
        if claim.lane is Lane.INSTANT:
            return on_progress

        def report_and_let_pass(fraction: float, encode_preview: Callable[[], bytes]) -> None:
            on_progress(fraction, encode_preview)
            self._paint_instant_jobs()

        return report_and_let_pass

    def _paint_instant_jobs(self) -> None:
        until = time.monotonic() + INTERLUDE_SECONDS
        while time.monotonic() < until and not self._shutdown.is_set():
            claims = self._storage.queue.claim(self.name, lease_seconds=self._lease_seconds, lanes={Lane.INSTANT})
            if not claims:
                return
            self._work(claims[0])

    def _request_for(self, claim: Claim) -> PaintRequest:
        recipe = claim.recipe
        return PaintRequest(
            content=self._image(claim.content, "content"),
            styles=tuple((self._image(style.image, "style"), style.weight) for style in recipe.styles),
            recipe=recipe,
            init=None if recipe.init is None else self._image(recipe.init, "init"),
        )

    def _image(self, ref: ImageRef, role: str) -> bytes:
        try:
            return self._storage.images.get(ref)
        except ImageGone as error:
            raise BadImage(FailureReason.IMAGE_GONE, image=role) from error

    def _settle_stopped(self, claim: Claim, reason: Reason) -> None:
        log.info(event("stopped", job=claim.job_id, attempt=claim.attempt, reason=reason))
        if reason is Reason.CANCELLED:
            self._storage.queue.acknowledge_cancel(claim)
        elif reason is Reason.SHUTDOWN:
            self._storage.queue.give_back(claim)

    def _settle_failed(self, claim: Claim, error: Exception) -> None:
        failure = failure_for(error)
        facts = event(
            "failed", job=claim.job_id, attempt=claim.attempt, reason=failure.reason, image=failure.image, error=error
        )
        log.error(facts, exc_info=error if failure.reason is FailureReason.INTERNAL else None)
        self._storage.queue.fail(claim, reason=failure.reason, image=failure.image, retry=failure.retry)

    def _beat_when_due(self) -> None:
        now = time.monotonic()
        if now >= self._beat_due:
            self._beat_due = now + BEAT_SECONDS
            self._beat(self._storage)

    def _beat(self, storage: Storage) -> None:
        storage.workers.beat(self.name, device=self._executor.device, threads=self._executor.threads)
