"""An engine that looks for work only when it is woken, with fake pixels: `python -m tests.engine.sleepy_engine DIR`."""

import signal
import sys
from pathlib import Path

from engine import worker
from storage.store import Storage
from tests.engine.scene import FlatExecutor

AN_HOUR = 3600.0


def main() -> None:
    worker.IDLE_SECONDS = AN_HOUR
    with Storage.open(Path(sys.argv[1])) as storage:
        sleepy = worker.Worker(storage, FlatExecutor())
        signal.signal(signal.SIGTERM, lambda *_: sleepy.stop())
        sleepy.run()


if __name__ == "__main__":
    main()
