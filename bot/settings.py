"""What the operator decides, read once from the environment by `bot/__main__.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from bot.admission import Limits

INSTANT = "instant"
"""The method of the first answer: one pass, no previews."""
PROPER = "optimise"
"""The method of ✨ Paint it properly."""
EngineMode = Literal["child", "external"]
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """A variable has a value that cannot be used. Its text is one line for the operator: print it and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    token: str = field(default="", repr=False)
    """Empty: no token, so the sandbox is started instead."""
    data: Path = Path("data")
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    sandbox_port: int = 8080
    engine: EngineMode = "child"
    default_method: str = INSTANT
    longest_side: int = 1280
    """Of instant paintings, where the chat chose no other size."""
    largest_side: int = 2560
    """The most that a chat may choose."""
    proper_side: int = 512
    """Of all others, which take minutes."""
    limits: Limits = field(default_factory=Limits)
    keep_days: int = 30
    web_port: int = 0
    """0: no /healthz, /readyz and /metrics."""
    log_level: str = "INFO"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Raises SettingsError."""
        standard = cls()
        longest_side = _integer(environ, "IMPASTO_LONGEST_SIDE", standard.longest_side, least=64, most=4096)
        return cls(
            token=_token(environ),
            data=Path(environ.get("IMPASTO_DATA") or standard.data),
            base_url=environ.get("IMPASTO_BASE_URL") or standard.base_url,
            base_file_url=environ.get("IMPASTO_BASE_FILE_URL") or standard.base_file_url,
            sandbox_port=_integer(environ, "IMPASTO_SANDBOX_PORT", standard.sandbox_port, least=0, most=65535),
            engine=_engine(environ),
            default_method=environ.get("IMPASTO_DEFAULT_METHOD") or standard.default_method,
            longest_side=longest_side,
            largest_side=_largest_side(environ, longest_side, standard.largest_side),
            proper_side=_integer(environ, "IMPASTO_PROPER_SIDE", standard.proper_side, least=64, most=4096),
            limits=Limits(
                jobs_per_person=_integer(environ, "IMPASTO_JOBS_PER_PERSON", Limits().jobs_per_person, least=1),
                jobs_total=_integer(environ, "IMPASTO_JOBS_TOTAL", Limits().jobs_total, least=1),
            ),
            keep_days=_integer(environ, "IMPASTO_KEEP_DAYS", standard.keep_days, least=1),
            web_port=_integer(environ, "IMPASTO_WEB_PORT", standard.web_port, least=0, most=65535),
            log_level=_log_level(environ),
        )


def _token(environ: Mapping[str, str]) -> str:
    file = environ.get("IMPASTO_TELEGRAM_TOKEN_FILE")
    if not file:
        return environ.get("IMPASTO_TELEGRAM_TOKEN", "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"IMPASTO_TELEGRAM_TOKEN_FILE cannot be read: {error.strerror}") from error


def _engine(environ: Mapping[str, str]) -> EngineMode:
    value = environ.get("IMPASTO_ENGINE") or "child"
    for mode in get_args(EngineMode):
        if value == mode:
            return mode  # type: ignore[no-any-return]
    raise SettingsError(f"IMPASTO_ENGINE is {value!r}: use child or external")


def _largest_side(environ: Mapping[str, str], longest_side: int, standard: int) -> int:
    """An operator who names only the usual size has a machine in mind: then nobody may choose more."""
    usual = longest_side if environ.get("IMPASTO_LONGEST_SIDE") else standard
    return _integer(environ, "IMPASTO_LARGEST_SIDE", usual, least=64, most=4096)


def _log_level(environ: Mapping[str, str]) -> str:
    level = (environ.get("IMPASTO_LOG_LEVEL") or "INFO").upper()
    if level not in LOG_LEVELS:
        raise SettingsError(f"IMPASTO_LOG_LEVEL is {level!r}: use one of {', '.join(LOG_LEVELS)}")
    return level


def _integer(environ: Mapping[str, str], name: str, standard: int, *, least: int, most: int = 1_000_000) -> int:
    text = environ.get(name) or str(standard)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name} is {text!r}: use a whole number from {least} to {most}")
    return int(text)
