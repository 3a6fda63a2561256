"""What captions and texts ask for."""

from pathlib import Path

import pytest

from bot.presets import load_presets
from bot.wishes import Wish, wish_in
from tests.bot.scene import make_presets

WAVE = Wish(preset="wave")
WAVE_BY_COMMAND = Wish(preset="wave", is_for_us=True)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("/style wave", WAVE_BY_COMMAND),
        ("/STYLE  Wave ", WAVE_BY_COMMAND),
        ("/style@impasto_bot wave", WAVE_BY_COMMAND),
        ("/style@Impasto_Bot\nonda", WAVE_BY_COMMAND),
        ("/style@other_bot wave", Wish()),
        ("/style", Wish(is_for_us=True)),
        ("/style nonsense", Wish(is_for_us=True, unknown=True)),
        ("/style wav", WAVE_BY_COMMAND),
        ("/style style", Wish(is_for_us=True, unknown=True)),
        ("/styles", Wish()),
        ("wave", WAVE),
        ("Onda", WAVE),
        ("🌊", WAVE),
        ("🌊\ufe0f", WAVE),
        ("🌊 Wave", WAVE),
        ("@impasto_bot wave", WAVE_BY_COMMAND),
        ("a wave at the sea", Wish()),
        ("my dog", Wish()),
        ("", Wish()),
        (None, Wish()),
    ],
)
def test_words_become_wishes(words: str | None, wish: Wish, tmp_path: Path) -> None:
    presets = load_presets(make_presets(tmp_path / "presets"))
    assert wish_in(words, presets, bot_name="impasto_bot") == wish
