"""The façade over storage: one thread, and no call that gives up because somebody else is writing."""

import asyncio
import threading
from pathlib import Path

from bot.store import Store
from storage.database import open_database
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


async def test_all_calls_run_on_one_thread(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)

    def thread(_: Storage) -> int:
        return threading.get_ident()

    names = await asyncio.gather(*(store.run(thread) for _ in range(10)))
    assert len(set(names)) == 1
    assert names[0] != threading.get_ident()
    await store.close()
