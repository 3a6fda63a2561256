"""The sandbox as a running server on 127.0.0.1: for `python -m bot.sandbox`, and inside a test's own process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.sandbox import bot_api, page_api
from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.webhook import deliver_forever

HOST = "127.0.0.1"
BODY_LIMIT_BYTES = 256 * 1024 * 1024
"""Of people's files too, which may be larger than a bot can fetch."""
SHUTDOWN_SECONDS = 0.1
"""Long polls and event streams are cut; the bot asks again by itself."""


@dataclass(frozen=True, slots=True)
class Running:
    url: str
    sandbox: Sandbox

    @property
    def token(self) -> str:
        return self.sandbox.token

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"


@asynccontextmanager
async def running_sandbox(folder: Path | None = None, *, port: int = 0, token: str = "") -> AsyncIterator[Running]:
    """Port 0 picks a free one. Raises OSError when the port is taken, sqlite3.OperationalError when the folder is."""
    sandbox = Sandbox.open(folder, token=token)
    runner = web.AppRunner(
        _application(sandbox), access_log=None, handler_cancellation=True, shutdown_timeout=SHUTDOWN_SECONDS
    )
    try:
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        yield Running(f"http://{HOST}:{runner.addresses[0][1]}", sandbox)
    finally:
        await runner.cleanup()
        sandbox.close()


def _application(sandbox: Sandbox) -> web.Application:
    """No access log: its lines would hold the token."""
    middlewares = [page_api.only_from_this_machine, page_api.say_what_is_not_possible]
    application = web.Application(client_max_size=BODY_LIMIT_BYTES, middlewares=middlewares)
    application[SANDBOX] = sandbox
    application.add_routes([*bot_api.routes(), *page_api.routes()])
    application.cleanup_ctx.append(_webhook_delivery)
    return application


async def _webhook_delivery(application: web.Application) -> AsyncIterator[None]:
    delivery = asyncio.create_task(deliver_forever(application[SANDBOX]))
    yield
    delivery.cancel()
    with suppress(asyncio.CancelledError):
        await delivery
