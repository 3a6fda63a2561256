"""What the operator can set for the engine, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.executors import EXECUTORS

DEVICES = ("auto", "cpu", "cuda")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class BadSetting(Exception):
    """A setting cannot be understood. Show the message, which names it, and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    data: Path = Path("data")
    vgg19_weights: Path | None = None
    device: str = "auto"
    threads: int = 0
    """0 leaves the number to torch."""
    executor: str = "local"
    """Where paintings are made, of EXECUTORS: in the engine's own process, or in one that may die alone."""
    log_level: str = "INFO"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """An empty variable counts as unset. Raises BadSetting."""
        weights = environ.get("IMPASTO_VGG19_WEIGHTS", "")
        return cls(
            data=Path(environ.get("IMPASTO_DATA") or "data"),
            vgg19_weights=Path(weights) if weights else None,
            device=_one_of("IMPASTO_DEVICE", environ.get("IMPASTO_DEVICE") or "auto", DEVICES),
            threads=_count("IMPASTO_THREADS", environ.get("IMPASTO_THREADS") or "0"),
            executor=_one_of("IMPASTO_EXECUTOR", environ.get("IMPASTO_EXECUTOR") or "local", tuple(EXECUTORS)),
            log_level=_one_of("IMPASTO_LOG_LEVEL", (environ.get("IMPASTO_LOG_LEVEL") or "INFO").upper(), LOG_LEVELS),
        )


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def _count(name: str, value: str) -> int:
    if not value.isdecimal():
        raise BadSetting(f"{name} must be a whole number of 0 or more, not {value!r}")
    return int(value)
