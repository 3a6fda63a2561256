"""The scene that most tests of the bot play in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.scene import Scene, open_scene


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path) as opened:
        yield opened
