"""What a newcomer does after `make run`: two dropped photos, one painting. Bot, sandbox and engine are real."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Locator, expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import NewPage
from tests.browser.pictures import brushwork, landscape

START_SECONDS = 60
PAINTING_MS = 120_000
STOP_SECONDS = 30
VISIBLY_OTHER = 12


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
    content = landscape(640, 480)
    chat.drop(content, name="lake.jpg")
    chat.drop(brushwork(480, 480), name="waves.jpg")
    chat.screenshot("whole-path-1-sent")

    painted = chat.messages.filter(has=chat.key("Swap")).filter(has=chat.key("✨"))
    expect(painted).to_have_count(1, timeout=PAINTING_MS)
    chat.wait_for_pictures()
    painting = opened(chat.page.request.get(impasto + source_of(painted)).body())
    assert max(painting.size) == 128
    assert distance(painting, opened(content)) > VISIBLY_OTHER
    chat.screenshot("whole-path-2-painted")


def source_of(message: Locator) -> str:
    return str(message.locator(".photo img").get_attribute("src"))


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def distance(a: Image.Image, b: Image.Image) -> float:
    """Mean difference of two pictures of one scene, 0..255 a channel."""
    means = ImageStat.Stat(ImageChops.difference(a, b.resize(a.size))).mean
    return float(sum(means) / len(means))
