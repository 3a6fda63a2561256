"""Log lines as `event key=value`: one event a line, easy for people and for grep."""

import json
import logging
import sys


def event(name: str, **facts: object) -> str:
    """`painted job=7 seconds=12.3`; a value with spaces is quoted so that the line can be split again."""
    return " ".join([name, *(f"{key}={_shown(value)}" for key, value in facts.items())])


def configure_logging(level: str) -> None:
    """To stderr, which a supervisor collects."""
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True
    )
    logging.getLogger("PIL").setLevel(logging.WARNING)  # its debug lines name every chunk of every picture


def _shown(value: object) -> str:
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    return json.dumps(text, ensure_ascii=False) if not text or not text.isprintable() or " " in text else text
