"""A sandbox that is killed and started again: chats, files and unconfirmed updates are still there."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.chatroom import ADA
from bot.sandbox.server import Running, running_sandbox
from tests.sandbox.visitor import BareClient, Visitor, picture

TOKEN = "7654321:AAtest-token-of-thirty-five-letters0"
ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def sandbox_process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.sandbox",
        *arguments,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def first_line(process: asyncio.subprocess.Process) -> list[str]:
    """The three words of the line that says where the sandbox is."""
    assert process.stdout is not None
    async with asyncio.timeout(20):
        return (await process.stdout.readline()).decode().split()


async def test_after_sigkill_chats_files_and_updates_are_still_there(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    arguments = ("--port", "0", "--state", str(tmp_path), "--token", TOKEN)
    async with sandbox_process(*arguments) as process:
        name, url, token = await first_line(process)
        assert (name, token) == ("sandbox", f"token={TOKEN}")
        form = aiohttp.FormData({"from": str(ADA)})
        form.add_field("files", picture(), filename="a.jpg")
        async with http.post(f"{url}/sandbox/chats/{ADA}/messages", data=form) as response:
            assert response.status == 200
        async with http.post(f"{url}/bot{TOKEN}/sendMessage", json={"chat_id": ADA, "text": "working"}) as response:
            assert response.status == 200
        process.send_signal(signal.SIGKILL)
        await process.wait()
    async with running_sandbox(tmp_path, token=TOKEN) as running:
        call = BareClient(running, http)
        (update,) = await call.updates()
        photo = update["message"]["photo"][-1]
        file = await call("getFile", file_id=photo["file_id"])
        async with http.get(f"{running.base_file_url}{TOKEN}/{file['file_path']}") as response:
            assert await response.read() == picture()
        edited = await call("editMessageText", chat_id=ADA, message_id=2, text="done")
        assert edited["text"] == "done"
        assert (await call("sendMessage", chat_id=ADA, text="next"))["message_id"] == 3


async def test_confirmed_updates_stay_confirmed_and_ids_go_on(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    async with running_sandbox(tmp_path) as running:
        await Visitor(running, http, ADA, ADA).say("one")
        (first,) = await BareClient(running, http).updates()
        await BareClient(running, http).updates(offset=first["update_id"] + 1)
    async with running_sandbox(tmp_path) as running:
        call = BareClient(running, http)
        assert await call.updates() == []
        await Visitor(running, http, ADA, ADA).say("two")
        assert (await call.updates())[0]["update_id"] > first["update_id"]


async def test_a_late_album_survives_a_restart(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    async with running_sandbox(tmp_path) as running:
        ada = Visitor(running, http, ADA, ADA)
        await ada.fault("late_album", delay=0.5)
        await ada.send(picture(40, 40), picture(50, 50))
    async with running_sandbox(tmp_path) as running:
        call = BareClient(running, http)
        (last,) = await call.updates(timeout=5)
        (first,) = await call.updates(offset=last["update_id"] + 1, timeout=5)
        assert first["message"]["message_id"] < last["message"]["message_id"]


async def test_the_token_is_kept_unless_another_is_given(tmp_path: Path) -> None:
    async with running_sandbox(tmp_path) as running:
        made_up = running.token
    async with running_sandbox(tmp_path) as running:
        assert running.token == made_up
    async with running_sandbox(tmp_path, token=TOKEN) as running:
        assert running.token == TOKEN


async def test_without_a_folder_nothing_is_kept_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, http: aiohttp.ClientSession
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running_sandbox() as running:
        await Visitor(running, http, ADA, ADA).send(picture())
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - an async test may not use pathlib's blocking calls


async def test_two_sandboxes_do_not_share_a_folder(tmp_path: Path) -> None:
    async with running_sandbox(tmp_path), sandbox_process("--port", "0", "--state", str(tmp_path)) as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode().splitlines() == [f"sandbox: cannot use the state in {tmp_path}: database is locked"]


async def test_the_state_of_another_version_is_not_touched(tmp_path: Path) -> None:
    async with running_sandbox(tmp_path) as running:
        running.sandbox.database.execute("pragma user_version = 999")
    with pytest.raises(sqlite3.OperationalError, match="made by another version"):
        async with running_sandbox(tmp_path):
            pass


async def test_a_taken_port_is_said_in_one_line(running: Running) -> None:
    port = running.url.rpartition(":")[2]
    async with sandbox_process("--port", port) as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode().startswith(f"sandbox: cannot listen on port {port}: ")
    assert len(errors.decode().splitlines()) == 1


async def test_a_token_of_another_form_is_refused() -> None:
    async with sandbox_process("--port", "0", "--token", "secret") as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert "a token is a number, a colon" in errors.decode()


async def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    async with sandbox_process("--port", "0", "--exit-with-parent") as process:
        await first_line(process)
        assert process.stdin is not None
        process.stdin.close()
        async with asyncio.timeout(10):
            assert await process.wait() == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_orderly_on_a_signal_while_it_watches_its_parent(how: signal.Signals) -> None:
    async with sandbox_process("--port", "0", "--exit-with-parent") as process:
        await first_line(process)
        os.kill(process.pid, how)
        async with asyncio.timeout(10):
            assert await process.wait() == 0
