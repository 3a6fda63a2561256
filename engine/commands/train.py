"""`impasto train`: trains the instant painter or the thin reader, and goes on where it was interrupted."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine import before_torch
from engine.arguments import number, whole
from engine.commands.parsing import Subparsers
from engine.files import BadInput
from engine.settings import Settings
from engine.signals import on_signals
from engine.weights import vgg19_weights

if TYPE_CHECKING:  # so that the command line does not load torch
    from engine.training.loop import Run
    from engine.training.order import ReaderOrder, TrainingOrder
    from engine.training.reader import ReaderRun

STEPS = (1, 10_000_000)
CROPS = (32, 1024)
BATCH = (1, 256)
PAINTER, READER = "painter", "reader"
USUAL_STEPS = {PAINTER: 100_000, READER: 8_000}
USUAL_RATES = {PAINTER: 1.5e-3, READER: 2e-3}


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("train", help="train one of our networks; goes on where it was interrupted")
    parser.add_argument(
        "network",
        nargs="?",
        choices=(PAINTER, READER),
        default=PAINTER,
        help="the instant painter, or the thin reader, which sees nearly what VGG-19 sees (default: %(default)s)",
    )
    parser.add_argument("--photos", type=Path, required=True, metavar="DIR", help="pictures to paint")
    parser.add_argument("--paintings", type=Path, required=True, metavar="DIR", help="pictures whose style to learn")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the run's folder: state, weights, log")
    parser.add_argument("--steps", type=whole(STEPS), help=f"in all (default: {_usual(USUAL_STEPS)})")
    parser.add_argument(
        "--side", type=whole(CROPS), default=128, help="pixels of a crop; the painter's alone (default: %(default)s)"
    )
    parser.add_argument(
        "--contents", type=whole(BATCH), default=3, help="a step's, of the painter (default: %(default)s)"
    )
    parser.add_argument("--styles", type=whole(BATCH), default=3, help="for each of those (default: %(default)s)")
    parser.add_argument("--rate", type=number((1e-6, 1e-1)), help=f"of learning (default: {_usual(USUAL_RATES)})")
    parser.add_argument(
        "--cool-down", type=whole(STEPS), default=1, help="the painter's last steps, to rate 0 (default: %(default)s)"
    )
    parser.add_argument(
        "--from", dest="begin_from", type=Path, metavar="FILE", help="weights to begin with (default: none)"
    )
    parser.add_argument("--seed", type=int, default=0, help="the same number, the same run (default: %(default)s)")
    parser.add_argument(
        "--no-compile", action="store_true", help="start at once and run at half the speed (default: no)"
    )
    parser.set_defaults(command=train)


def train(options: argparse.Namespace, settings: Settings) -> int:
    before_torch.prepare()
    from engine.training.data import BadPictures
    from engine.training.loop import CannotBegin

    try:
        run = _open(options, settings)
    except (BadPictures, CannotBegin) as error:
        raise BadInput(str(error)) from error
    except OSError as error:
        raise BadInput(f"cannot keep a run in {options.out}: {error.strerror}") from error
    on_signals(run.stop)
    run.train()
    print(f"{run.weights_file}: {run.step:,} of {run.plan.steps:,} steps")
    return 0


def _open(options: argparse.Namespace, settings: Settings) -> "Run | ReaderRun":
    from engine.training.order import open_reader_run, open_run

    vgg19 = vgg19_weights(settings.vgg19_weights)
    if options.network == READER:
        return open_reader_run(_reader_order(options, settings), vgg19)
    return open_run(_painter_order(options, settings), vgg19)


def _reader_order(options: argparse.Namespace, settings: Settings) -> "ReaderOrder":
    from engine.training.order import ReaderOrder

    return ReaderOrder(
        photos=options.photos,
        paintings=options.paintings,
        output=options.out,
        steps=options.steps or USUAL_STEPS[READER],
        learning_rate=options.rate or USUAL_RATES[READER],
        begin_from=options.begin_from,
        seed=options.seed,
        threads=settings.threads,
    )


def _painter_order(options: argparse.Namespace, settings: Settings) -> "TrainingOrder":
    from engine.training.order import TrainingOrder

    return TrainingOrder(
        photos=options.photos,
        paintings=options.paintings,
        output=options.out,
        steps=options.steps or USUAL_STEPS[PAINTER],
        side=options.side,
        contents=options.contents,
        styles=options.styles,
        learning_rate=options.rate or USUAL_RATES[PAINTER],
        cool_down=options.cool_down,
        begin_from=options.begin_from,
        seed=options.seed,
        compile=not options.no_compile,
        device=settings.device,
        threads=settings.threads,
    )


def _usual(by_network: Mapping[str, float]) -> str:
    return ", ".join(f"{value:g} for the {network}" for network, value in by_network.items())
