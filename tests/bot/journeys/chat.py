"""A delivered instant painting, and what is done to it."""

from typing import Any

from storage.jobs import Job
from storage.work.painting import Painting
from tests.bot.scene import Scene, painting_of
from tests.bot.telegram_double import Call, Json

SHOWN = ("editMessageMedia", "editMessageText", "editMessageCaption", "sendMessage", "sendPhoto", "sendDocument")


class Chat:
    """A delivered instant painting of two photos, and what is done to it."""

    def __init__(self, scene: Scene, message: Json) -> None:
        self.scene = scene
        self.message = message

    async def press(self, action: str, **how: Any) -> str:
        """On the newest shown painting: `proper`, or `dial:stronger`."""
        name, _, turn = action.partition(":")
        data = ":".join(filter(None, ("v1", name, str((await self.owner()).id), turn)))
        return await self.scene.press(self.message, data, **how)

    async def turn(self, action: str, result: bytes) -> str:
        """Press, and let it be painted and shown."""
        toast = await self.press(action)
        await self.scene.deliver()
        await self.scene.paint(result)
        await self.scene.deliver()
        return toast

    async def owner(self) -> Job:
        return await self.scene.newest_at(self.message)

    def shown(self) -> list[Call]:
        return self.scene.telegram.of(*SHOWN)


async def recipes(scene: Scene) -> list[Painting]:
    return [painting_of(job) for job in await scene.jobs()]


async def painted(scene: Scene) -> tuple[int, Json]:
    """A delivered painting of two photos: its job and its message."""
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    job = (await scene.jobs())[-1]
    assert job.place.message_id
    return job.id, scene.bots_message(job.place.message_id)
