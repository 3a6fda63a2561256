"""A training run of the thin reader: small pictures, the real VGG-19, a few steps."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Generator, Tensor

from engine.nets.layers import THIN_TAPS, layers_up_to
from engine.nets.vgg import Vgg19, rgb_weights
from engine.training.data import read_folder
from engine.training.loop import CannotBegin
from engine.training.reader import ReaderPlan, ReaderRun, covariance_error, feature_error
from engine.training.shown import MOST_STATES, Shown, States, noisy, recoloured
from engine.weights import vgg19_weights
from tests.journeys.house import photo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def vgg() -> Vgg19:
    return Vgg19(vgg19_weights(), device=torch.device("cpu"), deepest=THIN_TAPS[-1])


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Tensor]:
    folder = tmp_path_factory.mktemp("pictures")
    for seed in range(3):
        (folder / f"{seed}.jpg").write_bytes(photo(seed))
    enlarged = [picture.repeat_interleave(4, dim=1) for picture in read_folder(folder, short_side=200)]
    return [picture.repeat_interleave(4, dim=2) for picture in enlarged]


def run(
    folder: Path, vgg: Vgg19, pictures: list[Tensor], steps: int, *, begin_from: Path | None = None, paintings: int = 0
) -> ReaderRun:
    plan = ReaderPlan(steps=steps, warm_up=0, paint_every=2, paintings=paintings, seed=5)
    convolutions = rgb_weights(vgg19_weights(), layers_up_to(THIN_TAPS))
    shown = Shown(pictures, pictures, States(pictures, pictures))
    return ReaderRun(folder, vgg, convolutions, shown, plan, begin_from=begin_from)


def state_in(folder: Path) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(folder / "state.pt", weights_only=True)
    return state


def test_a_run_that_is_asked_to_stop_ends_later_like_one_that_was_not(
    tmp_path: Path, vgg: Vgg19, pictures: list[Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "whole", vgg, pictures, 3).train()
    stopped = run(tmp_path / "parts", vgg, pictures, 3)
    take_step = stopped.take_step

    def take_step_and_ask() -> dict[str, float]:
        stopped.stop()
        return take_step()

    monkeypatch.setattr(stopped, "take_step", take_step_and_ask)
    stopped.train()
    assert state_in(tmp_path / "parts")["step"] == 1

    run(tmp_path / "parts", vgg, pictures, 3).train()
    whole, parts = state_in(tmp_path / "whole"), state_in(tmp_path / "parts")
    assert whole["step"] == parts["step"] == 3
    assert torch.equal(whole["generator"], parts["generator"])
    assert all(torch.allclose(whole["network"][name], parts["network"][name], atol=1e-5) for name in whole["network"])


def test_the_newest_readers_own_paintings_are_shown_to_it(tmp_path: Path, vgg: Vgg19, pictures: list[Tensor]) -> None:
    painting = run(tmp_path, vgg, pictures, 2, paintings=1)

    painting.train()

    kept = painting.shown.states.pictures
    assert 1 < len(kept) <= MOST_STATES
    assert all(state.dtype == torch.uint8 and min(state.shape[1:]) >= 128 for state in kept)
    crops = painting.shown.draw(0, Generator().manual_seed(0))
    assert crops.shape == (8, 3, 128, 128)


def test_a_run_goes_on_from_the_weights_of_another(tmp_path: Path, vgg: Vgg19, pictures: list[Tensor]) -> None:
    first = run(tmp_path / "first", vgg, pictures, 1)
    first.train()

    second = run(tmp_path / "second", vgg, pictures, 1, begin_from=first.weights_file)

    saved = load_file(first.weights_file)
    assert all(torch.equal(value, saved[name].float()) for name, value in second.network.state_dict().items())
    assert first.weights_file.stat().st_size <= 2_000_000


def test_weights_of_something_else_are_refused(tmp_path: Path, vgg: Vgg19, pictures: list[Tensor]) -> None:
    others = tmp_path / "others.safetensors"
    others.write_bytes(b"no weights")

    with pytest.raises(CannotBegin, match=r"others\.safetensors holds no weights of the thin reader: correct --from"):
        run(tmp_path / "run", vgg, pictures, 1, begin_from=others)


def test_what_is_seen_exactly_has_no_error_and_what_is_not_seen_at_all_is_at_one() -> None:
    wanted = torch.rand(2, 6, 20, 20, generator=Generator().manual_seed(1))
    unseen = wanted.mean(dim=(0, 2, 3), keepdim=True).expand_as(wanted)

    for error in (feature_error, covariance_error):
        assert error(wanted, wanted) == 0
        assert 0.9 < error(unseen, wanted) < 1.1


def test_noise_and_other_colours_come_to_some_pictures_and_the_same_ones_again() -> None:
    grey = torch.full((40, 3, 16, 16), 0.5)
    grey[:, :, ::2] = 0.4

    for changed in (noisy, recoloured):
        once, again = (changed(grey, Generator().manual_seed(4)) for _ in range(2))
        untouched = sum(torch.equal(*both) for both in zip(once, grey, strict=True))
        assert torch.equal(once, again)
        assert 20 < untouched < 38
