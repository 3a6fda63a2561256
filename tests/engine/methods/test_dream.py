"""What a dream promises: more of what a layer sees, of the photo or of a guide, and the photo's own detail."""

from itertools import pairwise
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Step
from engine.methods.dream import (
    JITTER,
    LEAST_OCTAVES,
    LEAST_STEPS,
    MOST_PIXELS,
    MOST_PIXELS_AT_ONCE,
    OCTAVE_RATIO,
    TAP,
    WORK,
    Octave,
    dream,
    features_of_guide,
    gradient,
    louder,
    octaves,
    resized,
    smoothed,
    towards,
)
from engine.nets.layers import LAYERS
from engine.nets.vgg import Vgg19
from engine.weights import vgg19_weights

pytestmark = pytest.mark.slow

CPU = torch.device("cpu")
ELSEWHERE = torch.device("meta")


@pytest.fixture(scope="module")
def vgg() -> Vgg19:
    return Vgg19(vgg19_weights(), device=CPU)


def shore(height: int, width: int) -> Tensor:
    """A sun over waves."""
    rows = torch.linspace(0, 1, height).view(height, 1)
    columns = torch.linspace(0, 1, width).view(1, width)
    sun = ((rows - 0.3) ** 2 + (columns - 0.6) ** 2 < 0.03).float()
    sea = (rows > 0.6) * (0.5 + 0.5 * torch.sin(40 * rows + 6 * columns))
    return (0.3 + 0.5 * sun + sea * torch.tensor([-0.1, 0.1, 0.3]).view(3, 1, 1)).clamp(0, 1).unsqueeze(0)


def checks(height: int, width: int) -> Tensor:
    """Red and yellow squares of 8 pixels."""
    rows, columns = torch.arange(height).view(height, 1) // 8, torch.arange(width).view(1, width) // 8
    odd = ((rows + columns) % 2).float()
    red, yellow = (torch.tensor(colour).view(3, 1, 1) for colour in ((0.8, 0.1, 0.1), (0.9, 0.8, 0.2)))
    return (red + (yellow - red) * odd).unsqueeze(0)


def dreamed(vgg: Vgg19, content: Tensor, **wishes: Any) -> Tensor:
    return dream(vgg, content, on_step=lambda step: None, **wishes)


def loudness(vgg: Vgg19, picture: Tensor, tap: str) -> float:
    return vgg.pooled("max").features(picture, [tap])[tap].float().square().mean().item()


def test_strength_0_returns_the_content(vgg: Vgg19) -> None:
    content = shore(48, 64)

    assert torch.equal(dreamed(vgg, content, strength=0), content)


@pytest.mark.parametrize("tap", ["conv1_2", "relu2_2", "pool2", "relu3_3", "relu4_2", "conv4_4", TAP, "relu5_4"])
def test_any_tap_is_louder_in_the_dream(vgg: Vgg19, tap: str) -> None:
    content = shore(64, 80)

    assert loudness(vgg, dreamed(vgg, content, tap=tap), tap) > 1.5 * loudness(vgg, content, tap)


def test_more_strength_is_louder_and_farther_from_the_content(vgg: Vgg19) -> None:
    content = shore(64, 80)

    dreams = [dreamed(vgg, content, strength=strength) for strength in (0.3, 1.0, 2.0)]

    for measure in (lambda picture: loudness(vgg, picture, TAP), lambda picture: (picture - content).abs().mean()):
        assert measure(content) < measure(dreams[0]) < measure(dreams[1]) < measure(dreams[2])


def test_the_same_seed_is_the_same_dream_and_another_is_another(vgg: Vgg19) -> None:
    content = shore(48, 64)

    one, same, other = (dreamed(vgg, content, seed=seed) for seed in (1, 1, 2))

    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_a_guide_brings_the_picture_nearer_to_what_it_shows_than_no_guide_does(vgg: Vgg19) -> None:
    content, guide, tap = shore(64, 80), checks(64, 64), "relu4_2"

    def similarity(picture: Tensor) -> Tensor:
        """Of each position to its best match, as the cosine, so that loudness alone gains nothing."""
        ours, guides = (
            F.normalize(vgg.features(each, [tap])[tap].float().flatten(2)[0].T) for each in (picture, guide)
        )
        return (ours @ guides.T).amax(dim=1).mean()

    guided, unguided = (similarity(dreamed(vgg, content, tap=tap, guide=each)) for each in (guide, None))

    assert guided > unguided + 0.05
    assert guided > similarity(content) + 0.05


@pytest.mark.parametrize(("tap", "channel"), [("relu4_2", 7), ("relu5_1", 300), ("conv3_1", 100)])
def test_a_channel_rises_more_than_any_other(vgg: Vgg19, tap: str, channel: int) -> None:
    content = shore(64, 80)

    before, after = (
        vgg.pooled("max").features(picture, [tap])[tap].float().mean(dim=(0, 2, 3))
        for picture in (content, dreamed(vgg, content, tap=tap, channel=channel))
    )

    assert (after - before).argmax() == channel


def test_a_channel_that_is_silent_everywhere_is_woken(vgg: Vgg19) -> None:
    content, tap = torch.full((1, 3, 64, 80), 0.5), "relu5_1"
    silent = vgg.pooled("max").features(content, [tap])[tap].amax(dim=(0, 2, 3)).eq(0).tolist().index(True)

    heard = vgg.pooled("max").features(dreamed(vgg, content, tap=tap, channel=silent), [tap])[tap]

    assert heard[:, silent].max() > 0


@pytest.mark.parametrize("size", [(37, 53), (16, 320), (160, 8), (1, 1)], ids=str)
def test_the_dream_has_the_contents_own_size(vgg: Vgg19, size: tuple[int, int]) -> None:
    content = shore(*size)

    for guide in (None, checks(21, 34)):
        picture = dreamed(vgg, content, guide=guide)
        assert picture.shape == content.shape
        assert 0 <= picture.min() <= picture.max() <= 1
        assert not torch.equal(picture, content)


def test_steps_go_forward_to_the_dream_itself(vgg: Vgg19) -> None:
    steps = list[Step]()

    end = dream(vgg, shore(64, 80), on_step=steps.append)

    fractions = [step.fraction for step in steps]
    assert len(steps) == sum(octave.steps for octave in octaves(64, 80, detail=1)) + 1
    assert all(earlier <= later for earlier, later in pairwise(fractions))
    assert 0 < fractions[0] < 0.1
    assert fractions[-1] == 1
    assert torch.equal(steps[-1].picture, end)
    assert all(step.picture.min() >= 0 and step.picture.max() <= 1 for step in steps)


def test_a_callback_that_raises_stops_the_dream_at_once(vgg: Vgg19) -> None:
    steps = list[Step]()

    def stop(step: Step) -> None:
        steps.append(step)
        if len(steps) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        dream(vgg, shore(64, 80), on_step=stop)
    assert len(steps) == 3


def test_what_is_finer_than_the_finest_octave_stays_the_photos_own(vgg: Vgg19) -> None:
    content = shore(256, 320).clamp(0.3, 0.7)
    content[..., ::2] += 0.05

    change = dreamed(vgg, content, detail=0.1, strength=0.5) - content

    finer = change - resized(resized(change, (128, 160)), (256, 320))
    assert change.abs().mean() > 0.01
    assert finer.abs().mean() < 0.05 * change.abs().mean()


@pytest.mark.parametrize("detail", [0.25, 1.0, 2.0, 100.0])
@pytest.mark.parametrize("size", [(20, 30), (683, 1024), (60, 1200), (3000, 4000), (10_000, 10_000)], ids=str)
def test_octaves_grow_by_their_ratio_to_the_picture_or_to_a_bound(size: tuple[int, int], detail: float) -> None:
    plan = octaves(*size, detail=detail)

    most = min(size[0] * size[1], MOST_PIXELS * detail**2, MOST_PIXELS_AT_ONCE)
    assert len(plan) >= LEAST_OCTAVES
    assert plan[-1].height * plan[-1].width == pytest.approx(most, rel=0.02)
    for coarser, finer in pairwise(plan):
        assert max(finer.height, finer.width) == pytest.approx(
            OCTAVE_RATIO * max(coarser.height, coarser.width), abs=OCTAVE_RATIO
        )
        assert coarser.steps >= finer.steps


@pytest.mark.parametrize(("detail", "most"), [(1.0, MOST_PIXELS), (100.0, MOST_PIXELS_AT_ONCE)])
def test_a_dreams_work_has_a_bound_however_large_the_picture(detail: float, most: int) -> None:
    for side in (1024, 4096, 32_768):
        plan = octaves(side, side, detail=detail)
        assert len(plan) <= 6
        assert all(octave.work <= max(1.2 * WORK, 1.01 * LEAST_STEPS * most) for octave in plan)


def test_more_detail_means_that_every_octave_is_larger() -> None:
    coarse, usual, fine = (octaves(3000, 4000, detail=detail) for detail in (0.375, 0.75, 1.5))

    assert [octave.height for octave in usual] == pytest.approx([2 * octave.height for octave in coarse], abs=1)
    assert [octave.height for octave in fine] == pytest.approx([2 * octave.height for octave in usual], abs=1)


def test_a_gradient_has_a_mean_absolute_value_of_1_and_none_is_none(vgg: Vgg19) -> None:
    generator = torch.Generator().manual_seed(0)

    assert gradient(vgg, shore(48, 64), TAP, louder, generator).abs().mean() == pytest.approx(1, abs=1e-4)
    assert gradient(vgg, shore(48, 64), TAP, torch.zeros_like, generator).eq(0).all()


def test_smoothing_keeps_what_is_flat_and_dims_a_weave_of_single_pixels() -> None:
    flat, weave = torch.full((1, 3, 16, 24), 0.4), torch.ones(1, 3, 16, 24)
    weave[..., ::2] = -1

    torch.testing.assert_close(smoothed(flat), flat)
    assert smoothed(weave)[..., 4:-4].abs().max() < 0.2


def test_each_position_goes_towards_the_guides_best_match() -> None:
    guide = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
    features = torch.tensor([[3.0, 0.1], [1.0, 5.0]]).T.view(1, 2, 1, 2)

    assert torch.equal(towards(guide)(features), torch.tensor([[1.0, 0.0], [0.0, 2.0]]).T.view(1, 2, 1, 2))


def test_of_a_large_guide_some_positions_serve_and_another_generator_chooses_others(vgg: Vgg19) -> None:
    guide = shore(200, 300)

    some, others = (features_of_guide(vgg, guide, "relu2_2", torch.Generator().manual_seed(seed)) for seed in (1, 2))

    assert some.shape == others.shape == (1024, 128)
    assert not torch.equal(some, others)


@pytest.mark.parametrize(
    "wishes",
    [{"tap": "relu6_1"}, {"channel": -1}, {"channel": 512}, {"channel": 0, "guide": checks(20, 20)}, {"detail": 0}],
    ids=lambda wishes: " and ".join(wishes),
)
def test_what_can_not_be_dreamed_is_an_error(vgg: Vgg19, wishes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"layer|channel|detail"):
        dreamed(vgg, shore(32, 32), **wishes)


@pytest.mark.parametrize("wishes", [{}, {"channel": 3}, {"guide": True}], ids=["louder", "a channel", "guided"])
def test_a_dream_stays_on_the_networks_device(wishes: dict[str, Any]) -> None:
    """On torch's "meta" device, which knows shapes alone and mixes with no other, as a GPU does."""
    vgg = Vgg19(vgg19_weights(), device=ELSEWHERE, deepest=TAP)
    if "guide" in wishes:
        wishes = {"guide": torch.rand(1, 3, 70, 50, device=ELSEWHERE)}

    picture = dreamed(vgg, torch.rand(1, 3, 96, 128, device=ELSEWHERE), **wishes)

    assert picture.device == ELSEWHERE
    assert picture.shape == (1, 3, 96, 128)


def test_the_jitter_covers_a_whole_period_of_the_default_layers_grid() -> None:
    assert 2 ** sum(name.startswith("pool") for name in LAYERS[: LAYERS.index(TAP)]) == JITTER


def test_work_is_steps_times_pixels() -> None:
    assert Octave(height=3, width=5, steps=4).work == 60
