"""The engine and the sandbox as child processes: started again when they die, never left behind."""

import asyncio
import logging
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.logs import event

log = logging.getLogger(__name__)

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0
"""A child that ran this long was healthy: its next death starts the waiting from the beginning."""
PATIENCE_SECONDS = 10.0
"""Between SIGTERM and SIGKILL: the engine gives its job back in this time."""
PAINTING_NICENESS = 10
"""Painting takes every core for a minute; an answer to a person takes a moment of one, and goes first."""
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Read by glibc when a process starts (2.35 and later): memory in pages of 2 MB where the kernel has them. Measured: a
pass of the instant painter takes from half to nine tenths of the time, for 5 % more memory."""
SECRETS = ("IMPASTO_TELEGRAM_TOKEN", "IMPASTO_TELEGRAM_TOKEN_FILE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    niceness: int = 0
    """Above 0, others get the processor first."""


class Child:
    """One supervised process. It reads a pipe from us and ends when that closes, be it by our SIGKILL."""

    def __init__(
        self,
        command: Command,
        *,
        on_line: Callable[[str], None] | None = None,
        on_end: Callable[[int], None] | None = None,
    ) -> None:
        """`on_line` gets every line of the child's standard output, `on_end` its exit code each time that it ends."""
        self._command = command
        self._on_line = on_line
        self._on_end = on_end
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def run(self) -> None:
        """Until cancelled; then the child is ended too."""
        wait = FIRST_WAIT_SECONDS
        try:
            while True:
                started = time.monotonic()
                code = await self._run_once()
                seconds = time.monotonic() - started
                wait = FIRST_WAIT_SECONDS if seconds >= STEADY_SECONDS else wait
                if self._on_end:
                    self._on_end(code)
                event(log, "child_ended", level=logging.WARNING, child=self._command.name, code=code, wait=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT_SECONDS)
        finally:
            await self._end()

    async def _run_once(self) -> int:
        self._process = await asyncio.create_subprocess_exec(
            *self._command.arguments,
            stdin=PIPE,
            stdout=PIPE if self._on_line else None,
            env=dict(self._command.environment),
            # Ctrl-C reaches the whole terminal group; the bot ends its children itself, in order.
            start_new_session=True,
        )
        with suppress(ProcessLookupError):  # it may have ended already; whoever waits for it below will know
            # Before it has threads: each inherits the niceness of the one that made it.
            os.setpriority(os.PRIO_PROCESS, self._process.pid, self._command.niceness)
        event(log, "child_started", child=self._command.name, pid=self._process.pid)
        await self._read_lines(self._process)
        return await self._process.wait()

    async def _read_lines(self, process: Process) -> None:
        if process.stdout is None or self._on_line is None:
            return
        async for line in process.stdout:
            self._on_line(line.decode("utf-8", "replace").rstrip())

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin:
            process.stdin.close()
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            event(log, "child_killed", level=logging.WARNING, child=self._command.name)
            process.kill()
            await process.wait()


def engine_command(data: Path, environment: Mapping[str, str]) -> Command:
    """The engine needs no token, so it gets none."""
    kept = {name: value for name, value in environment.items() if name not in SECRETS}
    return Command(
        name="engine",
        arguments=(sys.executable, "-m", "engine", "run", "--data", str(data), "--exit-with-parent"),
        environment=HUGE_PAGES | kept,
        niceness=PAINTING_NICENESS,
    )


def sandbox_command(data: Path, port: int, environment: Mapping[str, str]) -> Command:
    state = str(data / "sandbox")
    return Command(
        name="sandbox",
        arguments=(sys.executable, "-m", "bot.sandbox", "--port", str(port), "--state", state, "--exit-with-parent"),
        environment=environment,
    )
