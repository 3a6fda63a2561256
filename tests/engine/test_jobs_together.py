"""Jobs of one batch at the worker: submitted together, and still each ends as if it were alone."""

import pytest

from engine.executors import Handle
from engine.failures import BadImage, CannotPaint
from engine.kinds import Made
from engine.worker import Worker
from storage.database import change, write_transaction
from storage.jobs import FailureReason, JobState
from storage.names import ImageRef
from storage.outbox import OutboxKind
from storage.store import Storage
from storage.work import Work
from tests.engine.scene import FlatExecutor, ask, look, outbox_kinds, photo


class Choosy(FlatExecutor):
    """Opens each content before it paints, as the real one does."""

    def __init__(self, storage: Storage, **others: int) -> None:
        super().__init__(**others)  # type: ignore[arg-type]
        self._storage = storage

    def _end(self, handle: Handle, work: Work) -> Made | Exception:
        (content,) = work.inputs()["content"]
        if self._storage.images.get(content) == b"a letter":
            return BadImage(FailureReason.NOT_AN_IMAGE, role="content")
        return super()._end(handle, work)


def work(worker: Worker) -> None:
    while worker.turn(0):
        continue


def test_jobs_that_wait_are_taken_along_each_with_an_end_of_its_own(storage: Storage) -> None:
    first = ask(storage, method="instant")
    bad = ask(storage, method="instant", content=b"a letter")
    gone = ask(storage, method="instant", content=ImageRef("0" * 64))
    good = [ask(storage, method="instant", content=photo(number)) for number in (3, 4)]
    other_size = ask(storage, method="instant", side=96)
    executor = Choosy(storage, at_once=4)

    work(Worker(storage, executor))

    assert executor.batches == [3, 1, 1], "one of the four was not there to be submitted"
    states = [look(storage, job_id).state for job_id in (first, bad, gone, *good, other_size)]
    assert states == [JobState.SUCCEEDED, JobState.DEAD, JobState.DEAD, *3 * [JobState.SUCCEEDED]]
    assert [look(storage, job_id).failure for job_id in (bad, gone)] == [
        FailureReason.NOT_AN_IMAGE,
        FailureReason.IMAGE_GONE,
    ]


def test_a_cancel_takes_one_job_out_of_the_batch(storage: Storage) -> None:
    jobs = [ask(storage, method="instant") for _ in range(3)]

    def cancel_the_second(step: int) -> None:
        if step == 0:
            storage.queue.cancel(jobs[1])

    executor = FlatExecutor(at_once=3, before_step=cancel_the_second)
    work(Worker(storage, executor))

    assert executor.batches == [3]
    states = [look(storage, job_id).state for job_id in jobs]
    assert states == [JobState.SUCCEEDED, JobState.CANCELLED, JobState.SUCCEEDED]
    assert outbox_kinds(storage, jobs[1]) == [OutboxKind.CANCELLED]


def test_an_engine_that_must_end_gives_the_whole_batch_back(storage: Storage) -> None:
    jobs = [ask(storage, method="instant") for _ in range(3)]
    worker = Worker(storage, FlatExecutor(at_once=3, before_step=lambda step: worker.stop()))
    worker.run()
    assert [look(storage, job_id).state for job_id in jobs] == 3 * [JobState.QUEUED]

    with pytest.raises(CannotPaint, match="no device"):
        work(Worker(storage, FlatExecutor(at_once=3, error=CannotPaint("no device"))))
    assert [look(storage, job_id).state for job_id in jobs] == 3 * [JobState.QUEUED]


def test_a_lease_lost_in_a_batch_is_no_loss_to_the_others(storage: Storage) -> None:
    first, second = (ask(storage, method="instant") for _ in range(2))

    def another_has_taken_the_first(step: int) -> None:
        with write_transaction(storage.db):
            change(storage.db, "update jobs set attempt = 2 where id = :first", {"first": first})

    work(Worker(storage, FlatExecutor(at_once=2, before_step=another_has_taken_the_first)))
    assert (look(storage, first).state, look(storage, first).result) == (JobState.LEASED, None)
    assert look(storage, second).state is JobState.SUCCEEDED
