"""Frames through a pipe: whatever goes in comes out, and half of one counts as nothing."""

from io import BytesIO

import pytest

from engine.frames import read_frame, write_frames


def test_frames_come_out_as_they_went_in() -> None:
    pipe = BytesIO()
    write_frames(pipe, b"", b"one", bytes(100_000))
    pipe.seek(0)
    assert [read_frame(pipe) for _ in range(4)] == [b"", b"one", bytes(100_000), None]


@pytest.mark.parametrize("length", range(7))
def test_what_ends_in_the_middle_of_a_frame_says_nothing(length: int) -> None:
    pipe = BytesIO()
    write_frames(pipe, b"one")
    assert read_frame(BytesIO(pipe.getvalue()[:length])) is None


def test_a_frame_beyond_the_limit_is_not_even_read() -> None:
    pipe = BytesIO()
    write_frames(pipe, b"four")
    pipe.seek(0)
    assert read_frame(pipe, limit=3) is None
    assert pipe.tell() == 4
