"""The `impasto` command. A new subcommand is one function here and its name in COMMANDS."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeAlias

from engine import before_torch
from engine.arguments import number, whole
from engine.controls import FACES_KEPT, NOT_KEPT, add_controls, init_file, settings_of
from engine.executors import LocalExecutor
from engine.failures import CannotPaint, is_out_of_memory
from engine.health import workers_at
from engine.logs import configure_logging
from engine.methods import METHODS
from engine.methods.optimise.settings import BadSettings
from engine.previews import complaints, make_sheets
from engine.settings import BadSetting, Settings
from engine.stylize import BadInput, Order, stylize
from engine.textures import Made, QuiltOrder, TextureOrder, make_quilt, make_texture
from engine.weights import WeightsMissing, all_weights, vgg19_weights
from engine.worker import Worker
from storage.database import StorageError
from storage.store import Storage

FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130
LONGEST_SIDES = (16, 10_000)
SWATCH_SIDES = (32, 2048)
KILOBYTES = (1, 100_000)
BLOCKS = (4, 512)
BRUSH_SIZES = (0.25, 4.0)
WEIGHTS = (0.01, 100.0)
STEPS = (1, 10_000_000)
CROPS = (32, 1024)
BATCH = (1, 256)

Command = Callable[[argparse.Namespace, Settings], int]


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, where argparse itself would put the whole usage in front."""
        self.exit(BAD_INPUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


Subparsers: TypeAlias = "argparse._SubParsersAction[OneLineParser]"


def run_command(commands: Subparsers) -> None:
    parser = commands.add_parser("run", help="paint the jobs that the bot takes in, until stopped")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: IMPASTO_DATA, else data)")
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="end when standard input closes, so as not to outlive a parent"
    )
    parser.set_defaults(command=run)


def stylize_command(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "stylize",
        help="paint one photo without any bot",
        usage="impasto stylize CONTENT STYLE [STYLE …] -o FILE.jpg [options]",
    )
    parser.add_argument("content", type=Path, metavar="CONTENT", help="the photo to paint")
    parser.add_argument("styles", type=Path, nargs="+", metavar="STYLE", help="pictures whose style to use")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jpg", help="the painting to write")
    parser.add_argument("--method", choices=METHODS, default="optimise", help="how to paint (default: %(default)s)")
    parser.add_argument(
        "--size", type=whole(LONGEST_SIDES), default=512, help="pixels of the longer side (default: %(default)s)"
    )
    parser.add_argument(
        "--strength", type=number((0, 1)), default=1.0, help="from 0, the photo, to 1, all style (default: 1)"
    )
    parser.add_argument(
        "--brush-size", type=number(BRUSH_SIZES), default=1.0, help="2 makes strokes twice as large (default: 1)"
    )
    parser.add_argument(
        "--weights", type=number(WEIGHTS), nargs="+", default=[], help="a share for each style (default: all the same)"
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another chance (default: %(default)s)")
    add_controls(parser)
    parser.set_defaults(command=stylize_files)


def health_command(commands: Subparsers) -> None:
    parser = commands.add_parser("health", help="tell whether an engine is at work: exit code 0 if so, else 1")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: IMPASTO_DATA, else data)")
    parser.set_defaults(command=health)


def train_command(commands: Subparsers) -> None:
    parser = commands.add_parser("train", help="train the instant painter; goes on where it was interrupted")
    parser.add_argument("--photos", type=Path, required=True, metavar="DIR", help="pictures to paint")
    parser.add_argument("--paintings", type=Path, required=True, metavar="DIR", help="pictures whose style to learn")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the run's folder: state, weights, log")
    parser.add_argument("--steps", type=whole(STEPS), default=100_000, help="in all (default: %(default)s)")
    parser.add_argument("--side", type=whole(CROPS), default=128, help="pixels of a crop (default: %(default)s)")
    parser.add_argument("--contents", type=whole(BATCH), default=3, help="contents a step (default: %(default)s)")
    parser.add_argument("--styles", type=whole(BATCH), default=3, help="styles for each (default: %(default)s)")
    parser.add_argument("--rate", type=number((1e-6, 1e-1)), default=1.5e-3, help="of learning (default: %(default)s)")
    parser.add_argument(
        "--cool-down", type=whole(STEPS), default=1, help="last steps, to rate 0 (default: %(default)s)"
    )
    parser.add_argument(
        "--from", dest="begin_from", type=Path, metavar="FILE", help="weights to begin with (default: none)"
    )
    parser.add_argument("--seed", type=int, default=0, help="the same number, the same run (default: %(default)s)")
    parser.add_argument(
        "--no-compile", action="store_true", help="start at once and run at half the speed (default: no)"
    )
    parser.set_defaults(command=train_painter)


def texture_command(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "texture", help="make a swatch of a painting's strokes and palette, without its objects"
    )
    parser.add_argument("style", type=Path, metavar="STYLE", help="the painting")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jpg", help="the swatch to write")
    parser.add_argument(
        "--size", type=whole(SWATCH_SIDES), default=768, help="pixels of each side (default: %(default)s)"
    )
    parser.add_argument(
        "--brush-size", type=number(BRUSH_SIZES), default=1.0, help="2 makes strokes twice as large (default: 1)"
    )
    parser.add_argument(
        "--kilobytes", type=whole(KILOBYTES), metavar="N", help="the file's size at most (default: no limit)"
    )
    parser.add_argument("--tileable", action="store_true", help="let opposite edges fit each other (default: no)")
    parser.add_argument(
        "--shallow", action="store_true", help="match strokes and patches alone, if objects come back (default: no)"
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another chance (default: %(default)s)")
    parser.set_defaults(command=texture)


def quilt_command(commands: Subparsers) -> None:
    parser = commands.add_parser("quilt", help="sew a swatch, or a photo's likeness, from pieces of a painting")
    parser.add_argument("style", type=Path, metavar="STYLE", help="the painting to cut into pieces")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jpg", help="the quilt to write")
    parser.add_argument("--content", type=Path, metavar="PHOTO", help="the photo to imitate (default: none, a swatch)")
    parser.add_argument(
        "--size", type=whole(SWATCH_SIDES), default=512, help="pixels of the longer side (default: %(default)s)"
    )
    parser.add_argument(
        "--block", type=whole(BLOCKS), default=36, help="pixels of a piece's side (default: %(default)s)"
    )
    parser.add_argument(
        "--brush-size", type=number(BRUSH_SIZES), default=1.0, help="2 makes strokes twice as large (default: 1)"
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another chance (default: %(default)s)")
    parser.set_defaults(command=quilt)


def previews_command(commands: Subparsers) -> None:
    parser = commands.add_parser("previews", help="paint the contact sheets that ship with the presets")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where presets.toml is")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--photo", type=Path, metavar="PHOTO", help="what to paint: its middle, as a square")
    wanted.add_argument("--check", action="store_true", help="only tell whether the sheets still fit: 0 if so, else 1")
    parser.set_defaults(command=previews)


COMMANDS = (
    run_command,
    stylize_command,
    texture_command,
    quilt_command,
    previews_command,
    train_command,
    health_command,
)


def run(options: argparse.Namespace, settings: Settings) -> int:
    configure_logging(settings.log_level)
    executor = _executor(settings)
    with _opened(options.data or settings.data) as storage:
        worker = Worker(storage, executor)
        _on_signals(worker.stop)
        if options.exit_with_parent:
            threading.Thread(target=_end_with_standard_input, daemon=True).start()
        try:
            worker.run()
        finally:
            executor.close()
    return 0


def stylize_files(options: argparse.Namespace, settings: Settings) -> int:
    order = Order(
        content=options.content,
        styles=options.styles,
        weights=options.weights,
        init=init_file(options),
        regions=options.region,
        output=options.output,
        method=options.method,
        longest_side=options.size,
        strength=options.strength,
        brush_size=options.brush_size,
        keep_colours=options.keep_colours != NOT_KEPT,
        keep_faces=options.faces == FACES_KEPT,
        seed=options.seed,
        settings=settings_of(options),
    )
    executor = _executor(settings)
    try:
        painting = stylize(order, executor)
    finally:
        executor.close()
    print(f"{order.output}: {painting.width} × {painting.height}, painted in {painting.seconds:.1f} s")
    return 0


def train_painter(options: argparse.Namespace, settings: Settings) -> int:
    before_torch.prepare()
    from engine.training.data import BadPictures
    from engine.training.loop import CannotBegin
    from engine.training.order import TrainingOrder, open_run

    order = TrainingOrder(
        photos=options.photos,
        paintings=options.paintings,
        output=options.out,
        steps=options.steps,
        side=options.side,
        contents=options.contents,
        styles=options.styles,
        learning_rate=options.rate,
        cool_down=options.cool_down,
        begin_from=options.begin_from,
        seed=options.seed,
        compile=not options.no_compile,
        device=settings.device,
        threads=settings.threads,
    )
    try:
        run = open_run(order, vgg19_weights(settings.vgg19_weights))
    except (BadPictures, CannotBegin) as error:
        raise BadInput(str(error)) from error
    except OSError as error:
        raise BadInput(f"cannot keep a run in {order.output}: {error.strerror}") from error
    _on_signals(run.stop)
    run.train()
    print(f"{run.weights_file}: {run.step:,} of {order.steps:,} steps")
    return 0


def texture(options: argparse.Namespace, settings: Settings) -> int:
    before_torch.prepare()
    order = TextureOrder(
        style=options.style,
        output=options.output,
        side=options.size,
        brush_size=options.brush_size,
        tileable=options.tileable,
        shallow=options.shallow,
        seed=options.seed,
        most_bytes=options.kilobytes and options.kilobytes * 1000,
    )
    weights = vgg19_weights(settings.vgg19_weights)
    return _tell(order.output, make_texture(order, weights, device=settings.device, threads=settings.threads))


def quilt(options: argparse.Namespace, settings: Settings) -> int:
    before_torch.prepare()
    order = QuiltOrder(
        style=options.style,
        content=options.content,
        output=options.output,
        side=options.size,
        block=options.block,
        brush_size=options.brush_size,
        seed=options.seed,
    )
    return _tell(order.output, make_quilt(order, threads=settings.threads))


def previews(options: argparse.Namespace, settings: Settings) -> int:
    if options.check:
        found = complaints(options.folder)
        return _complain("; ".join(found) + ": run make previews", FAILED) if found else 0
    executor = _executor(settings)
    try:
        for sheet in make_sheets(options.folder, options.photo, executor):
            print(f"{sheet}: {sheet.stat().st_size / 1000:.0f} kB")
    finally:
        executor.close()
    return 0


def _tell(path: Path, made: Made) -> int:
    print(f"{path}: {made.width} × {made.height}, made in {made.seconds:.1f} s")
    return 0


def health(options: argparse.Namespace, settings: Settings) -> int:
    workers = workers_at(options.data or settings.data)
    for worker in workers:
        print(f"{worker.name} is at work on {worker.device} with {worker.threads} threads")
    return 0 if workers else _complain("no engine has been at work during the last minute", FAILED)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options, Settings.from_environment(os.environ))
    except (BadInput, BadSetting, BadSettings) as error:
        return _complain(str(error), BAD_INPUT)
    except (CannotPaint, WeightsMissing, StorageError) as error:
        return _complain(str(error), FAILED)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)
    except Exception as error:
        if is_out_of_memory(error):
            return _complain("there is not enough memory; a smaller --size needs less", FAILED)
        raise


def _parser() -> OneLineParser:
    parser = OneLineParser(prog="impasto", description="Paint a photo in the style of another picture.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=OneLineParser)
    for add in COMMANDS:
        add(commands)
    return parser


def _executor(settings: Settings) -> LocalExecutor:
    before_torch.prepare()
    weights = all_weights(settings.vgg19_weights)
    return LocalExecutor(weights, device=settings.device, threads=settings.threads)


def _opened(folder: Path) -> Storage:
    try:
        return Storage.open(folder)
    except OSError as error:
        raise BadInput(f"cannot use the data folder {folder}: {error.strerror}") from error


def _on_signals(stop: Callable[[], None]) -> None:
    """The first SIGTERM or Ctrl-C ends the work in good order, a second one at once."""

    def handle(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop()

    for caught in (signal.SIGTERM, signal.SIGINT):
        signal.signal(caught, handle)


def _end_with_standard_input() -> None:
    """The parent holds the other end: when it dies, however that happens, the pipe closes.

    `os.read`, because Python aborts when it ends while a thread waits inside the buffer of `sys.stdin`.
    """
    while os.read(sys.stdin.fileno(), 1024):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def _complain(message: str, exit_code: int) -> int:
    print(f"impasto: {message}", file=sys.stderr)
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
