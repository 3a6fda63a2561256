"""Orders for training runs: two folders of pictures in, weights, a log and contact sheets out."""

from dataclasses import dataclass
from pathlib import Path

import torch

from engine.nets.devices import device_named
from engine.nets.layers import THIN_TAPS, layers_up_to
from engine.nets.vgg import Vgg19, rgb_weights
from engine.training.data import Crops, StyleCrops, read_folder
from engine.training.loop import Plan, Run
from engine.training.reader import ReaderPlan, ReaderRun
from engine.training.shown import Shown, States

STORED_SIDE = 304
"""Pixels of a picture's shorter side, at most: enough for a crop of 192, and 5,000 pictures fit into 2 GB."""
PHOTO_ZOOM = (0.6, 3.5)
"""Far on the side of enlarging: a photo painted at 1,280 px is four times the stored one, and smooth from pixel to
pixel."""
PAINTING_ZOOM = (0.6, 1.25)
"""Around 1, so that strokes in training are as many pixels wide as those of the painting to come."""
ROTATED = 0.7
"""Of photos and of paintings; the rest are upright, as most of what people send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOrder:
    photos: Path
    paintings: Path
    output: Path
    """The run's folder: state to go on from, averaged weights, log."""
    steps: int
    side: int
    contents: int
    styles: int
    learning_rate: float
    cool_down: int
    begin_from: Path | None
    seed: int
    compile: bool
    device: str
    threads: int


def open_run(order: TrainingOrder, vgg19: bytes) -> Run:
    """A run that goes on where the folder's last checkpoint ended. Raises BadPictures, CannotBegin."""
    if order.threads:
        torch.set_num_threads(order.threads)
    photos = Crops(read_folder(order.photos, short_side=STORED_SIDE), order.side, PHOTO_ZOOM, ROTATED)
    paintings = Crops(read_folder(order.paintings, short_side=STORED_SIDE), order.side, PAINTING_ZOOM, ROTATED)
    plan = Plan(
        steps=order.steps,
        contents=order.contents,
        styles=order.styles,
        learning_rate=order.learning_rate,
        cool_down=order.cool_down,
        seed=order.seed,
        compile=order.compile,
    )
    vgg = Vgg19(vgg19, device=device_named(order.device))
    return Run(order.output, vgg, photos, StyleCrops(paintings, photos), plan, begin_from=order.begin_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOrder:
    photos: Path
    paintings: Path
    output: Path
    """The run's folder: state to go on from, weights, log."""
    steps: int
    learning_rate: float
    begin_from: Path | None
    seed: int
    threads: int


def open_reader_run(order: ReaderOrder, vgg19: bytes) -> ReaderRun:
    """On the CPU, where a thin reader is wanted. Raises BadPictures, CannotBegin."""
    if order.threads:
        torch.set_num_threads(order.threads)
    photos, paintings = (read_folder(folder, short_side=STORED_SIDE) for folder in (order.photos, order.paintings))
    vgg = Vgg19(vgg19, device=torch.device("cpu"), deepest=THIN_TAPS[-1])
    plan = ReaderPlan(steps=order.steps, learning_rate=order.learning_rate, seed=order.seed)
    shown = Shown(photos, paintings, States(photos, paintings))
    convolutions = rgb_weights(vgg19, layers_up_to(THIN_TAPS))
    return ReaderRun(order.output, vgg, convolutions, shown, plan, begin_from=order.begin_from)
