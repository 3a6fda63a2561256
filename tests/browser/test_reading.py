"""What the bot sends, as the person sees it."""

from playwright.sync_api import expect

from tests.browser.chat_page import ADA, ChatPage, style_of
from tests.browser.pictures import brushwork, landscape, plain
from tests.browser.scripted_bot import ScriptedBot, keys

WATCH_PHOTO = """
() => {
  window.pictureless = 0;
  const photo = document.querySelector(".message:not(.mine) .photo");
  const look = () => { if (!photo.querySelector("img")) window.pictureless++; };
  new MutationObserver(look).observe(photo, { childList: true });
}
"""


def test_a_text_turns_into_a_preview_and_then_into_the_result_in_the_same_bubble(
    acquainted_chat: ChatPage, scripted_bot: ScriptedBot
) -> None:
    chat = acquainted_chat
    living = scripted_bot.say(ADA, "🎨 You are next, about 40 s", reply_markup=keys({"❌ Cancel": "cancel"}))
    bubble = chat.message(living)
    expect(bubble).to_contain_text("You are next")
    bubble.evaluate("(node) => { node.isTheFirst = true; }")

    scripted_bot.repaint(ADA, living, plain((90, 90, 160), width=600, height=400), "Half way")
    expect(bubble.locator(".text")).to_have_text("Half way")
    chat.wait_for_pictures()
    chat.page.evaluate(WATCH_PHOTO)
    scripted_bot.repaint(ADA, living, landscape(600, 400), "Done", reply_markup=keys({"⇄ Swap": "swap"}))
    expect(bubble.locator(".text")).to_have_text("Done")
    expect(bubble.locator(".photo img")).to_have_count(2)
    chat.wait_for_pictures()

    assert bubble.evaluate("(node) => node.isTheFirst")
    assert chat.page.evaluate("() => window.pictureless") == 0
    expect(bubble.locator(".edited")).to_have_text("edited")
    expect(bubble.locator(".key")).to_have_text(["⇄ Swap"])


def test_a_message_that_the_bot_deletes_disappears(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    gone = scripted_bot.say(ADA, "soon gone")
    expect(acquainted_chat.message(gone)).to_be_visible()
    scripted_bot.ask("deleteMessage", chat_id=ADA, message_id=gone)
    expect(acquainted_chat.message(gone)).to_have_count(0)


def test_a_pressed_button_waits_visibly_and_then_shows_the_bots_toast(
    acquainted_chat: ChatPage, scripted_bot: ScriptedBot
) -> None:
    scripted_bot.say(ADA, "Again?", reply_markup=keys({"🔁 Again": "v1:again:7", "🎨 More…": "v1:more:7"}))
    key = acquainted_chat.key("Again")
    key.click()
    expect(key).to_have_attribute("aria-busy", "true")
    query = scripted_bot.next_update("callback_query")
    assert query["data"] == "v1:again:7"
    scripted_bot.ask("answerCallbackQuery", callback_query_id=query["id"], text="Painting it once more")

    expect(acquainted_chat.page.locator(".toast")).to_have_text("Painting it once more")
    expect(key).to_have_attribute("aria-busy", "false")


def test_an_alert_waits_until_the_person_has_read_it(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    scripted_bot.say(ADA, "Careful", reply_markup=keys({"Press": "alert"}))
    acquainted_chat.key("Press").click()
    query = scripted_bot.next_update("callback_query")
    scripted_bot.ask("answerCallbackQuery", callback_query_id=query["id"], text="Not yours", show_alert=True)

    alert = acquainted_chat.page.get_by_role("dialog")
    expect(alert).to_contain_text("Not yours")
    alert.get_by_role("button", name="OK").click()
    expect(alert).to_be_hidden()


def test_buttons_stand_in_the_rows_that_the_bot_told(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    message = scripted_bot.say(ADA, "Rows", reply_markup=keys({"A": "a", "B": "b", "C": "c"}, {"D": "d"}))
    rows = acquainted_chat.message(message).locator(".keys")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator(".key")).to_have_text(["A", "B", "C"])
    expect(rows.nth(1).locator(".key")).to_have_text(["D"])


def test_formatting_is_drawn_and_nested(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    text = '🖌 <b>Bold and <i>both</i></b>, <code>code</code>, <a href="https://example.org/">a link</a>'
    message = acquainted_chat.message(scripted_bot.say(ADA, text, parse_mode="HTML"))
    expect(message.locator("strong")).to_have_text("Bold and both")
    expect(message.locator("strong em")).to_have_text("both")
    expect(message.locator("code")).to_have_text("code")
    link = message.get_by_role("link", name="a link")
    expect(link).to_have_attribute("href", "https://example.org/")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_markup_in_a_text_stays_text(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    text = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    message = acquainted_chat.message(scripted_bot.say(ADA, text))
    expect(message.locator(".text")).to_have_text(text)
    expect(message.locator(".text img, .text script")).to_have_count(0)
    assert acquainted_chat.page.title() != "owned"


def test_a_link_that_would_run_code_is_no_link(acquainted_chat: ChatPage) -> None:
    entity = {"type": "text_link", "offset": 0, "length": 5, "url": "javascript:document.title='owned'"}
    html = acquainted_chat.page.evaluate(
        """async (entity) => {
          const { formatted } = await import("/entities.js");
          const node = document.createElement("div");
          node.append(...formatted("click me", [entity]));
          return node.innerHTML;
        }""",
        entity,
    )
    assert html == "<span>click</span> me"


def test_a_command_in_a_text_is_sent_by_a_click(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    scripted_bot.say(ADA, "Have a look at /styles first")
    acquainted_chat.page.get_by_role("button", name="/styles", exact=True).click()
    assert scripted_bot.next_update()["text"] == "/styles"


def test_a_photo_opens_large_can_be_zoomed_and_saved(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat = acquainted_chat
    scripted_bot.show(ADA, landscape(1600, 1000))
    scripted_bot.show(ADA, brushwork())
    chat.wait_for_pictures()
    chat.page.locator(".photo").first.click()

    box = chat.page.get_by_role("dialog", name="Photo")
    expect(box).to_contain_text("1 of 2")
    image = box.locator("img")
    before = image.bounding_box()
    box.get_by_role("button", name="Larger").click()
    after = image.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] * 1.4
    with chat.page.expect_download() as download:
        box.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".jpg")
    chat.page.keyboard.press("ArrowRight")
    expect(box).to_contain_text("2 of 2")
    chat.screenshot("lightbox")
    chat.page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_the_header_tells_what_the_bot_is_doing(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    scripted_bot.ask("sendChatAction", chat_id=ADA, action="upload_photo")
    expect(acquainted_chat.page.locator("#chat-status")).to_have_text("Impasto is sending a photo…")
    scripted_bot.say(ADA, "there")
    expect(acquainted_chat.page.locator("#chat-status")).not_to_contain_text("sending")


def test_a_bubble_that_grows_stays_in_sight(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat = acquainted_chat
    for line in range(20):
        scripted_bot.say(ADA, f"line {line}")
    living = scripted_bot.say(ADA, "Painting…", reply_markup=keys({"❌ Cancel": "cancel"}))
    for frame in (plain((200, 90, 60), width=500, height=300), plain((60, 90, 200), width=300, height=500)):
        scripted_bot.repaint(ADA, living, frame, "Painting…", reply_markup=keys({"❌ Cancel": "cancel"}))
        chat.wait_for_pictures()
    chat.settle()
    expect(chat.message(living).locator(".key")).to_be_in_viewport(ratio=1)


def test_who_reads_older_messages_is_not_pulled_away(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat = acquainted_chat
    for line in range(40):
        scripted_bot.say(ADA, f"line {line}")
    expect(chat.messages).to_have_count(41)
    jump = chat.page.get_by_role("button", name="Scroll to the newest message")
    expect(jump).to_be_hidden()
    chat.page.locator("#scroller").evaluate("(node) => node.scrollTo(0, 0)")
    expect(jump).to_be_visible()
    newest = chat.message(scripted_bot.say(ADA, "the newest"))
    expect(jump).to_contain_text("1")
    expect(newest).not_to_be_in_viewport()
    jump.click()
    expect(newest).to_be_in_viewport()


def test_a_document_has_a_name_a_size_and_can_be_saved(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat = acquainted_chat
    scripted_bot.ask("sendDocument", chat_id=ADA, document=b"x" * 3000)
    expect(chat.page.locator(".file-size")).to_have_text("3 KB")
    with chat.page.expect_download() as download:
        chat.page.locator(".file").click()
    assert download.value.path().read_bytes() == b"x" * 3000


def test_own_words_are_told_from_the_bots(acquainted_chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    theirs = acquainted_chat.message(scripted_bot.say(ADA, "Hello Ada"))
    mine = acquainted_chat.page.locator(".message.mine").first
    assert style_of(theirs, "flexDirection") == "row"
    assert style_of(mine, "flexDirection") == "row-reverse"
