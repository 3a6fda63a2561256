"""Every setting that the code reads is in env.example and in the README, with its default; and nothing else is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READERS = ("bot/settings.py", "engine/settings.py")


def _read_by_the_code() -> set[str]:
    return {name for file in READERS for name in re.findall(r'"(IMPASTO_[A-Z0-9_]+)"', (ROOT / file).read_text())}


def _listed(text: str) -> dict[str, str]:
    return dict(re.findall(r"^#?(IMPASTO_[A-Z0-9_]+)=(.*)$", text, flags=re.MULTILINE))


def _tabled(text: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `(IMPASTO_[A-Z0-9_]+)` \|(?: `([^`|]+)`)? \|", text, flags=re.MULTILINE))


def test_env_example_lists_exactly_the_settings_that_are_read() -> None:
    assert set(_listed((ROOT / "deploy/env.example").read_text())) == _read_by_the_code()


def test_the_readme_tables_exactly_the_settings_that_are_read() -> None:
    assert set(_tabled((ROOT / "README.md").read_text())) == _read_by_the_code()


def test_both_tell_the_same_defaults() -> None:
    assert _tabled((ROOT / "README.md").read_text()) == _listed((ROOT / "deploy/env.example").read_text())


def test_the_help_of_the_bot_tells_the_same_defaults() -> None:
    from bot.settings import variables

    tabled = _tabled((ROOT / "README.md").read_text())
    assert {one.name: one.default for one in variables()} == {
        name: tabled[name] for name in re.findall(r'"(IMPASTO_[A-Z0-9_]+)"', (ROOT / "bot/settings.py").read_text())
    }


def test_the_example_as_it_stands_gives_the_defaults() -> None:
    from bot.settings import Settings as BotSettings
    from engine.settings import Settings as EngineSettings

    example = _listed((ROOT / "deploy/env.example").read_text())
    assert BotSettings.from_environment(example) == BotSettings.from_environment({})
    assert EngineSettings.from_environment(example) == EngineSettings.from_environment({})


@pytest.mark.parametrize("unit", ["impasto-bot.service", "impasto-engine.service"])
def test_units_set_only_settings_that_exist(unit: str) -> None:
    text = (ROOT / "deploy/systemd" / unit).read_text()
    named = set(re.findall(r"(IMPASTO_[A-Z0-9_]+)=", text))
    assert named
    assert named <= _read_by_the_code()


def test_the_engine_is_never_given_the_token() -> None:
    unit = (ROOT / "deploy/systemd/impasto-engine.service").read_text()
    compose = (ROOT / "deploy/compose.yaml").read_text()
    engine_service = compose.split("\n  engine:\n")[1].split("\nvolumes:")[0]
    assert "TOKEN" not in unit + engine_service.upper()
    assert "secrets" not in engine_service
