"""Wake-ups between the processes: empty datagrams to Unix sockets in a folder. A lost one costs a poll, never a job."""

import errno
import logging
import os
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from storage.database import StorageError

Role = Literal["bot", "engine"]

_log = logging.getLogger(__name__)
_OPEN_FOLDERS = Path("/proc/self/fd")
_NOBODY_LISTENS = {errno.ECONNREFUSED, errno.ECONNRESET}


class WakeListener:
    """Hears every `wake` of its role. Look for work once after opening it, and again after each wake-up."""

    def __init__(self, folder: Path, role: Role) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        try:
            self._path = _bind_unseen(self._socket, folder, role)
        except BaseException:
            self._socket.close()
            raise

    def fileno(self) -> int:
        """Readable when there is something to `drain`; for an event loop's add_reader."""
        return self._socket.fileno()

    def wait(self, timeout: float) -> bool:
        """Sleep at most `timeout` seconds; True when woken. Wake-ups that piled up count as one."""
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        if not poller.poll(timeout * 1000):
            return False
        self.drain()
        return True

    def drain(self) -> None:
        with suppress(BlockingIOError):
            while True:
                self._socket.recv(1)

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def wake(folder: Path, role: str) -> None:
    """Tell every listener of `role` to look again. Never blocks or raises OSError; removes dead listeners' sockets."""
    try:
        with _short_paths(folder) as short, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            for path in folder.glob(f"{role}-*.sock"):
                _send(sender, path, f"{short}/{path.name}")
    except OSError as error:
        _log.warning("wake_failed role=%s error=%s", role, error)


def _send(sender: socket.socket, path: Path, address: str) -> None:
    try:
        sender.sendto(b"", address)
    except OSError as error:
        # A full buffer (EAGAIN) means that the listener has wake-ups enough.
        if error.errno in _NOBODY_LISTENS:
            path.unlink(missing_ok=True)
        elif error.errno not in (errno.EAGAIN, errno.ENOENT, errno.ENOBUFS):
            _log.warning("wake_failed socket=%s error=%s", path.name, error)


def _bind_unseen(listener: socket.socket, folder: Path, role: Role) -> Path:
    """Bind under a hidden name, then link the name that senders look for.

    Between a bind's two steps, making the file and attaching the socket, a sender would take it for a dead listener's.
    Several listeners may have one process id: two threads, or the first processes of two containers.
    """
    hidden = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
    with _short_paths(folder) as short:
        _bind(listener, f"{short}/{hidden.name}", folder)
    try:
        return _link_under_free_name(hidden, folder / f"{role}-{os.getpid()}")
    finally:
        hidden.unlink()


def _bind(listener: socket.socket, address: str, folder: Path) -> None:
    try:
        listener.bind(address)
    except OSError as error:
        raise StorageError(
            f"cannot make a wake-up socket in {folder}: {error}."
            " It must be on a local file system with Unix sockets; without /proc its path must be below 80 characters."
        ) from error


def _link_under_free_name(hidden: Path, stem: Path) -> Path:
    number = 0
    while True:
        path = stem.with_name(f"{stem.name}-{number}.sock")
        try:
            path.hardlink_to(hidden)
        except FileExistsError:
            number += 1
        else:
            return path


@contextmanager
def _short_paths(folder: Path) -> Iterator[str]:
    """A name for `folder` that leaves room for a file's: a socket address has 108 bytes (unix(7))."""
    if not _OPEN_FOLDERS.is_dir():
        yield str(folder)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"{_OPEN_FOLDERS}/{descriptor}"
    finally:
        os.close(descriptor)
