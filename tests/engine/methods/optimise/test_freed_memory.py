"""What is freed goes back to the system, also where something above it in memory is still in use."""

from pathlib import Path

import pytest

from engine.methods.optimise.freed_memory import give_back_freed

BLOCK, BLOCKS = 100_000, 1_000
"""Bytes of a block, which the C library takes from its heap, and how many."""


def megabytes_held() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells")
def test_memory_in_holes_is_given_back() -> None:
    blocks = [bytearray(BLOCK) for _ in range(BLOCKS)]
    last = bytearray(BLOCK)
    blocks.clear()
    before = megabytes_held()
    give_back_freed()
    assert megabytes_held() < before - 0.5 * BLOCK * BLOCKS / 1e6
    assert len(last) == BLOCK
