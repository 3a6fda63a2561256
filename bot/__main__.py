"""`python -m bot`: reads the environment, runs the bot, and says in one line why it cannot."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from telegram.error import InvalidToken

from bot import logs
from bot.presets import PresetError
from bot.running import CannotStart, run
from bot.settings import Settings, SettingsError, variables
from storage.database import StorageError

CANNOT_START = 2
PRIVATE = 0o027
"""What people send is their own: nobody but this user, and its group for reading, gets at a file or folder we make."""


def main(arguments: Sequence[str] | None = None) -> int:
    if _has_arguments(sys.argv[1:] if arguments is None else arguments):
        # Not repeated: it may be a token.
        print("impasto: the bot takes no arguments; --help shows its settings", file=sys.stderr)
        return CANNOT_START
    os.umask(PRIVATE)
    try:
        settings = Settings.from_environment(os.environ)
        formatter = logs.set_up(settings.log_level, (settings.token,))
        asyncio.run(run(settings, os.environ, on_secret=formatter.hide))
    except (SettingsError, CannotStart, PresetError, StorageError) as reason:
        print(f"impasto: {reason}", file=sys.stderr)
        return CANNOT_START
    except InvalidToken:
        print("impasto: Telegram no longer knows this token: ask @BotFather for it again", file=sys.stderr)
        return CANNOT_START
    return 0


def _has_arguments(arguments: Sequence[str]) -> bool:
    """`--help` prints and exits."""
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="The Telegram side of Impasto. It has no options: what it does is in its environment.",
        epilog=_explained(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return bool(parser.parse_known_args(arguments)[1])


def _explained() -> str:
    """Each setting with its default."""
    rows = [(one.name, one.default, one.meaning) for one in variables()]
    names, defaults = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(
        ["settings and their defaults:", *(f"  {name:{names}}  {value:{defaults}}  {why}" for name, value, why in rows)]
    )


if __name__ == "__main__":
    sys.exit(main())
