"""The Bot API methods that the sandbox answers; names are compared without regard to case, as Telegram does."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.methods import answering, editing, members, profile, receiving, sending
from bot.sandbox.parameters import Parameters
from bot.sandbox.sandbox import Sandbox

Method = Callable[[Sandbox, Parameters], Any]
"""Runs in one transaction; the result, or an awaitable of it, goes out as `result`. Raises Refusal."""

METHODS: dict[str, Method] = {
    "getme": profile.get_me,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmyname": profile.set_my_name,
    "getmyname": profile.get_my_name,
    "setmydescription": profile.set_my_description,
    "getmydescription": profile.get_my_description,
    "setmyshortdescription": profile.set_my_short_description,
    "getmyshortdescription": profile.get_my_short_description,
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
    "getfile": receiving.get_file,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendanimation": sending.send_animation,
    "sendmediagroup": sending.send_media_group,
    "copymessage": sending.copy_message,
    "forwardmessage": sending.forward_message,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": answering.answer_callback_query,
    "answerinlinequery": answering.answer_inline_query,
    "setmessagereaction": answering.set_message_reaction,
    "getchat": members.get_chat,
    "getchatmember": members.get_chat_member,
    "getchatadministrators": members.get_chat_administrators,
    "getchatmembercount": members.get_chat_member_count,
}
