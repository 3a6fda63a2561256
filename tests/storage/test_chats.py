from storage.chats import GroupRules
from storage.drafts import DraftKey
from storage.store import Storage
from tests.storage.scene import request


def test_a_language_is_remembered_also_through_being_blocked(storage: Storage) -> None:
    assert storage.chats.language(1) is None

    storage.chats.set_language(1, "it")
    storage.chats.mark_blocked(1, True)
    storage.chats.set_language(1, "en")

    assert storage.chats.language(1) == "en"
    assert storage.chats.is_blocked(1)
    storage.chats.mark_blocked(1, False)
    assert not storage.chats.is_blocked(1)
    assert storage.chats.language(1) == "en"


def test_the_rules_of_a_group_are_remembered_and_go_along_when_it_moves(storage: Storage) -> None:
    assert storage.chats.rules(-5) == GroupRules()
    rules = GroupRules(admins_only=True, jobs_an_hour=5, quiet=True)

    storage.chats.set_rules(-5, rules)
    storage.chats.set_language(-5, "it")
    storage.chats.migrate(-5, -100500)

    assert storage.chats.rules(-100500) == rules
    assert storage.chats.rules(-5) == GroupRules()


def test_a_chat_that_never_wrote_is_not_blocked(storage: Storage) -> None:
    assert not storage.chats.is_blocked(1)


def test_a_group_that_moves_takes_everything_along(storage: Storage) -> None:
    job_id, _ = storage.queue.enqueue(request(user=1, chat=-5, message=70))
    storage.drafts.save(DraftKey(-5, 1), "half")
    storage.chats.set_language(-5, "it")

    storage.chats.migrate(-5, -100500)
    storage.chats.migrate(-5, -100500)

    moved = storage.jobs.latest(-100500, 1)
    assert moved is not None
    assert moved.id == job_id
    assert storage.jobs.latest(-5, 1) is None
    assert storage.drafts.load(DraftKey(-100500, 1)) == "half"
    assert storage.chats.language(-100500) == "it"
    assert storage.chats.language(-5) is None


def test_a_moved_group_has_other_message_numbers_so_the_painting_is_sent_anew(storage: Storage) -> None:
    job_id, _ = storage.queue.enqueue(request(user=1, chat=-5, message=70))

    storage.chats.migrate(-5, -100500)

    job = storage.jobs.job(job_id)
    assert job is not None
    assert (job.place.message_id, job.place.reply_to, job.place.thread_id) == (None, None, None)


def test_a_size_is_remembered_beside_the_language(storage: Storage) -> None:
    assert storage.chats.longest_side(1) is None

    storage.chats.set_longest_side(1, 600)
    storage.chats.set_language(1, "it")

    assert storage.chats.longest_side(1) == 600
    assert storage.chats.language(1) == "it"
