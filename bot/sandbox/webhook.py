"""Brings updates to the bot's webhook, one after another, each again and again until it is taken.

Bot API, setWebhook: the secret travels as X-Telegram-Bot-Api-Secret-Token; an answer may hold a method to run.
"""

import json

import aiohttp

from bot.sandbox.database import Json
from bot.sandbox.faults import POLLING
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Refusal
from bot.sandbox.sandbox import Sandbox

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
DELIVERY_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 8.0


async def deliver_forever(sandbox: Sandbox) -> None:
    """Sleeps while no webhook is set."""
    failures = 0
    timeout = aiohttp.ClientTimeout(total=DELIVERY_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            webhook, update = _next_delivery(sandbox)
            if webhook is None or update is None:
                await sandbox.updates.wait(None)
                continue
            error = await _deliver(session, sandbox, webhook, update)
            failures = failures + 1 if error else 0
            _settle(sandbox, update, error)
            if error:
                await sandbox.updates.wait(min(0.25 * 2**failures, LONGEST_PAUSE_SECONDS))


def _next_delivery(sandbox: Sandbox) -> tuple[Json | None, Json | None]:
    with sandbox.database:
        sandbox.updates.release_due()
    return sandbox.facts.get("webhook"), next(iter(sandbox.updates.pending(1)), None)


async def _deliver(session: aiohttp.ClientSession, sandbox: Sandbox, webhook: Json, update: Json) -> str:
    """Empty when the webhook took the update, else what getWebhookInfo is to say."""
    headers = {SECRET_HEADER: webhook["secret_token"]} if webhook["secret_token"] else {}
    sandbox.logbook.write_update(update)
    try:
        async with session.post(webhook["url"], json=update, headers=headers) as response:
            if response.status // 100 != 2:
                return f"Wrong response from the webhook: {response.status} {response.reason}"
            _run_reply(sandbox, await response.read())
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Connection refused"
    return ""


def _run_reply(sandbox: Sandbox, body: bytes) -> None:
    """Bot API, "Making requests when getting updates": the caller never learns the outcome."""
    try:
        values = json.loads(body)
    except ValueError:
        return
    name = str(values.pop("method", "")) if isinstance(values, dict) else ""
    if name.lower() not in METHODS or name.lower() == POLLING:
        return
    parameters, error = Parameters(values), ""
    try:
        with sandbox.database:
            METHODS[name.lower()](sandbox, parameters)
    except Refusal as refusal:
        error = refusal.description
    sandbox.logbook.write(name, parameters, error)


def _settle(sandbox: Sandbox, update: Json, error: str) -> None:
    with sandbox.database:
        if error:
            problem = {"last_error_date": int(sandbox.clock()), "last_error_message": error}
            sandbox.facts.put("webhook_error", problem)
        else:
            sandbox.updates.confirm(update["update_id"] + 1)
