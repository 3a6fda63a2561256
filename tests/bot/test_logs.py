"""The token never gets into a log, whoever writes it and however."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs

TOKEN = "1234567890:AAE-tests-only-0123456789abcdefghijk"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.set_up("DEBUG", ("a-secret-of-another-shape",))
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize("secret", [TOKEN, "a-secret-of-another-shape"])
def test_a_secret_in_a_message_or_its_arguments_is_covered(written: io.StringIO, secret: str) -> None:
    logging.getLogger("any.library").warning("GET https://api.telegram.org/bot%s/getMe and bot%s", secret, secret)
    assert secret not in written.getvalue()
    assert "[secret]" in written.getvalue()


def test_a_secret_in_a_traceback_is_covered(written: io.StringIO) -> None:
    try:
        raise ValueError(f"The token `{TOKEN}` was rejected")
    except ValueError:
        logging.getLogger("bot").exception("failed")
    assert TOKEN not in written.getvalue()
    assert "ValueError" in written.getvalue()


def test_a_secret_that_is_known_later_is_covered_from_then_on() -> None:
    formatter = logs.RedactingFormatter()
    formatter.hide("short")
    assert formatter.redacted("a short line") == "a [secret] line"


def test_httpx_does_not_log_addresses(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/…")
    assert written.getvalue() == ""


def test_an_event_is_one_line_that_can_be_split_again() -> None:
    assert logs.line("delivered", {"job": 7, "seconds": 1.23456, "why": "chat not found", "empty": ""}) == (
        "delivered job=7 seconds=1.235 why='chat not found' empty=''"
    )


def test_a_value_with_line_breaks_stays_on_its_line() -> None:
    assert "\n" not in logs.line("failed", {"why": "first\nsecond"})
