"""`impasto run`: whose files nobody else may read, and which executor it paints with."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.jobs import JobState
from storage.store import Storage
from tests.engine.scene import ask, look, until

pytestmark = pytest.mark.slow

Run = subprocess.Popen[bytes]


@pytest.fixture
def engine(folder: Path, request: pytest.FixtureRequest) -> Iterator[Run]:
    """In an existing folder that everybody may look into."""
    folder.mkdir(mode=0o755)
    settings = {"IMPASTO_EXECUTOR": getattr(request, "param", "local")}
    process = subprocess.Popen(
        [sys.executable, "-m", "engine", "run", "--data", str(folder)], env={**os.environ, **settings}
    )
    yield process
    process.kill()
    process.wait()


def test_its_files_are_nobody_elses_in_an_existing_folder_too(engine: Run, folder: Path) -> None:
    until(lambda: any(folder.glob("wake/engine-*")) or None)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert len(modes) >= 4
    assert [path for path, mode in modes.items() if mode & 0o007] == []


@pytest.mark.parametrize("engine", ["local", "subprocess"], indirect=True)
def test_it_paints_with_the_executor_of_its_settings_and_ends_well(engine: Run, folder: Path) -> None:
    with Storage.open(folder) as storage:
        job_id = ask(storage)
        until(lambda: look(storage, job_id).state is JobState.SUCCEEDED or None, seconds=60)
        second = ask(storage, side=96)
        until(lambda: look(storage, second).progress > 0 or None, seconds=60)
        engine.send_signal(signal.SIGTERM)
        assert engine.wait(30) == 0
        assert look(storage, second).state is JobState.QUEUED
        assert storage.workers.alive() == []
