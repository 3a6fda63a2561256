"""Methods by which the bot receives. Bot API, "Getting updates" and getFile."""

import re
from collections.abc import Awaitable
from urllib.parse import urlsplit

from bot.sandbox.database import Json
from bot.sandbox.files import DOWNLOAD_LIMIT_BYTES
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.sandbox import Sandbox

UPDATES_LIMIT = 100
TIMEOUT_LIMIT_SECONDS = 50
SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))


def get_updates(sandbox: Sandbox, parameters: Parameters) -> Awaitable[list[Json]]:
    sandbox.updates.allow(_kinds(parameters))
    limit = parameters.integer("limit", UPDATES_LIMIT)
    return sandbox.updates.poll(
        offset=parameters.integer("offset"),
        limit=limit if 1 <= limit <= UPDATES_LIMIT else UPDATES_LIMIT,
        timeout_seconds=min(max(parameters.integer("timeout"), 0), TIMEOUT_LIMIT_SECONDS),
    )


def set_webhook(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Plain HTTP only to this machine, as a local Bot API server allows; an empty URL removes the webhook."""
    url = parameters.text("url")
    if not url:
        return delete_webhook(sandbox, parameters)
    _check_webhook(url, secret := parameters.text("secret_token"))
    if parameters.flag("drop_pending_updates"):
        sandbox.updates.forget_all()
    sandbox.updates.allow(_kinds(parameters))
    sandbox.facts.put("webhook", {"url": url, "secret_token": secret})
    sandbox.facts.forget("webhook_error")
    sandbox.updates.announce()
    return True


def delete_webhook(sandbox: Sandbox, parameters: Parameters) -> bool:
    if parameters.flag("drop_pending_updates"):
        sandbox.updates.forget_all()
    sandbox.facts.forget("webhook")
    sandbox.updates.announce()
    return True


def get_webhook_info(sandbox: Sandbox, parameters: Parameters) -> Json:
    webhook = sandbox.facts.get("webhook") or {"url": ""}
    allowed = sandbox.updates.allowed()
    return {
        "url": webhook["url"],
        "has_custom_certificate": False,
        "pending_update_count": sandbox.updates.pending_count(),
        **(sandbox.facts.get("webhook_error") or {} if webhook["url"] else {}),
        **({"allowed_updates": allowed} if allowed else {}),
    }


def get_file(sandbox: Sandbox, parameters: Parameters) -> Json:
    file = sandbox.files.by_id(parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_LIMIT_BYTES:
        raise bad_request("file is too big")
    return {**file.as_file(), "file_path": file.file_path}


def _kinds(parameters: Parameters) -> list[str] | None:
    kinds = parameters.listed("allowed_updates")
    return None if kinds is None else [str(kind) for kind in kinds]


def _check_webhook(url: str, secret: str) -> None:
    address = urlsplit(url)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not SECRET_FORM.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
