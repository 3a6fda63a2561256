from storage.store import Storage
from tests.storage.scene import image


def test_a_picture_is_known_by_a_name_for_each_way_of_sending_it(storage: Storage) -> None:
    storage.telegram_files.note(image("a"), "photo", "as-photo", "u1")
    storage.telegram_files.note(image("a"), "document", "as-document")

    assert storage.telegram_files.file_id_of(image("a"), "photo") == "as-photo"
    assert storage.telegram_files.file_id_of(image("a"), "document") == "as-document"
    assert storage.telegram_files.file_id_of(image("b"), "photo") == ""


def test_the_newest_name_holds_until_it_is_forgotten(storage: Storage) -> None:
    storage.telegram_files.note(image("a"), "photo", "old")
    storage.telegram_files.note(image("a"), "photo", "new")
    assert storage.telegram_files.file_id_of(image("a"), "photo") == "new"

    storage.telegram_files.forget(image("a"), "photo")

    assert storage.telegram_files.file_id_of(image("a"), "photo") == ""


def test_a_picture_that_comes_again_is_known_by_its_unique_id(storage: Storage) -> None:
    storage.telegram_files.note(image("a"), "photo", "file", "unique")
    storage.telegram_files.note(image("b"), "photo", "file")

    assert storage.telegram_files.ref_of("unique") == image("a")
    assert storage.telegram_files.ref_of("other") is None
    assert storage.telegram_files.ref_of("") is None
