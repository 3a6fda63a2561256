"""`impasto train`: trains the instant painter, and goes on where it was interrupted."""

import argparse
from pathlib import Path

from engine import before_torch
from engine.arguments import number, whole
from engine.commands.parsing import Subparsers
from engine.files import BadInput
from engine.settings import Settings
from engine.signals import on_signals
from engine.weights import vgg19_weights

STEPS = (1, 10_000_000)
CROPS = (32, 1024)
BATCH = (1, 256)


def add(commands: Subparsers) -> None:
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
    parser.set_defaults(command=train)


def train(options: argparse.Namespace, settings: Settings) -> int:
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
    on_signals(run.stop)
    run.train()
    print(f"{run.weights_file}: {run.step:,} of {order.steps:,} steps")
    return 0
