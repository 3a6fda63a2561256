from storage.drafts import DraftKey
from storage.store import Storage


def test_a_draft_belongs_to_one_person_in_one_thread(storage: Storage) -> None:
    storage.drafts.save(DraftKey(-100, 1, 0), "mine")
    storage.drafts.save(DraftKey(-100, 1, 7), "mine in a topic")
    storage.drafts.save(DraftKey(-100, 2, 0), "theirs")

    assert storage.drafts.load(DraftKey(-100, 1)) == "mine"
    assert storage.drafts.load(DraftKey(-100, 1, 7)) == "mine in a topic"
    assert storage.drafts.load(DraftKey(-100, 2)) == "theirs"
    assert storage.drafts.load(DraftKey(-100, 3)) is None


def test_saving_replaces_and_clearing_removes(storage: Storage) -> None:
    key = DraftKey(1, 1)
    storage.drafts.save(key, "first")
    storage.drafts.save(key, "second")
    assert storage.drafts.load(key) == "second"

    storage.drafts.clear(key)

    assert storage.drafts.load(key) is None


def test_a_change_of_a_draft_settles_the_update_that_made_it(storage: Storage) -> None:
    for update_id in (1, 2):
        storage.inbox.add(update_id, "{}")

    storage.drafts.save(DraftKey(1, 1), "half", settle_update=1)
    storage.drafts.clear(DraftKey(1, 1), settle_update=2)

    assert storage.inbox.pending() == []
