from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import before_torch
from engine.executors import LocalExecutor
from engine.weights import all_weights
from storage.store import Storage

before_torch.prepare()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def storage(folder: Path) -> Iterator[Storage]:
    with Storage.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def painter() -> Iterator[LocalExecutor]:
    """The real one, with its network loaded once for all tests."""
    executor = LocalExecutor(all_weights())
    executor.warm_up()
    yield executor
    executor.close()
