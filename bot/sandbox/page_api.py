"""The people's side of the server: the chat page and the JSON it and the tests speak, all under /sandbox/.

Server-sent events of /sandbox/events:
    message, edit   {"chat_id", "message": Message with photo_url or document_url}
    delete          {"chat_id", "message_id"}
    chat_action     {"chat_id", "action"}
    force_reply     {"chat_id", "message_id"}
What is not possible is answered with status 400 and {"description": "a sentence"}.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.web_request import FileField

from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.faults import Fault, FaultKind, fault_from
from bot.sandbox.groups import found_supergroup, kick, upgrade
from bot.sandbox.inline import ask_inline, send_inline_result
from bot.sandbox.methods.profile import get_me
from bot.sandbox.parameters import Parameters, Upload, encodable, upload_from
from bot.sandbox.people import NotPossible, Writing, block, delete, edit, forward, press, write
from bot.sandbox.posting import for_page
from bot.sandbox.refusals import Refusal
from bot.sandbox.sandbox import Sandbox

PAGE = Path(__file__).with_name("page")
LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
KEEP_ALIVE_SECONDS = 15.0
SHOWN_IN_PLACE = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif"))


@dataclass(frozen=True, slots=True)
class _Form:
    parameters: Parameters
    files: tuple[Upload, ...] = ()
    smaller: dict[int, tuple[Upload, ...]] = field(default_factory=dict)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes() -> list[web.RouteDef]:
    return [
        web.get("/", page_file),
        web.get("/{name:[a-z_-]+\\.(?:html|css|js|svg|png|ico)}", page_file),
        web.get("/sandbox/state", state),
        web.get("/sandbox/chats/{chat_id}/messages", messages),
        web.post("/sandbox/chats/{chat_id}/messages", write_messages),
        web.post("/sandbox/chats/{chat_id}/edit", edit_message),
        web.post("/sandbox/chats/{chat_id}/delete", delete_message),
        web.post("/sandbox/chats/{chat_id}/forward", forward_message),
        web.post("/sandbox/chats/{chat_id}/press", press_button),
        web.post("/sandbox/chats/{chat_id}/inline", ask_or_send_inline),
        web.post("/sandbox/chats", found_group),
        web.post("/sandbox/bot", change_bot),
        web.get("/sandbox/files/{unique_id}", show_file),
        web.get("/sandbox/events", events),
        web.get("/sandbox/faults", planned_faults),
        web.post("/sandbox/faults", add_fault),
        web.delete("/sandbox/faults", clear_faults),
        web.get("/sandbox/log", log),
    ]


@web.middleware
async def only_from_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other web sites open in the same browser get nothing, neither by a rebound name nor by a form they post."""
    origin = urlsplit(request.headers.get(hdrs.ORIGIN, "//127.0.0.1")).hostname
    host = urlsplit(f"//{request.host}").hostname
    if host not in LOOPBACK or origin not in LOOPBACK or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return web.json_response({"description": "The sandbox serves this machine only."}, status=403)
    return await handler(request)


@web.middleware
async def say_what_is_not_possible(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except (NotPossible, Refusal) as problem:
        return web.json_response({"description": str(problem)}, status=400)


async def page_file(request: web.Request) -> web.StreamResponse:
    file = PAGE / request.match_info.get("name", "index.html")
    if not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers={hdrs.CACHE_CONTROL: "no-store"})


async def state(request: web.Request) -> web.Response:
    sandbox = request.app[SANDBOX]
    chats = [_chat_for_page(sandbox, chat) for chat in sandbox.chatroom.chats() if chat.upgraded_to is None]
    return web.json_response({"bot": _bot_for_page(sandbox), "people": sandbox.chatroom.people(), "chats": chats})


async def messages(request: web.Request) -> web.Response:
    sandbox = request.app[SANDBOX]
    chat, _ = _place(request, Parameters({"from": request.query.get("as", "")}))
    return web.json_response([for_page(sandbox, message) for message in sandbox.chatroom.messages(chat.id)])


async def write_messages(request: web.Request) -> web.Response:
    """Multipart or JSON: from, text, caption, reply_to, as_document, thread_id, any number of files, and smaller_0 …
    for smaller sizes of a photo."""
    sandbox, form = request.app[SANDBOX], await _form(request)
    chat, person = _place(request, form.parameters)
    with sandbox.database:
        written = write(sandbox, chat, person, _writing(form))
    return web.json_response({"messages": [for_page(sandbox, message) for message in written]})


def _writing(form: _Form) -> Writing:
    parameters = form.parameters
    return Writing(
        text=parameters.text("text"),
        caption=parameters.text("caption"),
        reply_to=parameters.integer("reply_to") or None,
        as_document=parameters.flag("as_document"),
        thread_id=parameters.integer("thread_id") or None,
        files=form.files,
        smaller=form.smaller,
    )


async def edit_message(request: web.Request) -> web.Response:
    """{from, message_id, text}"""
    sandbox, parameters = request.app[SANDBOX], (await _form(request)).parameters
    chat, person = _place(request, parameters)
    with sandbox.database:
        edited = edit(sandbox, chat, person, parameters.integer("message_id"), parameters.text("text"))
    return web.json_response(for_page(sandbox, edited))


async def delete_message(request: web.Request) -> web.Response:
    """{from, message_id}"""
    sandbox, parameters = request.app[SANDBOX], (await _form(request)).parameters
    chat, person = _place(request, parameters)
    with sandbox.database:
        delete(sandbox, chat, person, parameters.integer("message_id"))
    return web.json_response({})


async def forward_message(request: web.Request) -> web.Response:
    """{from, from_chat_id, message_id}"""
    sandbox, parameters = request.app[SANDBOX], (await _form(request)).parameters
    chat, person = _place(request, parameters)
    source = _chat(sandbox, parameters.integer("from_chat_id"))
    with sandbox.database:
        message = forward(sandbox, chat, person, from_chat=source, message_id=parameters.integer("message_id"))
    return web.json_response({"messages": [for_page(sandbox, message)]})


async def press_button(request: web.Request) -> web.Response:
    """{from, message_id, callback_data}: the bot's answer, {} when none came."""
    sandbox, parameters = request.app[SANDBOX], (await _form(request)).parameters
    chat, person = _place(request, parameters)
    data = parameters.text("callback_data")
    return web.json_response(await press(sandbox, chat, person, parameters.integer("message_id"), data))


async def ask_or_send_inline(request: web.Request) -> web.Response:
    """{from, query, offset} asks the bot; with a `result` of its answer that one is sent into the chat."""
    sandbox, parameters = request.app[SANDBOX], (await _form(request)).parameters
    chat, person = _place(request, parameters)
    query, result = parameters.text("query"), parameters.object("result")
    if result is None:
        answer = await ask_inline(sandbox, chat, person, query=query, offset=parameters.text("offset"))
        return web.json_response(answer)
    with sandbox.database:
        posted = send_inline_result(sandbox, chat, person, query=query, result=result)
    return web.json_response({"messages": [for_page(sandbox, posted)]})


async def found_group(request: web.Request) -> web.Response:
    """{title, topics: [names]}: a supergroup of everybody; with topics it is a forum."""
    sandbox, parameters = request.app[SANDBOX], (await _form(request)).parameters
    with sandbox.database:
        chat = found_supergroup(sandbox, parameters.text("title"), parameters.listed("topics") or [])
    return web.json_response({"chat": _chat_for_page(sandbox, chat)})


async def change_bot(request: web.Request) -> web.Response:
    """{reads_all_group_messages: true} turns privacy mode off, as @BotFather does."""
    sandbox, parameters = request.app[SANDBOX], (await _form(request)).parameters
    with sandbox.database:
        sandbox.facts.put("reads_all_group_messages", parameters.flag("reads_all_group_messages"))
    return web.json_response(_bot_for_page(sandbox))


async def show_file(request: web.Request) -> web.Response:
    """Only pictures open in the page; a document that is a web page must not run in its place."""
    sandbox = request.app[SANDBOX]
    file = sandbox.files.by_unique_id(request.match_info["unique_id"])
    if file is None:
        raise web.HTTPNotFound
    is_picture = file.mime_type in SHOWN_IN_PLACE
    headers = {"X-Content-Type-Options": "nosniff", hdrs.CACHE_CONTROL: "private, max-age=31536000, immutable"}
    if not is_picture:
        headers[hdrs.CONTENT_DISPOSITION] = "attachment"
    content_type = file.mime_type if is_picture else "application/octet-stream"
    return web.Response(body=sandbox.files.data(file), content_type=content_type, headers=headers)


async def events(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={hdrs.CONTENT_TYPE: "text/event-stream", hdrs.CACHE_CONTROL: "no-store"},
    )
    await response.prepare(request)
    with request.app[SANDBOX].events.subscription() as queue:
        await response.write(b": listening\n\n")
        while request.transport and not request.transport.is_closing():
            await response.write(await _next_event(queue))
    return response


async def _next_event(queue: "asyncio.Queue[bytes]") -> bytes:
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            return await queue.get()
    except TimeoutError:
        return b": still here\n\n"


async def planned_faults(request: web.Request) -> web.Response:
    return web.json_response(request.app[SANDBOX].faults.planned())


async def add_fault(request: web.Request) -> web.Response:
    sandbox = request.app[SANDBOX]
    parameters = (await _form(request)).parameters
    try:
        fault = fault_from(parameters.values)
    except ValueError as problem:
        raise NotPossible(str(problem)) from None
    with sandbox.database:
        return web.json_response(_begin(sandbox, fault))


def _begin(sandbox: Sandbox, fault: Fault) -> Json:
    """What people do happens at once; everything else waits for its request or update."""
    match fault.kind:
        case FaultKind.BLOCKED | FaultKind.UNBLOCKED:
            block(sandbox, fault.person, blocked=fault.kind is FaultKind.BLOCKED)
        case FaultKind.KICKED | FaultKind.INVITED:
            kick(sandbox, fault.chat_id, kicked=fault.kind is FaultKind.KICKED)
        case FaultKind.UPGRADED:
            return {"chat": _chat_for_page(sandbox, upgrade(sandbox, fault.chat_id))}
        case _:
            sandbox.faults.add(fault)
    return fault.as_json()


async def clear_faults(request: web.Request) -> web.Response:
    request.app[SANDBOX].faults.clear()
    return web.json_response({})


async def log(request: web.Request) -> web.Response:
    return web.json_response(request.app[SANDBOX].logbook.as_json())


def _place(request: web.Request, parameters: Parameters) -> tuple[Chat, Json]:
    """The chat of the address and the person in `from`, who must be in it."""
    sandbox = request.app[SANDBOX]
    chat = _chat(sandbox, Parameters(dict(request.match_info)).integer("chat_id"))
    person = sandbox.chatroom.person(parameters.integer("from"))
    if person is None:
        raise NotPossible("There is no such person.")
    if person["id"] not in chat.members or chat.upgraded_to is not None:
        raise NotPossible("You are not in this chat.")
    return chat, person


def _chat(sandbox: Sandbox, chat_id: int) -> Chat:
    chat = sandbox.chatroom.chat(chat_id)
    if chat is None:
        raise NotPossible("There is no such chat.")
    return chat


async def _form(request: web.Request) -> _Form:
    if request.content_type == "application/json":
        return _Form(encodable(Parameters(await _json_body(request))))
    form = await request.post()
    files = _uploads(form.getall("files", []))
    smaller = {number: _uploads(form.getall(f"smaller_{number}", [])) for number in range(len(files))}
    texts = {name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}
    return _Form(Parameters(texts), files, smaller)


async def _json_body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        raise NotPossible("This is not JSON.") from None
    if not isinstance(body, dict):
        raise NotPossible("This is no JSON object.")
    return body


def _uploads(fields: Iterable[object]) -> tuple[Upload, ...]:
    return tuple(upload_from(value) for value in fields if isinstance(value, FileField))


def _bot_for_page(sandbox: Sandbox) -> Json:
    facts = sandbox.facts
    return {
        **get_me(sandbox, Parameters({})),
        "description": facts.get("description", ""),
        "short_description": facts.get("short_description", ""),
        "commands": facts.get('commands:{"type": "default"}:', []),
    }


def _chat_for_page(sandbox: Sandbox, chat: Chat) -> Json:
    title = chat.info.get("title") or " ".join(
        chat.info[name] for name in ("first_name", "last_name") if name in chat.info
    )
    return {"id": chat.id, "type": chat.info["type"], "title": title, "members": chat.members, "topics": chat.topics}
