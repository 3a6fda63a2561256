import pytest

from storage.names import JobId
from storage.outbox import NotDue, OutboxKind, OutboxRow, OutboxState
from storage.places import Place
from storage.store import Storage
from tests.storage.scene import Clock, image, request


def enqueue(storage: Storage, *, user: int = 1) -> JobId:
    return storage.queue.enqueue(request(user=user))[0]


def paint(storage: Storage) -> None:
    (claim,) = storage.queue.claim("worker")
    storage.queue.complete(claim, result=image("result"), paint_seconds=1)


def the_due_row(storage: Storage) -> OutboxRow:
    (due,) = storage.outbox.due()
    return due


def states(storage: Storage, job_id: JobId) -> dict[OutboxKind, OutboxState]:
    return {row.kind: row.state for row in storage.outbox.of_job(job_id)}


def test_the_oldest_comes_first(storage: Storage) -> None:
    jobs = [enqueue(storage, user=user) for user in (1, 2, 3)]

    assert [row.job_id for row in storage.outbox.due(limit=2)] == jobs[:2]


def test_words_come_before_pictures_however_many_are_due(storage: Storage) -> None:
    for user in (1, 2):
        enqueue(storage, user=user)
        storage.outbox.mark_sent(storage.outbox.due()[0].id, message_id=user)
        paint(storage)
    asked_last = enqueue(storage, user=3)

    assert [row.job_id for row in storage.outbox.due(limit=1)] == [asked_last]


def test_what_only_a_newer_version_can_tell_waits_for_it(storage: Storage) -> None:
    """After a roll-back: nobody else waits with it."""
    newer = enqueue(storage, user=1)
    other = enqueue(storage, user=2)
    storage.db.execute("update outbox set kind = 'receipt' where job_id = ?", [newer])

    assert [row.job_id for row in storage.outbox.due()] == [other]


def test_a_result_waits_until_its_acknowledgement_is_settled(storage: Storage) -> None:
    enqueue(storage)
    paint(storage)
    acknowledgement = the_due_row(storage)
    assert acknowledgement.kind is OutboxKind.ACKNOWLEDGEMENT
    storage.outbox.mark_sending(acknowledgement.id)
    assert storage.outbox.due() == []

    storage.outbox.mark_sent(acknowledgement.id, message_id=70)

    assert the_due_row(storage).kind is OutboxKind.RESULT


def test_a_result_passes_an_acknowledgement_that_was_put_off(storage: Storage, clock: Clock) -> None:
    enqueue(storage)
    storage.outbox.put_off(the_due_row(storage).id, seconds=40)
    paint(storage)

    assert the_due_row(storage).kind is OutboxKind.RESULT
    clock.passes(40)
    assert the_due_row(storage).kind is OutboxKind.ACKNOWLEDGEMENT


def test_a_result_waits_for_an_acknowledgement_that_may_have_arrived(storage: Storage) -> None:
    enqueue(storage)
    acknowledgement = the_due_row(storage)
    storage.outbox.mark_sending(acknowledgement.id)
    storage.outbox.postpone(acknowledgement.id, seconds=40)
    paint(storage)

    assert storage.outbox.due() == []


def test_putting_off_counts_as_no_try(storage: Storage) -> None:
    enqueue(storage)
    for _ in range(10):
        storage.outbox.put_off(the_due_row(storage).id, seconds=0)

    assert the_due_row(storage).tries == 0


def test_a_result_does_not_wait_for_other_peoples_messages(storage: Storage) -> None:
    stuck = enqueue(storage, user=1)
    enqueue(storage, user=2)
    storage.outbox.mark_sending(storage.outbox.due()[0].id)

    assert all(row.job_id != stuck for row in storage.outbox.due())
    assert len(storage.outbox.due()) == 1


def test_the_sent_acknowledgement_becomes_the_living_message(storage: Storage) -> None:
    job_id = enqueue(storage)

    storage.outbox.mark_sent(the_due_row(storage).id, message_id=70)

    job = storage.jobs.by_message(1, 70)
    assert job is not None
    assert (job.id, job.place.message_id) == (job_id, 70)


def test_a_result_edited_in_place_leaves_the_living_message(storage: Storage) -> None:
    job_id = enqueue(storage)
    storage.outbox.mark_sent(the_due_row(storage).id, message_id=70)
    paint(storage)

    storage.outbox.mark_sent(the_due_row(storage).id)

    job = storage.jobs.job(job_id)
    assert job is not None
    assert job.place.message_id == 70
    assert storage.outbox.due() == []


def test_a_postponed_message_is_due_again_later(storage: Storage, clock: Clock) -> None:
    enqueue(storage)
    row = the_due_row(storage)
    storage.outbox.mark_sending(row.id)
    storage.outbox.postpone(row.id, seconds=7)
    clock.passes(6.9)
    assert storage.outbox.due() == []

    clock.passes(0.1)

    assert (the_due_row(storage).id, the_due_row(storage).tries) == (row.id, 1)


def test_what_was_given_up_stays_so_with_its_reason(storage: Storage) -> None:
    job_id = enqueue(storage)
    row = the_due_row(storage)

    storage.outbox.give_up(row.id, why="Forbidden: bot was blocked by the user")
    storage.outbox.postpone(row.id, seconds=0)
    storage.outbox.mark_sent(row.id)

    (kept,) = storage.outbox.of_job(job_id)
    assert (kept.state, kept.why) == (OutboxState.GIVEN_UP, "Forbidden: bot was blocked by the user")
    assert storage.outbox.due() == []


def test_nothing_is_sent_by_two_senders(storage: Storage) -> None:
    enqueue(storage)
    row = the_due_row(storage)
    storage.outbox.mark_sending(row.id)

    with pytest.raises(NotDue):
        storage.outbox.mark_sending(row.id)


def test_after_a_crash_an_acknowledgement_is_sent_again_but_nothing_else_that_was_under_way(storage: Storage) -> None:
    under_way, acknowledged, waiting = (enqueue(storage, user=user) for user in (1, 2, 3))
    for _ in range(2):
        paint(storage)
    by_job = {row.job_id: row for row in storage.outbox.due()}
    storage.outbox.mark_sending(by_job[under_way].id)
    storage.outbox.mark_sent(by_job[acknowledged].id, message_id=5)
    result = next(row for row in storage.outbox.due() if row.kind is OutboxKind.RESULT)
    storage.outbox.mark_sending(result.id)

    storage.outbox.recover()

    assert states(storage, under_way) == {
        OutboxKind.ACKNOWLEDGEMENT: OutboxState.DUE,
        OutboxKind.RESULT: OutboxState.DUE,
    }
    assert states(storage, acknowledged) == {
        OutboxKind.ACKNOWLEDGEMENT: OutboxState.SENT,
        OutboxKind.RESULT: OutboxState.UNKNOWN,
    }
    assert states(storage, waiting) == {OutboxKind.ACKNOWLEDGEMENT: OutboxState.DUE}


def test_what_belongs_to_no_job_is_told_at_its_place(storage: Storage) -> None:
    place = storage.places.stored(Place(chat_id=5, message_id=70))
    assert place.id is not None

    storage.outbox.add_at(place.id, OutboxKind.ERASED)

    due = the_due_row(storage)
    assert (due.place, due.job_id, due.kind) == (place, None, OutboxKind.ERASED)


def test_a_message_sent_to_somebody_who_was_forgotten_meanwhile_is_no_error(storage: Storage) -> None:
    assert not storage.outbox.mark_sent(404, message_id=1)
    storage.outbox.give_up(404, why="gone")

    assert storage.outbox.due() == []
