"""Houses for the stories: one that is shared by the quiet ones, one of its own for each that kills something.

When a house is left, its requests and updates must all fit aiogram's models, and the token be in no log and no row.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import House, open_house
from tests.sandbox.referee import complaints


@pytest.fixture(scope="session")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    yield from _inspected(tmp_path_factory.mktemp("house"))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield from _inspected(tmp_path)


@pytest.fixture
def house_that_paints_long(tmp_path: Path) -> Iterator[House]:
    """Its paintings take seconds: long enough to be interrupted."""
    yield from _inspected(tmp_path, IMPASTO_PROPER_SIDE="192")


@pytest.fixture
def instant_house(tmp_path: Path) -> Iterator[House]:
    """As people have it, only smaller: painted at once, and properly in seconds."""
    yield from _inspected(
        tmp_path, IMPASTO_DEFAULT_METHOD="instant", IMPASTO_LONGEST_SIDE="240", IMPASTO_PROPER_SIDE="192"
    )


@pytest.fixture
def instant_house_that_paints_long(tmp_path: Path) -> Iterator[House]:
    """At once too, and properly for as long as it takes to see it grow and to stop it."""
    yield from _inspected(
        tmp_path, IMPASTO_DEFAULT_METHOD="instant", IMPASTO_LONGEST_SIDE="240", IMPASTO_PROPER_SIDE="448"
    )


@pytest.fixture
def house_of_all_sizes(tmp_path: Path) -> Iterator[House]:
    """Nothing is said about sizes, so that each chat may choose."""
    yield from _inspected(tmp_path, IMPASTO_DEFAULT_METHOD="instant", IMPASTO_LONGEST_SIDE="")


def _inspected(folder: Path, **settings: str) -> Iterator[House]:
    with open_house(folder, **settings) as house:
        yield house
        assert complaints(house.log()) == []
        assert house.files_with_the_token() == []
