"""Frames, as two processes send them through a pipe: a length of four bytes, and then the bytes."""

import struct
from typing import IO

LENGTH = struct.Struct("!I")
MOST_BYTES = 1 << 30


def write_frames(stream: IO[bytes], *frames: bytes) -> None:
    for frame in frames:
        stream.write(LENGTH.pack(len(frame)))
        stream.write(frame)
    stream.flush()


def read_frame(stream: IO[bytes], *, limit: int = MOST_BYTES) -> bytes | None:
    """The next frame, or None where the other side has gone or sends more than `limit` bytes."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > limit:
        return None
    body = stream.read(length)
    return body if len(body) == length else None
