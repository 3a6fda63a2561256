"""Clean-up beside the work: whatever is swept, storage goes on answering."""

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cleaning
from bot.cleaning import Cleaning, clean
from bot.store import Store
from storage import retention
from storage.images import ImageStore
from storage.retention import Removed
from storage.store import Storage
from tests.bot.until import PATIENCE_SECONDS, until

DAY = 24 * 3600.0


def put_orphans(images: ImageStore, how_many: int) -> None:
    """Files that no row names, old enough to go."""
    for number in range(how_many):
        path = images.path(images.put(b"orphan %d" % number))
        os.utime(path, (0, 0))


async def test_storage_answers_in_the_middle_of_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No step goes on before somebody else has read and written."""
    store = await Store.open(tmp_path)
    put_orphans(ImageStore(tmp_path / "images"), 1000)
    answered, steps = threading.Event(), 0

    def waiting_steps(storage: Storage, *, older_than_seconds: float) -> Iterator[Removed]:
        nonlocal steps
        for removed in retention.cleaning(storage, older_than_seconds=older_than_seconds):
            answered.clear()
            assert answered.wait(PATIENCE_SECONDS)
            steps += 1
            yield removed

    monkeypatch.setattr(cleaning, "cleaning", waiting_steps)
    monkeypatch.setattr(cleaning, "LEAST_REST_SECONDS", 0.0)
    running = asyncio.create_task(Cleaning(store, older_than_seconds=DAY).run())
    images = ImageStore(tmp_path / "images")
    async with asyncio.timeout(10 * PATIENCE_SECONDS):
        for update_id in range(1, 1_000_000):
            await store.receive([(update_id, "{}")])
            answered.set()
            if steps > 20 and not any(images.refs()):
                break
    running.cancel()
    answered.set()
    await asyncio.gather(running, return_exceptions=True)
    assert list(images.refs()) == []
    await store.close()


async def test_a_run_that_fails_is_trouble_and_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "AGAIN_SECONDS", 0.0)
    store = await Store.open(tmp_path)
    put_orphans(ImageStore(tmp_path / "images"), 3)
    await store.run(lambda storage: storage.db.conn.execute("alter table job_inputs rename to elsewhere"))
    running = asyncio.create_task(Cleaning(store, older_than_seconds=DAY).run())
    await until(lambda: "no such table" in store.trouble)
    await store.run(lambda storage: storage.db.conn.execute("alter table elsewhere rename to job_inputs"))
    await until(lambda: not any(ImageStore(tmp_path / "images").refs()))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


async def test_a_mistake_of_ours_in_it_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = threading.Event()

    def broken(storage: Storage, *, older_than_seconds: float) -> Iterator[Removed]:
        failed.set()
        raise ZeroDivisionError

    monkeypatch.setattr(cleaning, "cleaning", broken)
    store = await Store.open(tmp_path)
    running = asyncio.create_task(Cleaning(store, older_than_seconds=DAY).run())
    await until(failed.is_set)
    await store.receive([(1, "{}")])
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


async def test_a_full_disk_is_freed_again_and_again_without_waiting_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(cleaning, "has_room", lambda _: False)
    store = await Store.open(tmp_path)
    images = ImageStore(tmp_path / "images")
    running = asyncio.create_task(Cleaning(store, older_than_seconds=DAY).run())
    for _ in range(2):
        put_orphans(images, 3)
        await until(lambda: not any(images.refs()))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


async def test_the_bot_ends_without_waiting_for_the_whole_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(storage: Storage, *, older_than_seconds: float) -> Iterator[Removed]:
        while True:
            begun.set()
            yield Removed()

    monkeypatch.setattr(cleaning, "cleaning", endless)
    store = await Store.open(tmp_path)
    running = asyncio.create_task(Cleaning(store, older_than_seconds=DAY).run())
    await until(begun.is_set)
    running.cancel()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(running, return_exceptions=True)
    await store.close()


def test_after_each_step_it_rests() -> None:
    rests: list[float] = []

    def rest(seconds: float) -> bool:
        rests.append(seconds)
        return False

    removed = clean(iter([Removed(jobs=1, files=2), Removed(files=3)]), rest=rest)
    assert removed == Removed(jobs=1, files=5)
    assert len(rests) == 2
    assert all(seconds >= cleaning.LEAST_REST_SECONDS for seconds in rests)


def test_it_stops_between_two_steps() -> None:
    steps = iter([Removed(files=1), Removed(files=1)])
    assert clean(steps, rest=lambda _: True) == Removed(files=1)
    assert next(steps) == Removed(files=1)
