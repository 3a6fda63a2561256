"""What the operator decides, read once from the environment by `bot/__main__.py`."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from storage.admission import Limits
from storage.work.painting import INSTANT, METHODS

EngineMode = Literal["child", "external"]
MEGABYTE = 1_000_000
TOKEN_FORM = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
USER_ID = re.compile(r"[1-9][0-9]{0,15}")
"""Of a person: above 0, at most 52 bits (core.telegram.org/bots/api#user)."""
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
    admins: frozenset[int] = frozenset()
    """User ids of those for whom `bot/journeys/administration.py` is."""
    allow_list: bool = False
    """Only whom an admin let in is heard."""
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
            base_url=_url(environ, "IMPASTO_BASE_URL", standard.base_url),
            base_file_url=_url(environ, "IMPASTO_BASE_FILE_URL", standard.base_file_url),
            sandbox_port=_integer(environ, "IMPASTO_SANDBOX_PORT", standard.sandbox_port, least=0, most=65535),
            engine=_engine(environ, standard.engine),
            default_method=_one_of(environ, "IMPASTO_DEFAULT_METHOD", standard.default_method, METHODS),
            longest_side=longest_side,
            largest_side=_largest_side(environ, longest_side, standard.largest_side),
            proper_side=_integer(environ, "IMPASTO_PROPER_SIDE", standard.proper_side, least=64, most=4096),
            admins=_user_ids(environ, "IMPASTO_ADMINS"),
            allow_list=_one_of(environ, "IMPASTO_ALLOW_LIST", "0", ("0", "1")) == "1",
            limits=Limits(
                jobs_per_person=_integer(environ, "IMPASTO_JOBS_PER_PERSON", Limits().jobs_per_person, least=1),
                jobs_total=_integer(environ, "IMPASTO_JOBS_TOTAL", Limits().jobs_total, least=1),
                photos_a_day=_integer(environ, "IMPASTO_PHOTOS_A_DAY", Limits().photos_a_day, least=1),
                bytes_a_day=MEGABYTE
                * _integer(environ, "IMPASTO_MEGABYTES_A_DAY", Limits().bytes_a_day // MEGABYTE, least=1),
            ),
            keep_days=_integer(environ, "IMPASTO_KEEP_DAYS", standard.keep_days, least=1),
            web_port=_integer(environ, "IMPASTO_WEB_PORT", standard.web_port, least=0, most=65535),
            log_level=_one_of(environ, "IMPASTO_LOG_LEVEL", standard.log_level, LOG_LEVELS, fold=str.upper),
        )


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting as an operator sees it."""

    name: str
    default: str
    meaning: str


def variables() -> tuple[Variable, ...]:
    """Every variable of the bot's, for `--help` and the documents."""
    standard = Settings()
    rows: tuple[tuple[str, object, str], ...] = (
        ("IMPASTO_TELEGRAM_TOKEN", "", "the bot's token; without one the sandbox starts"),
        ("IMPASTO_TELEGRAM_TOKEN_FILE", "", "a file with the token; wins"),
        ("IMPASTO_DATA", standard.data, "folder of the database and the images"),
        ("IMPASTO_BASE_URL", standard.base_url, "another Bot API server"),
        ("IMPASTO_BASE_FILE_URL", standard.base_file_url, "its files"),
        ("IMPASTO_SANDBOX_PORT", standard.sandbox_port, "the chat page"),
        ("IMPASTO_ENGINE", standard.engine, "child, or external: one runs elsewhere on this host"),
        ("IMPASTO_DEFAULT_METHOD", standard.default_method, f"how the first painting is made: {' or '.join(METHODS)}"),
        ("IMPASTO_LONGEST_SIDE", standard.longest_side, "pixels of an instant painting's longer side"),
        ("IMPASTO_LARGEST_SIDE", standard.largest_side, "the most that a chat may choose"),
        ("IMPASTO_PROPER_SIDE", standard.proper_side, "the same of one that is painted properly"),
        ("IMPASTO_ADMINS", "", "user ids, with commas between, of the admins (README: their commands)"),
        ("IMPASTO_ALLOW_LIST", int(standard.allow_list), "1: only people and groups that an admin let in by /allow"),
        ("IMPASTO_JOBS_PER_PERSON", standard.limits.jobs_per_person, "paintings one person may have waiting"),
        ("IMPASTO_JOBS_TOTAL", standard.limits.jobs_total, "paintings waiting in all"),
        ("IMPASTO_PHOTOS_A_DAY", standard.limits.photos_a_day, "photos one person may send in 24 hours"),
        ("IMPASTO_MEGABYTES_A_DAY", standard.limits.bytes_a_day // MEGABYTE, "and how large all of them may be"),
        ("IMPASTO_KEEP_DAYS", standard.keep_days, "photos and paintings are erased after this"),
        ("IMPASTO_WEB_PORT", standard.web_port, "/healthz, /readyz and /metrics on 127.0.0.1; 0 is off"),
        ("IMPASTO_LOG_LEVEL", standard.log_level, ", ".join(LOG_LEVELS)),
    )
    return tuple(Variable(name, str(default), meaning) for name, default, meaning in rows)


def _token(environ: Mapping[str, str]) -> str:
    """Empty: there is none."""
    file = environ.get("IMPASTO_TELEGRAM_TOKEN_FILE")
    token = _contents(Path(file)) if file else environ.get("IMPASTO_TELEGRAM_TOKEN", "").strip()
    if token and not TOKEN_FORM.fullmatch(token):
        name = "IMPASTO_TELEGRAM_TOKEN_FILE" if file else "IMPASTO_TELEGRAM_TOKEN"
        raise SettingsError(f"{name} holds no token: @BotFather gives one like 123456:ABC-DEF")
    return token


def _contents(token_file: Path) -> str:
    try:
        token = token_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"IMPASTO_TELEGRAM_TOKEN_FILE cannot be read: {error.strerror}") from error
    except ValueError as error:  # bytes that are no text, or a null byte in the path
        raise SettingsError("IMPASTO_TELEGRAM_TOKEN_FILE is no text file") from error
    if not token:
        raise SettingsError("IMPASTO_TELEGRAM_TOKEN_FILE is empty")
    return token


def _url(environ: Mapping[str, str], name: str, standard: str) -> str:
    url = environ.get(name) or standard
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, or half an IPv6 address
        is_good = False
    if not is_good or any(character.isspace() for character in url):
        raise SettingsError(f"{name} is {url!r}: use an address like {standard}")
    return url


def _engine(environ: Mapping[str, str], standard: EngineMode) -> EngineMode:
    value = environ.get("IMPASTO_ENGINE") or standard
    for mode in get_args(EngineMode):
        if value == mode:
            return mode  # type: ignore[no-any-return]
    raise SettingsError(f"IMPASTO_ENGINE is {value!r}: use one of {', '.join(get_args(EngineMode))}")


def _one_of(
    environ: Mapping[str, str],
    name: str,
    standard: str,
    choices: Sequence[str],
    *,
    fold: Callable[[str], str] = str,
) -> str:
    value = fold(environ.get(name) or standard)
    if value not in choices:
        raise SettingsError(f"{name} is {value!r}: use one of {', '.join(choices)}")
    return value


def _largest_side(environ: Mapping[str, str], longest_side: int, standard: int) -> int:
    """An operator who names only the usual size has a machine in mind: then nobody may choose more."""
    usual = longest_side if environ.get("IMPASTO_LONGEST_SIDE") else standard
    return _integer(environ, "IMPASTO_LARGEST_SIDE", usual, least=64, most=4096)


def _user_ids(environ: Mapping[str, str], name: str) -> frozenset[int]:
    text = environ.get(name, "")
    ids = [part.strip() for part in text.split(",") if part.strip()]
    if not all(USER_ID.fullmatch(each) for each in ids):
        raise SettingsError(f"{name} is {text!r}: use numbers of people with commas between, like 1234567,89101112")
    return frozenset(map(int, ids))


def _integer(environ: Mapping[str, str], name: str, standard: int, *, least: int, most: int = 1_000_000) -> int:
    text = environ.get(name) or str(standard)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name} is {text!r}: use a whole number from {least} to {most}")
    return int(text)
