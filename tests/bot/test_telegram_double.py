"""Every kind of request in one long story, under the eyes of the referee who watches every scene."""

from typing import Any

from bot import profile
from bot.living_message import LivingMessages
from bot.progress import Pace, Progress
from tests.bot.scene import BRUNO, GROUP, Scene


async def play(scene: Scene) -> None:
    """Every kind of message and edit that the bot makes."""
    await profile.announce(scene.application.bot, scene.services.presets)
    for text in ("/start", "/help", "/styles", "/settings"):
        await scene.send(text=text)
    for text in ("/privacy", "/forget", "/cancel", "/style wave"):
        await scene.send(BRUNO, text=text)
    await scene.press(scene.bots_message(5), "v1:lang:it")
    for data in ("v1:leaf:0", "v1:number:wave"):
        await scene.press(scene.bots_message(5, photo=[]), data)
    await scene.send(text="/cancel")
    await scene.send(to=GROUP, text="/styles")
    group: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style", **group)
    await scene.send(to=GROUP, **scene.photo("art"), reply_to_message=scene.bots_message(9, to=GROUP), **group)
    await scene.deliver()
    await show_a_frame(scene)
    await scene.paint()
    await scene.deliver()
    (job,) = await scene.jobs()
    message = scene.bots_message(job.place.message_id or 0, to=GROUP)
    for data in (f"v1:more:{job.id}:0", f"v1:swap:{job.id}"):
        await scene.press(message, data)
    await scene.deliver()
    swapped = (await scene.jobs())[-1]
    await scene.press(message, f"v1:cancel:{swapped.id}")
    scene.telegram.refuse("editMessageCaption", "Bad Request: message to edit not found")
    await scene.deliver()
    await scene.press(message, f"v1:proper:{job.id}")
    for action in ("adjust", "undo"):
        await scene.press(message, f"v1:{action}:{job.id}")
    await scene.deliver()
    await scene.press(message, f"v1:again:{job.id}")
    await scene.deliver()
    await scene.paint()
    scene.telegram.refuse("editMessageMedia", "Bad Request: message to edit not found")
    await scene.deliver()


async def show_a_frame(scene: Scene) -> None:
    preview = await scene.store.put_image(b"a preview")
    claim = (await scene.store.run(lambda storage: storage.queue.claim("engine")))[0]
    await scene.store.run(lambda storage: storage.queue.renew(claim, progress=0.5, preview=preview))
    progress = Progress(scene.services, LivingMessages(scene.application.bot), Pace())
    await progress.look()
    await progress.finish()
    await scene.store.run(lambda storage: storage.queue.give_back(claim))


async def test_every_request_fits_the_models_of_another_library(scene: Scene) -> None:
    """The referee of the scene complains at its end."""
    await play(scene)
    edits = {"editMessageCaption", "editMessageMedia", "editMessageReplyMarkup", "editMessageText"}
    others = {"answerCallbackQuery", "getFile", "sendMessage", "sendPhoto", "setMyCommands"}
    assert {call.method for call in scene.telegram.calls} >= edits | others


async def test_a_request_that_is_not_legal_is_complained_about(scene: Scene) -> None:
    await scene.application.bot.send_message(11, "hello", api_kwargs={"txet": "hello"})
    assert scene.telegram.complaints
    scene.telegram.complaints.clear()
