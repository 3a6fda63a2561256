"""A training run: small pictures, the real VGG-19, a few steps."""

from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor
from torch.nn.functional import interpolate as upsample

from engine.nets.norms import Moments
from engine.nets.packing import unpacked
from engine.nets.vgg import Vgg19
from engine.training.data import Crops, NoPictures, Styles, read_folder
from engine.training.loop import Plan, Run
from engine.weights import vgg19_weights
from tests.journeys.house import photo


@pytest.fixture(scope="module")
def vgg() -> Vgg19:
    return Vgg19(vgg19_weights(), device=torch.device("cpu"))


@pytest.fixture(scope="module")
def crops(tmp_path_factory: pytest.TempPathFactory) -> Crops:
    folder = tmp_path_factory.mktemp("pictures")
    for seed in range(4):
        (folder / f"{seed}.jpg").write_bytes(photo(seed))
    return Crops(read_folder(folder, short_side=64), side=32, zoom=(0.6, 1.2))


def run(folder: Path, vgg: Vgg19, crops: Crops, steps: int) -> Run:
    plan = Plan(steps=steps, contents=1, styles=2, compile=False, seed=5)
    return Run(folder, vgg, crops, Styles(crops, crops), plan)


def test_a_run_that_is_interrupted_ends_like_one_that_is_not(tmp_path: Path, vgg: Vgg19, crops: Crops) -> None:
    run(tmp_path / "whole", vgg, crops, 2).train()
    run(tmp_path / "parts", vgg, crops, 1).train()
    run(tmp_path / "parts", vgg, crops, 2).train()
    whole, parts = (unpacked(load_file(tmp_path / name / "painter.safetensors")) for name in ("whole", "parts"))
    assert all(torch.allclose(whole[name], parts[name], atol=1e-3) for name in whole)


def test_training_lowers_the_loss(tmp_path: Path, vgg: Vgg19, crops: Crops) -> None:
    training = run(tmp_path, vgg, crops, 24)
    losses = [training.take_step()["total"] for _ in range(24)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])


def test_a_painter_that_does_not_know_where_it_is_has_no_error_of_place(
    tmp_path: Path, vgg: Vgg19, crops: Crops, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = run(tmp_path, vgg, crops, 1)
    pictures, corners = crops.draw(2, torch.Generator().manual_seed(3)), training._corners_at_random(2)

    def photo_on_canvas(contents: Tensor, signatures: Tensor, moments: list[Moments], canvas: Tensor) -> Tensor:
        frame = training.painter.margin // 2
        return contents + upsample(canvas[:, :3, frame:-frame, frame:-frame], scale_factor=2)

    def error_of(painted: Tensor) -> float:
        return training._place_error(painted, pictures, torch.zeros(2, 1), [], corners).item()

    monkeypatch.setattr(training, "_paint_by", photo_on_canvas)
    painted = photo_on_canvas(pictures, torch.zeros(2, 1), [], training._canvases(corners, 32))
    for _ in range(4):
        assert error_of(painted) < 1e-6 < 0.01 < error_of(painted.roll(2, dims=-1))


def test_a_checkpoint_shows_a_contact_sheet_and_fits_into_eight_megabytes(
    tmp_path: Path, vgg: Vgg19, crops: Crops
) -> None:
    run(tmp_path, vgg, crops, 1).save()
    with Image.open(tmp_path / "sheet.jpg") as sheet:
        assert sheet.size == (4 * 160, 5 * 160)
    assert (tmp_path / "painter.safetensors").stat().st_size <= 8_000_000


def test_crops_are_the_same_for_the_same_seed(crops: Crops) -> None:
    one, other = (crops.draw(3, torch.Generator().manual_seed(1)) for _ in range(2))
    assert torch.equal(one, other)
    assert one.shape == (3, 3, 32, 32)


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoPictures, match=str(tmp_path)):
        read_folder(tmp_path, short_side=64)
