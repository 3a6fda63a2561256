"""Who paints where."""

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch import Tensor

from engine.methods import Region
from engine.methods.optimise.regions import Partition, WeightMap, at_size, partition
from engine.methods.resizing import Size

SIZE = (12, 20)


def half(*, left: bool) -> Tensor:
    mask = torch.zeros(1, 1, *SIZE)
    mask[..., :10] = 1
    return mask if left else 1 - mask


def covered(divided: Partition) -> Tensor:
    everywhere = torch.ones(1, 1, *SIZE)
    parts = [everywhere if part.mask is None else part.mask for part in divided.parts]
    return sum(parts, torch.zeros(1, 1, *SIZE) if divided.kept is None else divided.kept)


def test_without_regions_all_styles_paint_everywhere_by_their_weights() -> None:
    divided = partition([], [3.0, 1.0], SIZE)

    assert divided.kept is None
    (part,) = divided.parts
    assert part.mask is None
    assert part.shares == ((0, 0.75), (1, 0.25))


def test_a_mask_of_all_white_is_no_mask() -> None:
    (part,) = partition([Region(torch.ones(1, 1, 3, 5), 0)], [1.0], SIZE).parts

    assert part.mask is None
    assert part.shares == ((0, 1.0),)


def test_two_half_masks_are_two_parts_of_one_style_each() -> None:
    divided = partition([Region(half(left=True), 0), Region(half(left=False), 1)], [1.0, 5.0], SIZE)

    assert [part.shares for part in divided.parts] == [((0, 1.0),), ((1, 1.0),)]
    for part, left in zip(divided.parts, (True, False), strict=True):
        assert part.mask is not None
        torch.testing.assert_close(part.mask, half(left=left))


def test_what_no_region_claims_is_painted_in_the_styles_that_have_none() -> None:
    claimed, rest = partition([Region(half(left=True), 1)], [1.0, 1.0, 3.0], SIZE).parts

    assert claimed.shares == ((1, 1.0),)
    assert rest.shares == ((0, 0.25), (2, 0.75))
    assert rest.mask is not None
    torch.testing.assert_close(rest.mask, half(left=False))


def test_where_every_style_has_a_region_the_rest_is_painted_in_all_together() -> None:
    claimed, rest = partition([Region(half(left=True), 0)], [2.0], SIZE).parts

    assert (claimed.shares, rest.shares) == (((0, 1.0),), ((0, 1.0),))


def test_what_is_kept_is_kept_before_any_style_claims_it() -> None:
    divided = partition([Region(torch.ones(1, 1, *SIZE), 0), Region(half(left=True), None)], [1.0], SIZE)

    assert divided.kept is not None
    torch.testing.assert_close(divided.kept, half(left=True))
    (part,) = divided.parts
    assert part.mask is not None
    torch.testing.assert_close(part.mask, half(left=False))


def test_a_picture_that_is_kept_whole_has_nothing_to_paint() -> None:
    assert partition([Region(torch.ones(1, 1, *SIZE), None)], [1.0], SIZE).parts == ()


masks = st.integers(0, 2**16).map(
    lambda seed: torch.rand(1, 1, 6, 10, generator=torch.Generator().manual_seed(seed)).round(decimals=1)
)


@given(regions=st.lists(st.tuples(masks, st.sampled_from([0, 1, 2, None])), max_size=5))
def test_soft_and_overlapping_regions_still_share_each_place_exactly_once(
    regions: list[tuple[Tensor, int | None]],
) -> None:
    divided = partition([Region(mask, style) for mask, style in regions], [1.0, 2.0, 1.0], SIZE)

    torch.testing.assert_close(covered(divided), torch.ones(1, 1, *SIZE), atol=2e-2, rtol=0)
    for part in divided.parts:
        assert sum(share for _, share in part.shares) == pytest.approx(1)


def test_a_mask_is_averaged_where_it_shrinks_and_soft_where_it_grows() -> None:
    assert at_size(half(left=True), (3, 5))[0, 0, 0].tolist() == [1, 1, 0.5, 0, 0]
    grown = at_size(half(left=True), (24, 40))
    assert grown.shape == (1, 1, 24, 40)
    assert 0 <= grown.min() <= grown.max() <= 1


@pytest.mark.parametrize("held", [(33, 50), (5, 7), (70, 90), (5, 90)])
def test_a_mask_of_any_size_has_a_value_for_each_position_of_the_features(held: Size) -> None:
    weights = WeightMap(torch.rand(1, 1, *held), (33, 50))

    assert [tuple(weights[tap].shape[-2:]) for tap in ("relu1_1", "relu3_1", "relu5_1")] == [(33, 50), (9, 13), (3, 4)]


@given(
    held=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    stride=st.sampled_from([1, 2, 4, 8]),
    begin=st.floats(0, 0.9),
)
@example(held=(2, 1), size=(3, 1), stride=1, begin=0.0)
def test_a_part_of_a_map_is_the_part_of_the_whole_map(held: Size, size: Size, stride: int, begin: float) -> None:
    weights = WeightMap(3 * torch.rand(1, 1, *held, dtype=torch.float64), size)
    start = [stride * int(begin * (side // stride)) for side in size]
    rows, columns = (slice(first, side) for first, side in zip(start, size, strict=True))

    part = weights.crop(stride, rows, columns)

    torch.testing.assert_close(part, weights.at(stride)[..., start[0] // stride :, start[1] // stride :])


@pytest.mark.parametrize("held", [(2, 1), (2, 3), (5, 1), (5, 4)])
def test_a_map_of_one_column_is_that_of_one_row_turned(held: Size) -> None:
    mask = torch.rand(1, 1, *held)
    column = WeightMap(mask, (7, 1)).at(1)
    torch.testing.assert_close(column, WeightMap(mask.mT, (1, 7)).at(1).mT)
    assert column.amax() > column.amin()


def test_a_map_that_grows_keeps_its_range() -> None:
    """Above 1 too: the content's weight in a face is several times the usual."""
    grown = WeightMap(torch.tensor([[[[1.0, 4.0]]]]), (8, 16)).at(1)

    assert grown.amin() == 1
    assert grown.amax() == 4
