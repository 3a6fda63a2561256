"""`python -m bot`: reads the environment, runs the bot, and says in one line why it cannot."""

import asyncio
import os
import sys

from telegram.error import InvalidToken

from bot import logs
from bot.presets import PresetError
from bot.running import CannotStart, run
from bot.settings import Settings, SettingsError
from storage.database import StorageError

CANNOT_START = 2


def main() -> int:
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


if __name__ == "__main__":
    sys.exit(main())
