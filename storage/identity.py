"""Who a worker is: a name by which every process of the same host can tell that this one is gone."""

import os
import socket
from pathlib import Path

STATE, START_TIME = 3, 22
"""Fields of /proc/<pid>/stat, counted from 1 as in proc_pid_stat(5). The start time tells a process from a later one
that got the same id."""
GONE_STATES = "ZX"
"""Zombie and dead: killed, but its parent has not looked yet."""


def worker_name() -> str:
    """`host/pid/start time`."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{start_time(pid)}"


def is_alive(name: str) -> bool:
    """False only for a worker of this host whose process is certainly gone; elsewhere the lease decides."""
    host, _, process = name.partition("/")
    pid, _, started = process.partition("/")
    if host != socket.gethostname() or not pid.isdecimal():
        return True
    return start_time(int(pid)) == started


def start_time(pid: int) -> str:
    """In clock ticks since the host came up; empty where no such process runs, or where there is no /proc to ask."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    from_state_on = stat.rpartition(")")[2].split()  # the name before it may hold spaces and brackets
    return "" if from_state_on[0] in GONE_STATES else from_state_on[START_TIME - STATE]
