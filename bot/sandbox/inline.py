"""Inline mode from the person's side: asking the bot in any chat, and sending one of its results.

Bot API, "Inline mode".
"""

import secrets

from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.files import FileKind
from bot.sandbox.formatting import caption_content, text_content
from bot.sandbox.keyboards import reply_markup_of
from bot.sandbox.media import content_of, given_file
from bot.sandbox.parameters import Parameters
from bot.sandbox.people import ANSWER_SECONDS, NotPossible
from bot.sandbox.posting import post
from bot.sandbox.refusals import Refusal
from bot.sandbox.sandbox import Sandbox

QUERY_LIMIT = 256
CACHED_FILES = {
    ("photo", "photo_file_id"): FileKind.PHOTO,
    ("document", "document_file_id"): FileKind.DOCUMENT,
    ("gif", "gif_file_id"): FileKind.ANIMATION,
    ("mpeg4_gif", "mpeg4_file_id"): FileKind.ANIMATION,
}


async def ask_inline(sandbox: Sandbox, chat: Chat, person: Json, *, query: str, offset: str) -> Json:
    """Waits for the bot's answerInlineQuery, {} when none came in time."""
    if len(query) > QUERY_LIMIT:
        raise NotPossible("This question is too long.")
    query_id = sandbox.queries.open()
    chat_type = "sender" if chat.is_private else chat.info["type"]
    with sandbox.database:
        body = {"id": query_id, "from": person, "query": query, "offset": offset, "chat_type": chat_type}
        sandbox.updates.add("inline_query", body)
    return await sandbox.queries.answered(query_id, timeout_seconds=ANSWER_SECONDS)


def send_inline_result(sandbox: Sandbox, chat: Chat, person: Json, *, query: str, result: Parameters) -> Json:
    """Posts the result in the person's name. Without buttons it gets no inline_message_id and cannot be edited."""
    content, markup = _content(sandbox, result), reply_markup_of(result)
    inline_id = secrets.token_urlsafe(20) if markup else None
    message = {"from": person, "via_bot": sandbox.bot, **content, **({"reply_markup": markup} if markup else {})}
    posted = post(sandbox, chat, message, inline_id=inline_id)
    chosen = {"result_id": result.text("id"), "from": person, "query": query}
    sandbox.updates.add("chosen_inline_result", chosen | ({"inline_message_id": inline_id} if inline_id else {}))
    return posted


def _content(sandbox: Sandbox, result: Parameters) -> Json:
    try:
        if words := result.object("input_message_content"):
            return text_content(Parameters({**words.values, "text": words.text("message_text")}))
        file_id, kind = _cached_file(result)
        return content_of(given_file(sandbox, Parameters({}), file_id, kind)) | caption_content(result)
    except Refusal as refusal:
        raise NotPossible(f"The bot's result is not valid. {refusal.description}") from None


def _cached_file(result: Parameters) -> tuple[str, FileKind]:
    for (type_name, field), kind in CACHED_FILES.items():
        if result.text("type") == type_name and result.has(field):
            return result.text(field), kind
    raise NotPossible("The sandbox fetches nothing from the web: only results with a file_id or a text can be sent.")
