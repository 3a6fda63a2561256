"""An engine that one picture kills, with fake pixels: `python -m tests.engine.poisoned_engine DIR`."""

import os
import signal
import sys
from pathlib import Path

from engine.executors import OnProgress, Painting, PaintRequest
from engine.worker import Worker
from storage.store import Storage
from tests.engine.scene import FlatPainter

POISON = b"poison"


class PoisonedPainter(FlatPainter):
    def paint(self, request: PaintRequest, on_progress: OnProgress) -> Painting:
        if request.content == POISON:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().paint(request, on_progress)


def main() -> None:
    with Storage.open(Path(sys.argv[1])) as storage:
        Worker(storage, PoisonedPainter()).run()


if __name__ == "__main__":
    main()
