"""Methods that answer people. Bot API: answerCallbackQuery, answerInlineQuery, setMessageReaction."""

from bot.sandbox.database import Json
from bot.sandbox.methods.finding import message_in, writable_chat
from bot.sandbox.parameters import Parameters
from bot.sandbox.posting import reaction_name, repost
from bot.sandbox.refusals import bad_request
from bot.sandbox.sandbox import Sandbox

ANSWER_TEXT_LIMIT = 200
INLINE_RESULTS_LIMIT = 50
RESULT_ID_LIMIT_BYTES = 64
START_PARAMETER_LIMIT = 64


def answer_callback_query(sandbox: Sandbox, parameters: Parameters) -> bool:
    if len(parameters.text("text")) > ANSWER_TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": parameters.text("text"), "show_alert": parameters.flag("show_alert")}
    if parameters.has("url"):
        answer["url"] = parameters.text("url")
    sandbox.queries.answer(parameters.text("callback_query_id"), answer)
    return True


def answer_inline_query(sandbox: Sandbox, parameters: Parameters) -> bool:
    results = parameters.objects("results")
    if results is None:
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > INLINE_RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    _check_result_ids([result.text("id") for result in results])
    answer: Json = {
        "results": [result.values for result in results],
        "next_offset": parameters.text("next_offset"),
    }
    if button := parameters.object("button"):
        answer["button"] = button.values
    sandbox.queries.answer(parameters.text("inline_query_id"), answer)
    return True


def set_message_reaction(sandbox: Sandbox, parameters: Parameters) -> bool:
    """One reaction of the bot on a message; an empty list takes it away. Shown to the page only."""
    writable_chat(sandbox, parameters)
    message = message_in(sandbox, parameters, missing="message to react not found")
    reactions = parameters.objects("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.text("type") != "emoji" for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    sandbox.facts.put(reaction_name(message), [reaction.values for reaction in reactions])
    repost(sandbox, message)
    return True


def _check_result_ids(ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(result_id.encode()) <= RESULT_ID_LIMIT_BYTES for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
