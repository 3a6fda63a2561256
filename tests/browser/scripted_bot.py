"""A bot without a will of its own: it says over the Bot API exactly what a test tells it to say."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

Json = dict[str, Any]
ANSWER_SECONDS = 20


@dataclass
class ScriptedBot:
    url: str
    token: str
    offset: int = 0

    def ask(self, method: str, **parameters: Any) -> Any:
        """The result. Raises urllib.error.HTTPError when the sandbox refuses."""
        files = {name: value for name, value in parameters.items() if isinstance(value, bytes)}
        fields = {name: value for name, value in parameters.items() if name not in files}
        body, content_type = _multipart(fields, files) if files else (json.dumps(fields).encode(), "application/json")
        request = urllib.request.Request(
            f"{self.url}/bot{self.token}/{method}", body, {"Content-Type": content_type}, method="POST"
        )
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:
            return json.load(response)["result"]

    def say(self, chat_id: int, text: str, **more: Any) -> int:
        """The new message's id."""
        return int(self.ask("sendMessage", chat_id=chat_id, text=text, **more)["message_id"])

    def show(self, chat_id: int, photo: bytes, **more: Any) -> int:
        return int(self.ask("sendPhoto", chat_id=chat_id, photo=photo, **more)["message_id"])

    def repaint(self, chat_id: int, message_id: int, photo: bytes, caption: str = "", **more: Any) -> None:
        """editMessageMedia with new bytes: what a preview frame is."""
        media = {"type": "photo", "media": "attach://frame", "caption": caption}
        self.ask("editMessageMedia", chat_id=chat_id, message_id=message_id, media=media, frame=photo, **more)

    def next_update(self, kind: str = "message") -> Json:
        """Waits for the next update of that kind; skips the others."""
        while True:
            updates = self.ask("getUpdates", offset=self.offset, timeout=10, limit=1)
            assert updates, f"no {kind} came within 10 seconds"
            self.offset = updates[0]["update_id"] + 1
            if kind in updates[0]:
                return dict(updates[0][kind])

    def fetch(self, file_id: str) -> bytes:
        path = self.ask("getFile", file_id=file_id)["file_path"]
        with urllib.request.urlopen(f"{self.url}/file/bot{self.token}/{path}", timeout=ANSWER_SECONDS) as response:
            return bytes(response.read())


def keys(*rows: dict[str, str]) -> Json:
    """An inline keyboard: a mapping of text to callback data for each row."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row.items()] for row in rows]}


def _multipart(fields: Json, files: dict[str, bytes]) -> tuple[bytes, str]:
    boundary = uuid4().hex
    parts = [_part(boundary, f'name="{name}"', _field(value)) for name, value in fields.items()]
    parts += [_part(boundary, f'name="{name}"; filename="{name}.jpg"', data) for name, data in files.items()]
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _field(value: Any) -> bytes:
    return (value if isinstance(value, str) else json.dumps(value)).encode()


def _part(boundary: str, names: str, data: bytes) -> bytes:
    return f"--{boundary}\r\nContent-Disposition: form-data; {names}\r\n\r\n".encode() + data + b"\r\n"
