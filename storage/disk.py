"""Room on the disk: the database must go on when pictures no longer fit."""

import shutil
from pathlib import Path

LEAST_FREE_BYTES = 100 * 1024 * 1024
"""Below this no picture is taken in, so that what people must still be told can be noted."""


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def has_room(folder: Path, *, least: int = LEAST_FREE_BYTES) -> bool:
    return free_bytes(folder) >= least
