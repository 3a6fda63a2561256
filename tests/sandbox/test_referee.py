"""The referee sees what it is there to see."""

import pytest

from tests.sandbox.referee import Json, answer_complaints, complaints, request_complaints, update_complaints

MESSAGE: Json = {
    "message_id": 1,
    "date": 1_700_000_000,
    "chat": {"id": 7, "type": "private"},
    "from": {"id": 7, "is_bot": False, "first_name": "Ada"},
    "text": "hello",
}


def request(method: str, files: Json | None = None, **params: object) -> Json:
    return {"method": method, "params": params, "files": files or {}}


def test_a_correct_request_and_update_pass() -> None:
    keyboard = '{"inline_keyboard": [[{"text": "A", "callback_data": "x"}]]}'
    sent = request("sendMessage", chat_id="7", text='["not json but a text"]', reply_markup=keyboard)
    assert complaints({"requests": [sent], "updates": [{"update_id": 1, "message": MESSAGE}]}) == []


@pytest.mark.parametrize(
    ("seen", "complaint"),
    [
        (request("paintMe"), "paintMe: there is no such method"),
        (request("sendMessage", chat_id=7, txet="x", text="x"), "sendMessage: there is no field txet"),
        (request("sendMessage", chat_id=7), "sendMessage: text: Field required"),
        (
            request(
                "sendMessage", chat_id=7, text="x", reply_markup='{"inline_keyboard": [[{"text": "A", "dta": "x"}]]}'
            ),
            "sendMessage: there is no field reply_markup.inline_keyboard.0.0.dta",
        ),
        (request("sendPhoto", chat_id=7, photo="attach://p"), "sendPhoto: nothing is attached as p"),
        (
            request("editMessageMedia", chat_id=7, message_id=1, media='{"type": "photo", "media": "attach://m"}'),
            "editMessageMedia: nothing is attached as m",
        ),
    ],
)
def test_a_wrong_request_is_complained_about(seen: Json, complaint: str) -> None:
    assert request_complaints(seen) == [complaint]


def test_a_wrong_update_is_complained_about() -> None:
    assert update_complaints({"update_id": 1, "mesage": MESSAGE}) == ["update 1: there is no field mesage"]
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "hight": 1}]
    (complaint,) = update_complaints({"update_id": 2, "message": MESSAGE | {"photo": photo}})
    assert complaint == "update 2: message.photo.0.height: Field required"
    nested = MESSAGE | {"reply_to_message": MESSAGE | {"colour": "red"}}
    (complaint,) = update_complaints({"update_id": 3, "message": nested})
    assert complaint == "update 3: there is no field message.reply_to_message.colour"


def test_a_wrong_answer_is_complained_about() -> None:
    assert answer_complaints("sendMessage", MESSAGE) == []
    assert answer_complaints("answerCallbackQuery", True) == []
    wrong = answer_complaints("sendMessage", {**MESSAGE, "colour": "red"})
    assert wrong == ["answer to sendMessage: there is no field colour"]
    assert answer_complaints("getMe", {"id": 1}) != []


def test_a_request_cut_before_it_was_read_is_nobodys_fault() -> None:
    assert request_complaints(request("sendMessage") | {"fault": "cut_before"}) == []
