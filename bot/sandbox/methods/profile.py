"""Methods about the bot itself: who it is, its commands and its texts.

Bot API: getMe, setMyCommands, setMyName, setMyDescription, setMyShortDescription and their counterparts. Every text
exists once for each language_code, commands also for each scope.
"""

import json
import re

from bot.sandbox.database import Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.sandbox import Sandbox

COMMAND_FORM = re.compile(r"/?[a-z0-9_]{1,32}")
COMMANDS_LIMIT = 100
COMMAND_DESCRIPTION_LIMIT = 256
PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}
SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ],
)


def get_me(sandbox: Sandbox, parameters: Parameters) -> Json:
    return {
        **sandbox.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": sandbox.reads_all_group_messages,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    commands = parameters.objects("commands") or []
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_checked_command(command) for command in commands]
    sandbox.facts.put(_commands_name(parameters), checked)
    return True


def get_my_commands(sandbox: Sandbox, parameters: Parameters) -> list[Json]:
    return list(sandbox.facts.get(_commands_name(parameters), []))


def delete_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    sandbox.facts.forget(_commands_name(parameters))
    return True


def set_my_name(sandbox: Sandbox, parameters: Parameters) -> bool:
    return _set_text(sandbox, parameters, "name")


def get_my_name(sandbox: Sandbox, parameters: Parameters) -> Json:
    return {"name": _text(sandbox, parameters, "name") or sandbox.bot["first_name"]}


def set_my_description(sandbox: Sandbox, parameters: Parameters) -> bool:
    return _set_text(sandbox, parameters, "description")


def get_my_description(sandbox: Sandbox, parameters: Parameters) -> Json:
    return {"description": _text(sandbox, parameters, "description")}


def set_my_short_description(sandbox: Sandbox, parameters: Parameters) -> bool:
    return _set_text(sandbox, parameters, "short_description")


def get_my_short_description(sandbox: Sandbox, parameters: Parameters) -> Json:
    return {"short_description": _text(sandbox, parameters, "short_description")}


def _checked_command(command: Parameters) -> Json:
    name, description = command.text("command"), command.text("description")
    if not COMMAND_FORM.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description}


def _commands_name(parameters: Parameters) -> str:
    scope = parameters.object("scope") or Parameters({"type": "default"})
    if scope.text("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return f"commands:{json.dumps(scope.values, sort_keys=True)}:{_language(parameters)}"


def _language(parameters: Parameters) -> str:
    language = parameters.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def _set_text(sandbox: Sandbox, parameters: Parameters, name: str) -> bool:
    text = parameters.text(name)
    if len(text) > PROFILE_LIMITS[name]:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    language = _language(parameters)
    sandbox.facts.put(f"{name}:{language}" if language else name, text)
    return True


def _text(sandbox: Sandbox, parameters: Parameters, name: str) -> str:
    """The language's own text, else the one for everybody."""
    own = sandbox.facts.get(f"{name}:{_language(parameters)}")
    return str(own or sandbox.facts.get(name, ""))
