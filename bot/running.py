"""One run of the bot, from its children to its last message: what is started, in which order, and how it ends."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import profile
from bot.application import Server, build_application
from bot.children import Child, engine_command, sandbox_command
from bot.cleaning import Cleaning
from bot.context import ImpastoApplication, Languages, Services
from bot.delivery import Delivery
from bot.kinds import view_of
from bot.living_message import LivingMessages
from bot.logs import event
from bot.polling import Polling
from bot.presets import FOLDER, Presets, load_presets
from bot.progress import Pace, Progress
from bot.settings import Settings
from bot.sheets import SheetPictures, SheetsDoNotFit, load_pictures
from bot.store import Store
from bot.web import build_web, serve_web
from storage.wake import WakeListener

log = logging.getLogger(__name__)

SANDBOX_START_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 30.0
LAST_WORDS_SECONDS = 5.0
"""For what is in hand when the bot is told to end; the rest is done at the next start."""
DAY_SECONDS = 86400.0


class CannotStart(Exception):
    """One line for the operator: print it and end."""


async def run(settings: Settings, environment: Mapping[str, str], *, on_secret: Callable[[str], None]) -> None:
    """Until SIGINT or SIGTERM. Raises CannotStart, PresetError, StorageError. `on_secret` is told what to hide."""
    presets = load_presets()
    async with AsyncExitStack() as stack:
        store = await open_store(settings.data)
        stack.push_async_callback(store.close)
        tasks = Tasks()
        stack.push_async_callback(tasks.cancel)
        # Before anything else: a full disk has room again.
        tasks.start(Cleaning(store, older_than_seconds=settings.keep_days * DAY_SECONDS).run())
        server = await find_server(settings, environment, tasks)
        on_secret(server.token)
        if settings.engine == "child":
            tasks.start(Child(engine_command(settings.data, environment)).run())
        services = Services(
            settings=settings,
            store=store,
            presets=presets,
            sheets=fitting_sheets(presets),
            languages=Languages(store),
            view_of=view_of,
            outbox_changed=asyncio.Event(),
        )
        application = build_application(services, server)
        await stack.enter_async_context(ready(application))
        await start_work(application, services, stack, tasks)
        if server.page:
            print(f"Impasto is ready: open {server.page} in your browser. Ctrl-C stops it.", flush=True)
        event(log, "ready", bot=application.bot.username, presets=len(presets))
        await tasks.until_told_to_end()


async def open_store(folder: Path) -> Store:
    """Raises CannotStart, and StorageError where the database in it is unfit."""
    try:
        return await Store.open(folder)
    except OSError as error:
        raise CannotStart(f"the data folder {folder} cannot be used: {error.strerror}") from error


def fitting_sheets(presets: Presets) -> SheetPictures:
    """None, and a word to the operator, where they do not fit: then /styles shows names."""
    try:
        return load_pictures(presets, FOLDER / "sheets")
    except SheetsDoNotFit as why:
        event(log, "sheets_do_not_fit", level=logging.WARNING, why=why)
        return ()


async def start_work(
    application: ImpastoApplication, services: Services, stack: AsyncExitStack, tasks: "Tasks"
) -> None:
    living, pace = LivingMessages(application.bot), Pace()
    polling, delivery = Polling(application, services.store), Delivery(services, living, pace)
    stack.callback(listen_for_engine(services))
    stack.push_async_callback(delivery.finish, seconds=LAST_WORDS_SECONDS)
    stack.push_async_callback(polling.finish, seconds=LAST_WORDS_SECONDS)
    stack.push_async_callback(tasks.cancel)  # first of all: no new work
    if services.settings.web_port:
        pages = build_web(services.store, services.metrics, lambda: polling.seconds_since_answer)
        stack.push_async_callback((await open_web(pages, services.settings.web_port)).cleanup)
    tasks.start(delivery.run())
    tasks.start(Progress(services, living, pace).run())
    tasks.start(polling.run())
    tasks.start(profile.announce(application.bot, services.presets), may_end=True)


async def open_web(pages: web.Application, port: int) -> web.AppRunner:
    """Raises CannotStart."""
    try:
        return await serve_web(pages, port)
    except OSError as error:
        raise CannotStart(f"cannot listen on IMPASTO_WEB_PORT {port}: {error.strerror}") from error


async def find_server(settings: Settings, environment: Mapping[str, str], tasks: "Tasks") -> Server:
    """Telegram where there is a token, else a sandbox of our own."""
    if settings.token:
        return Server(token=settings.token, base_url=settings.base_url, base_file_url=settings.base_file_url)
    found: asyncio.Future[Server] = asyncio.get_running_loop().create_future()

    def on_line(line: str) -> None:
        if line.startswith("sandbox ") and not found.done():
            found.set_result(sandbox_server(line))

    def on_end(code: int) -> None:
        if not found.done():
            found.set_exception(CannotStart(f"the sandbox ended at once (exit code {code}), see above"))

    command = sandbox_command(settings.data, settings.sandbox_port, environment)
    tasks.start(Child(command, on_line=on_line, on_end=on_end).run())
    try:
        return await asyncio.wait_for(found, SANDBOX_START_SECONDS)
    except TimeoutError:
        raise CannotStart(f"the sandbox does not answer on port {settings.sandbox_port}") from None


def sandbox_server(line: str) -> Server:
    """From the sandbox's first line: `sandbox http://127.0.0.1:8080 token=…`."""
    _, address, token = line.split()
    return Server(
        token=token.removeprefix("token="),
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        page=address,
    )


@asynccontextmanager
async def ready(
    application: ImpastoApplication, *, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> AsyncIterator[None]:
    """Knows its own name from here on. Waits for the network; raises CannotStart where waiting is no use."""
    wait = 1.0
    while True:
        try:
            await application.initialize()
            break
        except InvalidToken:
            raise CannotStart("Telegram does not know this token: ask @BotFather for it again") from None
        except (NetworkError, RetryAfter) as error:
            event(log, "server_not_reachable", level=logging.WARNING, why=error.message, wait=wait)
            await sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)
        except TelegramError as error:
            raise CannotStart(f"the Bot API server refuses: {error.message}") from None
    try:
        yield
    finally:
        await application.shutdown()


def listen_for_engine(services: Services) -> Callable[[], None]:
    """Wakes the delivery when the engine has committed something; returns how to stop listening."""
    loop = asyncio.get_running_loop()
    listener = WakeListener(services.store.wake_folder, "bot")

    def hear() -> None:
        listener.drain()
        services.outbox_changed.set()

    def stop() -> None:
        loop.remove_reader(listener.fileno())
        listener.close()

    loop.add_reader(listener.fileno(), hear)
    return stop


class Tasks:
    """What runs as long as the bot does. When one of them fails, the bot ends: starting again is the recovery."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._end: asyncio.Event = asyncio.Event()

    def start(self, work: Coroutine[Any, Any, None], *, may_end: bool = False) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        if may_end:
            task.add_done_callback(self._tasks.discard)
        else:
            task.add_done_callback(lambda _: self._end.set())

    async def until_told_to_end(self) -> None:
        """Raises what a task raised."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self._end.set)
        await self._end.wait()
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
