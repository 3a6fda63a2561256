from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Storage
from tests.storage.scene import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path, clock: Clock) -> Iterator[Storage]:
    with Storage.open(tmp_path / "data", clock=clock) as opened:
        yield opened
