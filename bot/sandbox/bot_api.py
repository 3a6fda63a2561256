"""The Bot API's side of the server: /bot<token>/<method> and /file/bot<token>/<path>. Bot API, "Making requests"."""

import hmac
import inspect
import re
from typing import Any

from aiohttp import web

from bot.sandbox.faults import REQUEST_FAULTS, Fault, FaultKind, slow_down
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.refusals import Refusal, too_many_requests
from bot.sandbox.sandbox import Sandbox

SANDBOX = web.AppKey("sandbox", Sandbox)
TOKEN_FORM = re.compile(r"\d+:[\w-]+")
NGINX_502 = """<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx/1.18.0</center>
</body>
</html>
"""


def routes() -> list[web.RouteDef]:
    return [
        web.get("/bot{token:[^/]+}/{method}", answer_method),
        web.post("/bot{token:[^/]+}/{method}", answer_method),
        web.get("/file/bot{token:[^/]+}/{path:.+}", download_file),
    ]


async def answer_method(request: web.Request) -> web.StreamResponse:
    sandbox, name = request.app[SANDBOX], request.match_info["method"]
    if refusal := _token_refusal(sandbox, request.match_info["token"]):
        return _refused(refusal)
    fault = sandbox.faults.strike(name.lower(), REQUEST_FAULTS)
    kind = fault.kind if fault else None
    if kind is FaultKind.CUT_BEFORE:
        sandbox.logbook.write(name, Parameters({}), "connection cut", fault=kind)
        return _cut(request)
    response = await _obey(sandbox, request, fault)
    await slow_down(fault)
    return _cut(request) if kind is FaultKind.CUT_AFTER else response


async def download_file(request: web.Request) -> web.Response:
    """Bot API, getFile: the link works for an hour there; here as long as the sandbox keeps its files."""
    sandbox = request.app[SANDBOX]
    if refusal := _token_refusal(sandbox, request.match_info["token"]):
        return _refused(refusal)
    file = sandbox.files.by_path(request.match_info["path"])
    if file is None:
        return _refused(Refusal(404, "Not Found"))
    return web.Response(body=sandbox.files.data(file), content_type="application/octet-stream")


async def _obey(sandbox: Sandbox, request: web.Request, fault: Fault | None) -> web.Response:
    name, parameters, kind = request.match_info["method"], Parameters({}), fault.kind if fault else ""
    try:
        parameters = await read_parameters(request)
        if fault and fault.kind is FaultKind.BAD_GATEWAY:
            sandbox.logbook.write(name, parameters, "Bad Gateway", fault=kind)
            return web.Response(status=502, text=NGINX_502, content_type="text/html")
        if fault and fault.kind is FaultKind.FLOOD:
            raise too_many_requests(fault.retry_after)
        result = await _run(sandbox, name, parameters)
    except Refusal as refusal:
        sandbox.logbook.write(name, parameters, refusal.description, fault=kind)
        return _refused(refusal)
    sandbox.logbook.write(name, parameters, fault=kind)
    return web.json_response({"ok": True, "result": result})


async def _run(sandbox: Sandbox, name: str, parameters: Parameters) -> Any:
    method = METHODS.get(name.lower())
    if method is None:
        raise Refusal(404, "Not Found: method not found")
    with sandbox.database:
        result = method(sandbox, parameters)
    return await result if inspect.isawaitable(result) else result


def _token_refusal(sandbox: Sandbox, token: str) -> Refusal | None:
    if not TOKEN_FORM.fullmatch(token):
        return Refusal(404, "Not Found")
    return None if hmac.compare_digest(token, sandbox.token) else Refusal(401, "Unauthorized")


def _refused(refusal: Refusal) -> web.Response:
    parameters = {"parameters": refusal.parameters} if refusal.parameters else {}
    body = {"ok": False, "error_code": refusal.code, "description": refusal.description, **parameters}
    return web.json_response(body, status=refusal.code)


def _cut(request: web.Request) -> web.Response:
    """Breaks the TCP connection; the returned response is never written."""
    if request.transport:
        request.transport.abort()
    return web.Response()
