"""A Telegram in memory, below python-telegram-bot's request layer: it records what is asked and answers alike.

A referee from another library holds its answers and what it is asked against the Bot API, in every test that has one.
"""

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from tests.sandbox.referee import answer_complaints, request_complaints

TOKEN = "1234567890:AAE-tests-only-0123456789abcdefghijk"
BOT = {"id": 1234567890, "is_bot": True, "first_name": "Impasto", "username": "impasto_bot"}
Json = dict[str, Any]
ADMIN_RIGHTS = dict.fromkeys(
    [
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_send_welcome_messages",
    ],
    False,
)
"""core.telegram.org/bots/api#chatmemberadministrator: what it must say."""


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    params: Json
    files: frozenset[str] = frozenset()
    """Names of what is attached."""

    @property
    def words(self) -> str:
        """What a person reads: text or caption."""
        media = self.params.get("media") or {}
        return str(self.params.get("text") or self.params.get("caption") or media.get("caption") or "")

    @property
    def buttons(self) -> list[str]:
        rows = (self.params.get("reply_markup") or {}).get("inline_keyboard", [])
        return [button["callback_data"] for row in rows for button in row]


class Telegram(BaseRequest):
    """`fail` scripts the next answer of a method: an exception that the request raises, or (code, answer)."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.files: dict[str, bytes] = {}
        self.statuses: dict[int, str] = {}
        """What people are in groups, where they are more than members."""
        self.updates: deque[list[Json]] = deque()
        self.nothing_more = asyncio.Event()
        """A long poll has begun and no update is left."""
        self.complaints: list[str] = []
        """Of the referee."""
        self._failures: list[tuple[str, BaseException | tuple[int, Json]]] = []
        self._ids = count(1000)

    def fail(self, method: str, failure: BaseException | tuple[int, Json]) -> None:
        self._failures.append((method, failure))

    def refuse(self, method: str, description: str, code: int = 400, **parameters: int) -> None:
        self.fail(
            method, (code, {"ok": False, "error_code": code, "description": description, "parameters": parameters})
        )

    def of(self, *methods: str) -> list[Call]:
        return [call for call in self.calls if call.method in methods]

    @property
    def said(self) -> list[str]:
        """Everything that new messages said."""
        return [call.words for call in self.of("sendMessage", "sendPhoto", "sendDocument")]

    @property
    def toasts(self) -> list[str]:
        return [call.params.get("text", "") for call in self.of("answerCallbackQuery")]

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        if "/file/" in url:
            return 200, self.files[name]
        call = Call(name, _params(request_data), _files(request_data))
        self.calls.append(call)
        request = {"method": name, "params": call.params, "files": dict.fromkeys(call.files)}
        self.complaints += request_complaints(request)
        failure = self._next_failure(name)
        if isinstance(failure, BaseException):
            raise failure
        if name == "getUpdates" and not failure and not self.updates:
            self.nothing_more.set()
            await asyncio.Event().wait()
        code, answer = failure or (200, {"ok": True, "result": self._result(call)})
        if answer["ok"] and name != "getUpdates":
            self.complaints += answer_complaints(name, answer["result"])
        return code, json.dumps(answer).encode()

    def _next_failure(self, name: str) -> BaseException | tuple[int, Json] | None:
        for index, (method, failure) in enumerate(self._failures):
            if method == name:
                del self._failures[index]
                return failure
        return None

    def _result(self, call: Call) -> Any:
        if call.method == "getMe":
            return BOT
        if call.method == "getUpdates":
            return self.updates.popleft()
        if call.method == "getChatMember":
            return self._member(call.params["user_id"])
        if call.method == "getFile":
            file_id = call.params["file_id"]
            return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_path": file_id}
        if call.method.startswith(("send", "edit")) and call.method != "sendChatAction":
            return self._message(call)
        return True

    def _member(self, user_id: int) -> Json:
        status = self.statuses.get(user_id, "member")
        rights = {"administrator": ADMIN_RIGHTS, "creator": {"is_anonymous": False}}.get(status, {})
        return {"status": status, "user": {"id": user_id, "is_bot": False, "first_name": "Somebody"}, **rights}

    def _message(self, call: Call) -> Json:
        message_id = call.params.get("message_id") or next(self._ids)
        message = {"message_id": message_id, "date": 1, "chat": chat(call.params["chat_id"]), "from": BOT}
        if call.method in ("sendPhoto", "editMessageMedia"):
            sizes = [{"file_id": f"painted{message_id}", "file_unique_id": f"p{message_id}", "width": 9, "height": 9}]
            return {**message, "photo": sizes, "caption": call.words}
        if call.method == "sendDocument":
            return {**message, "document": {"file_id": "doc", "file_unique_id": "d"}, "caption": call.words}
        return {**message, "text": call.words}


def _params(request_data: RequestData | None) -> Json:
    """With "attach://…" for each file that travels beside the parameters."""
    if request_data is None:
        return {}
    files = {name: f"attach://{name}" for name in request_data.multipart_data or {} if not name.startswith("attached")}
    return {**files, **request_data.parameters}


def _files(request_data: RequestData | None) -> frozenset[str]:
    return frozenset(request_data.multipart_data or {}) if request_data else frozenset()


class ConnectError(Exception):
    """Named like httpx' error, by which the bot knows that nothing was written."""


def never_written() -> NetworkError:
    error = NetworkError("httpx.ConnectError")
    error.__cause__ = ConnectError()
    return error


def chat(chat_id: int) -> Json:
    return {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup", "first_name": "Ada", "title": "Friends"}
