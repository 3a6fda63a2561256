"""What a newcomer does after `make run`: two dropped photos, one painting. Bot, sandbox and engine are real."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import NewPage
from tests.browser.pictures import brushwork, landscape

START_SECONDS = 60
PAINTING_MS = 120_000
STOP_SECONDS = 30


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def impasto(tmp_path: Path) -> Iterator[str]:
    """The address of the chat page of `python -m bot`, started without a token."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IMPASTO_")} | {
        "IMPASTO_SANDBOX_PORT": str(port),
        "IMPASTO_DATA": str(tmp_path),
        "IMPASTO_LONGEST_SIDE": "128",
    }
    process = subprocess.Popen([sys.executable, "-m", "bot"], env=environment)
    try:
        yield reachable(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=STOP_SECONDS)


def reachable(url: str, process: subprocess.Popen[bytes]) -> str:
    """The address, once it answers: three processes have to start first."""
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return url
        except (urllib.error.URLError, ConnectionError):
            sleep(0.2)
    raise AssertionError(f"no chat page at {url}, the bot's exit code is {process.poll()}")


def test_two_dropped_photos_become_a_painting(impasto: str, new_page: NewPage) -> None:
    chat = ChatPage(new_page(), impasto).open()
    chat.drop(landscape(640, 480), name="lake.jpg")
    chat.drop(brushwork(480, 480), name="waves.jpg")
    chat.screenshot("whole-path-1-sent")

    living = chat.page.locator(".message:not(.mine)", has=chat.page.locator(".key")).last
    painting = living.locator(".photo img")
    expect(living.locator(".key", has_text="🔁")).to_be_visible(timeout=PAINTING_MS)
    expect(painting).to_be_visible(timeout=PAINTING_MS)
    chat.wait_for_pictures()

    assert painting.evaluate("(image) => Math.max(image.naturalWidth, image.naturalHeight)") == 128
    assert painting.evaluate(COLOURS) > 50
    chat.screenshot("whole-path-2-painted")


COLOURS = """
(image) => {
  const { naturalWidth: width, naturalHeight: height } = image;
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) colours.add(`${data[i] >> 4} ${data[i + 1] >> 4} ${data[i + 2] >> 4}`);
  return colours.size;
}
"""
