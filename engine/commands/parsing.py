"""What every subcommand's parser is: complaints in one line, and a function to call."""

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from engine.settings import Settings

FAILED = 1
BAD_INPUT = 2

Command: TypeAlias = Callable[[argparse.Namespace, Settings], int]
"""What a subcommand sets as its parser's `command`; its result is the exit code."""


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, where argparse itself would put the whole usage in front."""
        self.exit(BAD_INPUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


Subparsers: TypeAlias = "argparse._SubParsersAction[OneLineParser]"


def complain(message: str, exit_code: int) -> int:
    """One line to stderr; the exit code that belongs to it is given back."""
    print(f"impasto: {message}", file=sys.stderr)
    return exit_code
