"""What the bot says about itself, for each scope and language. Bot API: getMe, setMyCommands, setMyDescription."""

import pytest

from tests.sandbox.visitor import BareClient, Json, Visitor

START = {"command": "start", "description": "Begin"}


async def test_the_bots_id_is_the_number_in_its_token(call: BareClient) -> None:
    me = await call("getMe")
    assert (me["id"], me["is_bot"]) == (int(call.running.token.partition(":")[0]), True)


async def test_commands_are_kept_for_each_scope_and_language(call: BareClient) -> None:
    italian = [{"command": "start", "description": "Inizia"}]
    groups = {"type": "all_group_chats"}
    await call("setMyCommands", commands=[START])
    await call("setMyCommands", commands=italian, language_code="it", scope=groups)
    assert await call("getMyCommands") == [START]
    assert await call("getMyCommands", language_code="it", scope=groups) == italian
    assert await call("getMyCommands", language_code="it") == []
    await call("deleteMyCommands")
    assert await call("getMyCommands") == []


async def test_the_page_offers_the_default_commands(ada: Visitor, call: BareClient) -> None:
    await call("setMyCommands", commands=[START])
    assert (await ada.look("/sandbox/state"))["bot"]["commands"] == [START]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "start", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [START] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [START], "language_code": "italian"}, "LANG_CODE_INVALID"),
        (
            {"commands": [START], "scope": {"type": "everywhere"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
    ],
)
async def test_commands_telegram_would_not_take_are_refused(
    call: BareClient, parameters: Json, description: str
) -> None:
    assert await call.refusal("setMyCommands", **parameters) == f"400 Bad Request: {description}"


@pytest.mark.parametrize(
    ("setter", "getter", "name"),
    [
        ("setMyName", "getMyName", "name"),
        ("setMyDescription", "getMyDescription", "description"),
        ("setMyShortDescription", "getMyShortDescription", "short_description"),
    ],
)
async def test_texts_fall_back_to_the_one_for_everybody(call: BareClient, setter: str, getter: str, name: str) -> None:
    await call(setter, **{name: "for all"})
    await call(setter, **{name: "per tutti", "language_code": "it"})
    assert await call(getter) == {name: "for all"}
    assert await call(getter, language_code="it") == {name: "per tutti"}
    assert await call(getter, language_code="de") == {name: "for all"}
    refusal = await call.refusal(setter, **{name: "x" * 513})
    assert refusal.endswith("is too long")
