"""One event a line, `event key=value`, and never the token."""

import logging
import re
from collections.abc import Iterable

TOKEN = re.compile(r"\d{6,12}:[\w-]{30,}")
"""A bot token as Telegram makes them: the bot's id, a colon, 35 characters."""
LOUD_LIBRARIES = ("httpx", "httpcore", "aiohttp.access")
"""httpx logs the whole address of every request at INFO, and the address of a Bot API request holds the token."""


class RedactingFormatter(logging.Formatter):
    """Covers secrets in the finished line, so that tracebacks and library messages are covered too."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def hide(self, secret: str) -> None:
        """From now on. For a token that is known only after the first lines."""
        self._secrets.append(secret)

    def format(self, record: logging.LogRecord) -> str:
        return self.redacted(super().format(record))

    def redacted(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return TOKEN.sub("[secret]", line)


def set_up(level: str, secrets: Iterable[str] = ()) -> RedactingFormatter:
    handler = logging.StreamHandler()
    formatter = RedactingFormatter(secrets)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    return formatter


def event(logger: logging.Logger, name: str, /, level: int = logging.INFO, **fields: object) -> None:
    logger.log(level, "%s", line(name, fields))


def line(name: str, fields: dict[str, object]) -> str:
    """Values with spaces are quoted, so that a line can be split again."""
    return " ".join([name, *(f"{key}={_shown(value)}" for key, value in fields.items())])


def _shown(value: object) -> str:
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    return repr(text) if not text or any(character.isspace() for character in text) else text
