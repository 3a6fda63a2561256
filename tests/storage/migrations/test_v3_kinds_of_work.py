"""A data folder of 0.1.0, made by its own code, opens; and what was under way in it is finished."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import rows
from storage.drafts import DraftKey
from storage.jobs import FailureReason, JobState
from storage.names import JobId
from storage.outbox import OutboxKind
from storage.retention import cleaning
from storage.store import DATABASE_NAME, Storage
from storage.work.contact_sheet import ContactSheet
from storage.work.painting import Painting
from storage.work.styles import Style
from tests.storage.scene import Clock, image, job_of

DUMP = Path(__file__).with_name("0.1.0.sql")
LAST_WRITE = 1_764_000_120.0
BETTER, BLEND, REPLACED, ALBUM, SHEET, FAILED, UNSENT, SHOWN, TAKEN_OFF, STOPPED = map(JobId, range(2, 12))


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    folder = tmp_path / "data"
    folder.mkdir()
    old = sqlite3.connect(folder / DATABASE_NAME)
    old.executescript(DUMP.read_text())
    old.close()
    with Storage.open(folder, clock=Clock(LAST_WRITE + 60)) as opened:
        yield opened


def test_nothing_in_the_file_contradicts_itself(storage: Storage) -> None:
    assert rows(storage.db, "pragma foreign_key_check") == []
    assert rows(storage.db, "pragma integrity_check") == [{"integrity_check": "ok"}]
    assert rows(storage.db, "select name from sqlite_master where name like 'old_%'") == []


def test_a_recipe_becomes_a_painting_with_everything_that_was_turned(storage: Storage) -> None:
    work = job_of(storage, BLEND).work

    assert isinstance(work, Painting)
    assert (work.method, work.strength, work.brush_size, work.keep_colours, work.keep_faces, work.seed) == (
        "instant",
        0.5,
        1.5,
        True,
        False,
        3,
    )
    assert work.styles == (
        Style(image=image("preset"), preset="starry", title="Starry Night, Vincent van Gogh, 1889"),
        Style(image=image("mosaic"), own="Grandma’s quilt", weight=2.0),
    )
    assert work.content == image("third")
    assert not work.unknown


def test_a_contact_sheet_becomes_one(storage: Storage) -> None:
    job = job_of(storage, SHEET)

    assert isinstance(job.work, ContactSheet)
    assert (job.work.first_number, job.work.longest_side, len(job.work.styles)) == (21, 256, 2)
    assert (job.place.chat_id, job.place.thread_id, job.place.reply_to) == (-100, 3, 4)


def test_a_painting_under_way_goes_on_from_the_one_in_its_message(storage: Storage) -> None:
    better = job_of(storage, BETTER)

    assert (better.state, better.progress, better.preview) == (JobState.LEASED, 0.4, image("preview"))
    assert better.caused_by == "proper"
    assert better.work.inputs()["init"] == (image("painting"),)
    earlier = storage.undo.earlier(BETTER)
    assert earlier is not None
    assert earlier.id == 1


def test_everything_that_waited_is_painted_and_told_in_its_message(storage: Storage) -> None:
    while claims := storage.queue.claim("new engine", limit=10):
        for claim in claims:
            storage.queue.complete(claim, result=image(f"result {claim.job_id}"), paint_seconds=1)

    for job_id in (BETTER, BLEND, ALBUM, SHEET):
        assert job_of(storage, job_id).state is JobState.SUCCEEDED
        assert [row.kind for row in storage.outbox.of_job(job_id)][-1] is OutboxKind.RESULT
    assert job_of(storage, BLEND).place.message_id == 101


def test_an_album_that_grew_before_it_was_answered_gets_one_answer(storage: Storage) -> None:
    storage.outbox.recover()
    acknowledgement = next(row for row in storage.outbox.due() if row.job_id == REPLACED)

    storage.outbox.mark_sent(acknowledgement.id, message_id=300)

    assert job_of(storage, ALBUM).place.message_id == 300


def test_what_was_still_to_be_told_is_due(storage: Storage) -> None:
    storage.outbox.recover()

    due = {(row.job_id, row.kind, row.place.message_id) for row in storage.outbox.due(limit=100)}

    assert (FAILED, OutboxKind.FAILURE, 200) in due
    assert (UNSENT, OutboxKind.ACKNOWLEDGEMENT, None) in due
    assert (SHOWN, OutboxKind.RESULT, 201) in due
    assert (STOPPED, OutboxKind.CANCELLED, 202) in due
    failed = job_of(storage, FAILED)
    assert (failed.failure, failed.failed_input) == (FailureReason.TOO_SMALL, "style")


def test_what_was_taken_back_stays_so(storage: Storage) -> None:
    assert job_of(storage, TAKEN_OFF).withdrawn
    owner = storage.jobs.by_message(8, 201)
    assert owner is not None
    assert owner.id == SHOWN


def test_telegrams_names_people_drafts_and_albums_are_carried_over(storage: Storage) -> None:
    assert storage.telegram_files.file_id_of(image("fourth"), "photo") == "file-of-ten"
    assert storage.people.language(7) == "it"
    assert storage.chats.longest_side(7) == 600
    draft = storage.drafts.load(DraftKey(7, 7))
    assert draft is not None
    assert image("third") in draft
    assert {found["ref"] for found in rows(storage.db, "select ref from draft_images")} == {
        image("third"),
        image("fourth"),
    }
    assert storage.inbox.holds_more_of("a9", after=499)
    assert [style.name for style in storage.own_styles.of(7)] == ["Grandma’s quilt"]


def test_a_presets_picture_is_everybodys_and_a_photo_its_persons(storage: Storage) -> None:
    assert storage.jobs.owns_inputs(99, [image("preset")])
    assert not storage.jobs.owns_inputs(99, [image("photo")])


def test_a_groups_language_is_no_longer_that_of_whoever_wrote_first(storage: Storage) -> None:
    assert storage.chats.language(-100) is None
    assert storage.chats.language(7) == "it"


def test_nothing_that_0_1_0_deleted_is_left_in_the_file(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / DATABASE_NAME)
    old.executescript(DUMP.read_text())
    old.execute("pragma secure_delete = off")  # as the driver of 0.1.0 was built
    old.execute("update drafts set text = ?", ("a secret of Ada " * 400,))
    old.commit()
    old.execute("delete from drafts")
    old.commit()
    old.close()
    assert b"a secret of Ada" in (tmp_path / DATABASE_NAME).read_bytes()

    with Storage.open(tmp_path) as storage:
        list(cleaning(storage, older_than_seconds=1e12))

        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path.name for path in files if b"a secret of Ada" in path.read_bytes()] == []


def test_no_number_of_a_job_is_given_twice(storage: Storage) -> None:
    storage.db.execute("delete from jobs where id = 11")
    from tests.storage.scene import request

    assert storage.queue.enqueue(request())[0] == 12
