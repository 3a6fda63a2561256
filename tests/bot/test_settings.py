"""The environment, read once and refused in one clear line."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, variables
from bot.sizes import side_in
from storage.work.painting import INSTANT, METHODS
from storage.work.work import Lane

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


@pytest.mark.parametrize("contents", [b"\xff\xfe\x00", b"123:not\na token", b"\n"])
def test_a_token_file_without_a_token_is_refused_and_not_repeated(tmp_path: Path, contents: bytes) -> None:
    file = tmp_path / "token"
    file.write_bytes(contents)
    with pytest.raises(SettingsError, match="IMPASTO_TELEGRAM_TOKEN_FILE") as refused:
        Settings.from_environment({"IMPASTO_TELEGRAM_TOKEN_FILE": str(file)})
    assert "a token" not in str(refused.value)


@pytest.mark.parametrize("url", ["https://api.telegram.org/bot", "http://127.0.0.1:8081/bot", "http://[::1]:8081/bot"])
def test_another_server_may_be_anywhere(url: str) -> None:
    assert Settings.from_environment({"IMPASTO_BASE_URL": url}).base_url == url


@pytest.mark.parametrize("method", METHODS)
def test_the_first_painting_is_made_by_any_method_there_is(method: str) -> None:
    assert Settings.from_environment({"IMPASTO_DEFAULT_METHOD": method}).default_method == method


def test_what_the_help_calls_a_default_is_one() -> None:
    explained = {variable.name: variable.default for variable in variables()}
    assert Settings.from_environment(explained) == Settings()


def test_the_token_is_not_in_the_settings_repr() -> None:
    assert TOKEN not in repr(Settings(token=TOKEN))


def test_limits_and_numbers_are_read() -> None:
    environment = {"IMPASTO_JOBS_PER_PERSON": "2", "IMPASTO_LONGEST_SIDE": "96", "IMPASTO_MEGABYTES_A_DAY": "3"}
    settings = Settings.from_environment(environment)
    assert settings.limits.jobs_per_person == 2
    assert settings.limits.bytes_a_day == 3_000_000
    assert settings.longest_side == 96


def test_instant_paintings_are_large_and_proper_ones_as_large_as_patience_allows() -> None:
    settings = Settings.from_environment({"IMPASTO_LONGEST_SIDE": "900", "IMPASTO_PROPER_SIDE": "300"})
    assert settings.default_method == INSTANT
    assert (side_in(Lane.QUICK, None, settings), side_in(Lane.SLOW, None, settings)) == (900, 300)


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
        ("IMPASTO_DEFAULT_METHOD", "watercolour"),
        ("IMPASTO_BASE_URL", "api.telegram.org/bot"),
        ("IMPASTO_BASE_URL", "ftp://api.telegram.org/bot"),
        ("IMPASTO_BASE_URL", "http://"),
        ("IMPASTO_BASE_URL", "http://[half/bot"),
        ("IMPASTO_BASE_URL", "http://host:port/bot"),
        ("IMPASTO_BASE_URL", "http://host:99999/bot"),
        ("IMPASTO_BASE_FILE_URL", "http://my host/bot"),
        ("IMPASTO_TELEGRAM_TOKEN_FILE", "/nowhere/token"),
        ("IMPASTO_TELEGRAM_TOKEN_FILE", "/"),
        ("IMPASTO_TELEGRAM_TOKEN_FILE", "null\0byte"),
        ("IMPASTO_TELEGRAM_TOKEN_FILE", "/dev/null"),
        ("IMPASTO_TELEGRAM_TOKEN", "two words"),
    ],
)
def test_a_bad_value_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        Settings.from_environment({name: value})
    assert "\n" not in str(refused.value)


def test_admins_are_named_by_their_numbers() -> None:
    settings = Settings.from_environment({"IMPASTO_ADMINS": " 11, 22,", "IMPASTO_ALLOW_LIST": "1"})
    assert (settings.admins, settings.allow_list) == (frozenset({11, 22}), True)


@pytest.mark.parametrize("admins", ["ada", "11 22", "-5", "0", "1" * 30, "²"])
def test_what_is_no_number_of_a_person_is_no_admin(admins: str) -> None:
    with pytest.raises(SettingsError, match="IMPASTO_ADMINS"):
        Settings.from_environment({"IMPASTO_ADMINS": admins})
