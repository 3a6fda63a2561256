"""The training run of the instant painter: seeded, resumable at any step, logging and drawing sheets as it goes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Generator, Tensor
from torch.nn.utils import clip_grad_norm_
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from engine.nets.norms import KnownNorms, MeasuredNorms, Moments
from engine.nets.painter import (
    CANVAS_SIDE,
    SIDE_MULTIPLE,
    SIGNATURE_TAPS,
    Corner,
    Painter,
    both_views,
    padded_to_multiple,
    signature_of,
)
from engine.nets.quantisation import dequantised, quantised
from engine.nets.vgg import Vgg19
from engine.training.data import Crops, StyleCrops
from engine.training.losses import (
    CONTENT_TAP,
    STYLE_TAPS,
    LossWeights,
    Statistics,
    content_error,
    scaled_total_variation,
    style_errors,
    style_statistics,
)
from engine.training.optimiser import Optimiser, shorten
from engine.training.sheet import contact_sheet

SURROUNDINGS = 64
"""Pixels, a multiple of SIDE_MULTIPLE. From 56 on a network that did know its border painted as it does inside."""

BOTH = 0.5
"""Share of the steps that paint by the moments of two views; the others by a picture's own, the way of small ones."""


class CannotBegin(Exception):
    """The state or the weights to go on from are not of this network and training: the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    steps: int
    """When the run is over, counted from its very beginning, interruptions included."""
    contents: int = 3
    styles: int = 3
    """A step paints each of its contents in each of its styles."""
    learning_rate: float = 1.5e-3
    warm_up: int = 200
    cool_down: int = 0
    """Over the last so many steps the learning rate falls to 0."""
    seed: int = 0
    checkpoint_seconds: float = 240
    compile: bool = True
    losses: LossWeights = field(default_factory=LossWeights)

    def rate_at(self, step: int) -> float:
        rising = min(1.0, (step + 1) / max(1, self.warm_up))
        falling = min(1.0, (self.steps - step) / max(1, self.cool_down))
        return self.learning_rate * min(rising, falling)


class Run:
    """One folder: `state.pt` to go on from, `painter.safetensors` (the averaged weights), `log.tsv`, `sheet.jpg`.

    `train` belongs to one thread; `stop` may be called from a signal handler. Raises CannotBegin.
    """

    def __init__(
        self, folder: Path, vgg: Vgg19, photos: Crops, styles: StyleCrops, plan: Plan, *, begin_from: Path | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.vgg, self.photos, self.styles, self.plan = folder, vgg, photos, styles, plan
        torch.manual_seed(plan.seed)
        self.generator = Generator().manual_seed(plan.seed)
        self.painter = Painter().to(vgg.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        resumed = self._state_file.exists()
        if not resumed and begin_from is not None:
            self._begin_from(begin_from)
        elif not resumed:
            self._whiten_signatures()
        self.average = AveragedModel(self.painter, multi_avg_fn=get_ema_multi_avg_fn(0.999))  # type: ignore[no-untyped-call]
        self.optimiser = Optimiser(self.painter, plan.learning_rate)
        # Compiled, a step takes less than half the time: the normalisations and statistics cost more than convolutions.
        maybe = torch.compile if plan.compile else _as_it_is
        self._read = maybe(self._read_pictures)
        self._paint = maybe(self._paint_pictures)
        self._paint_both = maybe(self._paint_pictures_of_both)
        self._paint_by = maybe(self._paint_pictures_by)
        self._judge = maybe(self._judge_pictures)
        self.step, self.paintings = 0, 0
        self._asked_to_stop = False
        if resumed:
            self._resume()

    @property
    def weights_file(self) -> Path:
        return self.folder / "painter.safetensors"

    @property
    def _state_file(self) -> Path:
        return self.folder / "state.pt"

    def stop(self) -> None:
        """After the step under way, whose result is saved."""
        self._asked_to_stop = True

    def train(self) -> None:
        saved = time.monotonic()
        with tqdm(total=self.plan.steps, initial=self.step, unit="step", smoothing=0.05) as bar:
            while self.step < self.plan.steps and not self._asked_to_stop:
                losses = self.take_step()
                bar.update()
                bar.set_postfix_str(" ".join(f"{name} {value:.3f}" for name, value in losses.items()))
                if self.step % 20 == 0:
                    self._log(losses)
                if time.monotonic() - saved > self.plan.checkpoint_seconds:
                    self.save()
                    saved = time.monotonic()
        self.save()

    def take_step(self) -> dict[str, float]:
        """One batch; the losses by name, `total` among them."""
        contents = self.photos.draw(self.plan.contents, self.generator).to(self.vgg.device)
        styles = self.styles.draw(self.plan.styles, self.generator).to(self.vgg.device)
        losses = self._losses(contents, styles)
        self.painter.zero_grad()
        losses["total"].backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(self.painter.parameters(), 1.0)
        self.optimiser.step(self.plan.rate_at(self.step))
        self.average.update_parameters(self.painter)
        self.step += 1
        self.paintings += len(contents) * len(styles)
        return {name: loss.item() for name, loss in losses.items()}

    def _losses(self, contents: Tensor, styles: Tensor) -> dict[str, Tensor]:
        rows = torch.arange(len(contents)).repeat_interleave(len(styles))
        columns = torch.arange(len(styles)).repeat(len(contents))
        signatures, wanted, structure = self._read(contents, styles)
        side = contents.shape[-1]
        corners = self._corners_at_random(len(rows))
        pictures = contents[rows].contiguous(memory_format=torch.channels_last)
        paint = self._paint_both if torch.rand(1, generator=self.generator) < BOTH else self._paint
        painted, moments = paint(pictures, signatures[columns], self._canvases(corners, side))
        wanted = {tap: found.of_pictures(columns) for tap, found in wanted.items()}
        losses = self._judge(painted, wanted, structure[rows])
        place = self._place_error(painted, pictures, signatures[columns], moments, corners)
        return {**losses, "place": place, "total": losses["total"] + self.plan.losses.place * place}

    def _place_error(
        self, painted: Tensor, pictures: Tensor, signatures: Tensor, moments: list[Moments], corners: list[Corner]
    ) -> Tensor:
        """Of the first painting in each style: how far it is from what it would be amid reflected surroundings, and
        with another pixel of the photo in the corner of the network's grid.

        Otherwise the network knows from the reflection padding where it is, and paints a frame; and strokes end at the
        grid's lines, as blots with upright and level edges.
        """
        few, side = slice(self.plan.styles), painted.shape[-1]
        wide_side = side + 2 * SURROUNDINGS - SIDE_MULTIPLE
        down, across = (2 * torch.randint(SIDE_MULTIPLE // 2, (2,), generator=self.generator)).tolist()
        above, before = SURROUNDINGS - down, SURROUNDINGS - across
        wide = padded_to_multiple(pictures[few], SURROUNDINGS)[
            ..., down : down + wide_side, across : across + wide_side
        ]
        wide = wide.contiguous(memory_format=torch.channels_last)
        canvas = self._canvases([(top - above, left - before) for top, left in corners[few]], wide_side)
        seen = [Moments(layer.mean[few], layer.inverse_deviation[few]) for layer in moments]
        elsewhere = self._paint_by(wide, signatures[few], seen, canvas).detach()
        return (painted[few] - elsewhere[..., above : above + side, before : before + side]).abs().mean()

    @torch.no_grad()
    def _read_pictures(self, contents: Tensor, styles: Tensor) -> tuple[Tensor, dict[str, Statistics], Tensor]:
        features = self.vgg.features(styles, STYLE_TAPS)
        structure = self.vgg.features(contents, [CONTENT_TAP])[CONTENT_TAP]
        return signature_of(features), style_statistics(features), structure

    def _corners_at_random(self, count: int) -> list[Corner]:
        """Another part of the canvas for each painting."""
        corners = 2 * torch.randint(CANVAS_SIDE, (count, 2), generator=self.generator)
        return [(top, left) for top, left in corners.tolist()]

    def _canvases(self, corners: list[Corner], side: int) -> Tensor:
        return torch.cat([self.painter.canvas(side, side, corner) for corner in corners])

    def _paint_pictures(self, contents: Tensor, signatures: Tensor, canvas: Tensor) -> tuple[Tensor, list[Moments]]:
        with torch.autocast(self.vgg.device.type, dtype=torch.bfloat16):
            norms = MeasuredNorms(self.painter.code(signatures))
            return self.painter.paint(contents, norms, canvas), norms.moments

    def _paint_pictures_of_both(
        self, contents: Tensor, signatures: Tensor, canvas: Tensor
    ) -> tuple[Tensor, list[Moments]]:
        """By the moments of each content and of the content laid on its side, as one: the way of large pictures."""
        with torch.autocast(self.vgg.device.type, dtype=torch.bfloat16):
            norms = MeasuredNorms(self.painter.code(signatures), views=2)
            painted = self.painter.paint(both_views(contents), norms, canvas.repeat(2, 1, 1, 1))
            return painted[: len(contents)], norms.moments

    def _paint_pictures_by(
        self, contents: Tensor, signatures: Tensor, moments: list[Moments], canvas: Tensor
    ) -> Tensor:
        """With gradients that nobody asks for: what is made for them compiles into a third of the time."""
        with torch.autocast(self.vgg.device.type, dtype=torch.bfloat16):
            painted: Tensor = self.painter.paint(contents, KnownNorms(self.painter.code(signatures), moments), canvas)
        return painted

    def _judge_pictures(self, painted: Tensor, wanted: dict[str, Statistics], structure: Tensor) -> dict[str, Tensor]:
        features = self.vgg.features(painted, STYLE_TAPS)
        moments, covariance = style_errors(style_statistics(features), wanted)
        content = content_error(features[CONTENT_TAP], structure)
        variation = scaled_total_variation(painted)
        weights = self.plan.losses
        total = (
            weights.moments * moments
            + weights.covariance * covariance
            + weights.content * content
            + weights.total_variation * variation
        )
        return {
            "total": total,
            "moments": moments,
            "covariance": covariance,
            "content": content,
            "total_variation": variation,
        }

    @torch.no_grad()
    def _whiten_signatures(self, batches: int = 40) -> None:
        seen = torch.cat(
            [
                signature_of(self.vgg.features(self.styles.draw(8, self.generator).to(self.vgg.device), SIGNATURE_TAPS))
                for _ in range(batches)
            ]
        )
        self.painter.signature_mean.copy_(seen.mean(dim=0))
        self.painter.signature_deviation.copy_(seen.std(dim=0).clamp_min(0.02))

    def save(self) -> None:
        state = {
            "step": self.step,
            "painter": self.painter.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "generator": self.generator.get_state(),
            "paintings": self.paintings,
        }
        with replacing(self._state_file) as part:
            torch.save(state, part)
        with replacing(self.weights_file) as part:
            save_file(quantised(self.average.module.state_dict()), part, {"format": "pt", "steps": str(self.step)})
        averaged = cast(Painter, self.average.module)
        sheet = contact_sheet(averaged, self.vgg, self.photos, self.styles.paintings)
        with replacing(self.folder / "sheet.jpg") as part:
            sheet.save(part, "JPEG", quality=90)

    def _begin_from(self, weights_file: Path) -> None:
        try:
            self.painter.load_state_dict(dequantised(load_file(weights_file)))
        except (OSError, SafetensorError, KeyError, RuntimeError) as error:
            raise CannotBegin(f"{weights_file} holds no weights of this painter: correct --from") from error
        shorten(self.painter)

    def _resume(self) -> None:
        state: dict[str, Any] = torch.load(self._state_file, map_location=self.vgg.device, weights_only=True)
        try:
            self.painter.load_state_dict(state["painter"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.paintings = state["paintings"]
        except (KeyError, ValueError, RuntimeError) as error:
            raise CannotBegin(
                f"{self._state_file} was left by another version of the training; to go on from its weights, give "
                f"--from {self.weights_file} and another folder as --out"
            ) from error
        self.generator.set_state(state["generator"].cpu())
        self.step = state["step"]

        self._forget_later_lines()

    @property
    def _log_file(self) -> Path:
        return self.folder / "log.tsv"

    def _forget_later_lines(self) -> None:
        """Of steps that are taken again, since the state is of before them."""
        if self._log_file.exists():
            heading, *lines = self._log_file.read_text(encoding="utf-8").splitlines()
            known = [line for line in lines if int(line.split("\t")[1]) <= self.step]
            self._log_file.write_text("\n".join([heading, *known]) + "\n", encoding="utf-8")

    def _log(self, losses: dict[str, float]) -> None:
        with self._log_file.open("a", encoding="utf-8") as log:
            if log.tell() == 0:
                log.write("\t".join(["time", "step", "paintings", *losses]) + "\n")
            counts = [f"{time.time():.0f}", str(self.step), str(self.paintings)]
            log.write("\t".join([*counts, *(f"{value:.4f}" for value in losses.values())]) + "\n")


def _as_it_is(function: Any) -> Any:
    return function


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A path to write to, put in the file's place when all is written: there is a whole one at any time."""
    part = file.with_suffix(".part")
    yield part
    part.replace(file)
