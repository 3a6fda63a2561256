"""Telling storage how a painting goes, on a thread and connection of its own: painting never waits for a disk.

The lease is renewed only after news from the painter, never by a timer: a painter that hangs loses its job.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from engine.logs import event
from engine.methods import ONE_PASS
from storage.jobs import Claim, ImageRef
from storage.queue import LeaseLost
from storage.store import Storage

LEASE_SECONDS = 30.0
PREVIEW_SECONDS = 1.5
BEAT_SECONDS = 5.0
LOOK_SECONDS = 0.2
"""How often the thread looks for news to write, and without news for a cancel."""
RETRY_SECONDS = 1.0

log = logging.getLogger(__name__)


class Reason(StrEnum):
    CANCELLED = "cancelled"
    LEASE_LOST = "lease_lost"
    SHUTDOWN = "shutdown"


class Stopped(Exception):
    """The painting is not wanted any longer: let it through, and settle the claim as the reason says."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Reporter:
    """Reports one claim from `with` to the end of the block. Only the newest news is written."""

    def __init__(
        self,
        folder: Path,
        claim: Claim,
        *,
        shutdown: threading.Event,
        beat: Callable[[Storage], None],
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._folder = folder
        self._claim = claim
        self._shutdown = shutdown
        self._beat = beat
        self._lease_seconds = lease_seconds
        self._news: deque[tuple[float, Callable[[], bytes]]] = deque(maxlen=1)  # newer news push out older
        self._is_over = threading.Event()
        self._stop_reason: Reason | None = None
        self._preview_due = self._beat_due = 0.0
        self._thread = threading.Thread(target=self._run, name=f"report-{claim.job_id}", daemon=True)

    def __enter__(self) -> "Reporter":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def on_progress(self, fraction: float, encode_preview: Callable[[], bytes]) -> None:
        """For the painter, after each step. Raises Stopped."""
        if self._shutdown.is_set():
            raise Stopped(Reason.SHUTDOWN)
        if self._stop_reason:
            raise Stopped(self._stop_reason)
        self._news.append((fraction, encode_preview))

    def _run(self) -> None:
        while not self._is_over.is_set():
            try:
                self._report_until_over()
            except LeaseLost:
                self._stop_reason = Reason.LEASE_LOST
                return
            except Exception:  # a full disk or a held lock may pass; if it does not, the lease runs out
                log.exception(event("report_failed", job=self._claim.job_id, attempt=self._claim.attempt))
                self._is_over.wait(RETRY_SECONDS)

    def _report_until_over(self) -> None:
        with Storage.open(self._folder) as storage:
            while not self._is_over.wait(LOOK_SECONDS):
                if self._news:
                    self._write(storage, *self._news.pop())
                elif _is_cancelled(storage, self._claim):
                    self._stop_reason = Reason.CANCELLED

    def _write(self, storage: Storage, fraction: float, encode_preview: Callable[[], bytes]) -> None:
        renewal = storage.queue.renew(
            self._claim,
            progress=fraction,
            preview=self._preview_when_due(storage, encode_preview),
            lease_seconds=self._lease_seconds,
        )
        if renewal.cancel_requested:
            self._stop_reason = Reason.CANCELLED
        self._beat_when_due(storage)

    def _preview_when_due(self, storage: Storage, encode: Callable[[], bytes]) -> ImageRef | None:
        """None for a method of one pass too: all that it could show meanwhile is the photo."""
        now = time.monotonic()
        if now < self._preview_due or self._claim.recipe.method == ONE_PASS:
            return None
        self._preview_due = now + PREVIEW_SECONDS
        return storage.images.put(encode())

    def _beat_when_due(self, storage: Storage) -> None:
        now = time.monotonic()
        if now >= self._beat_due:
            self._beat_due = now + BEAT_SECONDS
            self._beat(storage)


def _is_cancelled(storage: Storage, claim: Claim) -> bool:
    job = storage.queue.job(claim.job_id)
    return job is not None and job.cancel_requested
