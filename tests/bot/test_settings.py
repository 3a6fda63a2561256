"""The environment, read once and refused in one clear line."""

from pathlib import Path

import pytest

from bot.settings import INSTANT, PROPER, Settings, SettingsError
from bot.sizes import side_of

TOKEN = "1234567890:AAE-tests-only-0123456789abcdefghijk"


def test_an_empty_environment_is_a_working_one() -> None:
    assert Settings.from_environment({}) == Settings()


def test_an_empty_value_means_the_default() -> None:
    assert Settings.from_environment({"IMPASTO_DATA": "", "IMPASTO_WEB_PORT": ""}) == Settings()


def test_the_token_file_wins_over_the_variable(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    settings = Settings.from_environment({"IMPASTO_TELEGRAM_TOKEN": "other", "IMPASTO_TELEGRAM_TOKEN_FILE": str(file)})
    assert settings.token == TOKEN


def test_the_token_is_not_in_the_settings_repr() -> None:
    assert TOKEN not in repr(Settings(token=TOKEN))


def test_limits_and_numbers_are_read() -> None:
    settings = Settings.from_environment({"IMPASTO_JOBS_PER_PERSON": "2", "IMPASTO_LONGEST_SIDE": "96"})
    assert settings.limits.jobs_per_person == 2
    assert settings.longest_side == 96


def test_instant_paintings_are_large_and_proper_ones_as_large_as_patience_allows() -> None:
    settings = Settings.from_environment({"IMPASTO_LONGEST_SIDE": "900", "IMPASTO_PROPER_SIDE": "300"})
    assert settings.default_method == INSTANT
    assert (side_of(INSTANT, None, settings), side_of(PROPER, None, settings)) == (900, 300)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IMPASTO_LONGEST_SIDE", "big"),
        ("IMPASTO_LONGEST_SIDE", "-5"),
        ("IMPASTO_LONGEST_SIDE", "1.5"),
        ("IMPASTO_LONGEST_SIDE", "8"),
        ("IMPASTO_WEB_PORT", "70000"),
        ("IMPASTO_KEEP_DAYS", "0"),
        ("IMPASTO_ENGINE", "cloud"),
        ("IMPASTO_LOG_LEVEL", "LOUD"),
        ("IMPASTO_TELEGRAM_TOKEN_FILE", "/nowhere/token"),
    ],
)
def test_a_bad_value_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        Settings.from_environment({name: value})
    assert "\n" not in str(refused.value)
