"""What a figure was measured on, so that it can be judged later."""

import os
import platform
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep

import torch

REST_SECONDS = 0.3
"""Threads that wait for more work in a loop, as some libraries' do, would slow down whoever comes next."""


def described() -> dict[str, str]:
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit(),
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "threads": str(torch.get_num_threads()),
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def commit() -> str:
    """Short hash, with a plus sign where files under version control differ from it."""
    dirty = _git("status", "--porcelain", "--untracked-files=no")
    return _git("rev-parse", "--short", "HEAD") + ("+" if dirty else "")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()


def processor() -> str:
    """The model's name and the extensions that decide how fast bfloat16 is."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    extensions = [name for name in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if name in facts["flags"].split()]
    return f"{facts['model name']} ({', '.join(extensions)})"


def peak_mebibytes() -> float:
    """The most memory that this process ever had resident."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(peak) / 1024


def seconds_of(act: Callable[[], object]) -> float:
    started = perf_counter()
    act()
    return perf_counter() - started


@dataclass(frozen=True, slots=True)
class Cost:
    wall: float
    cpu: float
    """Seconds; of all threads together, and blind to what else the machine does."""


def cost_of(act: Callable[[], object]) -> Cost:
    wall, cpu = perf_counter(), process_time()
    act()
    return Cost(perf_counter() - wall, process_time() - cpu)


@dataclass(frozen=True, slots=True)
class Duel:
    """Two ways measured in turns, A B A B, so that what else the machine does hits both. All are medians."""

    ours: Cost
    theirs: Cost
    ratio: Cost
    """Ours / theirs, turn by turn."""


def duel(ours: Callable[[], object], theirs: Callable[[], object], *, turns: int) -> Duel:
    """After one turn each that does not count. Before each turn the machine has come to rest."""
    ours()
    theirs()
    rounds = [(_rested_cost_of(ours), _rested_cost_of(theirs)) for _ in range(turns)]
    return Duel(
        ours=_median([mine for mine, _ in rounds]),
        theirs=_median([other for _, other in rounds]),
        ratio=_median([Cost(mine.wall / other.wall, mine.cpu / other.cpu) for mine, other in rounds]),
    )


def _rested_cost_of(act: Callable[[], object]) -> Cost:
    sleep(REST_SECONDS)
    return cost_of(act)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))


def best_cost(act: Callable[[], object], *, times: int) -> Cost:
    """The least wall seconds and the least CPU seconds, which need not be of the same time."""
    costs = [cost_of(act) for _ in range(times)]
    return Cost(min(cost.wall for cost in costs), min(cost.cpu for cost in costs))


def median_seconds(act: Callable[[], object], *, times: int) -> float:
    """After one that does not count."""
    act()
    return median(seconds_of(act) for _ in range(times))
