"""Checks a reply_markup as Telegram does. Bot API, "InlineKeyboardMarkup" and "InlineKeyboardButton"."""

from typing import Any

from bot.sandbox.database import Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request

CALLBACK_DATA_LIMIT_BYTES = 64
BUTTONS_LIMIT = 100
BUTTON_ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
OTHER_MARKUPS = frozenset(("keyboard", "remove_keyboard", "force_reply"))


def reply_markup_of(parameters: Parameters) -> Json | None:
    """The checked markup, or None. Reply keyboards pass unchecked: they belong to the person's side."""
    markup = parameters.object("reply_markup")
    if markup is None:
        return None
    if "inline_keyboard" in markup.values:
        return _inline_keyboard(markup.values["inline_keyboard"])
    if not OTHER_MARKUPS & markup.values.keys():
        raise bad_request("object expected as reply markup")
    return markup.values


def inline_markup_of(parameters: Parameters) -> Json | None:
    """For edits: only an inline keyboard is possible there."""
    markup = reply_markup_of(parameters)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _inline_keyboard(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard button: expected an Array of Arrays")
    kept = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be of type String')
    if not BUTTON_ACTIONS & button.keys():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    _check_callback_data(button)
    _check_url(button)
    return button


def _check_callback_data(button: Json) -> None:
    if "callback_data" not in button:
        return
    if not 1 <= len(str(button["callback_data"]).encode()) <= CALLBACK_DATA_LIMIT_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(button: Json) -> None:
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
