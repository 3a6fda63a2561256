"""A referee from outside: holds the sandbox's log against aiogram's models of the Bot API, misspelt names included.

Any test with a sandbox can end with `assert complaints(log) == []`, where `log` is the answer of GET /sandbox/log.
"""

import json
import types
import typing
from collections.abc import Iterator
from typing import Any

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

Json = dict[str, Any]
CUT_BEFORE_IT_WAS_READ = "cut_before"


def complaints(log: Json) -> list[str]:
    """One line for each name or value that the Bot API does not know, in refused requests too."""
    found = [line for request in log["requests"] for line in request_complaints(request)]
    return found + [line for update in log["updates"] for line in update_complaints(update)]


def request_complaints(request: Json) -> list[str]:
    if request.get("fault") == CUT_BEFORE_IT_WAS_READ:
        return []
    method = _methods().get(request["method"].lower())
    if method is None:
        return [f"{request['method']}: there is no such method"]
    values = {name: _decoded(value, method.model_fields.get(name)) for name, value in request["params"].items()}
    found = [f"{request['method']}: {line}" for line in _model_complaints(method, values)]
    return found + [f"{request['method']}: nothing is attached as {name}" for name in _unattached(request)]


def answer_complaints(method_name: str, result: object) -> list[str]:
    """Of what a Bot API server answers: what the method returns, as the library reads it."""
    method = _methods()[method_name.lower()]
    try:
        parsed = TypeAdapter(method.__returning__).validate_python(result)
    except ValidationError as problem:
        return [f"answer to {method_name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problem.errors()]
    return [f"answer to {method_name}: there is no field {path}" for path in unknown_names(parsed)]


def update_complaints(update: Json) -> list[str]:
    return [f"update {update.get('update_id')}: {line}" for line in _model_complaints(Update, update)]


def unknown_names(value: object, path: str = "") -> Iterator[str]:
    """Paths of the fields that a model took in without knowing them."""
    if isinstance(value, BaseModel):
        yield from (f"{path}{name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from unknown_names(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from unknown_names(item, f"{path}{number}.")


def _model_complaints(model: type[BaseModel], values: Json) -> list[str]:
    try:
        parsed = model.model_validate(values)
    except ValidationError as problem:
        return [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in problem.errors()]
    return [f"there is no field {path}" for path in unknown_names(parsed)]


def _methods() -> dict[str, type[TelegramMethod[Any]]]:
    classes = [getattr(aiogram.methods, name) for name in aiogram.methods.__all__]
    return {c.__api_method__.lower(): c for c in classes if isinstance(getattr(c, "__api_method__", None), str)}


def _decoded(value: object, field: FieldInfo | None) -> object:
    """Objects travel as JSON inside a form; what may be a string stays one."""
    if not isinstance(value, str) or field is None or str in _alternatives(field.annotation):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _alternatives(annotation: object) -> set[object]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return {inner for part in typing.get_args(annotation) for inner in _alternatives(part)}
    return {annotation}


def _unattached(request: Json) -> list[str]:
    wanted = {name for value in request["params"].values() for name in _attachment_names(value)}
    return sorted(wanted - request.get("files", {}).keys())


def _attachment_names(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("attach://"):
        yield value.removeprefix("attach://")
    elif isinstance(value, str) and "attach://" in value:
        yield from _attachment_names(json.loads(value))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _attachment_names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _attachment_names(inner)
