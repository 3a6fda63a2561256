from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import before_torch
from engine.executors.local import LocalExecutor
from engine.kinds import Kinds
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
def kinds() -> Iterator[Kinds]:
    """The real ones, with their networks loaded once for all tests."""
    kinds = Kinds(all_weights())
    kinds.warm_up()
    yield kinds
    kinds.close()


@pytest.fixture(scope="session")
def painter() -> Iterator[LocalExecutor]:
    """The real one, likewise."""
    executor = LocalExecutor(all_weights())
    executor.warm_up()
    yield executor
    executor.close()
