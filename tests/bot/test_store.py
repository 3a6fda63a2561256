"""The façade over storage: one thread, and no call that gives up because somebody else is writing."""

import asyncio
import shutil
import threading
from pathlib import Path

import pytest

from bot.store import Store
from storage.database import StorageError, open_database
from storage.store import DATABASE_NAME, Storage


async def test_the_event_loop_goes_on_while_another_process_holds_the_lock(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    other = open_database(tmp_path / DATABASE_NAME)
    other.conn.execute("begin immediate")
    settling = asyncio.create_task(store.settle(1))
    ticks = 0
    while ticks < 20:
        await asyncio.sleep(0.001)
        ticks += 1
    assert not settling.done()
    other.conn.execute("rollback")
    await asyncio.wait_for(settling, 5)
    other.close()
    await store.close()


async def test_a_call_that_found_the_database_busy_is_made_again(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.run(lambda storage: storage.db.conn.execute("pragma busy_timeout = 1"))
    other = open_database(tmp_path / DATABASE_NAME)
    other.conn.execute("begin immediate")
    settling = asyncio.create_task(store.receive([(1, "{}")]))
    await asyncio.sleep(0.05)
    other.conn.execute("rollback")
    assert await asyncio.wait_for(settling, 5) == [1]
    other.close()
    await store.close()


async def test_trouble_is_logged_once_a_minute_and_over_after_one_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    moments = iter((0.0, 0.0, 30.0, 30.0, 59.0, 59.0, 61.0, 61.0, 122.0))
    store = await Store.open(tmp_path, clock=lambda: next(moments))

    def fail(_: Storage) -> None:
        raise StorageError("database or disk is full")

    for _ in range(4):
        with pytest.raises(StorageError):
            await store.run(fail)
        assert store.trouble == "the disk is full"
    assert len(caplog.records) == 2
    assert store.trouble == ""
    await store.close()


async def test_what_must_be_done_is_tried_until_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.REST_SECONDS", 0.0)
    store, tries = await Store.open(tmp_path), 0

    def succeed_at_last(_: Storage) -> str:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise StorageError("database or disk is full")
        return "done"

    assert await store.run_until_done(succeed_at_last) == "done"
    await store.close()


async def test_a_picture_that_does_not_fit_on_the_disk_is_trouble_with_storage(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    shutil.rmtree(tmp_path / "images")
    (tmp_path / "images").write_text("in the way")
    with pytest.raises(StorageError):
        await store.put_image(b"a picture")
    assert store.trouble
    await store.close()


async def test_all_calls_run_on_one_thread(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)

    def thread(_: Storage) -> int:
        return threading.get_ident()

    names = await asyncio.gather(*(store.run(thread) for _ in range(10)))
    assert len(set(names)) == 1
    assert names[0] != threading.get_ident()
    await store.close()
