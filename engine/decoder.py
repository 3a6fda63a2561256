"""The decoding child: a warm process with tight limits that alone opens people's pictures.

A crash, an endless loop or a bomb in a picture costs that child and nothing else. Parent and child speak in frames
over the child's standard input and output: side, picture → answer (JSON), pixels (raw RGB). Run as
`python -m engine.decoder <memory bytes>`, it is the child.
"""

import json
import logging
import resource
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Timer
from typing import IO, Any

from PIL import Image

from engine.failures import BadImage, CannotPaint
from engine.frames import read_frame, write_frames
from engine.images import decode
from engine.logs import event
from storage.jobs import FailureReason
from storage.picture_files import MAX_JPEG_PIXELS

START_SECONDS = 20.0
DECODE_SECONDS = 10.0
IMAGES_PER_CHILD = 50
"""A leak in a codec is forgotten with its child."""
HEIR_AHEAD = 5
"""Images before a child's last one when the next child is started, so that nobody waits for it."""
MEMORY_BYTES = 1 << 30
OPEN_FILES = 32
READY = b"ready"
ANSWER_BYTES = 4096
PLUGINS = ("Jpeg", "Mpo", "Png", "WebP", "Gif", "Tiff", "Bmp", "Avif")

PROJECT = Path(__file__).resolve().parent.parent
log = logging.getLogger(__name__)


class ChildDied(Exception):
    """The child ended before it answered. Try once more with a new one: it may not have been the picture's fault."""


class ChildWasLate(ChildDied):
    """The child was killed because it took too long: the picture is to blame, and another try would be as long."""


class Decoder:
    """Opens pictures one after another. For one thread at a time."""

    def __init__(
        self,
        *,
        decode_seconds: float = DECODE_SECONDS,
        images_per_child: int = IMAGES_PER_CHILD,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._decode_seconds = decode_seconds
        self._memory_bytes = memory_bytes
        self._images_per_child = images_per_child
        self._child: _Child | None = None
        self._heir: _Child | None = None

    def start(self) -> None:
        """Have a child at hand, so that the first picture does not wait for one."""
        if self._child is None or self._child.has_ended():
            self._replace_child()

    def decode(self, data: bytes, *, longest_side: int) -> Image.Image:
        """As `engine.images.decode`; a picture that breaks its child twice, or is too slow, counts as damaged.

        Raises CannotPaint where no child can be started.
        """
        try:
            return self._ask_again_if_it_dies(data, longest_side)
        except ChildDied as death:
            raise BadImage(FailureReason.DAMAGED, detail=str(death)) from death

    def close(self) -> None:
        for child in (self._child, self._heir):
            if child:
                child.close()
        self._child = self._heir = None

    @property
    def child_pid(self) -> int | None:
        return self._child.pid if self._child else None

    def _ask_again_if_it_dies(self, data: bytes, longest_side: int) -> Image.Image:
        try:
            return self._ask(data, longest_side)
        except ChildWasLate:
            raise
        except ChildDied as death:
            log.warning(event("decoder_died", why=death))
            return self._ask(data, longest_side)

    def _ask(self, data: bytes, longest_side: int) -> Image.Image:
        self.start()
        assert self._child is not None
        child = self._child
        try:
            return child.decode(data, longest_side, seconds=self._decode_seconds)
        finally:
            if self._heir is None and child.answered >= self._images_per_child - HEIR_AHEAD:
                self._heir = _Child(self._memory_bytes)
            if child.answered >= self._images_per_child:
                self._replace_child()

    def _replace_child(self) -> None:
        if self._child:
            self._child.close()
        self._child, self._heir = self._heir or _Child(self._memory_bytes), None


class _Child:
    """One process and its two pipes."""

    def __init__(self, memory_bytes: int) -> None:
        # Errors of the child come back as answers; what a codec prints to stderr helps nobody.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engine.decoder", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
        )
        self._is_ready = False
        self._is_late = False
        self.answered = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def decode(self, data: bytes, longest_side: int, *, seconds: float) -> Image.Image:
        self._wait_until_ready()
        with self._deadline(seconds):
            self._send(str(longest_side).encode(), data)
            answer: dict[str, Any] = json.loads(self._receive(ANSWER_BYTES))
            pixels = self._receive(3 * longest_side * longest_side)
        self.answered += 1
        if "refused" in answer:
            raise BadImage(FailureReason(answer["refused"]), detail=answer["detail"])
        return Image.frombytes("RGB", (answer["width"], answer["height"]), pixels)

    def close(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:
                log.debug(event("decoder_pipe_broken"))
        self._process.wait()

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """A late child is killed; the pipe that then breaks ends the wait."""
        timer = Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._is_late = True
        self._process.kill()

    def _wait_until_ready(self) -> None:
        if self._is_ready:
            return
        with self._deadline(START_SECONDS):
            try:
                self._is_ready = self._receive(len(READY)) == READY
            except ChildDied as death:
                raise CannotPaint(f"the process that opens pictures does not start: {death}") from death

    def _send(self, *frames: bytes) -> None:
        assert self._process.stdin is not None
        try:
            write_frames(self._process.stdin, *frames)
        except BrokenPipeError as error:
            raise self._death() from error

    def _receive(self, limit: int) -> bytes:
        assert self._process.stdout is not None
        frame = read_frame(self._process.stdout, limit=limit)
        if frame is None:
            raise self._death()
        return frame

    def _death(self) -> ChildDied:
        self._process.kill()
        last_words = f"exit status {self._process.wait()} at image {self.answered + 1} of this child"
        return ChildWasLate(last_words) if self._is_late else ChildDied(last_words)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """The child's life: answer until the parent closes the pipe."""
    write_frames(answers, READY)
    while (side := read_frame(requests)) and (data := read_frame(requests)) is not None:
        allow_cpu_seconds(DECODE_SECONDS)
        answer, pixels = _answer(data, int(side))
        write_frames(answers, json.dumps(answer).encode(), pixels)


def _answer(data: bytes, longest_side: int) -> tuple[dict[str, object], bytes]:
    try:
        image = decode(data, longest_side=longest_side)
    except BadImage as error:
        return {"refused": error.reason, "detail": error.detail[:500]}, b""
    return {"width": image.width, "height": image.height}, image.tobytes()


def load_plugins() -> None:
    """Those of `FORMATS` and no others, now and not while a picture is open: Pillow's other 35 are never imported."""
    for name in PLUGINS:
        import_module(f"PIL.{name}ImagePlugin")


def restrict_this_process(*, memory_bytes: int) -> None:
    """From here on: bounded memory, few files, nothing written to disk, and Pillow's own warnings are errors."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def allow_cpu_seconds(seconds: float) -> None:
    """Counted from now: the limit of the kernel counts from the start of the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime + seconds) + 1, hard))


def main(memory_bytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent says when to end
    load_plugins()
    restrict_this_process(memory_bytes=memory_bytes)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(int(sys.argv[1]))
