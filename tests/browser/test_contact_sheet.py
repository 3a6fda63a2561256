"""The contact sheet of /styles on the chat page: a picture in five columns, and its numbers in the same five below."""

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from tests.browser.chat_page import ADA, DESKTOP, PHONE, ChatPage
from tests.browser.conftest import NewPage, SandboxProcess
from tests.browser.scripted_bot import Json, ScriptedBot, keys

SHEETS = Path(__file__).parents[2] / "bot" / "presets" / "sheets"
PAGES = json.loads((SHEETS / "manifest.json").read_text())["pages"]
CAPTION = "My styles, 1 to 20 of 39. Choose a number for your photo."
SCREENS: list[tuple[ViewportSize, Literal["light", "dark"], str]] = [
    (DESKTOP, "light", "desktop-light"),
    (DESKTOP, "dark", "desktop-dark"),
    (PHONE, "light", "phone-light"),
    (PHONE, "dark", "phone-dark"),
]


def numbers(count: int, *, turn: str) -> Json:
    rows = [{str(n): f"number:{n}" for n in range(1, count + 1)[at : at + 5]} for at in range(0, count, 5)]
    return keys(*rows, {"🖼 All on my photo": "sheet", turn: "turn"})


def column(key: Locator) -> float:
    box = key.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize(("viewport", "theme", "name"), SCREENS, ids=[name for *_, name in SCREENS])
def test_each_number_stands_in_the_column_of_its_tile(
    sandbox: SandboxProcess,
    scripted_bot: ScriptedBot,
    new_page: NewPage,
    viewport: ViewportSize,
    theme: Literal["light", "dark"],
    name: str,
) -> None:
    chat = ChatPage(new_page(viewport, theme), sandbox.url).open(f"{ADA}/{ADA}")
    chat.write("/start")
    scripted_bot.next_update()
    first = (SHEETS / PAGES[0]["sheet"]).read_bytes()
    sheet = scripted_bot.show(ADA, first, caption=CAPTION, reply_markup=numbers(20, turn="▶"))
    bubble = chat.message(sheet)
    expect(bubble.locator(".key")).to_have_count(22)
    chat.wait_for_pictures()
    photo = bubble.locator(".photo").bounding_box()
    assert photo
    rows = bubble.locator(".keys").all()[:4]
    for row in rows:
        found = row.locator(".key").all()
        assert len(found) == 5
        for place, key in enumerate(found):
            tile = photo["x"] + photo["width"] * (place + 0.5) / 5
            assert abs(column(key) - tile) < photo["width"] / 10, "at least half of the key is below its tile"
    below = bubble.locator(".keys").last.bounding_box()
    assert below
    assert below["y"] + below["height"] - photo["y"] < viewport["height"], "tiles and numbers are seen together"
    assert chat.overflow() <= 0
    chat.screenshot(f"contact-sheet-{name}")


def test_a_page_is_turned_in_the_same_bubble(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat = acquainted_chat
    first, last = ((SHEETS / page["sheet"]).read_bytes() for page in (PAGES[0], PAGES[-1]))
    sheet = scripted_bot.show(ADA, first, caption=CAPTION, reply_markup=numbers(20, turn="▶"))
    bubble = chat.message(sheet)
    chat.wait_for_pictures()
    bubble.evaluate("(node) => { node.isTheFirst = true; }")
    chat.key("▶").click()
    query = scripted_bot.next_update("callback_query")
    scripted_bot.repaint(ADA, sheet, last, "Page two", reply_markup=numbers(7, turn="◀"))
    scripted_bot.ask("answerCallbackQuery", callback_query_id=query["id"])
    expect(bubble.locator(".text")).to_have_text("Page two")
    expect(bubble.locator(".key")).to_have_count(9)
    expect(bubble.locator(".keys").nth(1).locator(".key")).to_have_text(["6", "7"])
    assert bubble.evaluate("(node) => node.isTheFirst")
