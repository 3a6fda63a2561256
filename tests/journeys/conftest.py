"""Houses for the stories: one that is shared by the quiet ones, one of its own for each that kills something."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import House, open_house


@pytest.fixture(scope="session")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as house:
        yield house


@pytest.fixture
def house_that_paints_long(tmp_path: Path) -> Iterator[House]:
    """Its paintings take seconds: long enough to be interrupted."""
    with open_house(tmp_path, IMPASTO_LONGEST_SIDE="320") as house:
        yield house
