"""What a process that paints sets before torch is imported, which is when OpenMP and the allocator read it."""

import os

SPIN_COUNT = "10000"
"""Looks of a thread for more work before it sleeps: about 0.35 ms, as long as it can take to wake one that sleeps.

So it never costs more than twice what the best choice would. On two idle cores a painting of 512 px takes 55 ms
instead of 75 without any; where other work keeps one of them, 130 instead of 72. OpenMP's own choice, thirty times as
many, takes 41 and 1,600.
"""


def prepare() -> None:
    """What is set already stays. Large tensors come in huge pages where the kernel has them."""
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", SPIN_COUNT)
    os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
