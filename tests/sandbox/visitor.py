"""A person at the sandbox's page API, pictures to send, and a bare client of the Bot API."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image

from bot.sandbox.server import Running

Json = dict[str, Any]


def picture(
    width: int = 60,
    height: int = 40,
    *,
    colour: tuple[int, int, int] = (200, 90, 20),
    kind: str = "JPEG",
    exif: bytes = b"",
) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


@dataclass
class Visitor:
    running: Running
    http: aiohttp.ClientSession
    id: int
    chat_id: int

    def in_chat(self, chat_id: int) -> "Visitor":
        return Visitor(self.running, self.http, self.id, chat_id)

    async def send(
        self,
        *files: bytes,
        text: str = "",
        caption: str = "",
        name: str = "picture.jpg",
        mime_type: str = "image/jpeg",
        smaller: tuple[bytes, ...] = (),
        **fields: object,
    ) -> list[Json]:
        """The messages. Raises aiohttp.ClientResponseError when it is not possible."""
        form = aiohttp.FormData(quote_fields=False)
        for key, value in {"from": self.id, "text": text, "caption": caption, **fields}.items():
            form.add_field(key, str(value))
        for file in files:
            form.add_field("files", file, filename=name, content_type=mime_type)
        for file in smaller:
            form.add_field("smaller_0", file, filename=name, content_type=mime_type)
        answer: Json = await self._post("messages", data=form)
        sent: list[Json] = answer["messages"]
        return sent

    async def say(self, text: str, **fields: Any) -> Json:
        return (await self.send(text=text, **fields))[0]

    async def press(self, message_id: int, callback_data: str) -> Json:
        return await self.do("press", message_id=message_id, callback_data=callback_data)

    async def do(self, deed: str, **fields: object) -> Json:
        return await self._post(deed, json={"from": self.id, **fields})

    async def messages(self) -> list[Json]:
        found: list[Json] = await self.look(f"/sandbox/chats/{self.chat_id}/messages?as={self.id}")
        return found

    async def fault(self, name: str, **details: object) -> Json:
        return await self.tell("/sandbox/faults", fault=name, **details)

    async def log(self) -> Json:
        found: Json = await self.look("/sandbox/log")
        return found

    async def look(self, path: str) -> Any:
        async with self.http.get(self.running.url + path) as response:
            response.raise_for_status()
            return await response.json()

    async def tell(self, path: str, **fields: object) -> Json:
        async with self.http.post(self.running.url + path, json=fields) as response:
            response.raise_for_status()
            told: Json = await response.json()
            return told

    async def _post(self, deed: str, **body: Any) -> Json:
        async with self.http.post(f"{self.running.url}/sandbox/chats/{self.chat_id}/{deed}", **body) as response:
            response.raise_for_status()
            answer: Json = await response.json()
            return answer


@dataclass
class BareClient:
    """Calls methods without any library, so that refusals are seen word for word."""

    running: Running
    http: aiohttp.ClientSession

    async def __call__(self, method: str, **parameters: object) -> Any:
        """The result; fails the test when refused."""
        body = await self.answer(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: object) -> str:
        """The description of the refusal, whose code is the HTTP status too."""
        body = await self.answer(method, **parameters)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def answer(self, method: str, **parameters: object) -> Json:
        async with self.http.post(f"{self.running.base_url}{self.running.token}/{method}", json=parameters) as response:
            body: Json = await response.json()
            assert response.status == body.get("error_code", 200)
            return body

    async def upload(self, method: str, data: bytes, name: str = "picture.jpg", **parameters: object) -> Json:
        """The whole answer to a request with one file, under the name the method ends with."""
        form = aiohttp.FormData(quote_fields=False)
        for key, value in parameters.items():
            form.add_field(key, str(value))
        form.add_field(method.removeprefix("send").lower(), data, filename=name)
        async with self.http.post(f"{self.running.base_url}{self.running.token}/{method}", data=form) as response:
            body: Json = await response.json()
            return body

    async def updates(self, **parameters: object) -> list[Json]:
        found: list[Json] = await self("getUpdates", **parameters)
        return found
