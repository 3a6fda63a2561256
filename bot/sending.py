"""What is known about a request to Telegram that failed on the way."""

from telegram.error import NetworkError

NEVER_WRITTEN = {"ConnectError", "ConnectTimeout", "PoolTimeout"}
"""httpx errors from before the request left this machine."""


class OutcomeUnknown(Exception):
    """A message may have been sent or not. Do not send it again; let the operator see it."""


def was_never_written(error: NetworkError) -> bool:
    """Then, and only then, a send may be repeated."""
    return type(error.__cause__).__name__ in NEVER_WRITTEN
