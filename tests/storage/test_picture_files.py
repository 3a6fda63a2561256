"""What is told of a picture file unopened: always something, for any bytes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.jobs import FailureReason
from storage.picture_files import JPEG, PNG, refusal_at_a_glance

BEGINNINGS = (
    b"",
    JPEG,
    JPEG + b"\xe0",
    PNG,
    PNG + b"\0\0\0\x0dIHDR",
    b"GIF89a",
    b"RIFF\0\0\0\0WEBP",
    b"\0\0\0\x18ftyp",
)


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=200))
@example(JPEG, b"\xff")
def test_any_bytes_are_judged(beginning: bytes, rest: bytes) -> None:
    assert refusal_at_a_glance(beginning + rest) in (None, *FailureReason)


@pytest.mark.parametrize("data", [JPEG + b"\xff" * 100_000, JPEG + b"\xff\xe0\0\2" * 100_000], ids=["fill", "segments"])
def test_a_jpeg_in_more_parts_than_are_looked_at_is_damaged(data: bytes) -> None:
    assert refusal_at_a_glance(data) is FailureReason.DAMAGED


def test_a_png_in_more_parts_than_are_looked_at_has_the_size_that_it_says() -> None:
    head = PNG + b"\0\0\0\x0dIHDR" + (90).to_bytes(4, "big") + (60).to_bytes(4, "big") + bytes(9)
    assert refusal_at_a_glance(head + b"\0\0\0\0tEXt\0\0\0\0" * 100_000) is None
