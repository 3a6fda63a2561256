"""The training run of the thin reader: seeded, resumable, logging as it goes. It learns to see what VGG-19 sees."""

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Generator, Tensor
from torch.nn.utils import clip_grad_norm_
from tqdm import tqdm

from engine.nets.layers import THIN_TAPS
from engine.nets.thin_reader import ThinNetwork
from engine.nets.vgg import Vgg19
from engine.training.loop import CannotBegin, replacing
from engine.training.pruning import Convolutions, pruned
from engine.training.shown import Shown

STYLE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
COVARIANCE_WEIGHT = 0.3
"""Beside the features' own error, at each of STYLE_TAPS."""
STRIDES = {"1": 4, "2": 2}
"""By block: of early taps one position in 16 and one in 4 is compared."""
FLATNESS = 1e-3
"""As in engine.methods.losses.gram."""
MOST_COVARIANCE_ERROR = 2.0
PRUNING_BATCHES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPlan:
    steps: int
    """When the run is over, counted from its very beginning, interruptions included."""
    learning_rate: float = 2e-3
    warm_up: int = 100
    paint_every: int = 400
    """Steps from one round of paintings by the newest reader to the next."""
    paintings: int = 6
    """In a round."""
    seed: int = 0
    checkpoint_seconds: float = 180

    def rate_at(self, step: int) -> float:
        rising = min(1.0, (step + 1) / max(1, self.warm_up))
        return self.learning_rate * rising * (0.5 + 0.5 * math.cos(math.pi * min(1.0, step / self.steps)))


class ReaderRun:
    """One folder: `state.pt` to go on from, `thin_reader.safetensors`, `log.tsv`. States are not kept there: they are
    painted anew by the reader that goes on.

    `train` belongs to one thread; `stop` may be called from a signal handler. Raises CannotBegin.
    """

    def __init__(
        self,
        folder: Path,
        vgg: Vgg19,
        convolutions: Convolutions,
        shown: Shown,
        plan: ReaderPlan,
        *,
        begin_from: Path | None = None,
    ) -> None:
        """Begins with VGG-19 pruned, or with weights of an earlier run."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.vgg, self.shown, self.plan = folder, vgg, shown, plan
        self.generator = Generator().manual_seed(plan.seed)
        self.step = 0
        self._asked_to_stop = False
        resumed = self._state_file.exists()
        self._knows_to_paint = resumed or begin_from is not None
        if resumed:
            self.network = ThinNetwork()
        else:
            self.network = self._pruned(convolutions) if begin_from is None else network_in(begin_from)
        self.network = self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.optimiser = torch.optim.AdamW(self.network.parameters(), betas=(0.9, 0.98), weight_decay=1e-4)
        if resumed:
            self._resume()

    @property
    def weights_file(self) -> Path:
        return self.folder / "thin_reader.safetensors"

    @property
    def _state_file(self) -> Path:
        return self.folder / "state.pt"

    def stop(self) -> None:
        """After the step or the painting under way; what was learnt is saved."""
        self._asked_to_stop = True

    def train(self) -> None:
        saved = time.monotonic()
        if self._knows_to_paint:
            self._paint()
        with tqdm(total=self.plan.steps, initial=self.step, unit="step", smoothing=0.05) as bar:
            while self.step < self.plan.steps and not self._asked_to_stop:
                errors = self.take_step()
                bar.update()
                if self.step % 20 == 0:
                    self._log(errors)
                if self.step % self.plan.paint_every == 0:
                    self._paint()
                if time.monotonic() - saved > self.plan.checkpoint_seconds:
                    self.save()
                    saved = time.monotonic()
        self.save()

    def take_step(self) -> dict[str, float]:
        """One batch; the errors by name."""
        pictures = self.shown.draw(self.step, self.generator)
        errors = self._errors(pictures)
        loss = torch.stack(
            [error * (1.0 if name in THIN_TAPS else COVARIANCE_WEIGHT) for name, error in errors.items()]
        )
        self.optimiser.zero_grad()
        loss.sum().backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(self.network.parameters(), 2.0)
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.rate_at(self.step)
        self.optimiser.step()
        self.step += 1
        return {name: error.item() for name, error in errors.items()}

    def _errors(self, pictures: Tensor) -> dict[str, Tensor]:
        corner = torch.randint(4, (2,), generator=self.generator).tolist()
        with torch.no_grad():
            full = self.vgg.features(pictures, THIN_TAPS)
        with torch.autocast(self.vgg.device.type, dtype=torch.bfloat16):
            thin = self.network.features(pictures)
            seen = {tap: self.network.seen_as_vgg(tap, _sampled(thin[tap], tap, corner)) for tap in THIN_TAPS}
        errors = {}
        for tap in THIN_TAPS:
            wanted = _sampled(full[tap], tap, corner).float() / self.network.scale(tap)
            errors[tap] = feature_error(seen[tap].float(), wanted)
            if tap in STYLE_TAPS:
                errors[f"covariance {tap}"] = covariance_error(seen[tap].float(), wanted)
        return errors

    def _pruned(self, convolutions: Convolutions) -> ThinNetwork:
        crops = torch.cat([self.shown.draw(0, self.generator) for _ in range(PRUNING_BATCHES)])
        return pruned(self.vgg, convolutions, crops)

    def _paint(self) -> None:
        self.shown.states.paint(self.network, self.plan.paintings, self.generator, lambda: self._asked_to_stop)

    def save(self) -> None:
        state = {
            "step": self.step,
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "generator": self.generator.get_state(),
        }
        with replacing(self._state_file) as part:
            torch.save(state, part)
        weights = {name: value.half().contiguous() for name, value in self.network.state_dict().items()}
        with replacing(self.weights_file) as part:
            save_file(weights, part, {"format": "pt", "steps": str(self.step)})

    def _resume(self) -> None:
        state: dict[str, Any] = torch.load(self._state_file, weights_only=True)
        try:
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
        except (KeyError, ValueError, RuntimeError) as error:
            raise CannotBegin(
                f"{self._state_file} was left by another version of the training; give another folder as --out"
            ) from error
        self.generator.set_state(state["generator"])
        self.step = state["step"]

    def _log(self, errors: dict[str, float]) -> None:
        with (self.folder / "log.tsv").open("a", encoding="utf-8") as log:
            if log.tell() == 0:
                log.write("\t".join(["time", "step", "states", *errors]) + "\n")
            counts = [f"{time.time():.0f}", str(self.step), str(len(self.shown.states.pictures))]
            log.write("\t".join([*counts, *(f"{value:.4f}" for value in errors.values())]) + "\n")


def network_in(weights_file: Path) -> ThinNetwork:
    """Raises CannotBegin."""
    try:
        return ThinNetwork.of(load_file(weights_file))
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        raise CannotBegin(f"{weights_file} holds no weights of the thin reader: correct --from") from error


def feature_error(seen: Tensor, wanted: Tensor) -> Tensor:
    """Of (batch, channels, h, w): the mean squared error over the batch's energy about its mean; 0 to about 1."""
    energy = (wanted - wanted.mean(dim=(0, 2, 3), keepdim=True)).square().mean()
    return (seen - wanted).square().mean() / energy.clamp_min(1e-4)


def covariance_error(seen: Tensor, wanted: Tensor) -> Tensor:
    """Of each picture's Gram matrix about the wanted mean, over the wanted one's size, as style losses compare."""
    seen, wanted = seen.flatten(2), wanted.flatten(2)
    mean = wanted.mean(dim=2, keepdim=True)
    ours, theirs = _gram((seen - mean).bfloat16()), _gram((wanted - mean).bfloat16())
    energy = theirs.square().sum(dim=(1, 2)) + FLATNESS * mean.square().sum(dim=(1, 2)).square()
    error = (ours - theirs).square().sum(dim=(1, 2)) / energy.clamp_min(1e-8)
    return error.clamp_max(MOST_COVARIANCE_ERROR).mean()


def _gram(features: Tensor) -> Tensor:
    return (features @ features.mT).float() / features.shape[2]


def _sampled(features: Tensor, tap: str, corner: list[int]) -> Tensor:
    """Some positions of an early tap, all of a later one."""
    stride = STRIDES.get(tap[4], 1)
    return features[..., corner[0] % stride :: stride, corner[1] % stride :: stride]
