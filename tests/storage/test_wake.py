import os
import socket
import time
from pathlib import Path

import pytest

from storage import wake as wake_module
from storage.database import StorageError, write_transaction
from storage.store import Storage
from storage.wake import WakeListener, wake
from tests.storage.scene import request


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "wake"


def test_a_listener_wakes_once_for_many_wake_ups(folder: Path) -> None:
    with WakeListener(folder, "engine") as listener:
        for _ in range(5):
            wake(folder, "engine")

        assert listener.wait(1)
        assert not listener.wait(0)


def test_a_wake_up_that_came_before_the_wait_is_not_lost(folder: Path) -> None:
    with WakeListener(folder, "bot") as listener:
        wake(folder, "bot")
        time.sleep(0.01)
        assert listener.wait(0)


def test_every_listener_of_the_role_hears_it_and_no_other(folder: Path) -> None:
    with (
        WakeListener(folder, "engine") as first,
        WakeListener(folder, "engine") as second,
        WakeListener(folder, "bot") as other,
    ):
        wake(folder, "engine")

        assert first.wait(1)
        assert second.wait(1)
        assert not other.wait(0)


def test_a_folder_with_a_very_long_path_works(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30) / ("path" * 30)

    with WakeListener(folder, "engine") as listener:
        wake(folder, "engine")
        assert listener.wait(1)


def test_a_listener_that_closed_leaves_nothing(folder: Path) -> None:
    WakeListener(folder, "engine").close()

    assert list(folder.iterdir()) == []


def test_the_socket_of_a_listener_that_was_killed_is_removed_by_the_next_wake_up(folder: Path) -> None:
    folder.mkdir()
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    dead.bind(str(folder / "engine-12345-0.sock"))
    dead.close()

    with WakeListener(folder, "engine") as alive:
        wake(folder, "engine")

        assert alive.wait(1)
        assert not (folder / "engine-12345-0.sock").exists()


def test_a_dead_namesake_is_no_obstacle(folder: Path) -> None:
    """In containers every engine may be process 1."""
    folder.mkdir()
    name = folder / f"engine-{os.getpid()}-0.sock"
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    dead.bind(str(name))
    dead.close()

    with WakeListener(folder, "engine") as listener:
        wake(folder, "engine")
        assert listener.wait(1)


def test_waking_a_listener_that_sleeps_on_it_never_blocks(folder: Path) -> None:
    with WakeListener(folder, "engine") as listener:
        for _ in range(1000):
            wake(folder, "engine")
        assert listener.wait(0)
        assert not listener.wait(0)


def test_a_missing_folder_is_no_reason_to_fail(tmp_path: Path) -> None:
    wake(tmp_path / "missing", "engine")


def test_where_the_path_is_too_long_and_there_is_no_proc_the_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake_module, "_OPEN_FOLDERS", tmp_path / "no-proc-here")

    with pytest.raises(StorageError, match="without /proc its path must be below 80 characters"):
        WakeListener(tmp_path / ("long" * 30), "engine")


def test_without_proc_a_short_path_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake_module, "_OPEN_FOLDERS", tmp_path / "no-proc-here")
    monkeypatch.chdir(tmp_path)

    with WakeListener(Path("wake"), "engine") as listener:
        wake(Path("wake"), "engine")
        assert listener.wait(1)


def test_a_commit_wakes_the_side_that_waits_for_it(storage: Storage) -> None:
    with WakeListener(storage.wake_folder, "engine") as engine, WakeListener(storage.wake_folder, "bot") as bot:
        storage.queue.enqueue(request())
        assert engine.wait(0)
        assert bot.wait(0)

        (claim,) = storage.queue.claim("worker")
        storage.queue.renew(claim, progress=0.5)
        assert not bot.wait(0), "frames are looked for in their own time"
        assert not engine.wait(0)

        storage.queue.cancel(claim.job_id)
        assert engine.wait(0)


def test_nobody_is_woken_before_the_commit_or_without_one(storage: Storage) -> None:
    with WakeListener(storage.wake_folder, "engine") as engine:
        with write_transaction(storage.db):
            storage.queue.enqueue(request(key="once"))
            assert not engine.wait(0)
        assert engine.wait(0)

        storage.queue.enqueue(request(key="once"))
        assert not engine.wait(0)


def test_a_commit_stands_although_nobody_can_be_woken(storage: Storage) -> None:
    storage.wake_folder.rmdir()

    job_id, _ = storage.queue.enqueue(request())

    assert storage.jobs.job(job_id) is not None
