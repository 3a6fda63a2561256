"""`impasto health`: whether an engine is at work, as an exit code."""

import argparse
from pathlib import Path

from engine.commands.parsing import FAILED, Subparsers, complain
from engine.health import workers_at
from engine.settings import Settings


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("health", help="tell whether an engine is at work: exit code 0 if so, else 1")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: IMPASTO_DATA, else data)")
    parser.set_defaults(command=health)


def health(options: argparse.Namespace, settings: Settings) -> int:
    workers = workers_at(options.data or settings.data)
    for worker in workers:
        print(f"{worker.name} is at work on {worker.device} with {worker.threads} threads")
    return 0 if workers else complain("no engine has been at work during the last minute", FAILED)
