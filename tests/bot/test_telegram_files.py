"""Downloads: never more in memory than there is room for, in the order of asking."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import PhotoSize
from telegram.constants import FileSizeLimit
from telegram.error import NetworkError

from bot.telegram_files import DownloadFailed, Downloads, FileTooBig, fetch
from tests.bot.scene import Scene

MEGABYTE = 1_000_000


def picture(name: str, size: int | None = None) -> PhotoSize:
    return PhotoSize(file_id=name, file_unique_id=name, width=9, height=9, file_size=size)


async def in_hand(downloads: Downloads, sizes: list[int | None]) -> tuple[list[int], Callable[[int], None]]:
    """Which of the files are let in, as they are, and how to end one."""
    let_in, ends = list[int](), [asyncio.Event() for _ in sizes]

    async def download(number: int) -> None:
        async with downloads.room_for(sizes[number]):
            let_in.append(number)
            await ends[number].wait()

    for number in range(len(sizes)):
        task = asyncio.create_task(download(number))
        RUNNING.add(task)
        task.add_done_callback(RUNNING.discard)
    await settled()
    return let_in, lambda number: ends[number].set()


RUNNING: set[asyncio.Task[None]] = set()


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_file_waits_until_those_before_it_leave_room() -> None:
    let_in, end = await in_hand(Downloads(bytes_at_once=30 * MEGABYTE), [20 * MEGABYTE, 20 * MEGABYTE])
    assert let_in == [0]
    end(0)
    await settled()
    assert let_in == [0, 1]


async def test_a_file_of_unknown_size_counts_as_the_largest_there_can_be() -> None:
    let_in, _ = await in_hand(Downloads(bytes_at_once=2 * FileSizeLimit.FILESIZE_DOWNLOAD), [None, None, None])
    assert let_in == [0, 1]


async def test_a_large_file_is_not_overtaken_by_small_ones_for_ever() -> None:
    sizes: list[int | None] = [15 * MEGABYTE, 20 * MEGABYTE, MEGABYTE]
    let_in, end = await in_hand(Downloads(bytes_at_once=20 * MEGABYTE, least_bytes=1), sizes)
    assert let_in == [0]
    end(0)
    await settled()
    assert let_in == [0, 1]


async def test_a_file_larger_than_all_room_is_let_in_alone() -> None:
    let_in, _ = await in_hand(Downloads(bytes_at_once=10 * MEGABYTE), [20 * MEGABYTE, MEGABYTE])
    assert let_in == [0]


async def test_who_gives_up_waiting_makes_room_for_the_next() -> None:
    downloads = Downloads(bytes_at_once=20 * MEGABYTE)

    async def hold() -> None:
        async with downloads.room_for(20 * MEGABYTE):
            await asyncio.Event().wait()

    held, waiting = asyncio.create_task(hold()), asyncio.create_task(hold())
    await settled()
    for task in (waiting, held):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    async with asyncio.timeout(1), downloads.room_for(20 * MEGABYTE):
        pass


@given(st.lists(st.tuples(st.sampled_from([None, 1, 7, 12, 20, 50]), st.booleans()), max_size=30))
async def test_never_more_is_in_hand_than_there_is_room_and_everybody_has_a_turn(
    files: list[tuple[int | None, bool]],
) -> None:
    """Some are cancelled, at whatever moment that comes."""
    downloads, held, most = Downloads(bytes_at_once=30, least_bytes=5), 0, 0

    async def download(size: int | None) -> None:
        nonlocal held, most
        async with downloads.room_for(size):
            claimed = min(max(size or 30, 5), 30)
            held += claimed
            most = max(most, held)
            try:
                await asyncio.sleep(0)
            finally:
                held -= claimed

    tasks = [(asyncio.create_task(download(size)), is_cancelled) for size, is_cancelled in files]
    await asyncio.sleep(0)
    for task, is_cancelled in tasks:
        if is_cancelled:
            task.cancel()
    async with asyncio.timeout(5):
        results = await asyncio.gather(*(task for task, _ in tasks), return_exceptions=True)
    assert most <= 30
    assert all(result is None for result, (_, is_cancelled) in zip(results, files, strict=True) if not is_cancelled)
    async with asyncio.timeout(1), downloads.room_for(30):
        assert held == 0


async def test_what_is_fetched_is_in_the_image_store(scene: Scene) -> None:
    scene.telegram.files["dog"] = b"a dog"
    ref = await fetch(picture("dog"), scene.application.bot, scene.store, downloads=Downloads())
    assert await scene.image(ref) == b"a dog"


async def test_a_file_that_telegram_says_is_too_big_is_not_asked_for(scene: Scene) -> None:
    with pytest.raises(FileTooBig):
        await fetch(picture("dog", 20_000_001), scene.application.bot, scene.store, downloads=Downloads())
    assert scene.telegram.of("getFile") == []


async def test_a_download_is_tried_three_times_and_holds_no_room_in_between(scene: Scene) -> None:
    downloads = Downloads(bytes_at_once=FileSizeLimit.FILESIZE_DOWNLOAD)

    async def somebody_else_downloads(_: float) -> None:
        async with asyncio.timeout(1), downloads.room_for(None):
            pass

    for _ in range(3):
        scene.telegram.fail("getFile", NetworkError("down"))
    with pytest.raises(DownloadFailed):
        await fetch(
            picture("dog"), scene.application.bot, scene.store, downloads=downloads, sleep=somebody_else_downloads
        )
    assert len(scene.telegram.of("getFile")) == 3
