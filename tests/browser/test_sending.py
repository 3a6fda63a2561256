"""What a person sends from the page, and what of it reaches the bot."""

from playwright.sync_api import expect

from tests.browser.chat_page import ADA, ChatPage
from tests.browser.pictures import brushwork, landscape, plain, sideways_portrait, size_of
from tests.browser.scripted_bot import Json, ScriptedBot


def largest_photo(bot: ScriptedBot, message: Json) -> bytes:
    return bot.fetch(message["photo"][-1]["file_id"])


def test_a_newcomer_is_told_what_to_do(chat: ChatPage) -> None:
    expect(chat.page.get_by_role("heading", name="Drop a photo here…")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Choose photos")).to_be_visible()
    chat.screenshot("welcome")


def test_two_dropped_photos_become_two_bubbles_and_two_updates_in_that_order(
    chat: ChatPage, scripted_bot: ScriptedBot
) -> None:
    chat.drop(landscape(2400, 1600), name="lake.jpg")
    chat.drop(brushwork(), name="waves.jpg")

    expect(chat.page.locator(".message.mine .photo")).to_have_count(2)
    expect(chat.page.locator("#welcome")).to_be_hidden()
    chat.wait_for_pictures()
    content = largest_photo(scripted_bot, scripted_bot.next_update())
    style = largest_photo(scripted_bot, scripted_bot.next_update())
    assert size_of(content) == (1280, 853)
    assert size_of(style) == (900, 900)


def test_a_photo_brings_its_smaller_sizes_along(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.drop(landscape(1200, 800))
    sizes = scripted_bot.next_update()["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 800, 1200]
    assert size_of(scripted_bot.fetch(sizes[1]["file_id"])) == (320, 213)


def test_a_photo_keeps_its_proportions_in_the_bubble(chat: ChatPage) -> None:
    chat.drop(landscape(1200, 800))
    chat.wait_for_pictures()
    box = chat.page.locator(".photo").bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 1.5) < 0.02
    assert box["width"] >= 400


def test_while_files_are_dragged_over_the_page_it_says_that_they_can_be_dropped(chat: ChatPage) -> None:
    overlay = chat.page.locator("#drop")
    expect(overlay).to_be_hidden()
    chat.drag_over(plain((200, 40, 40)))
    expect(overlay).to_be_visible()
    chat.screenshot("drop-overlay")
    chat.drop(plain((200, 40, 40)))
    expect(overlay).to_be_hidden()


def test_several_photos_from_the_file_dialog_are_one_album(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.pick(landscape(), brushwork(), plain((40, 160, 140)))

    expect(chat.page.locator(".message.mine")).to_have_count(1)
    expect(chat.page.locator(".album .photo")).to_have_count(3)
    assert len({scripted_bot.next_update()["media_group_id"] for _ in range(3)}) == 1


def test_text_in_the_field_becomes_the_caption_of_what_is_dropped(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.field.fill("/style mosaic\nplease")
    chat.drop(landscape())

    assert scripted_bot.next_update()["caption"] == "/style mosaic\nplease"
    expect(chat.page.locator(".message.mine .text")).to_have_text("/style mosaic\nplease", use_inner_text=True)
    expect(chat.field).to_have_value("")


def test_with_shift_a_photo_is_sent_as_an_untouched_file(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    original = landscape(1600, 1200)
    chat.drop(original, name="original.jpg", shift=True)

    document = scripted_bot.next_update()["document"]
    assert document["file_name"] == "original.jpg"
    assert scripted_bot.fetch(document["file_id"]) == original
    expect(chat.page.locator(".document .file-name")).to_have_text("original.jpg")


def test_hd_keeps_2560_pixels(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.page.locator("#mode").click()
    chat.page.get_by_role("menuitemradio", name="HD photo").click()
    chat.drop(plain((20, 90, 200), width=3200, height=1600))

    assert size_of(largest_photo(scripted_bot, scripted_bot.next_update())) == (2560, 1280)


def test_a_photo_that_lies_on_its_side_arrives_upright(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.drop(sideways_portrait())
    assert size_of(largest_photo(scripted_bot, scripted_bot.next_update())) == (300, 400)


def test_a_file_that_is_no_photo_is_sent_as_it_is(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.drop(b"these are only words", name="notes.txt", kind="text/plain")
    document = scripted_bot.next_update()["document"]
    assert scripted_bot.fetch(document["file_id"]) == b"these are only words"


def test_a_pasted_picture_is_sent(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
          canvas.getContext("2d").fillRect(0, 0, 64, 48);
          const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([blob], "image.png", { type: "image/png" }));
          const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(paste);
        }"""
    )
    assert size_of(largest_photo(scripted_bot, scripted_bot.next_update())) == (64, 48)


def test_a_failed_upload_can_be_sent_again(chat: ChatPage, scripted_bot: ScriptedBot) -> None:
    chat.page.route("**/sandbox/chats/*/messages", lambda route: route.abort())
    chat.write("hello?")
    expect(chat.page.locator(".failure")).to_contain_text("does not answer")

    chat.page.unroute("**/sandbox/chats/*/messages")
    chat.page.get_by_role("button", name="Try again").click()
    assert scripted_bot.next_update()["text"] == "hello?"
    expect(chat.page.locator(".failure")).to_be_hidden()
    expect(chat.messages).to_have_count(1)


def test_a_reply_tells_the_bot_what_it_answers_and_its_quote_leads_there(
    acquainted_chat: ChatPage, scripted_bot: ScriptedBot
) -> None:
    chat = acquainted_chat
    first = scripted_bot.show(ADA, landscape(), caption="your lake")
    for line in range(30):
        scripted_bot.say(ADA, f"line {line}")
    chat.message(first).hover()
    chat.message(first).get_by_role("button", name="Reply").click()
    chat.write("paint this one")

    assert scripted_bot.next_update()["reply_to_message"]["message_id"] == first
    quote = chat.page.locator(".message.mine .quote:visible")
    expect(quote).to_contain_text("your lake")
    expect(chat.message(first)).not_to_be_in_viewport()
    quote.click()
    expect(chat.message(first)).to_be_in_viewport()
