"""Houses for the stories: one that is shared by the quiet ones, one of its own for each that kills something."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import House, open_house
from tests.sandbox.referee import complaints


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


@pytest.fixture(autouse=True)
def everything_said_was_bot_api(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each story: every request and update fits aiogram's models, and the token is in no log and no row."""
    yield
    for name in ("house", "shared_house", "house_that_paints_long"):
        if name in request.fixturenames:
            house: House = request.getfixturevalue(name)
            assert complaints(house.log()) == []
            assert house.files_with_the_token() == []
