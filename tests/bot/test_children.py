"""Child processes: started again, ended with us, and without our secrets."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import children
from bot.children import HUGE_PAGES, Child, Command, engine_command, sandbox_command

SLEEPER = "import sys; print('up', flush=True); sys.stdin.read(); print('parent gone', flush=True)"
MORTAL = "print('up', flush=True); raise SystemExit(3)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


class Lines:
    """What the child prints, as it comes."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[str] = asyncio.Queue()

    def __call__(self, line: str) -> None:
        self.queue.put_nowait(line)

    async def next(self) -> str:
        return await asyncio.wait_for(self.queue.get(), 10)


def command(program: str) -> Command:
    return Command(name="test", arguments=(sys.executable, "-c", program), environment=os.environ)


@asynccontextmanager
async def running(child: Child) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(child.run())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_child_that_dies_is_started_again_after_a_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_WAIT_SECONDS", 0.0)
    lines, codes = Lines(), list[int]()
    async with running(Child(command(MORTAL), on_line=lines, on_end=codes.append)):
        assert [await lines.next() for _ in range(3)] == ["up"] * 3
    assert codes[:2] == [3, 3]


async def test_a_child_that_is_gone_before_it_is_spoken_to_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_WAIT_SECONDS", 0.0)
    spawn = asyncio.create_subprocess_exec

    async def spawn_and_wait(*arguments: str, **options: Any) -> Process:
        process = await spawn(*arguments, **options)
        await process.wait()
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spawn_and_wait)
    lines = Lines()
    async with running(Child(command(MORTAL), on_line=lines)):
        assert [await lines.next() for _ in range(3)] == ["up"] * 3


async def test_a_killed_child_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_WAIT_SECONDS", 0.0)
    lines = Lines()
    child = Child(command(SLEEPER), on_line=lines)
    async with running(child):
        await lines.next()
        os.kill(child.pid or 0, signal.SIGKILL)
        assert await lines.next() == "up"


async def test_the_child_ends_when_we_end(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = Lines()
    child = Child(command(SLEEPER), on_line=lines)
    async with running(child):
        await lines.next()
        pid = child.pid or 0
    assert not is_alive(pid)


async def test_a_child_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE_SECONDS", 0.05)
    lines = Lines()
    child = Child(command(STUBBORN), on_line=lines)
    async with running(child):
        await lines.next()
        pid = child.pid or 0
    assert not is_alive(pid)


async def test_the_childs_standard_input_ends_when_we_are_killed(tmp_path: Path) -> None:
    """A parent that dies without a word still closes its pipes."""
    program = (
        "import asyncio, os, sys; from bot.children import Child, Command\n"
        f"child = Child(Command(name='c', arguments=(sys.executable, '-c', {SLEEPER!r}), environment=os.environ))\n"
        "asyncio.run(child.run())"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout
    assert await asyncio.wait_for(parent.stdout.readline(), 10) == b"up\n"
    parent.kill()
    await parent.wait()
    assert await asyncio.wait_for(parent.stdout.readline(), 10) == b"parent gone\n"


def test_the_engine_gets_no_token() -> None:
    environment = {
        "IMPASTO_TELEGRAM_TOKEN": "secret",
        "IMPASTO_TELEGRAM_TOKEN_FILE": "/secret",
        "IMPASTO_THREADS": "2",
    }
    assert engine_command(Path("data"), environment).environment == {"IMPASTO_THREADS": "2", **HUGE_PAGES}


def test_the_engine_gets_large_memory_in_huge_pages_unless_somebody_knows_better() -> None:
    assert engine_command(Path("data"), {}).environment["GLIBC_TUNABLES"] == "glibc.malloc.hugetlb=1"
    own = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=0"}
    assert engine_command(Path("data"), own).environment == own


def test_both_children_end_with_their_parent() -> None:
    for one in (engine_command(Path("data"), {}), sandbox_command(Path("data"), 8080, {})):
        assert "--exit-with-parent" in one.arguments


async def test_the_engine_leaves_the_processor_to_those_who_answer_people() -> None:
    lines = Lines()
    polite = Command(name="test", arguments=(sys.executable, "-c", SLEEPER), environment=os.environ, niceness=10)
    child = Child(polite, on_line=lines)
    async with running(child):
        await lines.next()
        assert os.getpriority(os.PRIO_PROCESS, child.pid or 0) == 10
    assert engine_command(Path("data"), {}).niceness > sandbox_command(Path("data"), 8080, {}).niceness
