"""A training run: small pictures, the real VGG-19, a few steps."""

from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import save
from torch import Tensor
from torch.nn.functional import interpolate as upsample

from engine.nets.norms import Moments
from engine.nets.painter import SIGNATURE_LENGTH
from engine.nets.vgg import Vgg19
from engine.training.data import BadPictures, Crops, StyleCrops, read_folder
from engine.training.loop import CannotBegin, Plan, Run
from engine.weights import painter_weights, vgg19_weights
from tests.journeys.house import photo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def vgg() -> Vgg19:
    return Vgg19(vgg19_weights(), device=torch.device("cpu"))


@pytest.fixture(scope="module")
def crops(tmp_path_factory: pytest.TempPathFactory) -> Crops:
    folder = tmp_path_factory.mktemp("pictures")
    for seed in range(4):
        (folder / f"{seed}.jpg").write_bytes(photo(seed))
    return Crops(read_folder(folder, short_side=64), side=32, zoom=(0.6, 1.2))


def run(folder: Path, vgg: Vgg19, crops: Crops, steps: int, *, begin_from: Path | None = None) -> Run:
    plan = Plan(steps=steps, contents=1, styles=2, warm_up=0, compile=False, seed=5)
    return Run(folder, vgg, crops, StyleCrops(crops, crops), plan, begin_from=begin_from)


def state_in(folder: Path) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(folder / "state.pt", weights_only=True)
    return state


def test_a_run_that_is_asked_to_stop_saves_its_step_and_ends_later_like_one_that_was_not(
    tmp_path: Path, vgg: Vgg19, crops: Crops, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "whole", vgg, crops, 4).train()
    stopped = run(tmp_path / "parts", vgg, crops, 4)
    take_step = stopped.take_step

    def take_step_and_ask() -> dict[str, float]:
        if stopped.step == 1:
            stopped.stop()
        return take_step()

    monkeypatch.setattr(stopped, "take_step", take_step_and_ask)
    stopped.train()
    assert state_in(tmp_path / "parts")["step"] == 2

    run(tmp_path / "parts", vgg, crops, 4).train()
    whole, parts = state_in(tmp_path / "whole"), state_in(tmp_path / "parts")
    assert (whole["step"], whole["paintings"]) == (parts["step"], parts["paintings"]) == (4, 8)
    assert torch.equal(whole["generator"], parts["generator"])
    for kind in ("painter", "average"):
        assert all(torch.allclose(whole[kind][name], parts[kind][name], atol=1e-6) for name in whole[kind])


def test_the_log_names_no_step_twice_after_a_run_was_killed(tmp_path: Path, vgg: Vgg19, crops: Crops) -> None:
    killed = run(tmp_path, vgg, crops, 3)
    killed._log(killed.take_step())
    killed.save()
    killed._log(killed.take_step())

    again = run(tmp_path, vgg, crops, 3)
    again._log(again.take_step())
    lines = [line.split("\t") for line in (tmp_path / "log.tsv").read_text().splitlines()]
    assert [line[1:3] for line in lines] == [["step", "paintings"], ["1", "2"], ["2", "4"]]


def test_weights_that_are_not_of_this_painter_are_refused(tmp_path: Path, vgg: Vgg19, crops: Crops) -> None:
    others = tmp_path / "others.safetensors"
    for content in (b"", save({"enter.convolution.weight": torch.zeros(2, 2)})):
        others.write_bytes(content)
        with pytest.raises(CannotBegin, match=r"others\.safetensors holds no weights of this painter: correct --from"):
            run(tmp_path / "run", vgg, crops, 1, begin_from=others)


def test_a_run_goes_on_without_the_weights_that_it_began_from(tmp_path: Path, vgg: Vgg19, crops: Crops) -> None:
    start = tmp_path / "start.safetensors"
    start.write_bytes(painter_weights())
    run(tmp_path / "run", vgg, crops, 1, begin_from=start).train()
    start.unlink()
    assert run(tmp_path / "run", vgg, crops, 2, begin_from=start).step == 1


def test_a_state_of_another_version_is_refused_with_the_way_to_go_on(tmp_path: Path, vgg: Vgg19, crops: Crops) -> None:
    run(tmp_path, vgg, crops, 1).save()
    state = state_in(tmp_path)
    state["optimiser"] = {"state": {}, "param_groups": []}
    torch.save(state, tmp_path / "state.pt")

    with pytest.raises(CannotBegin, match=r"--from .*painter\.safetensors and another folder"):
        run(tmp_path, vgg, crops, 2)


def test_training_lowers_the_loss(tmp_path: Path, vgg: Vgg19, crops: Crops) -> None:
    training = run(tmp_path, vgg, crops, 24)
    contents, styles = (crops.draw(count, torch.Generator().manual_seed(count)) for count in (1, 2))
    before = training._losses(contents, styles)["total"].item()
    training.train()
    assert training._losses(contents, styles)["total"].item() < 0.9 * before


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


def test_a_photo_that_is_the_same_from_all_sides_is_painted_the_same_by_the_moments_of_both(
    tmp_path: Path, vgg: Vgg19, crops: Crops
) -> None:
    training = run(tmp_path, vgg, crops, 1)
    photos = crops.draw(2, torch.Generator().manual_seed(3))
    around = torch.stack([photos.rot90(turns, dims=(2, 3)) for turns in range(4)]).mean(dim=0)
    signatures, canvas = torch.randn(2, SIGNATURE_LENGTH), training._canvases([(0, 0), (6, 8)], 32)
    with torch.no_grad():

        def difference(pictures: Tensor) -> float:
            own, _ = training._paint(pictures, signatures, canvas)
            both, _ = training._paint_both(pictures, signatures, canvas)
            return (both - own).abs().max().item()

        assert difference(around) < 0.01 < 0.05 < difference(photos)


def test_a_checkpoint_shows_a_contact_sheet_and_fits_into_eight_megabytes(
    tmp_path: Path, vgg: Vgg19, crops: Crops
) -> None:
    run(tmp_path, vgg, crops, 1).save()
    with Image.open(tmp_path / "sheet.jpg") as sheet:
        assert sheet.size == (4 * 160, 5 * 160)
    assert (tmp_path / "painter.safetensors").stat().st_size <= 8_000_000


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "fine.jpg").write_bytes(photo(1))
    (tmp_path / "broken.jpg").write_bytes(photo(2)[:300])
    with pytest.raises(BadPictures, match=r"broken\.jpg cannot be read as a picture .*: mend it or move it elsewhere"):
        read_folder(tmp_path, short_side=64)


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadPictures, match=str(tmp_path)):
        read_folder(tmp_path, short_side=64)
