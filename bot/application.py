"""The bot put together: PTB's Application with our limiter, order of updates, context and handlers."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest, HTTPXRequest

from bot.context import Context, ImpastoApplication, Services
from bot.journeys import all_handlers
from bot.journeys.errors import on_error
from bot.rate_limiter import FRAMES_AT_ONCE, UPLOADS_AT_ONCE, WORDS_AT_ONCE, FairRateLimiter
from bot.telegram_files import DOWNLOADS_AT_ONCE
from bot.update_processor import PerPersonProcessor

log = logging.getLogger(__name__)

CONNECTIONS = WORDS_AT_ONCE + UPLOADS_AT_ONCE + FRAMES_AT_ONCE + DOWNLOADS_AT_ONCE
"""As many as there can be requests, so that none waits for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Bot API server and the token it knows us by."""

    token: str = field(repr=False)
    base_url: str
    base_file_url: str
    page: str = ""
    """Where a person can chat without Telegram; empty at Telegram."""


def http_request() -> BaseRequest:
    """Uploads of paintings get more time than words."""
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        pool_timeout=10.0,
        connect_timeout=10.0,
        read_timeout=20.0,
        write_timeout=20.0,
        media_write_timeout=60.0,
    )


def build_application(
    services: Services,
    server: Server,
    *,
    rate_limiter: FairRateLimiter | None = None,
    new_request: Callable[[], BaseRequest] = http_request,
) -> ImpastoApplication:
    """Makes no request yet. Updates come from `bot.polling`, so there is no Updater."""
    application = (
        Application.builder()
        .token(server.token)
        .base_url(server.base_url)
        .base_file_url(server.base_file_url)
        .updater(None)
        .job_queue(None)
        .rate_limiter(rate_limiter or FairRateLimiter(on_flood=services.metrics.flooded))
        .concurrent_updates(PerPersonProcessor())
        # PTB calls bot_data() once; the services are made already.
        .context_types(ContextTypes(context=Context, bot_data=cast("type[Services]", lambda: services)))
        .request(new_request())
        .get_updates_request(new_request())
        .build()
    )
    application.add_handlers(all_handlers(services.settings.admins))
    application.add_error_handler(on_error)
    return application
