"""People and chats, themes and screens, keys alone, and a server that goes away and comes back."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.chat_page import ADA, BRUNO, DESKTOP, GROUP, PHONE, ChatPage, style_of
from tests.browser.conftest import NewPage, SandboxProcess
from tests.browser.pictures import brushwork, landscape
from tests.browser.scripted_bot import ScriptedBot, keys

BUTTONS_WITHOUT_A_NAME = """
() => [...document.querySelectorAll("button, a, input, textarea, select")]
  .filter((node) => !node.closest("[hidden]"))
  .filter((node) => !(node.ariaLabel || node.labels?.length || node.textContent.trim()))
  .map((node) => node.outerHTML)
"""


def brightness(colour: str) -> float:
    """0..255 of "rgb(r, g, b)"."""
    numbers = [float(number) for number in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    return sum(numbers) / 3


def test_another_person_has_a_chat_of_their_own(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat = acquainted_chat
    chat.page.get_by_role("radio", name="Bruno").click()
    expect(chat.messages).to_have_count(0)
    chat.write("ciao")
    sender = scripted_bot.next_update()["from"]
    assert (sender["id"], sender["language_code"]) == (BRUNO, "it")


def test_two_tabs_are_two_people_in_one_group(sandbox: SandboxProcess, new_page: NewPage) -> None:
    ada = ChatPage(new_page(), sandbox.url).open(f"{ADA}/{GROUP}")
    bruno = ChatPage(new_page(), sandbox.url).open(f"{BRUNO}/{GROUP}")
    ada.write("Look at this lake!")
    ada.drop(landscape())

    expect(bruno.messages).to_have_count(2)
    expect(bruno.messages.first).to_contain_text("Ada Weaver")
    expect(bruno.messages.first).to_contain_text("Look at this lake!")
    bruno.wait_for_pictures()
    expect(ada.page.locator(".message.mine")).to_have_count(2)
    bruno.screenshot("group")


def test_a_photo_of_the_group_is_forwarded_to_the_bot_and_deleted_by_its_menu(
    sandbox: SandboxProcess, scripted_bot: ScriptedBot, new_page: NewPage
) -> None:
    chat = ChatPage(new_page(), sandbox.url).open(f"{ADA}/{GROUP}")
    chat.drop(landscape())
    chat.wait_for_pictures()
    chat.messages.first.click(button="right")
    chat.page.get_by_role("menuitem", name="Forward to Impasto").click()

    expect(chat.page.locator(".origin:visible")).to_have_text("Forwarded from Ada Weaver")
    chat.wait_for_pictures()
    chat.screenshot("forwarded")
    assert scripted_bot.next_update()["forward_origin"]["sender_user"]["id"] == ADA
    chat.messages.first.click(button="right")
    chat.page.get_by_role("menuitem", name="Delete").click()
    expect(chat.messages).to_have_count(0)


def test_what_happens_in_another_chat_is_counted_until_it_is_read(
    acquainted_chat: ChatPage, scripted_bot: ScriptedBot
) -> None:
    page = acquainted_chat.page
    page.locator(f"[data-chat='{GROUP}']").click()
    scripted_bot.say(ADA, "psst")
    entry = page.locator(f"[data-chat='{ADA}']")
    expect(entry.locator(".badge")).to_have_text("1")
    expect(page).to_have_title("(1) Impasto")
    entry.click()
    expect(entry.locator(".badge")).to_have_count(0)
    expect(page).to_have_title("Impasto")


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_page_follows_the_system_and_the_person_overrules_it(
    sandbox: SandboxProcess, new_page: NewPage, scheme: Literal["light", "dark"], is_dark: bool
) -> None:
    chat = ChatPage(new_page(color_scheme=scheme), sandbox.url).open()
    body, toggle = chat.page.locator("body"), chat.page.get_by_role("button", name="Dark theme")
    assert (brightness(style_of(body, "backgroundColor")) < 80) == is_dark
    expect(toggle).to_have_attribute("aria-pressed", str(is_dark).lower())

    toggle.click()
    assert (brightness(style_of(body, "backgroundColor")) < 80) != is_dark
    chat.open()
    assert (brightness(style_of(body, "backgroundColor")) < 80) != is_dark


@pytest.mark.parametrize("width", [360, 390, 768])
def test_on_a_narrow_screen_nothing_sticks_out_and_the_list_is_a_drawer(
    sandbox: SandboxProcess, scripted_bot: ScriptedBot, new_page: NewPage, width: int
) -> None:
    chat = ChatPage(new_page(viewport={"width": width, "height": 740}), sandbox.url).open()
    assert chat.overflow() <= 0
    chat.drop(landscape())
    chat.drop(brushwork())
    scripted_bot.next_update()
    scripted_bot.say(ADA, "supercalifragilistic" * 12, reply_markup=keys({"A rather long button": "a", "Another": "b"}))
    expect(chat.messages).to_have_count(3)
    chat.wait_for_pictures()
    assert chat.overflow() <= 0
    for box in [photo.bounding_box() for photo in chat.page.locator(".photo").all()]:
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width

    if width < 760:
        chat.page.get_by_role("button", name="People and chats").click()
        chat.page.get_by_role("radio", name="Bruno").click()
        expect(chat.messages).to_have_count(0)
        expect(chat.page.get_by_role("radio", name="Bruno")).to_be_hidden()


def test_everything_can_be_done_by_keyboard(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    page, keyboard = chat.page, chat.page.keyboard
    expect(chat.field).to_be_focused()
    keyboard.type("hello")
    keyboard.press("Shift+Enter")
    keyboard.type("there")
    keyboard.press("Enter")
    assert scripted_bot.next_update()["text"] == "hello\nthere"

    message = scripted_bot.say(ADA, "Press me", reply_markup=keys({"Here": "here"}))
    expect(chat.messages.last).to_contain_text("Press me")  # one's own message stays last until the server has it
    keyboard.press("ArrowUp")
    expect(chat.message(message)).to_be_focused()
    keyboard.press("Enter")
    assert scripted_bot.next_update("callback_query")["data"] == "here"
    keyboard.press("r")
    expect(page.locator("#reply")).to_contain_text("Press me")
    expect(chat.field).to_be_focused()
    keyboard.press("Escape")
    expect(page.locator("#reply")).to_be_hidden()


HOLD_ANSWERS = """() => {
  const fetch = window.fetch;
  const released = new Promise((done) => { window.release = done; });
  window.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    await released;
    return answer;
  };
}"""


def test_who_goes_about_by_keyboard_keeps_the_place_when_a_message_on_its_way_arrives(
    chat: ChatPage, scripted_bot: ScriptedBot
) -> None:
    chat.page.evaluate(HOLD_ANSWERS)
    chat.page.keyboard.type("hello")
    chat.page.keyboard.press("Enter")
    scripted_bot.next_update()
    quicker = scripted_bot.say(ADA, "I was quicker")
    expect(chat.message(quicker)).to_be_visible()
    chat.page.keyboard.press("ArrowUp")
    expect(chat.messages.last).to_be_focused()
    chat.page.evaluate("release()")
    expect(chat.messages.last).to_contain_text("I was quicker")
    expect(chat.messages.first).to_contain_text("hello")
    expect(chat.messages.first).to_be_focused()


def test_the_bots_commands_are_offered_after_a_slash(
    sandbox: SandboxProcess, scripted_bot: ScriptedBot, new_page: NewPage
) -> None:
    commands = [{"command": "start", "description": "How it works"}, {"command": "styles", "description": "All styles"}]
    scripted_bot.ask("setMyCommands", commands=commands)
    chat = ChatPage(new_page(), sandbox.url).open()
    chat.page.keyboard.type("/")
    expect(chat.page.get_by_role("option")).to_have_count(2)
    chat.page.keyboard.press("ArrowDown")
    expect(chat.page.get_by_role("option", name="/styles")).to_have_attribute("aria-selected", "true")
    chat.screenshot("commands")
    chat.page.keyboard.press("Enter")
    assert scripted_bot.next_update()["text"] == "/styles"
    chat.page.keyboard.type("/st")
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("option")).to_have_count(0)


def test_everything_that_can_be_pressed_has_a_name(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    scripted_bot.show(ADA, landscape(), reply_markup=keys({"Again": "again"}))
    acquainted_chat.wait_for_pictures()
    acquainted_chat.page.locator(".photo").click()
    acquainted_chat.page.keyboard.press("Escape")
    acquainted_chat.page.get_by_role("button", name="Make trouble").click()
    assert acquainted_chat.page.evaluate(BUTTONS_WITHOUT_A_NAME) == []


def test_after_a_restart_of_the_server_the_page_catches_up(tmp_path: Path, new_page: NewPage) -> None:
    first = SandboxProcess.start(tmp_path).wait()
    chat = ChatPage(new_page(), first.url).open()
    chat.write("before")
    expect(chat.messages).to_have_count(1)
    first.stop()
    expect(chat.page.locator("#chat-status")).to_have_text("Waiting for the sandbox…")

    second = SandboxProcess.start(tmp_path, port=urlsplit(first.url).port or 0).wait()
    ScriptedBot(second.url, second.token).say(ADA, "I was away for a moment")
    expect(chat.messages.last).to_contain_text("I was away")
    expect(chat.messages).to_have_count(2)
    expect(chat.page.locator("#chat-status")).to_have_text("your painter")
    second.stop()


def test_the_trouble_panel_makes_the_bot_wait(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    page = acquainted_chat.page
    page.get_by_role("button", name="Make trouble").click()
    panel = page.get_by_role("complementary", name="Trouble")
    panel.get_by_label("Method").select_option("sendMessage")
    panel.locator("[data-fault='flood']").click()
    expect(page.locator(".toast")).to_contain_text("429")

    with pytest.raises(OSError, match="429"):
        scripted_bot.say(ADA, "too fast")
    scripted_bot.say(ADA, "now")
    expect(acquainted_chat.messages.last).to_contain_text("now")
    expect(panel.locator(".log .refused")).to_contain_text("Too Many Requests")
    acquainted_chat.screenshot("trouble")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("screen", "viewport"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_a_whole_conversation_for_the_album_of_screenshots(
    sandbox: SandboxProcess,
    scripted_bot: ScriptedBot,
    new_page: NewPage,
    scheme: Literal["light", "dark"],
    screen: str,
    viewport: ViewportSize,
) -> None:
    chat = ChatPage(new_page(viewport=viewport, color_scheme=scheme), sandbox.url).open()
    chat.drop(landscape(), brushwork())
    scripted_bot.next_update()
    living = scripted_bot.say(ADA, "Painting…")
    rows = (
        {"⇄ Swap": "s", "🔁 Again": "a"},
        {"🎨 Mosaic": "1", "🎨 Woodcut": "2", "🎨 Watercolour": "3"},
        {"More styles…": "m"},
    )
    scripted_bot.repaint(ADA, living, brushwork(960, 640), "Your lake, in 38 seconds.", reply_markup=keys(*rows))
    expect(chat.page.locator(".photo")).to_have_count(3)
    chat.wait_for_pictures()
    expect(chat.message(living).locator(".key").last).to_be_in_viewport()
    chat.screenshot(f"conversation-{screen}-{scheme}")
