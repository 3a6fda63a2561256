"""`impasto previews`: the contact sheets that ship with the presets, painted or checked."""

import argparse
from pathlib import Path

from engine.commands.parsing import FAILED, Subparsers, complain
from engine.making import kinds_for
from engine.previews import complaints, make_sheets
from engine.settings import Settings


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("previews", help="paint the contact sheets that ship with the presets")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where presets.toml is")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--photo", type=Path, metavar="PHOTO", help="what to paint: its middle, as a square")
    wanted.add_argument("--check", action="store_true", help="only tell whether the sheets still fit: 0 if so, else 1")
    parser.set_defaults(command=previews)


def previews(options: argparse.Namespace, settings: Settings) -> int:
    if options.check:
        found = complaints(options.folder)
        return complain("; ".join(found) + ": run make previews", FAILED) if found else 0
    with kinds_for(settings) as kinds:
        for sheet in make_sheets(options.folder, options.photo, kinds.make):
            print(f"{sheet}: {sheet.stat().st_size / 1000:.0f} kB")
    return 0
