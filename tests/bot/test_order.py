"""Ordering: how few trips to storage it takes, and what a refusal leaves as it was."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.polling import Polling
from bot.settings import Settings
from bot.store import Store
from bot.texts import texts_for
from storage import admission, disk
from storage.admission import Limits, Tier
from tests.bot.scene import BRUNO, INSTANT, Scene, content_of, open_scene

ENGLISH = texts_for("en")
MOST_TRIPS = 7
"""For two photos, together: half of what 0.1.0 took with fetching and settling."""


class Trips:
    """How often the storage thread is asked something."""

    def __init__(self) -> None:
        self.count = 0


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Trips:
    counted, run = Trips(), Store.run

    async def counting(self: Store, call: Any, *, settles: int | None = None) -> object:
        counted.count += 1
        return await run(self, call, settles=settles)

    monkeypatch.setattr(Store, "run", counting)
    return counted


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def test_two_photos_become_a_job_within_few_trips_to_storage(scene: Scene, trips: Trips) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    assert trips.count <= MOST_TRIPS
    assert trips.count == 5, "one to read and one to write, for each, and one that notes the menu"
    assert len(await scene.jobs()) == 1


async def test_from_telegram_to_the_settled_update_it_is_one_more_for_each(scene: Scene, trips: Trips) -> None:
    polling = Polling(scene.application, scene.store)
    scene.telegram.updates += [
        [{"update_id": 41, "message": scene.message(**scene.photo("dog"))}],
        [{"update_id": 42, "message": scene.message(**scene.photo("art"))}],
    ]
    task = asyncio.create_task(polling.run())
    await asyncio.wait_for(scene.telegram.nothing_more.wait(), 10)
    await polling.finish(seconds=5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    to_begin = 2
    assert trips.count - to_begin == 7 <= MOST_TRIPS
    assert await scene.store.run(lambda storage: storage.inbox.pending()) == []
    assert len(await scene.jobs()) == 1


async def test_an_album_takes_no_more(scene: Scene, trips: Trips) -> None:
    for name in ("dog", "art"):
        await scene.send(**scene.photo(name, media_group_id="album"))
    assert trips.count == 4
    assert len(await scene.jobs()) == 1


async def test_a_press_takes_one_to_read_and_one_to_order(scene: Scene, trips: Trips) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    (job,) = await scene.jobs()
    before = trips.count
    await scene.press(scene.bots_message(5), f"v1:again:{job.id}")
    assert trips.count - before == 2


async def test_what_a_job_was_caused_by_is_kept(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"), caption="wave")
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.send(text="/style wave", reply_to_message=photo)
    await scene.press(scene.bots_message(5), "v1:again:1")
    assert [job.caused_by for job in await scene.jobs()] == ["caption", "photo", "style", "again"]


async def test_a_picture_that_is_here_already_is_not_fetched_again(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    await scene.send(text="/style wave", reply_to_message=photo)
    await scene.send(**scene.photo("dog"), caption="/style mosaic")
    assert len(scene.telegram.of("getFile")) == 1
    assert [await scene.image(content_of(job)) for job in await scene.jobs()] == [b"bytes of dog"] * 2


async def test_a_picture_whose_file_is_gone_is_fetched_again(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"), caption="wave")
    (job,) = await scene.jobs()
    await scene.store.run(lambda storage: storage.images.delete(content_of(job)))
    await scene.send(text="/style mosaic", reply_to_message=photo)
    assert len(scene.telegram.of("getFile")) == 2
    assert await scene.image(content_of(job)) == b"bytes of dog"


# ---------------------------------------- refusals


async def test_a_refused_painting_changes_nothing_but_what_arrived(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(limits=Limits(jobs_per_person=1))) as scene:
        await scene.send(**scene.photo("a"), caption="wave")
        await scene.send(**scene.photo("b"))
        before = await scene.draft()
        await scene.send(**scene.photo("c"))
        assert scene.telegram.said[-1].startswith("You have 1 painting in line already.")
        assert await scene.draft() == before
        arrived = await scene.store.run(lambda storage: storage.people.arrived_today(11))
        assert (arrived.photos, arrived.bytes) == (3, len(b"bytes of a") * 3)


async def test_an_album_over_the_days_photos_is_refused_once_and_what_came_goes_on(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(limits=Limits(photos_a_day=1))) as scene:
        for name in "abcde":
            await scene.send(**scene.photo(name, media_group_id="album"))
        refused, asked = scene.telegram.said
        assert refused.startswith("You have sent me 1 photo since yesterday")
        assert asked == ENGLISH.say("ask-for-style")
        await scene.send(**scene.photo("f"))
        assert scene.telegram.said[2:] == [refused], "another photo is told by itself"


async def test_an_album_that_may_not_be_painted_is_refused_once(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(limits=Limits(jobs_per_person=1))) as scene:
        await scene.send(**scene.photo("z"), caption="wave")
        for name in "abcd":
            await scene.send(**scene.photo(name, media_group_id="album"))
        (refused,) = scene.telegram.said
        assert refused.startswith("You have 1 painting in line already.")
        for name in "ef":
            await scene.send(**scene.photo(name, media_group_id="another album"))
        assert scene.telegram.said == [refused] * 2


async def test_a_press_that_is_refused_says_why_as_a_toast(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(limits=Limits(jobs_per_person=1))) as scene:
        await scene.send(**scene.photo("a"), caption="wave")
        toast = await scene.press(scene.bots_message(5), "v1:again:1")
        assert toast.startswith("You have 1 painting in line already.")
        assert len(await scene.jobs()) == 1


async def test_who_sent_too_much_today_is_told_so_before_anything_is_fetched(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(limits=Limits(photos_a_day=2))) as scene:
        for name in ("a", "b", "c"):
            await scene.send(**scene.photo(name), caption="wave")
        assert scene.telegram.said[-1].startswith("You have sent me 2 photos since yesterday")
        assert len(scene.telegram.of("getFile")) == len(await scene.jobs()) == 2
        await scene.store.run(lambda storage: storage.people.set_tier(11, Tier.TRUSTED))
        await scene.send(**scene.photo("c"), caption="wave")
        assert len(await scene.jobs()) == 3, "whom the operator trusts has no limit"


async def test_a_picture_that_takes_more_than_a_days_bytes_is_refused_and_counts(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(limits=Limits(bytes_a_day=15))) as scene:
        await scene.send(**scene.photo("a"))
        await scene.send(**scene.photo("b"))
        assert scene.telegram.said[-1] == ENGLISH.say(f"refusal-{admission.Refusal.BYTES_A_DAY}")
        assert await scene.jobs() == []
        await scene.send(**scene.photo("c"))
        assert len(scene.telegram.of("getFile")) == 2


async def test_on_a_full_disk_photos_are_refused_with_a_sentence_and_presets_still_paint_what_is_here(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = await scene.send(**scene.photo("dog"))
    monkeypatch.setattr("bot.reading.has_room", lambda folder: disk.has_room(folder, least=10**18))
    await scene.send(**scene.photo("art"))
    assert scene.telegram.said[-1].startswith("I have no room left for photos")
    await scene.send(text="/style wave", reply_to_message=photo)
    assert len(await scene.jobs()) == 1


async def test_an_album_whose_photos_came_together_is_painted_once(scene: Scene) -> None:
    messages = [scene.message(**scene.photo(name, media_group_id="987654")) for name in ("one", "two")]
    lookalike = scene.message(BRUNO, text="987654")
    updates = {number: {"update_id": number, "message": one} for number, one in enumerate([*messages, lookalike], 1)}
    await scene.store.receive((number, json.dumps(update)) for number, update in updates.items())
    for message in messages:
        await scene.update(message=message)
    (job,) = await scene.jobs()
    assert len(job.work.inputs()["style"]) == 1
