"""Two libraries that know nothing of the sandbox use it as if it were Telegram: python-telegram-bot and aiogram."""

import asyncio
from io import BytesIO

import aiohttp
import pytest
from aiogram import Bot as AiogramBot
from aiogram import exceptions as aiogram_errors
from aiogram.types import BufferedInputFile
from aiogram.types import InlineKeyboardButton as AiogramButton
from aiogram.types import InlineKeyboardMarkup as AiogramMarkup
from aiogram.types import InputMediaPhoto as AiogramPhoto
from telegram import Bot as PtbBot
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram import Message as PtbMessage
from telegram import error as ptb_errors
from telegram.constants import ChatAction, ParseMode

from bot.sandbox.server import Running
from tests.sandbox.referee import complaints, unknown_names
from tests.sandbox.visitor import BareClient, Visitor, picture


async def test_python_telegram_bot_paints_a_picture_for_ada(ada: Visitor, ptb: PtbBot) -> None:
    await ada.send(picture(64, 48), picture(50, 50))
    content, style = await ptb.get_updates(timeout=5)
    assert content.message
    assert style.message
    file = await ptb.get_file(content.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture(64, 48)
    assert content.message.media_group_id == style.message.media_group_id
    await ptb.send_chat_action(ada.id, ChatAction.UPLOAD_PHOTO)
    cancel = InlineKeyboardMarkup([[InlineKeyboardButton("Cancel", callback_data="v1:cancel:1")]])
    living = await ptb.send_message(ada.id, "<b>Painting</b>", parse_mode=ParseMode.HTML, reply_markup=cancel)
    assert living.text_html == "<b>Painting</b>"
    again = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="v1:again:1")]])
    media = InputMediaPhoto(picture(96, 72), caption="<i>done</i>", parse_mode=ParseMode.HTML)
    done = await ptb.edit_message_media(media, ada.id, living.message_id, reply_markup=again)
    assert isinstance(done, PtbMessage)
    assert (done.photo[-1].width, done.caption_html) == (96, "<i>done</i>")
    press = asyncio.create_task(ada.press(done.message_id, "v1:again:1"))
    (update,) = await ptb.get_updates(offset=style.update_id + 1, timeout=5)
    assert update.callback_query
    await update.callback_query.answer("Once more")
    assert (await press)["text"] == "Once more"
    document = await ptb.send_document(ada.id, BytesIO(picture(kind="PNG")), filename="full.png")
    assert document.document
    assert (document.document.file_name, document.document.mime_type) == ("full.png", "image/png")
    await ptb.set_my_commands([BotCommand("start", "Begin")], language_code="en")
    assert complaints(await ada.log()) == []


async def test_aiogram_paints_a_picture_for_ada(ada: Visitor, aiogram_bot: AiogramBot) -> None:
    await ada.send(picture(64, 48))
    (update,) = await aiogram_bot.get_updates(timeout=5)
    assert update.message
    assert update.message.photo
    data = await aiogram_bot.download(update.message.photo[-1].file_id)
    assert data
    assert data.read() == picture(64, 48)
    markup = AiogramMarkup(inline_keyboard=[[AiogramButton(text="Again", callback_data="v1:again:1")]])
    living = await aiogram_bot.send_message(ada.id, "<b>Painting</b>", parse_mode="HTML", reply_markup=markup)
    media = AiogramPhoto(media=BufferedInputFile(picture(96, 72), "painting.jpg"), caption="done")
    done = await aiogram_bot.edit_message_media(media, chat_id=ada.id, message_id=living.message_id)
    photo = await aiogram_bot.send_photo(ada.id, BufferedInputFile(picture(), "a.jpg"))
    album = await aiogram_bot.send_media_group(ada.id, [media, media])
    chat, me = await aiogram_bot.get_chat(ada.id), await aiogram_bot.get_me()
    owners = await aiogram_bot.get_chat_administrators(-4_200_000_001)
    for answer in (update, living, done, photo, album, chat, me, owners):
        assert list(unknown_names(answer)) == []
    assert complaints(await ada.log()) == []


async def test_python_telegram_bot_meets_the_errors_it_knows(ada: Visitor, ptb: PtbBot) -> None:
    sent = await ptb.send_message(ada.id, "same")
    with pytest.raises(ptb_errors.BadRequest, match="Message is not modified"):
        await sent.edit_text("same")
    with pytest.raises(ptb_errors.BadRequest, match="Message to edit not found"):
        await ptb.edit_message_text("x", ada.id, 999)
    with pytest.raises(ptb_errors.BadRequest, match="Chat not found"):
        await ptb.send_message(17, "x")
    await ada.fault("blocked", person=ada.id)
    with pytest.raises(ptb_errors.Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(ada.id, "x")
    await ada.fault("upgraded", chat_id=-4_200_000_001)
    with pytest.raises(ptb_errors.ChatMigrated) as migrated:
        await ptb.send_message(-4_200_000_001, "x")
    assert migrated.value.new_chat_id < -1_000_000_000_000


async def test_aiogram_meets_the_errors_it_knows(ada: Visitor, aiogram_bot: AiogramBot) -> None:
    await ada.fault("flood", method="sendMessage", retry_after=9)
    with pytest.raises(aiogram_errors.TelegramRetryAfter) as flood:
        await aiogram_bot.send_message(ada.id, "x")
    assert flood.value.retry_after == 9
    with pytest.raises(aiogram_errors.TelegramBadRequest, match="message to edit not found"):
        await aiogram_bot.edit_message_text("x", chat_id=ada.id, message_id=999)
    await ada.fault("blocked", person=ada.id)
    with pytest.raises(aiogram_errors.TelegramForbiddenError):
        await aiogram_bot.send_message(ada.id, "x")
    await ada.fault("cut_before", method="getMe")
    with pytest.raises(aiogram_errors.TelegramNetworkError):
        await aiogram_bot.get_me()


async def test_a_wrong_token_is_unauthorized(running: Running) -> None:
    with pytest.raises(ptb_errors.InvalidToken):
        await PtbBot("1234567:wrong", base_url=running.base_url).initialize()


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot1234567:wrong/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot{token}/paintMe", 404, "Not Found: method not found"),
    ],
)
async def test_a_wrong_address_is_refused(call: BareClient, path: str, code: int, description: str) -> None:
    async with call.http.post(call.running.url + path.format(token=call.running.token)) as response:
        assert response.status == code
        assert await response.json() == {"ok": False, "error_code": code, "description": description}


async def test_parameters_may_come_in_four_ways_and_names_in_any_case(ada: Visitor, call: BareClient) -> None:
    url, values = f"{call.running.base_url}{call.running.token}/SENDMESSAGE", {"chat_id": str(ada.id), "text": "hi"}
    async with call.http.get(url, params=values) as response:
        assert (await response.json())["ok"]
    multipart = aiohttp.FormData(values, default_to_multipart=True)
    for body in ({"json": values}, {"data": values}, {"data": multipart}):
        async with call.http.post(url, **body) as response:
            assert (await response.json())["ok"]
    assert [message["text"] for message in await ada.messages()][1:] == ["hi"] * 4


async def test_a_broken_body_is_refused(call: BareClient) -> None:
    url = f"{call.running.base_url}{call.running.token}/getMe"
    async with call.http.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
        assert (await response.json())["error_code"] == 400
