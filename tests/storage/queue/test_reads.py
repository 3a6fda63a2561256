from storage.names import JobId
from storage.store import Storage
from storage.work.contact_sheet import ContactSheet
from storage.work.painting import Painting
from storage.work.styles import Style
from tests.storage.scene import contact_sheet, image, painting, request


def test_the_newest_job_of_a_person_in_a_chat(storage: Storage) -> None:
    storage.queue.enqueue(request(user=1, chat=-5))
    newest, _ = storage.queue.enqueue(request(user=1, chat=-5))
    storage.queue.enqueue(request(user=2, chat=-5))
    storage.queue.enqueue(request(user=1, chat=1))

    found = storage.jobs.latest(-5, 1)

    assert found is not None
    assert found.id == newest
    assert storage.jobs.latest(-5, 3) is None


def test_the_newest_job_painted_over_a_message(storage: Storage) -> None:
    storage.queue.enqueue(request(message=40))
    newest, _ = storage.queue.enqueue(request(message=40))

    found = storage.jobs.by_message(1, 40)

    assert found is not None
    assert found.id == newest
    assert storage.jobs.by_message(2, 40) is None


def test_the_newest_painting_of_a_person_that_was_shown_and_not_taken_back(storage: Storage) -> None:
    painted, taken_back = (storage.queue.enqueue(request(user=1, chat=-5, message=40))[0] for _ in range(2))
    for claim in storage.queue.claim("worker", limit=2):
        storage.queue.complete(claim, result=image("result"), paint_seconds=1)
    storage.undo.withdraw(taken_back)
    storage.queue.enqueue(request(user=1, chat=-5, message=41, work=contact_sheet()))
    (claim,) = storage.queue.claim("worker")
    storage.queue.complete(claim, result=image("contact sheet"), paint_seconds=1)
    storage.queue.enqueue(request(user=1, chat=-5))

    found = storage.jobs.latest_shown(-5, 1)

    assert found is not None
    assert found.id == painted
    assert storage.jobs.latest_shown(-5, 2) is None
    sheet = storage.jobs.latest_shown(-5, 1, kind=ContactSheet.NAME)
    assert sheet is not None
    assert sheet.id == claim.job_id


def test_those_in_line_are_counted_but_not_those_being_made(storage: Storage) -> None:
    for user in (1, 1, 1, 2):
        storage.queue.enqueue(request(user=user))
    storage.queue.claim("worker")

    assert storage.jobs.waiting_count() == 3
    assert storage.jobs.waiting_count(1) == 2


def test_a_job_that_never_was_is_none(storage: Storage) -> None:
    assert storage.jobs.job(JobId(404)) is None


def test_pictures_are_a_persons_where_their_jobs_have_them_or_where_they_are_everybodys(storage: Storage) -> None:
    styles = (Style(image=image("preset"), preset="wave"),)
    storage.queue.enqueue(request(user=1, work=Painting(content=image("mine"), styles=styles)))
    storage.queue.enqueue(request(user=2, work=painting(content=image("theirs"))))
    (claim,) = storage.queue.claim("worker")
    storage.queue.complete(claim, result=image("my painting"), paint_seconds=1)

    assert storage.jobs.owns_inputs(1, [image("mine"), image("preset"), image("my painting")])
    assert storage.jobs.owns_inputs(2, [image("preset")])
    assert not storage.jobs.owns_inputs(1, [image("mine"), image("theirs")])
    assert not storage.jobs.owns_inputs(2, [image("my painting")])
    assert not storage.jobs.owns_inputs(1, [image("never seen")])
