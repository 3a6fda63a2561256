from storage.database import rows
from storage.jobs import FailureReason
from storage.queue.transitions import AGEING_SECONDS, Queue
from storage.store import Storage
from tests.storage.scene import Clock, image, job_of, request


def paint_next(storage: Storage) -> int:
    """Paint one job; whose it was."""
    (claim,) = storage.queue.claim("worker")
    storage.queue.complete(claim, result=image("result"), paint_seconds=1)
    return job_of(storage, claim.job_id).user_id


def test_ten_newcomers_are_served_next_although_one_person_has_two_hundred_jobs_in_line(storage: Storage) -> None:
    for _ in range(200):
        storage.queue.enqueue(request(user=1))
    for _ in range(20):
        paint_next(storage)
    for newcomer in range(2, 12):
        storage.queue.enqueue(request(user=newcomer))

    next_ten = [paint_next(storage) for _ in range(10)]

    assert sorted(next_ten) == list(range(2, 12))


def test_people_with_many_jobs_each_take_turns(storage: Storage) -> None:
    for user in (1, 2, 3):
        for _ in range(5):
            storage.queue.enqueue(request(user=user))

    assert [paint_next(storage) for _ in range(15)] == [1, 2, 3] * 5


def test_a_person_who_was_away_gains_no_credit(storage: Storage) -> None:
    for _ in range(30):
        storage.queue.enqueue(request(user=1))
        paint_next(storage)

    for _ in range(3):
        storage.queue.enqueue(request(user=1))
    for _ in range(3):
        storage.queue.enqueue(request(user=2))

    assert [paint_next(storage) for _ in range(6)] == [2, 1, 2, 1, 2, 1]


def test_cancelled_jobs_cost_no_turn(storage: Storage) -> None:
    for job_id in [storage.queue.enqueue(request(user=1))[0] for _ in range(50)]:
        storage.queue.cancel(job_id)
    storage.queue.enqueue(request(user=1))
    for _ in range(2):
        storage.queue.enqueue(request(user=2))

    assert [paint_next(storage) for _ in range(3)] == [1, 2, 2]


def test_many_quick_jobs_do_not_spoil_the_turns_of_slow_ones(storage: Storage) -> None:
    for _ in range(100):
        storage.queue.enqueue(request(user=1, quick=True))
        paint_next(storage)
    for _ in range(50):
        storage.queue.enqueue(request(user=2))

    storage.queue.enqueue(request(user=3))

    assert [paint_next(storage) for _ in range(2)] == [2, 3]


def test_a_quick_job_never_waits_behind_a_slow_one(storage: Storage) -> None:
    for user in range(1, 20):
        storage.queue.enqueue(request(user=user))
    storage.queue.enqueue(request(user=99, quick=True))

    assert paint_next(storage) == 99


def test_a_job_that_fails_again_and_again_holds_nobody_up(storage: Storage) -> None:
    storage.queue.enqueue(request(user=1))
    for user in (2, 3, 4):
        storage.queue.enqueue(request(user=user))
    (poison,) = storage.queue.claim("worker")
    storage.queue.fail(poison, reason=FailureReason.INTERNAL, retry=True)

    assert [paint_next(storage) for _ in range(3)] == [2, 3, 4]


def test_quick_jobs_that_never_end_do_not_hold_up_a_slow_one_for_ever(storage: Storage, clock: Clock) -> None:
    storage.queue.enqueue(request(user=1))
    served = []
    for _ in range(10):
        storage.queue.enqueue(request(user=2, quick=True))
        clock.passes(AGEING_SECONDS / 5)
        served.append(paint_next(storage))

    assert served.count(1) == 1


def test_slow_jobs_that_waited_for_long_keep_to_their_turns(storage: Storage, clock: Clock) -> None:
    for _ in range(3):
        storage.queue.enqueue(request(user=1))
    clock.passes(1)
    storage.queue.enqueue(request(user=2))
    clock.passes(AGEING_SECONDS)
    served = []
    for _ in range(8):
        storage.queue.enqueue(request(user=9, quick=True))
        served.append(paint_next(storage))
        clock.passes(1)

    assert [user for user in served if user != 9] == [1, 2, 1, 1]


def test_slow_jobs_that_waited_for_long_leave_every_second_turn_to_quick_ones(storage: Storage, clock: Clock) -> None:
    for user in range(1, 6):
        storage.queue.enqueue(request(user=user))
    clock.passes(AGEING_SECONDS)
    for _ in range(5):
        storage.queue.enqueue(request(user=9, quick=True))

    served = []
    for _ in range(8):
        served.append(paint_next(storage))
        clock.passes(1)

    assert served[0] == 9
    assert served.count(9) == 4


GROUP, OTHER_GROUP = -100, -200


def test_one_alone_is_served_before_the_second_of_a_chat_that_asked_before(storage: Storage) -> None:
    for user in (1, 2):
        storage.queue.enqueue(request(user=user, chat=GROUP))
    storage.queue.enqueue(request(user=3))

    assert [paint_next(storage) for _ in range(3)] == [1, 3, 2]


def test_a_newcomer_is_next_amid_a_group_of_fifty(storage: Storage) -> None:
    for user in range(1, 51):
        storage.queue.enqueue(request(user=user, chat=GROUP))
    for _ in range(20):
        paint_next(storage)
    storage.queue.enqueue(request(user=99))

    assert 99 in [paint_next(storage) for _ in range(2)]


def test_everybody_of_a_group_of_fifty_has_one_before_somebody_alone_has_a_second(storage: Storage) -> None:
    for _ in range(10):
        storage.queue.enqueue(request(user=99))
    for user in range(1, 51):
        storage.queue.enqueue(request(user=user, chat=GROUP))

    served = [paint_next(storage) for _ in range(60)]

    assert sorted(served[:51]) == [*range(1, 51), 99]


def test_somebody_busy_in_a_group_holds_up_none_of_its_others(storage: Storage) -> None:
    for _ in range(30):
        storage.queue.enqueue(request(user=1, chat=GROUP))
    for user in (2, 3):
        storage.queue.enqueue(request(user=user, chat=GROUP))

    assert [paint_next(storage) for _ in range(4)] == [1, 2, 3, 1]


def test_two_groups_take_turns_from_the_moment_that_the_second_comes(storage: Storage) -> None:
    for user in range(1, 31):
        storage.queue.enqueue(request(user=user, chat=GROUP))
    for _ in range(10):
        paint_next(storage)
    for user in range(101, 131):
        storage.queue.enqueue(request(user=user, chat=OTHER_GROUP))

    next_ten = [paint_next(storage) for _ in range(10)]

    assert 4 <= sum(user > 100 for user in next_ten) <= 6


def test_what_a_group_had_while_nobody_waited_is_not_held_against_it(storage: Storage) -> None:
    for user in range(1, 31):
        storage.queue.enqueue(request(user=user, chat=GROUP))
        paint_next(storage)
    for user in range(101, 121):
        storage.queue.enqueue(request(user=user, chat=OTHER_GROUP))

    storage.queue.enqueue(request(user=50, chat=GROUP))

    assert 50 in [paint_next(storage) for _ in range(3)]


def test_cancelled_jobs_cost_their_chat_no_turn(storage: Storage) -> None:
    for job_id in [storage.queue.enqueue(request(user=user, chat=GROUP))[0] for user in range(1, 21)]:
        storage.queue.cancel(job_id)
    for user in (31, 32):
        storage.queue.enqueue(request(user=user, chat=OTHER_GROUP))
    storage.queue.enqueue(request(user=21, chat=GROUP))

    assert [paint_next(storage) for _ in range(3)] == [31, 21, 32]


def test_a_group_keeps_its_turns_when_it_becomes_a_supergroup(storage: Storage) -> None:
    for user in range(1, 11):
        storage.queue.enqueue(request(user=user, chat=GROUP))
    storage.chats.migrate(GROUP, OTHER_GROUP)
    storage.queue.enqueue(request(user=11, chat=OTHER_GROUP))
    storage.queue.enqueue(request(user=99))

    assert [paint_next(storage) for _ in range(11)][-1] == 10


def test_the_turn_of_a_new_job_is_found_by_an_index_however_many_jobs_have_ended(storage: Storage) -> None:
    names = {"lane": 1, "round": 1, "served": 1, "user_id": 1, "place_id": 1}
    for statement in (Queue._ROUND, Queue._SERVED_TURN, Queue._TURN):
        plan = [step["detail"] for step in rows(storage.db, f"explain query plan {statement}", names)]

        assert not [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step], plan
