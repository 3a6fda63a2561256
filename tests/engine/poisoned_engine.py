"""An engine that one picture kills, with fake pixels: `python -m tests.engine.poisoned_engine DIR`."""

import os
import signal
import sys
from pathlib import Path

from engine.executors import Handle
from engine.kinds import Inputs
from engine.worker import Worker
from storage.store import Storage
from storage.work import Work
from tests.engine.scene import FlatExecutor

POISON = b"poison"


class PoisonedExecutor(FlatExecutor):
    def submit(self, *orders: tuple[Work, Inputs]) -> list[Handle]:
        if any(POISON in pictures for _, inputs in orders for pictures in inputs.values()):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().submit(*orders)


def main() -> None:
    with Storage.open(Path(sys.argv[1])) as storage:
        Worker(storage, PoisonedExecutor()).run()


if __name__ == "__main__":
    main()
