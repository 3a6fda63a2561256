"""Whether a worker's process is still there, asked by another process of its host."""

import os
import subprocess
import sys

from storage.identity import is_alive, start_time, worker_name


def test_who_asks_about_itself_is_alive() -> None:
    assert is_alive(worker_name())


def test_a_process_that_ended_is_gone_even_before_its_parent_has_looked() -> None:
    host = worker_name().split("/")[0]
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as process:
        name = f"{host}/{process.pid}/{start_time(process.pid)}"
        assert process.stdout
        process.stdout.read()  # until it has ended
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert not is_alive(name)
    assert not is_alive(name)


def test_a_later_process_with_the_same_id_is_somebody_else() -> None:
    host, pid, started = worker_name().split("/")
    assert not is_alive(f"{host}/{pid}/{int(started) - 1}")


def test_of_another_host_nothing_is_known() -> None:
    assert is_alive("elsewhere/1/1")
    assert is_alive("a name of no such form")
