"""Starts players.py's processes and ends every one of them, whatever the test does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PLAYERS = Path(__file__).with_name("players.py")
ROOT = Path(__file__).parents[2]


@dataclass
class Player:
    role: str
    arguments: tuple[str, ...]
    process: subprocess.Popen[str]
    output: Path
    """Everything it printed; survives its death. Read by path: a shared handle would move where the child writes."""

    def wait_for(self, word: str, *, seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while word not in self.lines():
            assert time.monotonic() < deadline, f"{self.role} never said {word!r}, but {self.lines()}"
            assert self.process.poll() in (None, 0), f"{self.role} died: {self.lines()}"
            time.sleep(0.005)

    def lines(self) -> list[str]:
        """Whole lines only: one that was cut off by a kill was not said."""
        return [line[:-1] for line in self.output.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def freeze(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def ends_well(self, *, seconds: float = 30.0) -> None:
        assert self.process.wait(seconds) == 0, self.lines()


@dataclass
class Troupe:
    folder: Path
    players: list[Player] = field(default_factory=list)

    def start(self, role: str, *arguments: str) -> Player:
        output = self.folder.parent / f"{len(self.players)}-{role}.txt"
        command = [sys.executable, str(PLAYERS), role, str(self.folder), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with output.open("w") as file:
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, text=True, env=environment)
        player = Player(role, arguments, process, output)
        self.players.append(player)
        return player

    def said_by(self, role: str) -> list[int]:
        """The numbers that all players of a role printed."""
        said = (line for player in self.players if player.role == role for line in player.lines())
        return [int(line) for line in said if line.isdigit()]


@contextmanager
def troupe_in(folder: Path) -> Iterator[Troupe]:
    troupe = Troupe(folder)
    try:
        yield troupe
    finally:
        for player in troupe.players:
            if player.process.poll() is None:
                player.kill()
