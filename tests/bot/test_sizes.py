"""How large paintings are, within what the operator allows."""

import pytest

from bot.settings import Settings
from bot.sizes import largest_side_in, side_in, size_here, sizes_offered
from bot.texts import languages, texts_for
from storage.work.work import Lane

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
MENU = [*(f"v1:lang:{code}" for code in languages()), "v1:size:600", "v1:size:1280", "v1:size:2560"]


@pytest.mark.parametrize(
    ("environment", "offered", "usual"),
    [
        ({}, [600, 1280, 2560], 1280),
        ({"IMPASTO_LONGEST_SIDE": "1280"}, [600, 1280], 1280),
        ({"IMPASTO_LONGEST_SIDE": "2560"}, [600, 1280, 2560], 2560),
        ({"IMPASTO_LONGEST_SIDE": "900"}, [600, 900], 900),
        ({"IMPASTO_LONGEST_SIDE": "320"}, [320], 320),
        ({"IMPASTO_LONGEST_SIDE": "320", "IMPASTO_LARGEST_SIDE": "1280"}, [320, 600, 1280], 320),
        ({"IMPASTO_LARGEST_SIDE": "1280"}, [600, 1280], 1280),
    ],
)
def test_the_operators_size_is_the_usual_one_and_where_named_alone_the_largest(
    environment: dict[str, str], offered: list[int], usual: int
) -> None:
    settings = Settings.from_environment(environment)
    assert sizes_offered(settings) == offered
    assert size_here(None, settings) == usual
    assert size_here(4096, settings) == usual, "chosen when more was allowed"


def test_proper_paintings_keep_their_own_bound_and_are_never_larger_than_the_chat_chose() -> None:
    settings = Settings(proper_side=800)
    assert side_in(Lane.SLOW, None, settings) == 800
    assert side_in(Lane.SLOW, 600, settings) == 600
    assert side_in(Lane.SLOW, 2560, settings) == 800
    assert side_in(Lane.QUICK, 2560, settings) == 2560
    assert [largest_side_in(lane, settings) for lane in (Lane.QUICK, Lane.SLOW)] == [2560, 800]
