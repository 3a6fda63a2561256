"""/healthz, /readyz and /metrics for whoever watches the bot."""

import time
from collections.abc import Callable

from aiohttp import hdrs, web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.metrics import Metrics
from bot.store import Store
from storage.identity import is_alive
from storage.overview import overview

SILENCE_SECONDS = 120.0
"""Four long polls without an answer: Telegram is not reachable."""

BEAT_EXPECTED_SECONDS = 15.0
"""An engine's heart beats every 5. One that died on this host counts as gone at once."""

SecondsSinceAnswer = Callable[[], float]


def build_web(store: Store, metrics: Metrics, seconds_since_answer: SecondsSinceAnswer) -> web.Application:
    async def health(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_: web.Request) -> web.Response:
        missing = await what_is_missing(store, seconds_since_answer())
        return web.Response(text=f"{missing or 'ready'}\n", status=503 if missing else 200)

    async def measured(_: web.Request) -> web.Response:
        counts = await store.run(lambda storage: overview(storage.db, now=time.time()))
        return web.Response(body=metrics.exposition(counts), headers={hdrs.CONTENT_TYPE: CONTENT_TYPE_LATEST})

    application = web.Application()
    application.add_routes([web.get("/healthz", health), web.get("/readyz", ready), web.get("/metrics", measured)])
    return application


async def what_is_missing(store: Store, silence: float) -> str:
    """Empty when people get paintings now."""
    if store.trouble:
        return store.trouble
    if silence > SILENCE_SECONDS:
        return "Telegram does not answer"
    beating = await store.run(lambda storage: storage.workers.alive(within_seconds=BEAT_EXPECTED_SECONDS))
    if not any(is_alive(worker.name) for worker in beating):
        return "no engine is alive"
    return ""


async def serve_web(application: web.Application, port: int) -> web.AppRunner:
    """On this machine only; the caller cleans the runner up."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
