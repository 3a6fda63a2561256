"""Frames: paced, the latest wins, and never over something more important."""

import asyncio
from dataclasses import dataclass

import pytest

from bot.living_message import LivingMessages
from bot.progress import Frame, Pace, Progress
from bot.texts import texts_for
from storage.database import StorageError
from storage.jobs import Claim, ImageRef, JobId
from tests.bot.scene import ADA, BRUNO, GROUP, Scene

ENGLISH = texts_for("en")
JOB = JobId(1)
FRAMES = ("editMessageMedia", "editMessageText", "editMessageCaption")


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Watching:
    """A scene with a painting under way and somebody who looks when told."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.clock = Clock()
        self.living = LivingMessages(scene.application.bot)
        self.progress = Progress(scene.services, self.living, Pace(self.clock))

    async def look(self, *, after: float = 10.0) -> list[str]:
        """The words of the frames that this look made."""
        self.clock.now += after
        before = len(self.scene.telegram.of(*FRAMES))
        await self.progress.look()
        await self.progress.finish()
        return [call.words for call in self.scene.telegram.of(*FRAMES)[before:]]

    async def renew(self, claim: Claim, progress: float, picture: bytes = b"") -> None:
        preview = await self.scene.store.put_image(picture) if picture else None
        await self.scene.store.run(lambda storage: storage.queue.renew(claim, progress=progress, preview=preview))


@pytest.fixture
def watching(scene: Scene) -> Watching:
    return Watching(scene)


async def order(scene: Scene, name: str = "dog", person: dict[str, object] = ADA) -> None:
    await scene.send(person, **scene.photo(name), caption="wave")
    await scene.deliver()


async def test_a_painting_under_way_shows_its_preview_and_percentage(scene: Scene, watching: Watching) -> None:
    await order(scene)
    await watching.renew(await scene.claim(), 0.4, b"a preview")
    (frame,) = await watching.look()
    assert frame.startswith("Painting … 40 %")
    assert scene.telegram.calls[-1].method == "editMessageMedia"
    assert scene.telegram.calls[-1].buttons == ["v1:cancel:1"]


async def test_nothing_new_is_not_shown_again(scene: Scene, watching: Watching) -> None:
    await order(scene)
    await watching.renew(await scene.claim(), 0.4, b"a preview")
    assert len(await watching.look()) == 1
    assert await watching.look() == []


async def test_a_chat_is_not_edited_more_often_than_every_three_seconds(scene: Scene, watching: Watching) -> None:
    await order(scene)
    claim = await scene.claim()
    shown = []
    for number in range(1, 7):
        await watching.renew(claim, number / 20, b"preview %d" % number)
        shown += await watching.look(after=1.0)
    assert len(shown) == 2


async def test_the_latest_frame_wins(scene: Scene, watching: Watching) -> None:
    await order(scene)
    claim = await scene.claim()
    for percent in (10, 20, 30):
        await watching.renew(claim, percent / 100, b"preview %d" % percent)
    (frame,) = await watching.look()
    assert "30 %" in frame


async def test_progress_without_a_new_preview_changes_the_caption_only(scene: Scene, watching: Watching) -> None:
    await order(scene)
    claim = await scene.claim()
    await watching.renew(claim, 0.4, b"a preview")
    await watching.look()
    await watching.renew(claim, 0.6)
    await watching.look()
    assert scene.telegram.calls[-1].method == "editMessageCaption"


async def test_the_line_moves_and_those_who_wait_see_it(scene: Scene, watching: Watching) -> None:
    await order(scene, "dog", ADA)
    await order(scene, "cat", BRUNO)
    assert await watching.look() == ["Your painting is next in line.", "C’è 1 quadro prima del tuo."]
    await scene.paint()
    assert (await watching.look())[0].startswith("Il tuo quadro è il prossimo")


async def test_a_cancelled_painting_shows_no_further_frame(scene: Scene, watching: Watching) -> None:
    await order(scene)
    claim = await scene.claim()
    await scene.store.run(lambda storage: storage.queue.cancel(claim.job_id))
    assert await watching.look() == []


async def test_a_painting_that_ended_meanwhile_is_not_covered(scene: Scene, watching: Watching) -> None:
    """The frame is asked for, but the chat's turn comes after the result's."""
    await order(scene)
    claim = await scene.claim()
    await watching.renew(claim, 0.9, b"a preview")
    async with watching.living.turn(11):
        await watching.progress.look()
        result = await scene.store.put_image(b"done")
        await scene.store.run(lambda storage: storage.queue.complete(claim, result=result, paint_seconds=1))
    await watching.progress.finish()
    assert scene.telegram.of(*FRAMES) == []


async def test_the_message_belongs_to_the_newer_job_after_a_swap(scene: Scene, watching: Watching) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.deliver()
    (job,) = await scene.jobs()
    await scene.claim()
    await scene.press(scene.bots_message(job.living_message_id or 0), f"v1:swap:{job.id}")
    frames = await watching.look()
    assert all("next in line" in frame for frame in frames)


@pytest.mark.parametrize(
    ("description", "code"),
    [
        ("Too Many Requests: retry after 5", 429),
        ("Forbidden: bot was blocked by the user", 403),
        ("Bad Gateway", 502),
        ("Bad Request: message to edit not found", 400),
        ("Bad Request: something new", 400),
    ],
)
async def test_a_frame_that_fails_harms_nothing(scene: Scene, watching: Watching, description: str, code: int) -> None:
    await order(scene)
    await watching.renew(await scene.claim(), 0.4, b"a preview")
    parameters = {"retry_after": 5} if code == 429 else {}
    scene.telegram.refuse("editMessageMedia", description, code=code, **parameters)
    await watching.look()
    (job,) = await scene.jobs()
    assert job.living_message_id


async def test_a_frame_that_failed_comes_again(scene: Scene, watching: Watching) -> None:
    await order(scene)
    await watching.renew(await scene.claim(), 0.4, b"a preview")
    scene.telegram.refuse("editMessageMedia", "Bad Gateway", code=502)
    await watching.look()
    assert len(await watching.look()) == 1


def test_groups_are_edited_half_as_often() -> None:
    clock = Clock()
    pace = Pace(clock)
    for chat in (1, GROUP):
        pace.note(chat, JOB, Frame("…"))
    clock.now += 4
    assert pace.is_time_for(1)
    assert not pace.is_time_for(GROUP)


def test_what_has_ended_is_forgotten() -> None:
    pace = Pace(Clock())
    pace.note(1, JOB, Frame("a", ImageRef("x")))
    pace.keep_only([])
    assert pace.is_time_for(1)
    assert pace.is_news(JOB, Frame("a", ImageRef("x")))


async def test_looking_goes_on_when_storage_fails(
    scene: Scene, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = asyncio.Event()
    rests = 0

    async def rest() -> None:
        nonlocal rests
        rests += 1
        if rests == 3:
            looks.set()

    def broken(*_: object) -> None:
        raise StorageError("database disk image is malformed")

    monkeypatch.setattr(scene.store, "rest", rest)
    monkeypatch.setattr(scene.store, "jobs_with_frames", broken)
    monkeypatch.setattr("bot.progress.LOOK_SECONDS", 0.0)
    task = asyncio.create_task(watching.progress.run())
    await asyncio.wait_for(looks.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_looking_goes_on_until_it_is_told_to_end(scene: Scene, watching: Watching) -> None:
    task = asyncio.create_task(watching.progress.run())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
