"""Pictures in files, for the command line: read, written, and complained about in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.jobs import FailureReason
from storage.picture_files import MAX_JPEG_PIXELS, MAX_PIXELS, MAX_RATIO, MIN_SIDE

TEXTS = {
    FailureReason.NOT_AN_IMAGE: "is not an image",
    FailureReason.DAMAGED: "is damaged and cannot be read",
    FailureReason.UNSUPPORTED_FORMAT: "is a kind of picture that cannot be read here: JPEG, PNG, WebP and AVIF can",
    FailureReason.TOO_MANY_PIXELS: (
        f"has too many pixels: {MAX_PIXELS // 1_000_000} million are the most, {MAX_JPEG_PIXELS // 1_000_000} in a JPEG"
    ),
    FailureReason.TOO_SMALL: f"is too small: each side needs at least {MIN_SIDE} pixels",
    FailureReason.TOO_LONG_AND_THIN: f"is too long and thin: one side may be at most {MAX_RATIO} times the other",
}
JPEG_SUFFIXES = (".jpg", ".jpeg")


class BadInput(Exception):
    """What was typed cannot work: show the message in one line and end with exit code 2."""


def read_file(path: Path) -> bytes:
    """Raises BadInput."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}") from error


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Raises BadInput now rather than after the painting; leaves no empty file behind when the block fails."""
    if path.suffix.lower() not in JPEG_SUFFIXES:
        raise BadInput(f"cannot write {path}: paintings are JPEG files, so its name must end in .jpg")
    was_there = path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror}") from error
    try:
        yield
    except BaseException:
        if not was_there:
            path.unlink(missing_ok=True)
        raise
