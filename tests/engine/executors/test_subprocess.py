"""A painting process of its own: its death is one job's failure, and it outlives nobody."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.executors import Ended, Handle, Progress
from engine.executors.subprocess import PROJECT, SubprocessExecutor, without_secrets
from engine.failures import CannotPaint, Failure, ProcessDied, failure_for
from engine.kinds import Made
from engine.worker import Worker
from storage.identity import start_time
from storage.jobs import FailureReason, Job, JobState
from storage.store import Storage
from tests.engine.scene import ask, end_of, instant, look, painting, until

pytestmark = pytest.mark.slow

THAT_TAKES_A_WHILE = 96


@pytest.fixture
def executor() -> Iterator[SubprocessExecutor]:
    executor = SubprocessExecutor(environment={})
    yield executor
    executor.close()


def is_running(pid: int) -> bool:
    return bool(start_time(pid))


def kill_once_begun(executor: SubprocessExecutor, handle: Handle) -> int:
    """The pid of what was killed."""
    until(lambda: any(isinstance(one, Progress) and one.handle == handle for one in executor.news(0.2)) or None)
    pid = executor.child_pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_killed_process_fails_what_it_had_begun_and_the_rest_is_made(executor: SubprocessExecutor) -> None:
    (begun,) = executor.submit(painting(side=THAT_TAKES_A_WHILE))
    pid = kill_once_begun(executor, begun)
    (later,) = executor.submit(instant())
    ends = {}

    def all_ended() -> bool:
        ends.update({one.handle: one.end for one in executor.news(0.2) if isinstance(one, Ended)})
        return len(ends) == 2

    until(all_ended, seconds=60)
    death = ends[begun]
    assert isinstance(death, ProcessDied)
    assert failure_for(death) == Failure(reason=FailureReason.ENGINE_DIED, retry=True)
    assert isinstance(ends[later], Made)
    assert executor.child_pid != pid


def test_what_kills_its_process_before_it_is_begun_is_not_sent_in_again_for_ever(executor: SubprocessExecutor) -> None:
    """The kernel may end a process before a word of it was heard; then the first in line is blamed."""
    executor.warm_up()
    first_child = executor.child_pid
    assert first_child
    os.kill(first_child, signal.SIGSTOP)
    (first,), (second,) = executor.submit(painting()), executor.submit(instant())
    os.kill(first_child, signal.SIGKILL)
    assert isinstance(end_of(executor, first), ProcessDied)
    assert isinstance(end_of(executor, second), Made)


def test_a_process_that_dies_idle_is_missed_by_nobody(executor: SubprocessExecutor) -> None:
    executor.warm_up()
    assert executor.child_pid
    os.kill(executor.child_pid, signal.SIGKILL)
    (handle,) = executor.submit(instant())
    end = end_of(executor, handle)
    if isinstance(end, ProcessDied):  # submitted before the death was seen
        (handle,) = executor.submit(instant())
        end = end_of(executor, handle)
    assert isinstance(end, Made)


def test_a_process_that_cannot_start_is_the_end_of_the_engine(tmp_path: Path) -> None:
    executor = SubprocessExecutor(vgg19=tmp_path / "nowhere.bin", environment={})
    (handle,) = executor.submit(instant())
    end = end_of(executor, handle)
    assert isinstance(end, CannotPaint)
    assert "nowhere.bin" in str(end)
    with pytest.raises(CannotPaint):
        executor.warm_up()
    executor.close()


def test_weights_that_are_none_are_told_when_it_is_warmed_up(tmp_path: Path) -> None:
    (tmp_path / "letter.bin").write_bytes(b"Dear Impasto")
    executor = SubprocessExecutor(vgg19=tmp_path / "letter.bin", environment={})
    with pytest.raises(CannotPaint, match="not a VGG-19 palette file"):
        executor.warm_up()
    executor.close()


def test_closing_leaves_no_process(executor: SubprocessExecutor) -> None:
    executor.warm_up()
    pid = executor.child_pid
    assert pid
    family = [pid, *_children_of(pid)]
    assert len(family) == 2, "the painting process, and the one that opens pictures for it"
    executor.close()
    until(lambda: not any(map(is_running, family)) or None)


def test_it_ends_with_its_parent() -> None:
    program = (
        "from engine.executors.subprocess import SubprocessExecutor\n"
        "executor = SubprocessExecutor(environment={})\n"
        "executor.warm_up()\n"
        "print(executor.child_pid, flush=True)\n"
        "input()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        family = [child, *_children_of(child)]
        assert is_running(child)
        parent.kill()
    until(lambda: not any(map(is_running, family)) or None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_whole_group_is_the_parents_to_obey(
    executor: SubprocessExecutor, number: signal.Signals
) -> None:
    executor.warm_up()
    assert executor.child_pid
    os.kill(executor.child_pid, number)
    (handle,) = executor.submit(instant())
    assert isinstance(end_of(executor, handle), Made)


def test_no_secret_and_no_setting_of_ours_is_in_its_environment() -> None:
    given = {
        "PATH": "/bin",
        "CUDA_VISIBLE_DEVICES": "1",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "IMPASTO_TELEGRAM_TOKEN": "1:a",
        "IMPASTO_TELEGRAM_TOKEN_FILE": "/run/token",
        "IMPASTO_DATA": "data",
        "AWS_SECRET_ACCESS_KEY": "b",
        "database_password": "c",
    }
    assert set(without_secrets(given)) == {"PATH", "CUDA_VISIBLE_DEVICES", "GLIBC_TUNABLES"}


def test_its_process_sees_that_environment_and_no_more() -> None:
    executor = SubprocessExecutor(environment={"IMPASTO_TELEGRAM_TOKEN": "1:a", "KEPT": "yes"})
    executor.warm_up()
    seen = Path(f"/proc/{executor.child_pid}/environ").read_bytes().split(b"\0")
    executor.close()
    assert {entry for entry in seen if entry} == {b"KEPT=yes", b"GLIBC_TUNABLES=glibc.malloc.hugetlb=1"}


def test_the_queue_paints_again_what_died_with_its_process(storage: Storage, executor: SubprocessExecutor) -> None:
    job_id = ask(storage, side=THAT_TAKES_A_WHILE)
    worker = Worker(storage, executor)

    def turned_until(is_seen: Callable[[Job], bool]) -> Job:
        return until(lambda: next((job for _ in [worker.turn(0.05)] if is_seen(job := look(storage, job_id))), None))

    turned_until(lambda job: job.progress > 0)
    assert executor.child_pid
    os.kill(executor.child_pid, signal.SIGKILL)
    waiting = turned_until(lambda job: job.state is JobState.QUEUED)
    made = turned_until(lambda job: job.state is JobState.SUCCEEDED)
    assert (waiting.attempt, made.attempt) == (1, 2)


def _children_of(pid: int) -> list[int]:
    """Of whichever of its threads."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for children in lists for child in children.read_text().split()]
