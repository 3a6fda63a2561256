"""Several real processes on one data folder: nothing lost, nothing doubled, nobody killed by a lock."""

import time
from pathlib import Path
from random import Random

import pytest

from storage.database import StorageBusy, open_database, rows
from storage.images import ImageStore
from storage.inbox import Inbox
from storage.jobs import JobState
from storage.migrations import MIGRATIONS
from storage.names import ImageRef
from storage.outbox import OutboxKind
from storage.queue import Jobs, Queue
from storage.store import Storage
from tests.storage.scene import request
from tests.storage.troupe import troupe_in

pytestmark = pytest.mark.slow


def unfinished(storage: Storage) -> int:
    return int(rows(storage.db, "select count(*) as count from jobs where state in ('queued', 'leased')")[0]["count"])


def wait_until_all_is_painted(storage: Storage, *, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while unfinished(storage):
        assert time.monotonic() < deadline, f"{unfinished(storage)} jobs are left"
        time.sleep(0.02)


def assert_everybody_was_told_once(storage: Storage, *, jobs: int) -> None:
    ended = rows(storage.db, "select id, state, result, attempt - forgiven as counted from jobs")
    outcomes = rows(storage.db, "select job_id, kind from outbox where kind <> 'acknowledgement'")
    expected = {JobState.SUCCEEDED: OutboxKind.RESULT, JobState.DEAD: OutboxKind.FAILURE}

    assert len(ended) == jobs
    assert sorted((one["job_id"], one["kind"]) for one in outcomes) == sorted(
        (one["id"], expected[JobState(one["state"])]) for one in ended
    )
    assert max(one["counted"] for one in ended) <= 4
    assert all(storage.images.has(ImageRef(one["result"])) for one in ended if one["result"])
    assert rows(storage.db, "pragma integrity_check") == [{"integrity_check": "ok"}]


def test_two_engines_paint_what_a_bot_enqueues_each_job_once(tmp_path: Path) -> None:
    with troupe_in(tmp_path / "data") as troupe, Storage.open(tmp_path / "data") as storage:
        for name in ("ada", "ben"):
            troupe.start("consume", name).wait_for("ready")

        troupe.start("produce", "150").ends_well()
        wait_until_all_is_painted(storage)

        assert_everybody_was_told_once(storage, jobs=150)
        succeeded = rows(storage.db, "select id from jobs where state = 'succeeded'")
        assert sorted(troupe.said_by("consume")) == [one["id"] for one in succeeded]
        assert storage.inbox.pending() == []


def test_killing_bot_and_engines_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    random = Random(4)
    with troupe_in(tmp_path / "data") as troupe, Storage.open(tmp_path / "data") as storage:
        cast = [troupe.start("produce", "400"), troupe.start("consume", "ada"), troupe.start("consume", "ben")]
        began = time.monotonic()
        while (lasted := time.monotonic() - began) < 10 or (lasted < 90 and not troupe.said_by("produce")):
            time.sleep(random.uniform(0.1, 0.4))
            victim = random.randrange(len(cast))
            cast[victim].wait_for("ready")
            cast[victim].kill()
            cast[victim] = troupe.start(cast[victim].role, *cast[victim].arguments)
        accepted = set(troupe.said_by("produce"))
        cast[0].kill()
        wait_until_all_is_painted(storage)

        found = rows(storage.db, "select key from jobs")
        assert len(troupe.players) > len(cast)
        assert accepted
        assert accepted <= {int(one["key"]) for one in found}
        assert_everybody_was_told_once(storage, jobs=len(found))
        assert len(set(troupe.said_by("consume"))) == len(troupe.said_by("consume"))


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    with troupe_in(tmp_path / "data") as troupe:
        for player in [troupe.start("open") for _ in range(6)]:
            player.ends_well()

    db = open_database(tmp_path / "data" / "impasto.db")
    assert rows(db, "pragma user_version") == [{"user_version": len(MIGRATIONS)}]
    db.close()


def test_a_frozen_writer_makes_others_wait_but_not_for_ever_and_readers_not_at_all(tmp_path: Path) -> None:
    with troupe_in(tmp_path / "data") as troupe:
        holder = troupe.start("hold_the_lock")
        holder.wait_for("holding")
        holder.freeze()
        db = open_database(tmp_path / "data" / "impasto.db", busy_seconds=0.2)

        with pytest.raises(StorageBusy):
            Queue(db).enqueue(request())
        with pytest.raises(StorageBusy):
            Inbox(db).add(1, "{}")
        assert Jobs(db).waiting_count() == 0

        holder.kill()
        Queue(db).enqueue(request())
        assert Jobs(db).waiting_count() == 1
        db.close()


def test_a_sleeping_engine_hears_of_every_job_by_being_woken(tmp_path: Path) -> None:
    """It sleeps for a minute at a time, so that nothing but a wake-up brings it to look."""
    with troupe_in(tmp_path / "data") as troupe, Storage.open(tmp_path / "data") as storage:
        engine = troupe.start("answer_wake_ups")
        engine.wait_for("listening")
        for _ in range(20):
            job_id, _is_new = storage.queue.enqueue(request())

            engine.wait_for(str(job_id))


def test_many_writers_of_one_image_leave_one_whole_file(tmp_path: Path) -> None:
    with troupe_in(tmp_path / "data") as troupe:
        for player in [troupe.start("produce", "5") for _ in range(4)]:
            player.ends_well()

    images = ImageStore(tmp_path / "data" / "images")
    assert sorted(images.get(ref) for ref in images.refs()) == sorted(
        [b"style", *(f"photo {number}".encode() for number in range(5))]
    )
