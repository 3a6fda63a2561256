"""Everything real behind the chat page: `python -m bot`, started without a token as a newcomer starts it."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

START_SECONDS = 60
STOP_SECONDS = 30


@contextmanager
def running_impasto(folder: Path, **settings: str) -> Iterator[str]:
    """The address of the chat page."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IMPASTO_")}
    own = {"IMPASTO_SANDBOX_PORT": str(port), "IMPASTO_DATA": str(folder)}
    process = subprocess.Popen([sys.executable, "-m", "bot"], env={**clean, **own, **settings})
    try:
        yield reachable(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=STOP_SECONDS)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def reachable(url: str, process: subprocess.Popen[bytes]) -> str:
    """The address, once it answers: three processes have to start first."""
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return url
        except (urllib.error.URLError, ConnectionError):
            sleep(0.2)
    raise AssertionError(f"no chat page at {url}, the bot's exit code is {process.poll()}")
