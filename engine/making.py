"""One piece of work from the command line: made at once, written to a file, with a bar on the way."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from engine import before_torch
from engine.failures import BadImage
from engine.files import TEXTS, BadInput, read_file, writable
from engine.kinds import Inputs, Kinds, Made
from engine.settings import Settings
from engine.weights import all_weights
from storage.names import ImageRef
from storage.work import Unreadable, Work

Files = Mapping[str, Sequence[Path]]
"""The work's inputs by role, as files."""


def inputs_in(files: Files) -> Inputs:
    """Raises BadInput."""
    return {role: [read_file(path) for path in paths] for role, paths in files.items()}


def ref_of(data: bytes) -> ImageRef:
    return ImageRef(hashlib.sha256(data).hexdigest())


@contextmanager
def kinds_for(settings: Settings) -> Iterator[Kinds]:
    """Raises WeightsMissing."""
    before_torch.prepare()
    kinds = Kinds(all_weights(settings.vgg19_weights), device=settings.device, threads=settings.threads)
    try:
        yield kinds
    finally:
        kinds.close()


def make_file(
    work: Work, inputs: Inputs, files: Files, output: Path, settings: Settings, *, show_bar: bool | None = None
) -> Made:
    """Make the work and write it to `output`. Raises BadInput, which names the file at fault, and CannotPaint.

    `show_bar` None shows a bar where a person looks: on a terminal.
    """
    with writable(output), kinds_for(settings) as kinds, bar("painting", show=show_bar) as on_fraction:
        try:
            made = kinds.make(work, inputs, lambda fraction, _: on_fraction(fraction))
        except BadImage as error:
            raise BadInput(f"{files[error.role][error.index]} {TEXTS[error.reason]}") from error
        except Unreadable as error:
            raise BadInput(str(error)) from error
        output.write_bytes(made.data)
    return made


@contextmanager
def bar(verb: str, *, show: bool | None = None) -> Iterator[Callable[[float], None]]:
    """A function that takes the fraction done. `show` as for `make_file`."""
    with tqdm(
        total=100,
        desc=verb,
        bar_format="{desc} {percentage:3.0f} % |{bar}| {elapsed} < {remaining}",
        disable=None if show is None else not show,
        leave=False,
    ) as shown:
        yield lambda fraction: shown.update(100 * fraction - shown.n)
