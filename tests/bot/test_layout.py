"""How labels are made to fit: whole words where they can be, and never longer than a telephone shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.layout import IN_THREES, IN_TWOS, cut


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("🌌 Starry Night", "🌌 Starry"),
        ("🌊 The Great Wave", "🌊 Great Wave"),
        ("💋 The Kiss", "💋 The Kiss"),
        ("🎼 Composition VII", "🎼 Compositi…"),
        ("🪷 Ninfee", "🪷 Ninfee"),
    ],
)
def test_a_shortcut_keeps_whole_words_and_drops_an_article(label: str, shown: str) -> None:
    assert cut(label, IN_THREES) == shown


@given(st.text(min_size=1), st.sampled_from([IN_THREES, IN_TWOS]))
def test_nothing_is_longer_than_it_may_be_and_what_fits_stays(label: str, longest: int) -> None:
    assert len(cut(label, longest)) <= longest
    if len(label) <= longest and label.split() == label.split(" "):
        assert cut(label, longest) == label
