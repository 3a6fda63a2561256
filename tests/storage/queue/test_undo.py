from storage.jobs import FailureReason
from storage.names import JobId
from storage.outbox import OutboxKind
from storage.store import Storage
from tests.storage.scene import image, request


def painted(storage: Storage, *, message: int = 40) -> JobId:
    job_id, _ = storage.queue.enqueue(request(message=message))
    (claim,) = storage.queue.claim("worker")
    storage.queue.complete(claim, result=image(f"result of {job_id}"), paint_seconds=1)
    return job_id


def owner_of(storage: Storage, message: int) -> JobId:
    owner = storage.jobs.by_message(1, message)
    assert owner is not None
    return owner.id


def deliver_everything(storage: Storage) -> None:
    while due := storage.outbox.due():
        for row in due:
            storage.outbox.mark_sent(row.id)


def test_the_message_is_given_back_to_the_painting_before_which_is_told_again(storage: Storage) -> None:
    painted(storage)
    first, second = painted(storage), painted(storage)
    deliver_everything(storage)

    assert storage.undo.withdraw(second) == first

    assert owner_of(storage, 40) == first
    (again,) = storage.outbox.due()
    assert (again.job_id, again.kind) == (first, OutboxKind.RESULT)


def test_twice_goes_back_once(storage: Storage) -> None:
    oldest, middle, newest = (painted(storage) for _ in range(3))
    storage.undo.withdraw(newest)

    assert storage.undo.withdraw(newest) is None

    earlier = storage.undo.earlier(middle)
    assert earlier is not None
    assert earlier.id == oldest


def test_nothing_more_is_told_of_what_was_cancelled_over_a_painting(storage: Storage) -> None:
    shown = painted(storage)
    stopped, _ = storage.queue.enqueue(request(message=40))
    (claim,) = storage.queue.claim("worker")
    storage.queue.cancel(stopped)

    assert storage.undo.withdraw(stopped) == shown

    storage.queue.acknowledge_cancel(claim)
    assert {row.job_id for row in storage.outbox.due()} == {shown}


def test_nothing_changes_when_a_newer_job_has_the_message(storage: Storage) -> None:
    _shown, old = painted(storage), painted(storage)
    newer, _ = storage.queue.enqueue(request(message=40))

    assert storage.undo.withdraw(old) is None

    assert owner_of(storage, 40) == newer


def test_nothing_changes_where_nothing_was_painted_before(storage: Storage) -> None:
    painted(storage, message=41)
    storage.queue.enqueue(request(message=40))
    (failed,) = storage.queue.claim("worker")
    storage.queue.fail(failed, reason=FailureReason.INTERNAL)
    only = painted(storage)

    assert storage.undo.earlier(only) is None
    assert storage.undo.withdraw(only) is None

    assert owner_of(storage, 40) == only


def test_what_could_not_be_shown_is_nothing_to_go_back_to(storage: Storage) -> None:
    refused, newer = painted(storage), painted(storage)
    row = next(row for row in storage.outbox.of_job(refused) if row.kind is OutboxKind.RESULT)
    storage.outbox.give_up(row.id, why="no right to send photos")

    assert storage.undo.earlier(newer) is None
    assert storage.undo.withdraw(newer) is None


def test_a_withdrawn_one_does_not_come_back_by_going_back_further(storage: Storage) -> None:
    oldest, withdrawn = painted(storage), painted(storage)
    storage.undo.withdraw(withdrawn)
    newest = painted(storage)

    assert storage.undo.withdraw(newest) == oldest
