"""The outbox told to Telegram, whatever goes wrong: each person gets each outcome once."""

import asyncio
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from telegram.error import NetworkError, TimedOut

from bot import delivery, store
from bot.delivery import TRIES_BEFORE_GIVING_UP, Delivery, wait_before_try
from bot.living_message import LivingMessages, file_name
from bot.progress import Pace
from bot.rate_limiter import UPLOADS_AT_ONCE
from bot.store import JobAndMessage, Store
from bot.texts import texts_for
from storage.database import StorageError, rows
from storage.jobs import FailureReason, Job
from storage.names import JobId
from storage.outbox import OutboxKind, OutboxRow, OutboxState
from storage.retention import forget
from tests.bot.scene import ADA, BRUNO, GROUP, Scene
from tests.bot.telegram_double import never_written
from tests.bot.until import until

ENGLISH = texts_for("en")
EDITS_AND_SENDS = ("editMessageMedia", "editMessageText", "editMessageCaption", "sendPhoto", "sendMessage")


async def order(scene: Scene) -> Job:
    await scene.send(**scene.photo("dog"), caption="wave")
    return (await scene.jobs())[-1]


async def acknowledged(scene: Scene) -> Job:
    await order(scene)
    await scene.deliver()
    return (await scene.jobs())[-1]


async def painted(scene: Scene) -> Job:
    job = await acknowledged(scene)
    await scene.paint()
    return job


async def row_of(scene: Scene, job: Job, kind: OutboxKind) -> OutboxRow:
    rows = await scene.store.run(lambda storage: storage.outbox.of_job(job.id))
    return next(row for row in rows if row.kind is kind)


async def current(scene: Scene, job: Job) -> Job:
    found = await scene.store.run(lambda storage: storage.jobs.job(job.id))
    assert found
    return found


async def make_due(scene: Scene, job: Job, kind: OutboxKind) -> OutboxRow:
    """As if the time of a postponed row had come."""
    row = await row_of(scene, job, kind)
    assert row.state is OutboxState.DUE, row
    await scene.store.run(lambda storage: storage.outbox.postpone(row.id, seconds=-1))
    return row


async def people_who_blocked(scene: Scene) -> list[int]:
    blocked = "select user_id from people where blocked"
    return await scene.store.run(lambda storage: [found["user_id"] for found in rows(storage.db, blocked, {})])


def measured(scene: Scene, name: str, **labels: str) -> float:
    """A sample of the metrics; 0 where there is none."""
    text = scene.services.metrics.exposition().decode()
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return next((one.value for one in samples if (one.name, one.labels) == (name, labels)), 0.0)


def pictures_shown(scene: Scene) -> int:
    return len(scene.telegram.of("editMessageMedia", "sendPhoto", "sendDocument"))


async def test_the_acknowledgement_becomes_the_painting(scene: Scene) -> None:
    job = await painted(scene)
    assert job.place.message_id is not None
    await scene.deliver()
    result = scene.telegram.calls[-1]
    assert result.method == "editMessageMedia"
    assert result.params["message_id"] == job.place.message_id
    assert result.words == "🌊 Wave · painted in 3 s"
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT


async def test_nothing_is_told_twice(scene: Scene) -> None:
    await painted(scene)
    for _ in range(3):
        await scene.deliver()
    assert pictures_shown(scene) == 1


async def test_an_edit_that_was_made_before_a_crash_is_a_success(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.refuse("editMessageMedia", "Bad Request: message is not modified: specified new message content …")
    await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT
    assert len(scene.telegram.said) == 1, "no second message"


async def test_a_deleted_living_message_is_replaced_by_one_new_painting(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.refuse("editMessageMedia", "Bad Request: message to edit not found")
    await scene.deliver()
    sent = scene.telegram.of("sendPhoto")
    assert len(sent) == 1
    assert sent[0].params["reply_parameters"]["allow_sending_without_reply"] is True
    assert (await current(scene, job)).place.message_id != job.place.message_id


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("Bad Gateway")])
async def test_an_edit_with_unknown_outcome_is_done_again(scene: Scene, error: Exception) -> None:
    job = await painted(scene)
    scene.telegram.fail("editMessageMedia", error)
    await scene.deliver()
    await make_due(scene, job, OutboxKind.RESULT)
    await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT
    assert [call.params["message_id"] for call in scene.telegram.of("editMessageMedia")] == [job.place.message_id] * 2


async def test_a_5xx_answer_is_an_unknown_outcome_too(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.refuse("editMessageMedia", "Bad Gateway", code=502)
    await scene.deliver()
    await make_due(scene, job, OutboxKind.RESULT)
    await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT


async def test_a_send_with_unknown_outcome_is_never_repeated_and_the_operator_can_see_it(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.refuse("editMessageMedia", "Bad Request: message to edit not found")
    scene.telegram.fail("sendPhoto", TimedOut())
    for _ in range(3):
        await scene.deliver()
    row = await row_of(scene, job, OutboxKind.RESULT)
    assert row.state is OutboxState.GIVEN_UP
    assert "no answer" in row.why
    assert len(scene.telegram.of("sendPhoto")) == 1


async def test_a_send_that_was_never_written_is_repeated(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.refuse("editMessageMedia", "Bad Request: message to edit not found")
    scene.telegram.fail("sendPhoto", never_written())
    await scene.deliver()
    scene.telegram.refuse("editMessageMedia", "Bad Request: message to edit not found")
    await make_due(scene, job, OutboxKind.RESULT)
    await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT


async def test_an_acknowledgement_with_unknown_outcome_is_sent_again_so_that_the_result_has_a_place(
    scene: Scene,
) -> None:
    job = await order(scene)
    scene.telegram.fail("sendMessage", TimedOut())
    await scene.deliver()
    await make_due(scene, job, OutboxKind.ACKNOWLEDGEMENT)
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    assert pictures_shown(scene) == 1
    assert scene.telegram.calls[-1].method == "editMessageMedia"


async def test_a_429_postpones_the_row_and_the_chat_but_no_other(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.refuse("editMessageMedia", "Too Many Requests: retry after 7", code=429, retry_after=7)
    await scene.deliver()
    row = await row_of(scene, job, OutboxKind.RESULT)
    assert (row.state, row.tries) == (OutboxState.DUE, 1)
    assert await scene.store.run(lambda storage: storage.outbox.due()) == [], "not before its time"
    await make_due(scene, job, OutboxKind.RESULT)
    await scene.deliver()
    assert len(scene.telegram.of("editMessageMedia")) == 1, "the limiter keeps the chat paused"
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.DUE


async def test_who_blocked_the_bot_is_given_up_and_remembered(scene: Scene) -> None:
    job = await order(scene)
    scene.telegram.refuse("sendMessage", "Forbidden: bot was blocked by the user", code=403)
    await scene.deliver()
    row = await row_of(scene, job, OutboxKind.ACKNOWLEDGEMENT)
    assert (row.state, "blocked" in row.why) == (OutboxState.GIVEN_UP, True)
    assert await scene.store.run(lambda storage: storage.chats.is_blocked(11))
    assert await people_who_blocked(scene) == [11]


async def test_what_became_needless_just_before_it_was_sent_is_no_trouble(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await order(scene)
    read = scene.store.job_and_message

    async def read_and_forgotten(*asked: Any, **how: Any) -> JobAndMessage | None:
        found = await read(*asked, **how)
        await scene.store.run(lambda storage: forget(storage, 11))
        return found

    monkeypatch.setattr(Store, "job_and_message", lambda self, *asked, **how: read_and_forgotten(*asked, **how))
    await scene.deliver()
    assert scene.telegram.of(*EDITS_AND_SENDS) == []
    assert scene.store.trouble == ""


async def test_a_chat_that_is_gone_is_given_up(scene: Scene) -> None:
    job = await order(scene)
    scene.telegram.refuse("sendMessage", "Bad Request: chat not found")
    await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.ACKNOWLEDGEMENT)).state is OutboxState.GIVEN_UP


async def test_a_group_that_moved_is_followed(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.refuse("editMessageMedia", "Bad Request: group chat was upgraded", migrate_to_chat_id=-100777)
    await scene.deliver()
    await scene.deliver()
    assert scene.telegram.calls[-1].params["chat_id"] == -100777
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT


@pytest.mark.parametrize("refusal", ["PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED"])
async def test_a_painting_that_is_no_good_photo_goes_as_a_document(scene: Scene, refusal: str) -> None:
    await painted(scene)
    scene.telegram.refuse("editMessageMedia", f"Bad Request: {refusal}")
    await scene.deliver()
    assert [call.params["media"]["type"] for call in scene.telegram.of("editMessageMedia")] == ["photo", "document"]


async def test_a_painting_above_10_mb_goes_as_a_document(scene: Scene) -> None:
    await acknowledged(scene)
    await scene.paint(bytes(10_000_001))
    await scene.deliver()
    assert [call.params["media"]["type"] for call in scene.telegram.of("editMessageMedia")] == ["document"]


async def test_a_failure_is_told_in_the_living_message(scene: Scene) -> None:
    await acknowledged(scene)
    claim = await scene.claim()
    damaged = FailureReason.DAMAGED
    await scene.store.run(lambda storage: storage.queue.fail(claim, reason=damaged, input="content"))
    await scene.deliver()
    told = scene.telegram.calls[-1]
    assert told.method == "editMessageText"
    assert told.words.startswith("The photo to paint is damaged")
    assert told.buttons == []


async def test_a_failure_of_ours_can_be_tried_again(scene: Scene) -> None:
    job = await acknowledged(scene)
    claim = await scene.claim()
    await scene.store.run(lambda storage: storage.queue.fail(claim, reason=FailureReason.INTERNAL))
    await scene.deliver()
    assert scene.telegram.calls[-1].buttons == [f"v1:retry:{job.id}"]


async def test_a_living_message_that_shows_a_preview_is_edited_by_its_caption(scene: Scene) -> None:
    """After a restart nobody remembers what it shows; Telegram's refusal tells."""
    job = await acknowledged(scene)
    await scene.store.run(lambda storage: storage.queue.cancel(job.id))
    scene.telegram.refuse("editMessageText", "Bad Request: there is no text in the message to edit")
    await scene.deliver()
    assert [call.method for call in scene.telegram.calls[-2:]] == ["editMessageText", "editMessageCaption"]
    assert (await row_of(scene, job, OutboxKind.CANCELLED)).state is OutboxState.SENT


async def test_a_cancelled_job_is_acknowledged_before_it_is_told_cancelled(scene: Scene) -> None:
    job = await order(scene)
    await scene.store.run(lambda storage: storage.queue.cancel(job.id))
    await scene.deliver()
    await scene.deliver()
    assert [call.method for call in scene.telegram.of(*EDITS_AND_SENDS)] == ["sendMessage", "editMessageText"]
    assert scene.telegram.calls[-1].words == ENGLISH.say("cancelled")


async def test_a_result_whose_file_is_gone_is_given_up_and_its_person_told(scene: Scene) -> None:
    job = await painted(scene)
    result = (await scene.jobs())[-1].result
    assert result
    await scene.store.run(lambda storage: storage.images.delete(result))
    for _ in range(2):
        await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.GIVEN_UP
    told = scene.telegram.calls[-1]
    assert (told.method, told.words, told.buttons) == (
        "editMessageText",
        ENGLISH.say("went-wrong"),
        [f"v1:retry:{job.id}"],
    )


async def test_an_error_of_ours_is_tried_a_few_times_and_then_given_up(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await painted(scene)

    def broken(*_: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.captions.done_text", broken)
    for _ in range(TRIES_BEFORE_GIVING_UP // 2):
        await scene.deliver()
        await make_due(scene, job, OutboxKind.RESULT)
    for _ in range(2):
        await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.GIVEN_UP
    assert scene.telegram.calls[-1].words == ENGLISH.say("went-wrong")


async def test_a_crash_at_every_moment_of_a_delivery_ends_in_one_painting(scene: Scene) -> None:
    """Telegram did it, we died before noting it: the next start does the same edit again."""
    job = await painted(scene)
    row = await row_of(scene, job, OutboxKind.RESULT)
    scene.telegram.fail("editMessageMedia", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        await scene.delivery.deliver(row)
    await scene.store.run(lambda storage: storage.outbox.recover())
    await scene.deliver()
    shown = {call.params["message_id"] for call in scene.telegram.of("editMessageMedia")}
    assert shown == {job.place.message_id}
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT


async def test_a_crash_while_acknowledging_leaves_at_most_one_idle_text(scene: Scene) -> None:
    job = await order(scene)
    row = await row_of(scene, job, OutboxKind.ACKNOWLEDGEMENT)
    await scene.store.run(lambda storage: storage.outbox.mark_sending(row.id))
    await scene.store.run(lambda storage: storage.outbox.recover())
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    assert pictures_shown(scene) == 1


def test_a_painting_has_a_name_that_tells_whose_work_it_is() -> None:
    assert file_name(JobId(7)) == "impasto-7.jpg"


@pytest.mark.parametrize("refusal", ["not enough rights to send photos to the chat", "CHAT_SEND_PHOTOS_FORBIDDEN"])
async def test_a_group_that_lets_the_bot_send_no_pictures_is_told_so(scene: Scene, refusal: str) -> None:
    """As a photo, as a file, then in words, in the message that said "painting" until then."""
    job = await painted(scene)
    for _ in range(2):
        scene.telegram.refuse("editMessageMedia", f"Bad Request: {refusal}")
    await scene.deliver()
    assert [call.params["media"]["type"] for call in scene.telegram.of("editMessageMedia")] == ["photo", "document"]
    told = scene.telegram.calls[-1]
    assert (told.method, told.words) == ("editMessageText", ENGLISH.say("may-not-show"))
    assert told.params["message_id"] == job.place.message_id
    assert told.buttons == [f"v1:retry:{job.id}"]
    row = await row_of(scene, job, OutboxKind.RESULT)
    assert (row.state, row.why.casefold()) == (OutboxState.GIVEN_UP, refusal.casefold())


async def test_a_result_that_telegram_refuses_for_whatever_reason_leaves_nobody_waiting(scene: Scene) -> None:
    await painted(scene)
    for _ in range(2):
        scene.telegram.refuse("editMessageMedia", "Bad Request: something that nobody has heard of")
    await scene.deliver()
    assert scene.telegram.calls[-1].words == ENGLISH.say("cannot-show")
    assert measured(scene, "impasto_untold_total", kind="result", why="refused") == 1


async def test_where_the_message_is_gone_too_the_refusal_is_told_in_a_new_one(scene: Scene) -> None:
    job = await painted(scene)
    for method in ("editMessageMedia", "editMessageText"):
        scene.telegram.refuse(method, "Bad Request: message to edit not found")
    for method in ("sendPhoto", "sendDocument"):
        scene.telegram.refuse(method, "Bad Request: not enough rights to send photos to the chat")
    await scene.deliver()
    assert scene.telegram.said[-1] == ENGLISH.say("may-not-show")
    assert (await current(scene, job)).place.message_id != job.place.message_id


async def test_words_about_a_refused_result_are_tried_again_when_the_network_fails(scene: Scene) -> None:
    job = await painted(scene)
    for _ in range(2):
        scene.telegram.refuse("editMessageMedia", "Bad Request: something new")
    scene.telegram.fail("editMessageText", NetworkError("down"))
    await scene.deliver()
    await make_due(scene, job, OutboxKind.RESULT)
    for _ in range(2):
        scene.telegram.refuse("editMessageMedia", "Bad Request: something new")
    await scene.deliver()
    assert scene.telegram.calls[-1].words == ENGLISH.say("cannot-show")


async def test_going_back_shows_an_earlier_painting_without_an_upload(scene: Scene) -> None:
    """Also after a restart: Telegram's name for it is kept."""
    job = await painted(scene)
    await scene.deliver()
    shown = next(call for call in scene.telegram.calls if call.method == "editMessageMedia")
    assert shown.params["media"]["media"].startswith("attach://")
    await scene.store.run(lambda storage: storage.outbox.renew(job.id, OutboxKind.RESULT))
    scene.delivery = Delivery(scene.services, LivingMessages(scene.application.bot), Pace())
    await scene.deliver()
    again = scene.telegram.calls[-1]
    assert again.params["media"]["media"] == f"painted{job.place.message_id}"


async def test_a_picture_that_telegram_has_forgotten_is_uploaded_again(scene: Scene) -> None:
    job = await painted(scene)
    await scene.deliver()
    await scene.store.run(lambda storage: storage.outbox.renew(job.id, OutboxKind.RESULT))
    scene.telegram.refuse("editMessageMedia", "Bad Request: wrong file identifier/HTTP URL specified")
    await scene.deliver()
    assert scene.telegram.calls[-1].params["media"]["media"].startswith("attach://")
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT


async def test_words_to_a_chat_wait_for_none_of_its_uploads(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor for those of everybody else, however many they are."""
    people = [{**ADA, "id": 100 + number} for number in range(UPLOADS_AT_ONCE + 2)]
    for person in people:
        await scene.send(person, **scene.photo(f"dog{person['id']}"), caption="wave")
    await scene.deliver()
    for person in people:
        await scene.paint(f"of {person['id']}".encode())
    end = asyncio.Event()
    answer = scene.telegram.do_request

    async def slow_uploads(url: str, *more: Any, **fields: Any) -> tuple[int, bytes]:
        if url.endswith("editMessageMedia"):
            await end.wait()
        return await answer(url, *more, **fields)

    monkeypatch.setattr(scene.telegram, "do_request", slow_uploads)
    await scene.delivery.start_due()
    before = len(scene.telegram.said)
    await scene.send(people[0], **scene.photo("another dog"), caption="wave")
    await scene.delivery.start_due()
    await until(lambda: len(scene.telegram.said) == before + 1)
    assert scene.telegram.of("editMessageMedia") == [], "all uploads are still on their way"
    end.set()
    await scene.delivery.finish(seconds=10)


async def test_what_was_erased_is_closed_where_it_was_under_way(scene: Scene) -> None:
    await scene.send(BRUNO, **scene.photo("dog"), caption="wave")
    await scene.deliver()
    (job,) = await scene.jobs()
    await scene.store.run(lambda storage: forget(storage, 22))
    await scene.deliver()
    closed = scene.telegram.calls[-1]
    assert (closed.method, closed.params["message_id"]) == ("editMessageText", job.place.message_id)
    assert (closed.words, closed.buttons) == ("Cancellato.", [])


async def test_what_was_erased_and_is_gone_needs_no_new_message(scene: Scene) -> None:
    await acknowledged(scene)
    await scene.store.run(lambda storage: forget(storage, 11))
    scene.telegram.refuse("editMessageText", "Bad Request: message to edit not found")
    before = len(scene.telegram.said)
    for _ in range(2):
        await scene.deliver()
    assert len(scene.telegram.said) == before
    assert await scene.store.run(lambda storage: storage.outbox.due()) == []


async def test_in_a_group_everybody_is_told_in_their_own_language(scene: Scene) -> None:
    for name, person in (("dog", ADA), ("cat", BRUNO)):
        await scene.send(person, to=GROUP, **scene.photo(name), caption="/style wave")
    await scene.deliver()
    assert scene.telegram.said == ["Your painting is next in line.", "C’è 1 quadro prima del tuo."]


async def test_what_happens_on_the_way_is_measured(scene: Scene) -> None:
    job = await painted(scene)
    await scene.deliver()
    for name in ("acknowledgement", "wait", "paint", "delivery"):
        assert measured(scene, f"impasto_{name}_seconds_count") == 1, name
    assert measured(scene, "impasto_paint_seconds_sum") == 3
    await scene.store.run(lambda storage: storage.outbox.renew(job.id, OutboxKind.RESULT))
    await scene.deliver()
    assert measured(scene, "impasto_delivery_seconds_count") == 1, "going back is no delivery"


async def test_the_loop_outlives_a_disk_that_cannot_be_written(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "REST_SECONDS", 0.0)
    await order(scene)
    await scene.store.run(lambda storage: storage.db.conn.execute("pragma query_only = 1"))
    running = asyncio.create_task(scene.delivery.run())
    await until(lambda: scene.store.trouble)
    await scene.store.run(lambda storage: storage.db.conn.execute("pragma query_only = 0"))
    await until(lambda: scene.telegram.said)
    assert not running.done()
    running.cancel()
    await scene.delivery.finish(seconds=10)


async def test_a_row_may_be_postponed_ten_thousand_times() -> None:
    waits = [wait_before_try(number) for number in (1, 2, 3, 10_000)]
    assert waits == [1, 2, 4, 60]


async def test_a_full_disk_does_not_flood_telegram(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told cannot be noted: the chat rests, and the same edit again later shows the same picture."""
    job = await painted(scene)
    monkeypatch.setattr(store, "REST_SECONDS", 0.0)

    def full(*_: object, **__: object) -> None:
        raise StorageError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr("storage.outbox.Outbox.mark_sent", full)
        await scene.deliver()
    assert len(scene.telegram.of("editMessageMedia")) == 1
    await scene.deliver()
    assert (await row_of(scene, job, OutboxKind.RESULT)).state is OutboxState.SENT


# ---------------------------------------- what took long


@pytest.fixture
def everything_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LONG_SECONDS", -1.0)


async def test_a_placeholder_rings_no_bell(scene: Scene) -> None:
    await acknowledged(scene)
    (placeholder,) = scene.telegram.of("sendMessage")
    assert placeholder.params["disable_notification"] is True


@pytest.mark.usefixtures("everything_takes_long")
async def test_what_took_long_ends_with_one_message_that_rings_and_points_up(scene: Scene) -> None:
    job = await painted(scene)
    await scene.deliver()
    await scene.deliver()
    _, notice = scene.telegram.of("sendMessage")
    assert notice.words == ENGLISH.say("notice-ready")
    assert not notice.params.get("disable_notification")
    message_id = (await current(scene, job)).place.message_id
    assert notice.params["reply_parameters"]["message_id"] == message_id, "it points at the painting"


@pytest.mark.usefixtures("everything_takes_long")
async def test_a_job_rings_once_however_often_its_result_is_shown(scene: Scene) -> None:
    job = await painted(scene)
    for _ in range(2):
        await scene.deliver()
        await scene.store.run(lambda storage: storage.outbox.renew(job.id, OutboxKind.RESULT))
        await scene.deliver()
    await scene.deliver()
    assert [call.words for call in scene.telegram.of("sendMessage")][1:] == [ENGLISH.say("notice-ready")]


@pytest.mark.usefixtures("everything_takes_long")
async def test_a_notice_with_unknown_outcome_is_never_repeated(scene: Scene) -> None:
    job = await painted(scene)
    await scene.deliver()
    scene.telegram.fail("sendMessage", TimedOut())
    await scene.deliver()
    await scene.deliver()
    assert len(scene.telegram.of("sendMessage")) == 2
    assert (await row_of(scene, job, OutboxKind.NOTICE)).state is OutboxState.GIVEN_UP


@pytest.mark.usefixtures("everything_takes_long")
async def test_a_failure_after_a_long_wait_rings_too(scene: Scene) -> None:
    await acknowledged(scene)
    claim = await scene.claim()
    await scene.store.run(lambda storage: storage.queue.fail(claim, reason=FailureReason.DAMAGED, input="content"))
    await scene.deliver()
    await scene.deliver()
    assert scene.telegram.said[-1] == ENGLISH.say("notice-failed")


async def test_what_was_quick_needs_no_bell(scene: Scene) -> None:
    await painted(scene)
    await scene.deliver()
    await scene.deliver()
    assert len(scene.telegram.of("sendMessage")) == 1


class TestBusyGroup:
    """20 calls a minute for everybody in it (core.telegram.org/bots/faq)."""

    async def everybody_orders(self, scene: Scene, people: int) -> None:
        for number in range(people):
            person = {**ADA, "id": 1000 + number}
            await scene.send(person, to=GROUP, **scene.photo(f"photo{number}"), caption="/style wave")

    async def fill(self, scene: Scene) -> None:
        """Until nothing more is said there for a while."""
        for _ in range(4):
            await scene.deliver()
            await scene.time_passes(5)
        assert self.calls_in_group(scene) < 20

    def calls_in_group(self, scene: Scene) -> int:
        return sum(call.params.get("chat_id") == GROUP for call in scene.telegram.of(*EDITS_AND_SENDS))

    async def untold(self, scene: Scene) -> int:
        waiting = "select 1 from outbox where state <> 'sent'"
        return await scene.store.run(lambda storage: len(rows(storage.db, waiting)))

    async def test_fifty_who_order_at_once_all_get_their_painting_once(self, scene: Scene) -> None:
        await self.everybody_orders(scene, 50)
        calls_at = [0.0] * self.calls_in_group(scene)
        left = 50
        while left or await self.untold(scene):
            assert scene.limiter_clock.now < 400, "two hundred seconds of painting, and the rest of the telling"
            await scene.deliver()
            calls_at += [scene.limiter_clock.now] * (self.calls_in_group(scene) - len(calls_at))
            if left and scene.limiter_clock.now % 4 == 0:
                await scene.paint()
                left -= 1
            await scene.time_passes(1)

        assert pictures_shown(scene) == 50
        assert all(later - earlier >= 60 for earlier, later in zip(calls_at, calls_at[20:], strict=False))
        shown_at = "select distinct message_id from places where message_id is not null"
        assert len(await scene.store.run(lambda storage: rows(storage.db, shown_at))) == 50

    async def test_a_result_comes_before_others_are_told_that_they_wait(self, scene: Scene) -> None:
        await self.everybody_orders(scene, 30)
        await self.fill(scene)
        acknowledged = self.calls_in_group(scene)
        await scene.paint()

        await scene.deliver()

        assert self.calls_in_group(scene) == acknowledged + 1
        assert pictures_shown(scene) == 1

    async def test_who_gets_a_painting_is_not_told_any_more_that_they_wait(self, scene: Scene) -> None:
        await self.everybody_orders(scene, 30)
        await self.fill(scene)
        acknowledged = self.calls_in_group(scene)
        for _ in range(30):
            await scene.paint()
        while await self.untold(scene):
            await scene.deliver()
            await scene.time_passes(1)

        assert self.calls_in_group(scene) == acknowledged + 30
        assert pictures_shown(scene) == 30

    async def test_who_cancels_before_they_were_answered_reads_only_that(self, scene: Scene) -> None:
        await self.everybody_orders(scene, 30)
        await self.fill(scene)
        last = JobId(30)
        await scene.store.run(lambda storage: storage.queue.cancel(last))
        while await self.untold(scene):
            await scene.deliver()
            await scene.time_passes(1)

        job = await scene.store.run(lambda storage: storage.jobs.job(last))
        assert job
        about_it = [
            call.words
            for call in scene.telegram.calls
            if (call.params.get("reply_parameters") or {}).get("message_id") == job.place.reply_to
            or call.params.get("message_id") == job.place.message_id
        ]
        assert len(about_it) == 1

    async def test_nobody_elsewhere_waits_behind_it(self, scene: Scene) -> None:
        await self.everybody_orders(scene, 30)
        await self.fill(scene)
        await scene.send(BRUNO, **scene.photo("cat"), caption="wave")
        for _ in range(31):
            await scene.paint()
        before = scene.limiter_clock.now
        for _ in range(3):
            await scene.deliver()

        bruno = [call for call in scene.telegram.of(*EDITS_AND_SENDS) if call.params.get("chat_id") == BRUNO["id"]]
        assert [call.method for call in bruno][-1] == "editMessageMedia"
        assert scene.limiter_clock.now == before
