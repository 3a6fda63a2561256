"""QuiltingPass by its laws: where pixels come from, how blocks are found, and where the cuts run."""

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from engine.methods import Step
from engine.methods.texture.quilt import (
    GREY_FIRST,
    BlockSearch,
    BlockTarget,
    Costs,
    Quilt,
    QuiltingPass,
    QuiltSettings,
    match_histogram,
    minimum_error_cut,
    next_fast_length,
    to_grey_first,
)
from tests.engine.methods.conftest import hills

SMALL = QuiltSettings(block=12)


def noise(*shape: int, seed: int = 0) -> Tensor:
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


def synthesised(style: Tensor, size: tuple[int, int] = (40, 50), *, seed: int = 0) -> Tensor:
    return Quilt(SMALL).synthesise(style, size, seed=seed, on_step=lambda step: None)


def transferred(content: Tensor, style: Tensor, *, settings: QuiltSettings = SMALL, seed: int = 0) -> Tensor:
    return Quilt(settings).transfer(content, style, seed=seed, on_step=lambda step: None)


def quilting(style: Tensor, size: tuple[int, int] = (30, 30)) -> QuiltingPass:
    generator = torch.Generator().manual_seed(4)
    return QuiltingPass(
        to_grey_first(style), size, block=12, overlap=4, tolerance=0.1, reuse_penalty=1.0, generator=generator
    )


@pytest.mark.parametrize("size", [(40, 50), (12, 12), (13, 5), (1, 1), (7, 61)])
@pytest.mark.parametrize("style_size", [(30, 41), (9, 40), (12, 12), (5, 16)])
def test_a_quilt_has_the_asked_size_whatever_the_styles(size: tuple[int, int], style_size: tuple[int, int]) -> None:
    assert synthesised(noise(1, 3, *style_size), size).shape == (1, 3, *size)
    assert transferred(noise(1, 3, *size, seed=1), noise(1, 3, *style_size)).shape == (1, 3, *size)


@pytest.mark.parametrize("is_transfer", [False, True])
def test_each_colour_of_a_quilt_is_one_of_the_styles(is_transfer: bool) -> None:
    style = noise(1, 3, 33, 40)

    quilt = transferred(hills(40, 50), style) if is_transfer else synthesised(style)

    colours, known = (picture.flatten(start_dim=2)[0].mT for picture in (quilt, style))
    assert torch.cdist(colours, known).amin(dim=1).max() < 1e-3


def test_the_search_agrees_with_looking_at_each_place() -> None:
    style, block = noise(3, 23, 31), 7
    targets = [BlockTarget(noise(3, block, block, seed=seed), noise(3, block, block, seed=seed + 9)) for seed in (1, 2)]

    found = BlockSearch(style, block).errors(targets)

    assert found.shape == (17, 25)
    for row, column in product(range(17), range(25)):
        there = style[:, row : row + block, column : column + block]
        looked_up = sum(float(((there - target.pixels).square() * target.weight).sum()) for target in targets)
        assert found[row, column].item() == pytest.approx(looked_up, rel=1e-4)


def test_the_search_finds_a_block_where_it_was_cut_out() -> None:
    style = noise(3, 50, 64)

    errors = BlockSearch(style, 9).errors([BlockTarget(style[:, 31:40, 20:29], torch.ones(3, 9, 9))])

    assert divmod(int(errors.argmin()), errors.shape[1]) == (31, 20)
    assert errors.min() < 1e-3


def cost_of(path: tuple[int, ...], costs: Costs) -> float:
    return float(sum(costs[row, column] for row, column in enumerate(path)))


def all_paths(length: int, width: int) -> list[tuple[int, ...]]:
    paths = product(range(width), repeat=length)
    return [path for path in paths if all(abs(column - next_one) <= 1 for column, next_one in pairwise(path))]


@given(length=st.integers(1, 6), width=st.integers(1, 4), seed=st.integers(0, 10_000))
def test_a_cut_is_the_cheapest_of_all_and_stays_within_the_overlap(length: int, width: int, seed: int) -> None:
    costs = np.random.default_rng(seed).random((length, width), dtype=np.float32)

    path = tuple(int(column) for column in minimum_error_cut(costs))

    assert path in all_paths(length, width)
    assert cost_of(path, costs) == pytest.approx(min(cost_of(other, costs) for other in all_paths(length, width)))


def test_a_block_changes_nothing_but_its_side_of_the_cut_and_is_whole_beyond_the_overlap() -> None:
    style = noise(1, 3, 40, 40)
    work = quilting(style)
    for place in work.places:
        before = work.canvas.clone()
        work.put(place, [], overlap_weight=1.0)

        row, column = work.sources[place]
        patch = to_grey_first(style)[:, row : row + work.block, column : column + work.block]
        above, beside = (work.overlap if side else 0 for side in place)
        here, there = work.at(place, work.canvas), work.at(place, before)
        assert torch.equal(here[:, above:, beside:], patch[:, above:, beside:])
        assert ((here == patch) | (here == there)).all()
        there.zero_()
        outside = work.canvas.clone()
        work.at(place, outside).zero_()
        assert torch.equal(outside, before)


def test_in_each_row_of_an_overlap_the_old_block_ends_once_and_the_new_one_begins() -> None:
    style = noise(1, 3, 40, 40)
    work = quilting(style, (12, 20))
    left, right = work.places[:2]
    work.put(left, [], overlap_weight=1.0)
    old = work.at(right, work.canvas)[:, :, : work.overlap].clone()
    work.put(right, [], overlap_weight=1.0)

    is_new = (work.at(right, work.canvas)[:, :, : work.overlap] != old).any(dim=0).long()

    assert (is_new.diff(dim=1) >= 0).all()
    assert is_new[:, -1].sum() > 0


def test_a_swatch_does_not_copy_the_style_on_from_a_block_to_the_next() -> None:
    work = quilting(noise(1, 3, 60, 60), (90, 90))
    for place in work.places:
        work.put(place, [], overlap_weight=1.0)

    for (row, column), (top, left) in work.sources.items():
        beside = work.sources.get((row, column + work.step))
        assert beside != (top, left + work.step)


def test_of_blocks_that_are_alike_each_is_taken_in_turn() -> None:
    tile = noise(1, 3, 24, 24)
    work = quilting(tile.repeat(1, 1, 1, 3))
    target = BlockTarget(to_grey_first(tile)[:, 5:17, 7:19], torch.ones(3, work.block, work.block))

    sources = set()
    for _ in range(3):
        work.put((0, 0), [target], overlap_weight=1.0)
        sources.add(work.sources[0, 0])

    assert sources == {(5, 7), (5, 31), (5, 55)}


def test_the_same_seed_gives_the_same_quilt_and_another_seed_another() -> None:
    style = noise(1, 3, 50, 50)

    assert torch.equal(synthesised(style, seed=3), synthesised(style, seed=3))
    assert not torch.equal(synthesised(style, seed=3), synthesised(style, seed=4))
    assert torch.equal(transferred(hills(40, 50), style, seed=3), transferred(hills(40, 50), style, seed=3))


def test_a_transfer_is_dark_where_the_content_is_and_bright_where_it_is() -> None:
    content, style = (
        hills(60, 80),
        noise(1, 1, 12, 16).repeat_interleave(6, 2).repeat_interleave(6, 3).expand(1, 3, -1, -1),
    )

    quilt = transferred(content, style, settings=QuiltSettings(block=9)).mean(dim=1).flatten()

    assert torch.corrcoef(torch.stack([quilt, content.mean(dim=1).flatten()]))[0, 1] > 0.7


def test_each_pass_of_a_transfer_has_smaller_blocks_and_clings_more_to_the_style() -> None:
    settings = QuiltSettings(block=36, passes=3)

    assert settings.blocks() == [36, 24, 16]
    alphas = [settings.alpha(index) for index in range(3)]
    assert alphas[0] == settings.least_alpha
    assert alphas[-1] == settings.greatest_alpha
    assert all(less < more for less, more in pairwise(alphas))


def test_flat_pictures_are_sewn_without_a_number_being_lost() -> None:
    flat = torch.full((1, 3, 40, 40), 0.5)

    for quilt in (synthesised(flat), transferred(flat, noise(1, 3, 40, 40)), transferred(hills(40, 40), flat * 0)):
        assert quilt.isfinite().all()


def test_a_picture_gets_the_values_of_the_style_in_its_own_order() -> None:
    picture, style = noise(20, 20), noise(31, 17, seed=1) * 0.2 + 0.7

    exchanged = match_histogram(picture, style)

    assert torch.equal(exchanged.flatten()[picture.flatten().argsort()], exchanged.flatten().sort().values)
    assert exchanged.min() == style.min()
    assert exchanged.max() == style.max()
    assert len(set(match_histogram(torch.zeros(5, 5), style).flatten().tolist())) == 1


def test_turning_the_colours_changes_no_distance() -> None:
    matrix = torch.tensor(GREY_FIRST)

    torch.testing.assert_close(matrix @ matrix.mT, torch.eye(3))
    assert len(set(matrix[0].tolist())) == 1


@given(length=st.integers(1, 5000))
def test_a_friendly_length_is_the_next_product_of_small_primes(length: int) -> None:
    found = next_fast_length(length)

    assert length <= found <= 2 * length
    for factor in (2, 3, 5):
        while found % factor == 0:
            found //= factor
    assert found == 1


@pytest.mark.parametrize("is_transfer", [False, True])
def test_progress_never_goes_back_and_a_callback_that_raises_stops_the_work(is_transfer: bool) -> None:
    steps: list[Step] = []
    quilt, style = Quilt(SMALL), noise(1, 3, 30, 30)

    def stop(step: Step) -> None:
        raise InterruptedError

    if is_transfer:
        quilt.transfer(hills(40, 50), style, seed=0, on_step=steps.append)
    else:
        quilt.synthesise(style, (40, 50), seed=0, on_step=steps.append)

    assert all(before.fraction <= after.fraction for before, after in pairwise(steps))
    assert steps[0].fraction > 0
    assert steps[-1].fraction == pytest.approx(1)
    with pytest.raises(InterruptedError):
        quilt.synthesise(style, (40, 50), seed=0, on_step=stop)
