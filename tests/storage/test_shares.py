"""What is shared by a link: found by its token alone, and no longer than its person wants."""

import pytest

from storage.names import ImageRef
from storage.store import Storage

QUILT, MAP = ImageRef("a" * 64), ImageRef("b" * 64)


@pytest.fixture
def style_id(storage: Storage) -> int:
    return storage.own_styles.save(11, "Quilt", QUILT, limit=9).id


def test_a_shared_style_is_found_by_its_token_under_the_name_that_it_has_now(storage: Storage, style_id: int) -> None:
    token = storage.shares.share_style(11, style_id)
    storage.own_styles.rename(11, style_id, "Grandma")
    found = storage.shares.style(token)
    assert found
    assert (found.name, found.image) == ("Grandma", QUILT)


def test_somebody_elses_style_is_nothing_to_share(storage: Storage, style_id: int) -> None:
    assert storage.shares.style(storage.shares.share_style(22, style_id)) is None


def test_tokens_cannot_be_guessed_from_one_another(storage: Storage) -> None:
    tokens = {storage.shares.share_recipe(11, "{}") for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {16}


def test_what_its_person_takes_back_is_gone_and_nobody_elses(storage: Storage, style_id: int) -> None:
    token = storage.shares.share_style(11, style_id)
    assert not storage.shares.revoke(22, token)
    assert storage.shares.revoke(11, token)
    assert storage.shares.style(token) is None
    assert not storage.shares.revoke(11, token)


def test_a_deleted_style_is_shared_no_more(storage: Storage, style_id: int) -> None:
    token = storage.shares.share_style(11, style_id)
    storage.own_styles.delete(11, style_id)
    assert storage.shares.style(token) is None
    assert storage.shares.styles_of(11) == []


def test_a_picture_counts_as_shared_only_while_its_style_is(storage: Storage, style_id: int) -> None:
    assert storage.shares.shares_all(11, [])
    assert not storage.shares.shares_all(11, [QUILT])
    token = storage.shares.share_style(11, style_id)
    assert storage.shares.shares_all(11, [QUILT])
    assert not storage.shares.shares_all(11, [QUILT, MAP])
    assert not storage.shares.shares_all(22, [QUILT])
    storage.shares.revoke(11, token)
    assert not storage.shares.shares_all(11, [QUILT])
