from storage.store import Storage
from storage.workers import ALIVE_SECONDS
from tests.storage.scene import Clock


def test_a_worker_is_alive_while_it_beats(storage: Storage, clock: Clock) -> None:
    storage.workers.beat("host/1/10", device="cpu", threads=1)
    storage.workers.beat("host/1/10", device="cpu", threads=2)

    (worker,) = storage.workers.alive()
    assert (worker.name, worker.device, worker.threads, worker.seen_at) == ("host/1/10", "cpu", 2, clock())

    clock.passes(ALIVE_SECONDS + 1)
    assert storage.workers.alive() == []
    assert len(storage.workers.alive(within_seconds=3600)) == 1


def test_a_worker_that_says_goodbye_is_gone_at_once(storage: Storage) -> None:
    storage.workers.beat("host/1/10", device="cpu", threads=1)

    storage.workers.leave("host/1/10")

    assert storage.workers.alive() == []
