"""What a newcomer does after `make run`: two dropped photos, one painting. Bot, sandbox and engine are real."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Locator, expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import NewPage
from tests.browser.pictures import brushwork, landscape
from tests.browser.real_impasto import running_impasto

PAINTING_MS = 120_000
VISIBLY_OTHER = 12


@pytest.fixture
def impasto(tmp_path: Path) -> Iterator[str]:
    with running_impasto(tmp_path, IMPASTO_LONGEST_SIDE="128") as address:
        yield address


def test_two_dropped_photos_become_a_painting(impasto: str, new_page: NewPage) -> None:
    chat = ChatPage(new_page(), impasto).open()
    content = landscape(640, 480)
    chat.drop(content, name="lake.jpg")
    chat.drop(brushwork(480, 480), name="waves.jpg")
    chat.screenshot("whole-path-1-sent")

    painted = chat.messages.filter(has=chat.key("⇄")).filter(has=chat.key("✨"))
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
