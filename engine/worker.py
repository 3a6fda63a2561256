"""The scheduler: claims what there is room for, passes news on, settles each end. One job's trouble is its own.

Everything that storage is told is told here, in one thread; painting never waits for it. A lease is renewed only after
news of that very job, never by a timer: a painter that hangs loses its job.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from engine.executors import Ended, Executor, Handle, News, Progress
from engine.failures import BadImage, CannotPaint, Stopped, failure_for
from engine.kinds import Inputs, Made
from engine.logs import event
from storage.database import StorageError
from storage.identity import is_alive, worker_name
from storage.images import ImageGone
from storage.jobs import Claim, FailureReason
from storage.names import ImageRef
from storage.queue import LeaseLost
from storage.retention import drop_unneeded
from storage.store import Storage
from storage.wake import WakeListener, wake
from storage.work import Work
from storage.work.work import Lane

LEASE_SECONDS = 30.0
BEAT_SECONDS = 5.0
LOOK_SECONDS = 0.2
"""Between two renewals of a lease, and between two looks for cancelled jobs."""
RETRY_SECONDS = 1.0
"""Before storage is told again what it could not take."""
IDLE_SECONDS = 1.0
"""How long to wait at most for a wake-up before looking anyway: a datagram can be lost, an expired lease sends none."""

log = logging.getLogger(__name__)


class Reason(StrEnum):
    """Why a job is stopped."""

    CANCELLED = "cancelled"
    LEASE_LOST = "lease_lost"
    SHUTDOWN = "shutdown"


@dataclass(slots=True)
class _Held:
    """A claim that the executor has, or whose end storage has not taken yet."""

    claim: Claim
    handle: Handle | None
    """None where it was not even submitted."""
    progress: Progress | None = None
    """The newest that is still to be passed on."""
    tell_at: float = 0.0
    """When storage may be told of it next."""
    reason: Reason | None = None
    end: Made | Exception | None = None


class Worker:
    """Works until it is stopped. Belongs to one thread; `stop` may be called from a signal handler."""

    def __init__(
        self, storage: Storage, executor: Executor, *, name: str | None = None, lease_seconds: float = LEASE_SECONDS
    ) -> None:
        self.name = name or worker_name()
        self._storage = storage
        self._executor = executor
        self._lease_seconds = lease_seconds
        self._held: list[_Held] = []
        self._shutdown = threading.Event()
        self._is_woken = threading.Event()
        self._claim_due = self._look_due = self._beat_due = 0.0
        self._cannot: CannotPaint | None = None

    def stop(self) -> None:
        """Give back what is being made, at its next step, and end the loop."""
        self._shutdown.set()
        wake(self._storage.wake_folder, "engine")

    def run(self) -> None:
        """Until `stop`. Work that waits comes first; networks are loaded while there is none. Raises CannotPaint."""
        with self._storage_trouble("release"):
            released = self._storage.queue.release_dead(is_alive)
            log.info(event("worker_started", worker=self.name, released=released))
        try:
            with WakeListener(self._storage.wake_folder, "engine") as listener, self._woken_by(listener):
                self.look_for_work()  # what came while no engine listened
                while not self._shutdown.is_set():
                    if not self.turn(LOOK_SECONDS if self._held else IDLE_SECONDS):
                        self._executor.warm_up()
                self._give_all_back()
        finally:
            with self._storage_trouble("leave"):
                self._storage.workers.leave(self.name)
            log.info(event("worker_stopped", worker=self.name))

    def turn(self, timeout: float) -> bool:
        """Hear the news, or wait so long for some, and act on them; whether any work is in hand. Raises CannotPaint."""
        news = self._executor.news(timeout)
        self._hear(news)
        self._settle_ends()  # before the next job is begun: one that kills the engine must not take it along
        self._claim_when_due()
        self._pass_progress_on()
        self._look_for_cancels()
        if news or not self._held:  # one that holds work and hears nothing of it may hang
            self._beat_when_due()
        return bool(self._held)

    def _hear(self, news: Sequence[News]) -> None:
        by_handle = {held.handle: held for held in self._held}
        for one in news:
            held = by_handle.get(one.handle)
            if held is None:
                continue
            if isinstance(one, Ended):
                held.end, held.tell_at, held.handle = one.end, 0.0, None
                self._is_woken.set()  # there is room for more
            else:
                preview = one.preview or (held.progress and held.progress.preview) or None
                held.progress = Progress(one.handle, one.fraction, preview)

    def look_for_work(self) -> None:
        """At the next turn, whatever the time: somebody says that there is something new. From any thread."""
        self._is_woken.set()
        self._executor.wake()

    # ---- claiming

    def _claim_when_due(self) -> None:
        """Where there may be something new: after a wake-up, an end, or a while."""
        if self._shutdown.is_set() or not (self._is_woken.is_set() or time.monotonic() >= self._claim_due):
            return
        self._is_woken.clear()
        self._claim_due = time.monotonic() + IDLE_SECONDS
        with self._storage_trouble("claim"):
            while self._claim():
                continue

    def _claim(self) -> bool:
        """One job, and those of its batch that are better made with it; whether there was room, and one to claim."""
        lanes = {lane for lane in Lane if self._executor.free(lane)}
        claims = self._claimed(limit=1, lanes=lanes) if lanes else []
        if not claims:
            return False
        work = claims[0].work
        more = self._executor.together(work) - 1
        if more > 0:
            claims += self._claimed(limit=more, lanes={work.lane}, batch_key=work.batch_key)
        self._submit(claims)
        return True

    def _claimed(self, *, limit: int, lanes: set[Lane], batch_key: str | None = None) -> list[Claim]:
        return self._storage.queue.claim(
            self.name, limit=limit, lease_seconds=self._lease_seconds, lanes=lanes, batch_key=batch_key
        )

    def _submit(self, claims: Sequence[Claim]) -> None:
        ready: list[tuple[Claim, Inputs]] = []
        for claim in claims:
            log.info(event("claimed", job=claim.job_id, attempt=claim.attempt, work=claim.work.cost_key))
            try:
                ready.append((claim, self._inputs_of(claim.work)))
            except Exception as error:  # settled by its kind, as what an executor tells
                self._held.append(_Held(claim, None, end=error))
        handles = self._executor.submit(*((claim.work, inputs) for claim, inputs in ready)) if ready else []
        tell_at = time.monotonic() + LOOK_SECONDS
        self._held += [_Held(claim, handle, tell_at=tell_at) for (claim, _), handle in zip(ready, handles, strict=True)]

    def _inputs_of(self, work: Work) -> Inputs:
        return {role: [self._picture(ref, role) for ref in refs] for role, refs in work.inputs().items()}

    def _picture(self, ref: ImageRef, role: str) -> bytes:
        try:
            return self._storage.images.get(ref)
        except ImageGone as error:
            raise BadImage(FailureReason.IMAGE_GONE, role=role) from error

    # ---- while it is made

    def _pass_progress_on(self) -> None:
        for held in self._held:
            if held.progress and held.handle and not held.reason and time.monotonic() >= held.tell_at:
                self._telling(held, self._renew)

    def _renew(self, held: _Held) -> None:
        progress = held.progress
        assert progress is not None
        preview = self._preview(progress.preview)
        with self._dropped_if_lost(preview):
            renewal = self._storage.queue.renew(
                held.claim, progress=progress.fraction, preview=preview, lease_seconds=self._lease_seconds
            )
        held.progress, held.tell_at = None, time.monotonic() + LOOK_SECONDS
        if renewal.cancel_requested:
            self._stop(held, Reason.CANCELLED)

    def _preview(self, data: bytes | None) -> ImageRef | None:
        """A full disk costs the picture of it, not the lease."""
        try:
            return None if data is None else self._storage.images.put(data)
        except OSError as error:
            log.warning(event("preview_not_kept", error=error))
            return None

    @contextmanager
    def _dropped_if_lost(self, put: ImageRef | None) -> Iterator[None]:
        """A job may be lost because its person is forgotten: nothing may come after that."""
        try:
            yield
        except LeaseLost:
            self._drop(put)
            raise

    def _drop(self, put: ImageRef | None) -> None:
        if put is not None:
            drop_unneeded(self._storage, [put])

    def _look_for_cancels(self) -> None:
        going_on = [held for held in self._held if held.handle and not held.reason]
        if not going_on or time.monotonic() < self._look_due:
            return
        self._look_due = time.monotonic() + LOOK_SECONDS
        with self._storage_trouble("look_for_cancels"):
            cancelled = self._storage.queue.cancelled_among([held.claim for held in going_on])
            for held in going_on:
                if held.claim.job_id in cancelled:
                    self._stop(held, Reason.CANCELLED)

    def _stop(self, held: _Held, reason: Reason) -> None:
        held.reason = reason
        if held.handle:
            self._executor.stop(held.handle)

    # ---- settling

    def _settle_ends(self) -> None:
        """Those that storage cannot take stay, and are tried again until it can or the lease is another's."""
        for held in self._held:
            if held.end is not None and time.monotonic() >= held.tell_at:
                self._telling(held, self._settle)
        if self._cannot:
            cannot, self._cannot = self._cannot, None
            self._give_all_back()
            raise cannot

    def _settle(self, held: _Held) -> None:
        claim, end = held.claim, held.end
        if isinstance(end, Made):
            self._settle_made(claim, end)
        elif isinstance(end, Stopped):
            self._settle_stopped(claim, held.reason or Reason.SHUTDOWN)
        elif isinstance(end, CannotPaint):
            self._storage.queue.give_back(claim)
            self._cannot = end
        elif end is not None:
            self._settle_failed(claim, end)
        self._held = [other for other in self._held if other is not held]

    def _settle_made(self, claim: Claim, made: Made) -> None:
        result = self._storage.images.put(made.data)
        with self._dropped_if_lost(result):
            is_wanted = self._storage.queue.complete(claim, result=result, paint_seconds=made.seconds)
        log.info(event("made", job=claim.job_id, attempt=claim.attempt, seconds=made.seconds, wanted=is_wanted))
        if not is_wanted:
            self._drop(result)

    def _settle_stopped(self, claim: Claim, reason: Reason) -> None:
        log.info(event("stopped", job=claim.job_id, attempt=claim.attempt, reason=reason))
        if reason is Reason.CANCELLED:
            self._storage.queue.acknowledge_cancel(claim)
        elif reason is Reason.SHUTDOWN:
            self._storage.queue.give_back(claim)

    def _settle_failed(self, claim: Claim, error: Exception) -> None:
        failure = failure_for(error)
        facts = event(
            "failed", job=claim.job_id, attempt=claim.attempt, reason=failure.reason, input=failure.input, error=error
        )
        log.error(facts, exc_info=error if failure.reason is FailureReason.INTERNAL else None)
        self._storage.queue.fail(claim, reason=failure.reason, input=failure.input, retry=failure.retry)

    def _telling(self, held: _Held, tell: Callable[[_Held], None]) -> None:
        """Whatever goes wrong with the telling, nobody else notices."""
        claim = held.claim
        try:
            tell(held)
        except LeaseLost:  # the job is another's by now, and so is the right to say how it ended
            log.warning(event("lease_lost", job=claim.job_id, attempt=claim.attempt))
            if held.end is None:
                self._stop(held, Reason.LEASE_LOST)
            else:
                self._held = [other for other in self._held if other is not held]
        except Exception:  # a full disk or a held lock may pass; if it does not, the lease runs out
            held.tell_at = time.monotonic() + RETRY_SECONDS
            log.exception(event("not_told", job=claim.job_id, attempt=claim.attempt))

    def _give_all_back(self) -> None:
        """Stop what is in hand, and tell storage; what it cannot take now, the end of the lease will tell."""
        for held in self._held:
            if held.handle and not held.reason:
                self._stop(held, Reason.SHUTDOWN)
        while any(held.handle for held in self._held):
            self._hear(self._executor.news(LOOK_SECONDS))
        for held in self._held:
            self._telling(held, self._settle)

    # ---- signs of life

    @contextmanager
    def _woken_by(self, listener: WakeListener) -> Iterator[None]:
        """Both kinds of news come to one thread: datagrams of the other process end its wait for the executor's."""
        is_over = threading.Event()

        def listen() -> None:
            while not is_over.is_set():
                if listener.wait(IDLE_SECONDS):
                    self.look_for_work()

        thread = threading.Thread(target=listen, name="wake-ups", daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            wake(self._storage.wake_folder, "engine")
            thread.join()

    def _beat_when_due(self) -> None:
        if time.monotonic() < self._beat_due:
            return
        self._beat_due = time.monotonic() + BEAT_SECONDS
        with self._storage_trouble("beat"):
            self._storage.workers.beat(self.name, device=self._executor.device, threads=self._executor.threads)

    @contextmanager
    def _storage_trouble(self, doing: str) -> Iterator[None]:
        """A full disk or a held lock: it may pass."""
        try:
            yield
        except StorageError:
            log.exception(event("storage_failed", doing=doing))
