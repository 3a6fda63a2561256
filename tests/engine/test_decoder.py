"""The decoding child: warm, bounded, replaceable. Nothing that a picture does to it reaches the engine."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.decoder import IMAGES_PER_CHILD, PLUGINS, Decoder, load_plugins
from engine.failures import BadImage
from engine.images import FORMATS
from storage.jobs import FailureReason
from tests.engine import corpus
from tests.engine.corpus import UPRIGHT, corners, encoded, quarters

SMALL = encoded(quarters(), "PNG")


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()


def refusal(decoder: Decoder, data: bytes) -> FailureReason:
    with pytest.raises(BadImage) as caught:
        decoder.decode(data, longest_side=64)
    return caught.value.reason


def pid_of(decoder: Decoder) -> int:
    assert decoder.child_pid is not None
    return decoder.child_pid


def peak_memory_bytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] not in "ZX"


def test_one_child_opens_many_pictures(decoder: Decoder) -> None:
    assert corners(decoder.decode(SMALL, longest_side=512)) == UPRIGHT
    first = pid_of(decoder)
    for _ in range(5):
        decoder.decode(SMALL, longest_side=512)
    assert pid_of(decoder) == first


def test_a_refusal_comes_through_with_its_reason_and_the_child_lives_on(decoder: Decoder) -> None:
    decoder.start()
    first = pid_of(decoder)
    assert refusal(decoder, b"a letter") is FailureReason.NOT_AN_IMAGE
    assert refusal(decoder, b"") is FailureReason.NOT_AN_IMAGE
    assert refusal(decoder, SMALL[:60]) is FailureReason.DAMAGED
    assert corners(decoder.decode(SMALL, longest_side=512)) == UPRIGHT
    assert pid_of(decoder) == first


def test_a_bomb_is_refused_without_memory(decoder: Decoder) -> None:
    decoder.decode(SMALL, longest_side=64)
    before = peak_memory_bytes(pid_of(decoder))
    for bomb in (
        corpus.png_header(50_000, 50_000, rows=20),
        corpus.gif_header(60_000, 60_000),
        corpus.bmp_header(50_000, 50_000),
        corpus.tiff_header(50_000, 50_000),
        corpus.jpeg_header(60_000, 60_000),
    ):
        assert refusal(decoder, bomb) is FailureReason.TOO_MANY_PIXELS
    assert peak_memory_bytes(pid_of(decoder)) - before < 20_000_000


def test_the_largest_picture_allowed_is_decoded_within_the_memory_limit(decoder: Decoder) -> None:
    image = decoder.decode(corpus.forty_million_pixels(), longest_side=512)
    assert image.size == (512, 512)
    assert peak_memory_bytes(pid_of(decoder)) < 800_000_000


@pytest.mark.parametrize(("longest_side", "opened"), [(512, 512), (2560, 2560), (10_000, 4032)])
def test_a_telephones_48_million_pixels_are_opened_at_half_their_size_or_less(
    decoder: Decoder, longest_side: int, opened: int
) -> None:
    image = decoder.decode(corpus.forty_eight_million_pixels(), longest_side=longest_side)
    assert image.size == (opened, opened * 3 // 4)
    assert corners(image) == UPRIGHT
    assert peak_memory_bytes(pid_of(decoder)) < 400_000_000


def test_a_telephones_heic_is_opened_within_the_childs_limits(decoder: Decoder) -> None:
    image = decoder.decode(encoded(quarters(4032, 3024), "HEIF"), longest_side=512)
    assert (image.size, corners(image)) == ((512, 384), UPRIGHT)
    assert peak_memory_bytes(pid_of(decoder)) < 400_000_000


def test_a_picture_that_needs_more_memory_than_there_is_has_too_many_pixels() -> None:
    decoder = Decoder(memory_bytes=260_000_000)
    try:
        assert refusal(decoder, corpus.forty_million_pixels()) is FailureReason.TOO_MANY_PIXELS
        assert corners(decoder.decode(SMALL, longest_side=64)) == UPRIGHT
    finally:
        decoder.close()


def test_memory_does_not_grow_with_the_number_of_pictures(decoder: Decoder) -> None:
    picture = encoded(quarters(1600, 1200), "WEBP")
    decoder.decode(picture, longest_side=512)
    before = peak_memory_bytes(pid_of(decoder))
    for _ in range(20):
        decoder.decode(picture, longest_side=512)
    assert peak_memory_bytes(pid_of(decoder)) - before < 30_000_000


def test_a_child_that_is_too_slow_is_killed_and_the_next_picture_gets_a_new_one() -> None:
    decoder = Decoder(decode_seconds=0.1)
    try:
        decoder.decode(SMALL, longest_side=64)
        first = pid_of(decoder)
        assert refusal(decoder, corpus.forty_million_pixels()) is FailureReason.DAMAGED
        assert not is_running(first)
        assert corners(decoder.decode(SMALL, longest_side=64)) == UPRIGHT
    finally:
        decoder.close()


def test_a_child_killed_in_the_middle_of_a_picture_is_replaced_and_the_picture_opened(decoder: Decoder) -> None:
    decoder.decode(SMALL, longest_side=64)
    first = pid_of(decoder)
    killer = threading.Timer(0.05, os.kill, (first, signal.SIGKILL))
    killer.start()
    image = decoder.decode(corpus.forty_million_pixels(), longest_side=64)
    killer.join()
    assert image.size == (64, 64)
    assert pid_of(decoder) != first


def test_a_child_that_died_between_two_pictures_is_replaced(decoder: Decoder) -> None:
    decoder.decode(SMALL, longest_side=64)
    first = pid_of(decoder)
    os.kill(first, signal.SIGKILL)
    assert corners(decoder.decode(SMALL, longest_side=64)) == UPRIGHT
    assert pid_of(decoder) != first


def test_a_picture_that_kills_two_children_is_damaged_and_the_next_one_is_fine(decoder: Decoder) -> None:
    """What a hole in a codec would look like from outside."""
    decoder.start()
    killed: set[int] = set()
    is_over = threading.Event()

    def kill_whatever_lives() -> None:
        while not is_over.wait(0.02):
            pid = decoder.child_pid
            if pid and pid not in killed and _has_waited_for_its_first_picture(pid):
                killed.add(pid)
                os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_whatever_lives)
    killer.start()
    try:
        assert refusal(decoder, corpus.forty_million_pixels()) is FailureReason.DAMAGED
    finally:
        is_over.set()
        killer.join()
    assert len(killed) == 2
    assert corners(decoder.decode(SMALL, longest_side=64)) == UPRIGHT


def test_a_child_is_replaced_after_a_number_of_pictures() -> None:
    decoder = Decoder(images_per_child=3)
    try:
        decoder.decode(SMALL, longest_side=64)
        first = pid_of(decoder)
        refusal(decoder, b"a letter")
        decoder.decode(SMALL, longest_side=64)
        assert pid_of(decoder) != first
        assert not is_running(first)
        assert IMAGES_PER_CHILD == 50
    finally:
        decoder.close()


def test_the_next_child_is_there_before_it_is_needed_and_goes_with_the_other() -> None:
    decoder = Decoder(images_per_child=2)
    decoder.decode(SMALL, longest_side=64)
    heir = decoder._heir
    assert heir is not None
    decoder.decode(SMALL, longest_side=64)
    decoder.decode(SMALL, longest_side=64)
    assert pid_of(decoder) == heir.pid
    after_next = decoder._heir
    assert after_next is not None
    decoder.close()
    assert not is_running(heir.pid)
    assert not is_running(after_next.pid)


def test_the_child_has_tight_limits(decoder: Decoder) -> None:
    decoder.decode(SMALL, longest_side=64)
    limits = Path(f"/proc/{pid_of(decoder)}/limits").read_text()
    soft = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert soft["Max address space"] == str(1 << 30)
    assert soft["Max file size"] == "0"
    assert int(soft["Max open files"]) <= 32
    assert int(soft["Max cpu time"]) < 30


def test_closing_leaves_no_process_behind() -> None:
    decoder = Decoder()
    decoder.decode(SMALL, longest_side=64)
    pid = pid_of(decoder)
    decoder.close()
    assert not is_running(pid)


def test_the_codecs_that_the_child_loads_are_those_of_the_accepted_formats() -> None:
    load_plugins()
    assert {name.upper() for name in PLUGINS} - {"MPO"} == set(FORMATS) - {"HEIF"}, "pillow-heif adds its own"


def _has_waited_for_its_first_picture(pid: int) -> bool:
    """Only a child that has started counts: one that cannot start is the engine's trouble, not a picture's."""
    limits = Path(f"/proc/{pid}/limits")
    try:
        cpu = next(line for line in limits.read_text().splitlines() if line.startswith("Max cpu time"))
    except (FileNotFoundError, StopIteration):
        return False
    return cpu[26:].split()[0] != "unlimited"
