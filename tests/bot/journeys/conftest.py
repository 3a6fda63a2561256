"""The chat in which a painting of two photos is shown, in whatever scene a test plays."""

import pytest_asyncio

from tests.bot.journeys.chat import Chat
from tests.bot.scene import Scene


@pytest_asyncio.fixture
async def chat(scene: Scene) -> Chat:
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.deliver()
    await scene.paint(b"instant")
    await scene.deliver()
    (job,) = await scene.jobs()
    return Chat(scene, scene.bots_message(job.place.message_id or 0))
