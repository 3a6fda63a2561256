"""Frames: paced, the latest wins, and never over something more important."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot import captions
from bot.living_message import LivingMessages
from bot.progress import FRAMES_A_LOOK, QUIET_SECONDS, Frame, Pace, Progress
from bot.texts import texts_for
from storage.jobs import Claim, Job
from storage.names import ImageRef, JobId
from storage.store import Storage
from storage.workers import AWAY_SECONDS
from tests.bot.scene import ADA, BRUNO, GROUP, Scene
from tests.bot.until import until

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
        self.wall = Clock(time.time())
        self.progress = Progress(scene.services, self.living, Pace(self.clock), self.wall)

    async def look(self, *, after: float = 10.0) -> list[str]:
        """The words of the frames that this look made."""
        self.clock.now += after
        before = len(self.scene.telegram.of(*FRAMES))
        await self.progress.look()
        await self.progress.finish()
        return [call.words for call in self.scene.telegram.of(*FRAMES)[before:]]

    async def beat(self) -> None:
        await self.scene.store.run(lambda storage: storage.workers.beat("engine", device="cpu", threads=2))

    async def renew(self, claim: Claim, progress: float, picture: bytes = b"") -> None:
        preview = await self.scene.store.put_image(picture) if picture else None
        await self.scene.store.run(lambda storage: storage.queue.renew(claim, progress=progress, preview=preview))


@pytest.fixture
async def watching(scene: Scene) -> Watching:
    """The engine has just been heard of."""
    watching = Watching(scene)
    await watching.beat()
    return watching


async def order(scene: Scene, name: str = "dog", person: dict[str, object] = ADA) -> None:
    await scene.send(person, **scene.photo(name), caption="wave")
    await scene.deliver()


async def waiting(scene: Scene, people: int) -> None:
    """In line, each with an acknowledgement in a chat of their own."""
    for number in range(people):
        await order(scene, f"dog{number}", {**ADA, "id": 100 + number})


def let_telegram_forget(scene: Scene, monkeypatch: pytest.MonkeyPatch, *, at: float) -> None:
    """What was sent before counts no longer in its limits: it is `at` seconds now."""
    monkeypatch.setattr(scene.application.bot.rate_limiter, "_clock", lambda: at)


async def test_a_painting_under_way_shows_its_preview_and_percentage(scene: Scene, watching: Watching) -> None:
    await order(scene)
    await watching.renew(await scene.claim(), 0.4, b"a preview")
    (frame,) = await watching.look()
    assert frame.startswith("Painting … 40 %")
    assert scene.telegram.calls[-1].method == "editMessageMedia"
    assert scene.telegram.calls[-1].buttons == ["v1:cancel:1"]


RESTING = ENGLISH.say("painter-resting")


async def test_whoever_waits_is_told_once_that_the_engine_is_frozen_and_hears_when_it_is_back(
    scene: Scene, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await order(scene)
    watching.wall.now += AWAY_SECONDS - 1
    assert RESTING not in await watching.look()
    watching.wall.now += 2
    assert await watching.look() == [RESTING]
    assert await watching.look() == []
    let_telegram_forget(scene, monkeypatch, at=60)
    watching.wall.now -= AWAY_SECONDS - 5  # as if it had been heard of 6 seconds ago
    (again,) = await watching.look()
    assert again != RESTING


async def test_an_engine_that_is_stopped_is_told_at_the_next_look(scene: Scene, watching: Watching) -> None:
    await order(scene)
    await watching.look()
    await scene.store.run(lambda storage: storage.workers.leave("engine"))
    watching.wall.now += QUIET_SECONDS
    assert await watching.look() == [RESTING]


async def test_a_picture_that_is_shown_stays_while_the_engine_is_away(scene: Scene, watching: Watching) -> None:
    await order(scene)
    await watching.renew(await scene.claim(), 0.4, b"a preview")
    await watching.look()
    watching.wall.now += AWAY_SECONDS + 1
    assert await watching.look() == [RESTING]
    assert scene.telegram.calls[-1].method == "editMessageCaption"
    assert not scene.telegram.of("sendChatAction")[1:], "nothing is being painted"


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
    (job,) = await scene.jobs()
    async with watching.living.turn(job.place):
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
    claim = await scene.claim()
    await scene.press(scene.bots_message(job.place.message_id or 0), f"v1:swap:{job.id}")
    await watching.renew(claim, 0.5, b"of the older job")
    assert await watching.look() == ["Your painting is next in line."]


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
    assert job.place.message_id


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
    monkeypatch.setattr("bot.store.REST_SECONDS", 0.0)
    monkeypatch.setattr("bot.progress.LOOK_SECONDS", 0.0)
    await order(scene)
    await watching.renew(await scene.claim(), 0.4)
    await scene.store.run(lambda storage: storage.db.conn.execute("alter table places rename to elsewhere"))
    task = asyncio.create_task(watching.progress.run())
    await until(lambda: "no such table" in scene.store.trouble)
    assert not task.done()
    await scene.store.run(lambda storage: storage.db.conn.execute("alter table elsewhere rename to places"))
    await until(lambda: scene.telegram.of(*FRAMES))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_all_that_wait_are_read_in_one_trip(
    scene: Scene, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting(scene, 4)
    let_telegram_forget(scene, monkeypatch, at=10)
    assert len(await watching.look()) == 4
    trips = 0
    run = scene.store.run

    async def counted(call: Callable[[Storage], object]) -> object:
        nonlocal trips
        trips += 1
        return await run(call)

    monkeypatch.setattr(scene.store, "run", counted)
    assert await watching.look() == []
    assert trips == 1


async def test_no_more_frames_are_prepared_than_can_be_shown_and_everybody_has_a_turn(
    scene: Scene, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting(scene, 12)
    shown: list[str] = []
    for look in range(1, 4):
        let_telegram_forget(scene, monkeypatch, at=10 * look)
        frames = await watching.look()
        assert len(frames) <= FRAMES_A_LOOK
        shown += frames
    chats = [call.params["chat_id"] for call in scene.telegram.of(*FRAMES)]
    assert sorted(chats) == [100 + number for number in range(12)]


async def test_a_job_that_cannot_be_spoken_of_silences_no_other(
    scene: Scene, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await order(scene, "dog", ADA)
    await order(scene, "cat", BRUNO)
    words = captions.waiting_text

    def stumble(job: Job, *more: Any, **fields: Any) -> str:
        if job.user_id == ADA["id"]:
            raise KeyError("a word that nobody has translated")
        return words(job, *more, **fields)

    monkeypatch.setattr(captions, "waiting_text", stumble)
    assert await watching.look() == ["C’è 1 quadro prima del tuo."]


async def test_people_whose_frames_fail_take_nobody_elses_turn(
    scene: Scene, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting(scene, FRAMES_A_LOOK + 2)
    for _ in range(FRAMES_A_LOOK):
        scene.telegram.refuse("editMessageText", "Forbidden: bot was blocked by the user", code=403)
    let_telegram_forget(scene, monkeypatch, at=10)
    await watching.look(after=0.5)
    let_telegram_forget(scene, monkeypatch, at=20)
    await watching.look(after=0.5)
    chats = [call.params["chat_id"] for call in scene.telegram.of(*FRAMES)]
    assert sorted(chats) == [100 + number for number in range(FRAMES_A_LOOK + 2)]


async def test_a_chat_that_takes_no_pictures_sees_how_it_stands_in_words(
    scene: Scene, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await order(scene)
    claim = await scene.claim()
    await watching.renew(claim, 0.4, b"a preview")
    scene.telegram.refuse("editMessageMedia", "Bad Request: not enough rights to send photos to the chat")
    await watching.look()
    assert [call.method for call in scene.telegram.of(*FRAMES)] == ["editMessageMedia", "editMessageText"]
    await watching.renew(claim, 0.6, b"another preview")
    let_telegram_forget(scene, monkeypatch, at=60)
    await watching.look()
    assert len(scene.telegram.of("editMessageMedia")) == 1, "it is not tried each time"
    assert scene.telegram.calls[-1].words.startswith("Painting … 60 %")


async def test_frames_speak_the_language_of_whose_painting_it_is(scene: Scene, watching: Watching) -> None:
    """In a group, where nobody chose one."""
    await order(scene, "dog", ADA)
    await scene.send(BRUNO, to=GROUP, **scene.photo("cat"), caption="/style wave")
    await scene.deliver()
    assert scene.telegram.said == ["Your painting is next in line.", "C’è 1 quadro prima del tuo."]
    await scene.paint()
    assert any(words.startswith("Il tuo quadro è il prossimo") for words in await watching.look())


async def test_looking_goes_on_until_it_is_told_to_end(scene: Scene, watching: Watching) -> None:
    task = asyncio.create_task(watching.progress.run())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_whoever_is_painted_for_sees_that_there_is_work(scene: Scene, watching: Watching) -> None:
    await order(scene)
    await scene.deliver()
    await watching.look()
    assert scene.telegram.of("sendChatAction") == [], "nobody paints yet"
    await scene.claim()
    for seconds in (1, 1, 1, 4):
        await watching.look(after=seconds)
    assert [call.params["action"] for call in scene.telegram.of("sendChatAction")] == ["upload_photo"] * 2


async def test_in_a_group_the_room_is_for_what_matters_more(scene: Scene, watching: Watching) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    await scene.claim()
    await watching.look()
    assert scene.telegram.of("sendChatAction") == []
