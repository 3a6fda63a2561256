import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import rows, write_transaction
from storage.drafts import DraftKey
from storage.jobs import Claim
from storage.names import ImageRef, JobId
from storage.outbox import OutboxKind
from storage.queue import LeaseLost
from storage.retention import FRESH_SECONDS, ORPHAN_SECONDS, Removed, cleaning, drop_unneeded, forget
from storage.store import DATABASE_NAME, Storage
from storage.work.painting import Painting
from storage.work.styles import Style
from tests.storage.scene import Clock, job_of, painting, request

DAY = 24 * 3600.0
MONTH = 30 * DAY


@pytest.fixture
def clock() -> Clock:
    """Files carry real times, so these tests begin now."""
    return Clock(now=time.time())


@pytest.fixture
def storage(tmp_path: Path, clock: Clock) -> Iterator[Storage]:
    with Storage.open(tmp_path / "data", clock=clock) as opened:
        yield opened


def enqueue(storage: Storage, *, user: int, content: str, style: str = "style") -> JobId:
    content_ref, style_ref = (storage.images.put(name.encode()) for name in (content, style))
    return storage.queue.enqueue(request(user=user, work=painting(content=content_ref, style=style_ref)))[0]


def the_claim(storage: Storage) -> Claim:
    (claim,) = storage.queue.claim("worker")
    return claim


def paint(storage: Storage, *, result: str) -> None:
    storage.queue.complete(the_claim(storage), result=storage.images.put(result.encode()), paint_seconds=1)


def deliver_everything(storage: Storage) -> None:
    while due := storage.outbox.due():
        for row in due:
            storage.outbox.mark_sent(row.id)


def clean_up(storage: Storage) -> Removed:
    steps = list(cleaning(storage, older_than_seconds=MONTH))
    return Removed(jobs=sum(step.jobs for step in steps), files=sum(step.files for step in steps))


def kept(storage: Storage) -> set[str]:
    return {storage.images.get(ref).decode() for ref in storage.images.refs()}


def age(storage: Storage, ref: ImageRef, *, seconds: float) -> None:
    moment = time.time() - seconds
    os.utime(storage.images.path(ref), (moment, moment))


def test_an_old_painting_goes_with_all_its_files(storage: Storage, clock: Clock) -> None:
    job_id = enqueue(storage, user=1, content="photo")
    paint(storage, result="painting")
    deliver_everything(storage)
    clock.passes(MONTH - 1)
    assert clean_up(storage).jobs == 0
    assert kept(storage) == {"photo", "style", "painting"}

    clock.passes(2)

    assert clean_up(storage) == Removed(jobs=1, files=3)
    assert storage.jobs.job(job_id) is None
    assert storage.outbox.of_job(job_id) == []
    assert kept(storage) == set()


def test_a_file_that_another_job_needs_stays(storage: Storage, clock: Clock) -> None:
    enqueue(storage, user=1, content="photo of one", style="preset")
    paint(storage, result="painting")
    deliver_everything(storage)
    clock.passes(MONTH + 1)
    enqueue(storage, user=2, content="photo of two", style="preset")

    clean_up(storage)

    assert kept(storage) == {"photo of two", "preset"}


def test_a_job_that_is_not_over_is_never_too_old(storage: Storage, clock: Clock) -> None:
    enqueue(storage, user=1, content="photo")
    clock.passes(2 * MONTH)

    assert clean_up(storage) == Removed(jobs=0, files=0)

    assert kept(storage) == {"photo", "style"}


def test_a_painting_that_was_not_delivered_yet_is_kept_however_old(storage: Storage, clock: Clock) -> None:
    enqueue(storage, user=1, content="photo")
    paint(storage, result="painting")
    clock.passes(2 * MONTH)

    clean_up(storage)

    assert kept(storage) == {"photo", "style", "painting"}


def test_older_previews_go_before_their_painting_does(storage: Storage, clock: Clock) -> None:
    enqueue(storage, user=1, content="photo")
    claim = the_claim(storage)
    for progress in (0.2, 0.4, 0.6):
        preview = storage.images.put(f"preview {progress}".encode())
        storage.queue.renew(claim, progress=progress, preview=preview)
    clock.passes(FRESH_SECONDS + 1)

    assert clean_up(storage).files == 2

    assert kept(storage) == {"photo", "style", "preview 0.6"}


def test_a_photo_in_a_draft_stays_and_one_that_came_to_nothing_goes_after_a_day(storage: Storage, clock: Clock) -> None:
    wanted, abandoned = storage.images.put(b"wanted"), storage.images.put(b"abandoned")
    storage.drafts.save(DraftKey(1, 1), f'{{"content": "{wanted}"}}')
    for ref in (wanted, abandoned):
        age(storage, ref, seconds=ORPHAN_SECONDS - 60)
    assert clean_up(storage).files == 0

    clock.passes(61)

    assert clean_up(storage).files == 1
    assert kept(storage) == {"wanted"}


def test_old_drafts_updates_and_workers_are_not_kept_for_ever(storage: Storage, clock: Clock) -> None:
    storage.drafts.save(DraftKey(1, 1), "old")
    storage.inbox.add(1, "handled")
    storage.inbox.settle(1)
    storage.inbox.add(2, "not handled")
    storage.workers.beat("old", device="cpu", threads=1)
    clock.passes(MONTH + 1)

    clean_up(storage)

    assert storage.drafts.load(DraftKey(1, 1)) is None
    assert rows(storage.db, "select update_id from inbox") == [{"update_id": 2}]
    assert rows(storage.db, "select name from workers") == []


def test_a_file_put_again_a_moment_ago_is_about_to_be_needed_and_stays(storage: Storage, clock: Clock) -> None:
    enqueue(storage, user=1, content="photo", style="preset")
    paint(storage, result="painting")
    deliver_everything(storage)
    clock.passes(MONTH + 1)
    preset = storage.images.put(b"preset")
    os.utime(storage.images.path(preset), (clock(), clock()))

    clean_up(storage)
    assert kept(storage) == {"preset"}

    clock.passes(FRESH_SECONDS + 1)
    clean_up(storage)
    assert kept(storage) == set()


def test_more_than_a_batch_goes_in_one_run(storage: Storage, clock: Clock) -> None:
    storage.db.execute("pragma synchronous = off")
    jobs = [storage.queue.enqueue(request(user=user))[0] for user in range(120)]
    for job_id in jobs:
        storage.queue.cancel(job_id)
    deliver_everything(storage)
    clock.passes(MONTH + 1)

    assert clean_up(storage).jobs == 120


def test_another_connection_can_write_between_any_two_steps(storage: Storage, clock: Clock) -> None:
    storage.db.execute("pragma synchronous = off")
    for number in range(120):
        age(storage, storage.images.put(f"orphan {number}".encode()), seconds=2 * ORPHAN_SECONDS)
    with Storage.open(storage.folder, clock=clock) as bot:
        steps = [bot.inbox.add(number, "{}") for number, _ in enumerate(cleaning(storage, older_than_seconds=MONTH))]

    assert len(steps) > 5
    assert all(steps)
    assert kept(storage) == set()


def test_files_that_are_needed_are_looked_at_without_the_write_lock(storage: Storage, clock: Clock) -> None:
    enqueue(storage, user=1, content="photo")
    for ref in storage.images.refs():
        age(storage, ref, seconds=2 * ORPHAN_SECONDS)
    with Storage.open(storage.folder, clock=clock) as bot, write_transaction(bot.db):
        sweep = cleaning(storage, older_than_seconds=MONTH)
        assert [next(sweep).files for _ in range(2)] == [0, 0]

    assert kept(storage) == {"photo", "style"}


def bytes_of(folder: Path) -> bytes:
    """Everything in every file of the data folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


class TestForgetting:
    def test_leaves_nothing_of_what_was_erased_in_any_file(self, storage: Storage) -> None:
        secrets = [b"photo of Ada", b"Adas quilt", b"Ada Lovelace says", b"half a pair of Ada", b"7777001"]
        quilt = storage.images.put(b"Adas quilt picture")
        storage.own_styles.save(7777001, "Adas quilt", quilt, limit=9)
        work = Painting(
            content=storage.images.put(b"photo of Ada"),
            styles=(Style(image=quilt, own="Adas quilt"),),
            method="instant",
        )
        for number in range(30):
            storage.queue.enqueue(request(user=7777001, message=number + 1, key=f"7777001:{number}", work=work))
        storage.drafts.save(DraftKey(7777001, 7777001), "half a pair of Ada")
        storage.people.seen(7777001, "it")
        storage.inbox.add(5, '{"text": "Ada Lovelace says: erase me", "id": 7777001}')
        assert all(secret in bytes_of(storage.folder) for secret in secrets)

        forget(storage, 7777001, settle_update=5)
        deliver_everything(storage)

        left = bytes_of(storage.folder)
        assert [secret for secret in secrets if secret in left] == []
        assert (storage.folder / DATABASE_NAME).stat().st_size > 0

    def test_an_anonymous_admin_who_is_forgotten_leaves_what_the_group_chose(self, storage: Storage) -> None:
        storage.chats.set_language(-5, "it")
        storage.drafts.save(DraftKey(-5, -5), "half a pair of the group")

        forget(storage, -5)

        assert storage.chats.language(-5) == "it"
        assert storage.drafts.load(DraftKey(-5, -5)) is None

    def test_closes_what_was_under_way_wherever_it_is_shown(self, storage: Storage) -> None:
        job_id, _ = storage.queue.enqueue(request(user=1, chat=-5, message=70))
        place = job_of(storage, job_id).place
        storage.queue.enqueue(request(user=1))

        forget(storage, 1)

        (due,) = storage.outbox.due()
        assert (due.place, due.kind, due.job_id) == (place, OutboxKind.ERASED, None)

    @pytest.mark.parametrize("was_cancelled", [False, True])
    def test_closes_what_has_ended_and_was_still_to_be_told(self, storage: Storage, was_cancelled: bool) -> None:
        job_id, _ = storage.queue.enqueue(request(user=1, message=70))
        claim = the_claim(storage)
        if was_cancelled:
            storage.queue.cancel(job_id)
        else:
            storage.queue.complete(claim, result=storage.images.put(b"painting"), paint_seconds=1)

        forget(storage, 1)

        (due,) = storage.outbox.due()
        assert (due.kind, due.place.message_id) == (OutboxKind.ERASED, 70)

    def test_leaves_messages_as_they_are_in_which_all_was_told(self, storage: Storage) -> None:
        storage.queue.enqueue(request(user=1, message=70))
        paint(storage, result="painting")
        deliver_everything(storage)

        forget(storage, 1)

        assert storage.outbox.due() == []

    def test_empties_the_log_as_soon_as_nobody_reads(self, storage: Storage) -> None:
        storage.drafts.save(DraftKey(1, 1), "a secret of Ada")
        with Storage.open(storage.folder) as reader:
            reader.db.conn.execute("begin")
            rows(reader.db, "select * from drafts")
            forget(storage, 1)
            reader.db.conn.execute("commit")

        list(cleaning(storage, older_than_seconds=MONTH))

        assert b"a secret of Ada" not in bytes_of(storage.folder)

    def test_leaves_a_presets_picture_where_it_is(self, storage: Storage) -> None:
        preset = storage.images.put(b"preset")
        work = Painting(content=storage.images.put(b"photo"), styles=(Style(image=preset, preset="wave"),))
        storage.queue.enqueue(request(user=1, work=work))

        forget(storage, 1)

        assert kept(storage) == {"preset"}

    def test_leaves_a_picture_that_somebody_else_has_just_sent_too(self, storage: Storage) -> None:
        enqueue(storage, user=1, content="the same photo", style="mine")
        storage.people.note_arrival(2, storage.images.put(b"the same photo"), 14)

        forget(storage, 1)

        assert kept(storage) == {"the same photo"}

    def test_a_person_leaves_no_row_and_no_file(self, storage: Storage) -> None:
        enqueue(storage, user=1, content="first")
        paint(storage, result="painting")
        enqueue(storage, user=1, content="waiting")
        storage.drafts.save(DraftKey(1, 1), f'{{"content": "{storage.images.put(b"half a pair")}"}}')
        storage.chats.set_language(1, "it")

        forget(storage, 1)

        for table in (
            "jobs",
            "job_inputs",
            "job_outputs",
            "tombstones",
            "outbox",
            "places",
            "drafts",
            "chats",
            "people",
        ):
            assert rows(storage.db, f"select * from {table}") == []
        assert kept(storage) == set()

    def test_touches_nobody_else(self, storage: Storage) -> None:
        enqueue(storage, user=1, content="mine", style="shared")
        theirs = enqueue(storage, user=2, content="theirs", style="shared")
        storage.drafts.save(DraftKey(-5, 1), storage.images.put(b"in both drafts"))
        storage.drafts.save(DraftKey(-5, 2), storage.images.put(b"in both drafts"))

        forget(storage, 1)

        assert kept(storage) == {"theirs", "shared", "in both drafts"}
        assert storage.jobs.job(theirs) is not None
        assert storage.drafts.load(DraftKey(-5, 2)) is not None

    def test_stops_the_engine_that_paints_for_them(self, storage: Storage) -> None:
        enqueue(storage, user=1, content="photo")
        claim = the_claim(storage)

        forget(storage, 1)

        preview = storage.images.put(b"preview")
        with pytest.raises(LeaseLost):
            storage.queue.renew(claim, progress=0.5, preview=preview)
        assert drop_unneeded(storage, [preview]) == 1
        assert kept(storage) == set()

    def test_removes_earlier_previews_too(self, storage: Storage) -> None:
        enqueue(storage, user=1, content="photo")
        claim = the_claim(storage)
        for name in (b"first preview", b"second preview"):
            storage.queue.renew(claim, progress=0.5, preview=storage.images.put(name))

        forget(storage, 1)

        assert kept(storage) == set()

    def test_is_finished_by_the_next_clean_up_when_it_was_killed_between_rows_and_files(
        self, storage: Storage, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        enqueue(storage, user=1, content="photo")

        def killed(ref: ImageRef) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(type(storage.images), "delete", lambda self, ref: killed(ref))
            with pytest.raises(KeyboardInterrupt):
                forget(storage, 1)
        assert rows(storage.db, "select * from jobs") == []
        assert kept(storage) == {"photo", "style"}

        clock.passes(FRESH_SECONDS + 1)
        clean_up(storage)

        assert kept(storage) == set()


def test_the_picture_of_an_own_style_outlives_the_painting_it_was_saved_from(storage: Storage, clock: Clock) -> None:
    enqueue(storage, user=1, content="photo", style="grandma's quilt")
    style = storage.own_styles.save(1, "Quilt", storage.images.put(b"grandma's quilt"), limit=5)
    paint(storage, result="painting")
    deliver_everything(storage)
    clock.passes(MONTH + DAY)
    assert clean_up(storage).jobs == 1
    assert kept(storage) == {"grandma's quilt"}

    storage.own_styles.delete(1, style.id)
    clean_up(storage)
    assert kept(storage) == set()


def test_forgetting_a_person_erases_their_styles_and_leaves_those_of_others(storage: Storage) -> None:
    for user, picture in ((1, "ada's quilt"), (2, "bruno's map"), (1, "both's wall"), (2, "both's wall")):
        storage.own_styles.save(user, picture, storage.images.put(picture.encode()), limit=5)
    forget(storage, 1)
    assert storage.own_styles.of(1) == []
    assert kept(storage) == {"bruno's map", "both's wall"}
