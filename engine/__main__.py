"""The `impasto` command: collects the subcommands, and turns what they raise into a line and an exit code."""

import os
import sys
from collections.abc import Sequence
from pkgutil import resolve_name

from engine.commands import COMMANDS
from engine.commands.parsing import BAD_INPUT, FAILED, Command, OneLineParser, complain
from engine.failures import CannotPaint, is_out_of_memory
from engine.files import BadInput
from engine.methods.optimise.settings import BadSettings
from engine.settings import BadSetting, Settings
from engine.weights import WeightsMissing
from storage.database import StorageError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options, Settings.from_environment(os.environ))
    except (BadInput, BadSetting, BadSettings) as error:
        return complain(str(error), BAD_INPUT)
    except (CannotPaint, WeightsMissing, StorageError) as error:
        return complain(str(error).partition("\n")[0], FAILED)
    except KeyboardInterrupt:
        return complain("interrupted", INTERRUPTED)
    except Exception as error:
        if is_out_of_memory(error):
            return complain("there is not enough memory; a smaller --size needs less", FAILED)
        raise


def _parser() -> OneLineParser:
    parser = OneLineParser(prog="impasto", description="Paint a photo in the style of another picture.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=OneLineParser)
    for name in COMMANDS:
        resolve_name(f"engine.commands.{name}:add")(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
