"""`impasto again`: what a picture's own recipe describes, made once more from the files it was made from."""

import argparse
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from engine.commands.parsing import Subparsers
from engine.files import BadInput, read_file
from engine.making import Files, inputs_in, make_file, ref_of
from engine.settings import Settings
from storage.images import ImageStore
from storage.names import ImageRef
from storage.store import IMAGES_NAME
from storage.work import Work
from storage.work.recipe import recipe_in

SHORT = 8
"""Digits of a checksum that a person compares."""
MOST_BYTES = 200_000_000
"""A larger file is no picture that could be opened here, and is not read for its checksum."""


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("again", help="make a picture again, from the recipe that is in it")
    parser.add_argument("file", type=Path, metavar="FILE", help="a picture that Impasto made")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE.jpg", help="the picture to write (default: FILE-again.jpg)"
    )
    parser.add_argument(
        "--look-in",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="where its photo and styles may be; repeatable (default: FILE's folder, this one and the data folder)",
    )
    parser.set_defaults(command=again)


def again(options: argparse.Namespace, settings: Settings) -> int:
    work = recipe_in(read_file(options.file))
    if work is None:
        raise BadInput(f"{options.file} tells no recipe that this version could follow")
    files = files_of(work, [*options.look_in, options.file.parent, Path(), settings.data])
    output = options.output or options.file.with_name(f"{options.file.stem}-again.jpg")
    made = make_file(work, inputs_in(files), files, output, settings)
    print(f"{output}: {made.width} × {made.height}, made in {made.seconds:.1f} s")
    return 0


def files_of(work: Work, folders: Sequence[Path]) -> Files:
    """Each input by its checksum, in the folders and in the image stores of those that are data folders.

    Raises BadInput, which names what is missing.
    """
    found: dict[ImageRef, Path] = {}
    wanted = {ref for refs in work.inputs().values() for ref in refs}
    for ref, path in _pictures_in(folders, wanted):
        found.setdefault(ref, path)
        if len(found) == len(wanted):
            break
    missing = [
        f"{role} {ref[:SHORT]}"
        for role, refs in work.inputs().items()
        for ref in dict.fromkeys(refs)
        if ref not in found
    ]
    if missing:
        raise BadInput(f"what it was made from is not here: {', '.join(missing)}; --look-in DIR says where it is")
    return {role: [found[ref] for ref in refs] for role, refs in work.inputs().items()}


def _pictures_in(folders: Sequence[Path], wanted: set[ImageRef]) -> Iterator[tuple[ImageRef, Path]]:
    stored = (ImageStore(folder / IMAGES_NAME).path(ref) for folder in folders for ref in wanted)
    beside = (path for folder in folders for path in _paths_in(folder))
    for path in chain(stored, beside):
        ref = _ref_at(path)
        if ref in wanted:
            yield ref, path


def _paths_in(folder: Path) -> Sequence[Path]:
    """None where it cannot be looked into: what is missing is told by name."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _ref_at(path: Path) -> ImageRef | None:
    """None where there is no file, or none that can be read: it may have nothing to do with the picture."""
    try:
        may_be_one = path.is_file() and path.stat().st_size <= MOST_BYTES
        return ref_of(path.read_bytes()) if may_be_one else None
    except OSError:
        return None
