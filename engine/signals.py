"""Being asked to end: by the terminal, by a supervisor, or by the death of a parent."""

import os
import signal
import sys
from collections.abc import Callable


def on_signals(stop: Callable[[], None]) -> None:
    """The first SIGTERM or Ctrl-C ends the work in good order, a second one at once."""

    def handle(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop()

    for caught in (signal.SIGTERM, signal.SIGINT):
        signal.signal(caught, handle)


def end_with_standard_input() -> None:
    """The parent holds the other end: when it dies, however that happens, the pipe closes.

    `os.read`, because Python aborts when it ends while a thread waits inside the buffer of `sys.stdin`.
    """
    while os.read(sys.stdin.fileno(), 1024):
        continue
    os.kill(os.getpid(), signal.SIGTERM)
