"""`impasto run`: the engine as a process that paints the jobs that the bot takes in."""

import argparse
import os
import threading
from pathlib import Path
from pkgutil import resolve_name

from engine.commands.parsing import Subparsers
from engine.executors import EXECUTORS, Executor
from engine.files import BadInput
from engine.logs import configure_logging
from engine.settings import Settings
from engine.signals import end_with_standard_input, on_signals
from engine.worker import Worker
from storage.database import StorageError
from storage.store import Storage

UMASK = 0o027
"""Others have no business with people's photos, whatever the data folder's own mode is."""


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("run", help="paint the jobs that the bot takes in, until stopped")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: IMPASTO_DATA, else data)")
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="end when standard input closes, so as not to outlive a parent"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    os.umask(UMASK)
    configure_logging(settings.log_level)
    executor: Executor = resolve_name(EXECUTORS[settings.executor])(settings)
    try:
        with _opened(options.data or settings.data) as storage:
            worker = Worker(storage, executor)
            on_signals(worker.stop)
            if options.exit_with_parent:
                threading.Thread(target=end_with_standard_input, daemon=True).start()
            worker.run()
    finally:
        executor.close()
    return 0


def _opened(folder: Path) -> Storage:
    try:
        return Storage.open(folder)
    except OSError as error:
        raise BadInput(f"cannot use the data folder {folder}: {error.strerror}") from error
    except StorageError as error:
        raise BadInput(f"cannot use the data folder {folder}: {error}") from error
