"""Giving freed memory back to the system, for work that runs at the edge of what there is."""

import ctypes


def give_back_freed() -> None:
    """What the C library keeps of freed blocks, up to 32 MB each and in holes between others; torch's among them.

    glibc's malloc_trim (https://man7.org/linux/man-pages/man3/malloc_trim.3.html). Elsewhere nothing is done.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
