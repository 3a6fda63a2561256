"""The engine as a process of its own: started, stopped, killed, orphaned. Whatever happens, each job ends once."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.__main__ import main
from storage.database import change
from storage.jobs import JobState
from storage.names import JobId
from storage.outbox import OutboxKind
from storage.store import Storage
from tests.engine.poisoned_engine import POISON
from tests.engine.scene import ask, look, outbox_kinds, until

pytestmark = pytest.mark.slow

SIDE_THAT_TAKES_A_WHILE = 96


class Engines:
    """Engine processes on one data folder; none outlives its test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        return self._start("-m", "engine", "run", "--data", str(self.folder), *options)

    def start_poisoned(self) -> subprocess.Popen[bytes]:
        return self._start("-m", "tests.engine.poisoned_engine", str(self.folder))

    def start_sleepy(self) -> subprocess.Popen[bytes]:
        return self._start("-m", "tests.engine.sleepy_engine", str(self.folder))

    def close(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stderr):
                if pipe:
                    pipe.close()

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "engine.log").open("ab")
        with log:
            process = subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stderr=log)
        self.started.append(process)
        return process


@pytest.fixture
def engines(folder: Path, storage: Storage) -> Iterator[Engines]:
    engines = Engines(folder)
    yield engines
    engines.close()


def wait_until_painting(storage: Storage, job_id: JobId) -> None:
    until(lambda: look(storage, job_id).progress > 0 or None, seconds=60)


def wait_until_ended(storage: Storage, job_id: JobId, *, seconds: float = 60) -> JobState:
    ends = (JobState.SUCCEEDED, JobState.DEAD, JobState.CANCELLED)
    return until(lambda: state if (state := look(storage, job_id).state) in ends else None, seconds=seconds)


def test_sigterm_in_the_middle_gives_the_job_back_and_ends_well(engines: Engines, storage: Storage) -> None:
    job_id = ask(storage, side=SIDE_THAT_TAKES_A_WHILE)
    engine = engines.start()
    wait_until_painting(storage, job_id)
    engine.send_signal(signal.SIGTERM)
    assert engine.wait(30) == 0
    assert look(storage, job_id).state is JobState.QUEUED
    assert storage.workers.alive() == []


def test_after_a_sigkill_a_new_engine_paints_the_job_once_and_need_not_wait_for_the_lease(
    engines: Engines, storage: Storage
) -> None:
    job_id = ask(storage, side=SIDE_THAT_TAKES_A_WHILE)
    first = engines.start()
    wait_until_painting(storage, job_id)
    change(storage.db, "update jobs set lease_until = 1e12")  # nobody would live to see it run out
    first.kill()
    engines.start()
    until(lambda: look(storage, job_id).attempt == 2 or None, seconds=60)
    assert wait_until_ended(storage, job_id) is JobState.SUCCEEDED
    assert outbox_kinds(storage, job_id) == [OutboxKind.RESULT]


def test_an_idle_engine_is_woken_by_a_job_and_by_the_wish_to_stop_it(engines: Engines, storage: Storage) -> None:
    engine = engines.start_sleepy()
    until(storage.workers.alive)
    for _ in range(5):
        assert wait_until_ended(storage, ask(storage)) is JobState.SUCCEEDED
    engine.send_signal(signal.SIGTERM)
    assert engine.wait(60) == 0


def test_the_engine_ends_when_its_parent_is_gone(engines: Engines, storage: Storage) -> None:
    engine = engines.start("--exit-with-parent")
    until(storage.workers.alive)
    assert engine.poll() is None
    assert engine.stdin is not None
    engine.stdin.close()
    assert engine.wait(30) == 0


def test_an_engine_with_a_parent_can_still_be_stopped_by_a_signal(engines: Engines, storage: Storage) -> None:
    engine = engines.start("--exit-with-parent")
    until(storage.workers.alive)
    engine.send_signal(signal.SIGINT)
    assert engine.wait(30) == 0
    assert "Traceback" not in (engines.folder / "engine.log").read_text()
    assert "Fatal" not in (engines.folder / "engine.log").read_text()


def test_a_picture_that_kills_the_engine_is_given_up_and_everybody_else_is_painted(
    engines: Engines, storage: Storage
) -> None:
    others_before, poison, others_after = [ask(storage) for _ in range(2)], ask(storage, content=POISON), ask(storage)
    deaths = 0
    engine = engines.start_poisoned()
    while not _all_ended(storage, [*others_before, poison, others_after]):
        if engine.poll() is not None:
            deaths += 1
            engine = engines.start_poisoned()
        time.sleep(0.01)
    assert deaths == 4
    assert look(storage, poison).state is JobState.DEAD
    assert outbox_kinds(storage, poison) == [OutboxKind.FAILURE]
    for job_id in (*others_before, others_after):
        assert look(storage, job_id).state is JobState.SUCCEEDED
        assert outbox_kinds(storage, job_id) == [OutboxKind.RESULT]


def test_health_is_good_while_an_engine_is_at_work_and_bad_without(
    engines: Engines, storage: Storage, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["health", "--data", str(folder)]) == 1
    assert "no engine has been at work" in capsys.readouterr().err
    engine = engines.start_poisoned()
    until(storage.workers.alive)
    assert main(["health", "--data", str(folder)]) == 0
    assert "at work on cpu" in capsys.readouterr().out
    engine.kill()


def test_asking_for_health_makes_no_data_folder(tmp_path: Path) -> None:
    assert main(["health", "--data", str(tmp_path / "nowhere")]) == 1
    assert not (tmp_path / "nowhere").exists()


def _all_ended(storage: Storage, job_ids: list[JobId]) -> bool:
    return not any(look(storage, job_id).state in (JobState.QUEUED, JobState.LEASED) for job_id in job_ids)
