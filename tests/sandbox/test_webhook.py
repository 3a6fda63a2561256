"""Updates that are brought to the bot instead of fetched. Bot API: setWebhook, getWebhookInfo, deleteWebhook."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.sandbox.webhook import SECRET_HEADER
from tests.sandbox.visitor import BareClient, Json, Visitor


@dataclass
class Hook:
    """A bot's webhook; it answers with the statuses it was given, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    reply: Json = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    delivered: "asyncio.Queue[Json]" = field(default_factory=asyncio.Queue)

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get(SECRET_HEADER, ""))
        await self.delivered.put(await request.json())
        return web.json_response(self.reply, status=self.statuses.pop(0) if self.statuses else 200)

    async def next(self) -> Json:
        async with asyncio.timeout(5):
            return await self.delivered.get()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_arrive_in_order_with_the_secret(ada: Visitor, call: BareClient, hook: Hook) -> None:
    await call("setWebhook", url=hook.url, secret_token="only-we-know")
    for text in ("one", "two"):
        await ada.say(text)
    assert [(await hook.next())["message"]["text"] for _ in range(2)] == ["one", "two"]
    assert hook.secrets == ["only-we-know"] * 2


async def test_what_was_waiting_before_is_delivered_too(ada: Visitor, call: BareClient, hook: Hook) -> None:
    await ada.say("early")
    await call("setWebhook", url=hook.url)
    assert (await hook.next())["message"]["text"] == "early"


async def test_a_failed_delivery_is_repeated_until_it_is_taken(ada: Visitor, call: BareClient, hook: Hook) -> None:
    hook.statuses = [500]
    await call("setWebhook", url=hook.url)
    await ada.say("again")
    first = await hook.next()
    info = await call("getWebhookInfo")
    assert (info["pending_update_count"], info["url"]) == (1, hook.url)
    assert await hook.next() == first
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")


async def test_an_answer_may_hold_a_method_to_run(ada: Visitor, call: BareClient, hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": ada.id, "text": "at once"}
    await call("setWebhook", url=hook.url)
    await ada.say("hello")
    await hook.next()
    async with ada.http.get(f"{ada.running.url}/sandbox/events") as events, asyncio.timeout(5):
        await ada.say("and again")
        while b"at once" not in await events.content.readline():
            continue


async def test_polling_and_a_webhook_exclude_each_other(ada: Visitor, call: BareClient, hook: Hook) -> None:
    await call("setWebhook", url=hook.url)
    assert await call.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await call("deleteWebhook")
    assert await call.updates() == []
    assert (await call("getWebhookInfo"))["url"] == ""


async def test_setting_a_webhook_ends_a_running_poll(ada: Visitor, call: BareClient, hook: Hook) -> None:
    poll = asyncio.create_task(call.refusal("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    await call("setWebhook", url=hook.url)
    async with asyncio.timeout(2):
        assert await poll == "409 Conflict: terminated by setWebhook request"


async def test_pending_updates_can_be_dropped(ada: Visitor, call: BareClient) -> None:
    await ada.say("forgotten")
    await call("deleteWebhook", drop_pending_updates=True)
    assert await call.updates() == []


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org/hook", "secret_token": "with space"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_an_unsafe_webhook_is_refused(call: BareClient, parameters: Json, description: str) -> None:
    assert await call.refusal("setWebhook", **parameters) == f"400 Bad Request: {description}"
