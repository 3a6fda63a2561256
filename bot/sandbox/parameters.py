"""One request's parameters: query string, JSON, urlencoded or multipart, all read the same way.

Bot API, "Making requests": four ways of passing parameters; objects inside a form are JSON-serialised.
"""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs, web
from aiohttp.web_request import FileField

from bot.sandbox.database import Json
from bot.sandbox.refusals import Refusal, bad_request

MULTIPART_LIMIT_BYTES = 50 * 1024 * 1024
"""Bot API, "Sending files": 50 MB for any file. The whole body is measured here, a little stricter."""


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime_type: str
    data: bytes


class Parameters:
    def __init__(self, values: Json, uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """64 bits; like Telegram, what is no number counts as not given."""
        value = self.values.get(name)
        try:
            number = int(value) if isinstance(value, int | str) and value != "" else default
        except ValueError:
            return default
        return number if abs(number) < 2**63 else default

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def decoded(self, name: str) -> Any:
        """The object or list in this parameter; None when it is absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def listed(self, name: str) -> list[Any] | None:
        value = self.decoded(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array of {name}")
        return value

    def objects(self, name: str) -> "list[Parameters] | None":
        items = self.listed(name)
        if items is not None and not all(isinstance(item, dict) for item in items):
            raise bad_request(f"expected an Object in {name}")
        return None if items is None else [Parameters(item) for item in items]

    def integers(self, name: str) -> list[int]:
        return [Parameters({"item": item}).integer("item") for item in self.listed(name) or []]

    def object(self, name: str) -> "Parameters | None":
        """The object's own parameters; None when it is absent or empty."""
        value = self.decoded(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return Parameters(value) if value else None


async def read_parameters(request: web.Request) -> Parameters:
    return encodable(await _read(request))


def encodable(parameters: Parameters) -> Parameters:
    """JSON can smuggle in half a surrogate pair, which no UTF-8 can hold."""
    try:
        json.dumps(parameters.values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return parameters


async def _read(request: web.Request) -> Parameters:
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        return Parameters(values | await _json_body(request))
    if request.method != hdrs.METH_POST:
        return Parameters(values)
    return await _form(request, values)


async def _json_body(request: web.Request) -> Json:
    if not (body := await request.text()):
        return {}
    try:
        decoded = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise bad_request("object expected as parameters")
    return decoded


async def _form(request: web.Request, values: Json) -> Parameters:
    if (request.content_length or 0) > MULTIPART_LIMIT_BYTES:
        raise Refusal(413, "Request Entity Too Large")
    form = await request.post()
    values |= {name: field for name, field in form.items() if isinstance(field, str)}
    uploads = {name: upload_from(field) for name, field in form.items() if isinstance(field, FileField)}
    return Parameters(values | _direct_attachments(values, uploads), uploads)


def _direct_attachments(values: Json, uploads: dict[str, Upload]) -> Json:
    """A file that no attach:// names is the value of the parameter it is called after."""
    mentioned = " ".join(str(value) for value in values.values())
    return {name: f"attach://{name}" for name in uploads if f"attach://{name}" not in mentioned}


def upload_from(field: FileField) -> Upload:
    return Upload(field.filename, field.content_type, field.file.read())
