"""Own styles, blends and sizes as a person sees them, with everything real; pictures go to artefacts/browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat_page import ADA, PHONE, ChatPage
from tests.browser.conftest import NewPage
from tests.browser.pictures import brushwork, landscape
from tests.browser.real_impasto import running_impasto
from tests.browser.scripted_bot import ScriptedBot

PAINTING_MS = 240_000
ANSWER_MS = 30_000


@pytest.fixture
def impasto(tmp_path: Path) -> Iterator[str]:
    """Sizes can be chosen, and nobody has to wait for a large one."""
    with running_impasto(tmp_path) as address:
        yield address


def test_a_question_that_wants_an_answer_opens_the_reply_by_itself(
    acquainted_chat: ChatPage, scripted_bot: ScriptedBot
) -> None:
    question = scripted_bot.say(ADA, "What shall I call it?", reply_markup={"force_reply": True})
    expect(acquainted_chat.page.locator("#reply-snippet")).to_have_text("What shall I call it?")
    acquainted_chat.write("Grandma")
    answer = scripted_bot.next_update()
    assert answer["reply_to_message"]["message_id"] == question
    assert "reply_markup" not in answer["reply_to_message"]


def test_a_style_is_saved_named_listed_and_used(impasto: str, new_page: NewPage) -> None:
    page = new_page()
    chat = ChatPage(page, impasto).open()
    chat.write("/settings")
    press(chat, "600 px")
    expect(chat.key("✓ 600 px")).to_have_count(1, timeout=ANSWER_MS)
    chat.screenshot("own-styles-1-settings")

    chat.drop(landscape(640, 480), name="lake.jpg")
    chat.drop(brushwork(480, 480), name="waves.jpg")
    key_called(chat, "⬇ Full size", timeout=PAINTING_MS)
    press(chat, "🎨")
    press(chat, "💾")
    expect(page.locator("#reply-snippet")).to_contain_text("My style 1", timeout=ANSWER_MS)
    chat.wait_for_pictures()
    chat.screenshot("own-styles-2-saved")
    chat.write("Grandma’s quilt")
    expect(last_with(chat, "“Grandma’s quilt” it is")).to_be_visible(timeout=ANSWER_MS)

    chat.write("/mystyles")
    expect(last_with(chat, "1. Grandma’s quilt")).to_be_visible(timeout=ANSWER_MS)
    chat.screenshot("own-styles-3-listed")
    press(chat, "🗑 Delete…")
    expect(last_with(chat, "Which one shall I delete?")).to_be_visible(timeout=ANSWER_MS)
    press(chat, "1")
    expect(last_with(chat, "Shall I delete “")).to_be_visible(timeout=ANSWER_MS)
    chat.screenshot("own-styles-4-delete")
    press(chat, "Keep it")

    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    chat.drop(landscape(480, 640), name="lake2.jpg")
    expect(chat.key("⭐ Grandma’s quilt")).to_have_count(1, timeout=ANSWER_MS)
    assert chat.overflow() <= 0
    chat.wait_for_pictures()
    chat.screenshot("own-styles-5-menu-phone-dark")
    press(chat, "⭐ Grandma’s quilt")
    expect(last_with(chat, "Grandma’s quilt · painted")).to_be_visible(timeout=PAINTING_MS)
    chat.wait_for_pictures()
    chat.screenshot("own-styles-6-used-phone-dark")


def test_an_album_may_be_a_blend_and_a_large_painting_comes_as_a_file_too(impasto: str, new_page: NewPage) -> None:
    chat = ChatPage(new_page(), impasto).open()
    chat.drop(landscape(320, 240), brushwork(300, 300), landscape(240, 320), name="album.jpg")
    press(chat, "First in the others")
    expect(last_with(chat, "In a blend of your 2 photos")).to_be_visible(timeout=PAINTING_MS)
    chat.wait_for_pictures()
    chat.screenshot("blend-1-album")
    chat.write("/settings")
    press(chat, "2,560 px")
    expect(chat.key("✓ 2,560 px")).to_have_count(1, timeout=ANSWER_MS)
    chat.write("/style mosaic:2 woodcut")
    chat.drop(landscape(320, 240), name="lake.jpg")
    painted = chat.messages.filter(has_text="Mosaic 67 %").filter(has_text="painted in").last
    expect(painted).to_be_visible(timeout=PAINTING_MS)
    press(chat, "⬇ Full size")
    expect(last_with(chat, ".jpg")).to_be_visible(timeout=ANSWER_MS)
    chat.screenshot("blend-2-file")


def press(chat: ChatPage, label: str, *, timeout: float = ANSWER_MS) -> None:
    """The newest button whose text begins so."""
    key_called(chat, label, timeout=timeout).click()


def key_called(chat: ChatPage, label: str, *, timeout: float) -> Locator:
    """As soon as it is there."""
    key = chat.page.locator(".key", has_text=label).last
    key.wait_for(timeout=timeout)
    return key


def last_with(chat: ChatPage, text: str) -> Locator:
    return chat.messages.filter(has_text=text).last
