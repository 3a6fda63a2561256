"""Pictures brought to a size."""

import pytest
import torch

from engine.methods.resizing import at_brush_size, centre_crop, trimmed


def test_the_edge_of_a_style_is_trimmed_but_never_all_of_it() -> None:
    edged = torch.ones(1, 3, 200, 400)
    edged[..., 3:-3, 6:-6] = 0

    assert trimmed(edged).eq(0).all()
    assert trimmed(torch.ones(1, 3, 1, 1)).shape == (1, 3, 1, 1)


@pytest.mark.parametrize("brush_size", [0.5, 1.0, 2.0])
def test_brush_size_scales_the_style_to_the_contents_area(brush_size: float) -> None:
    style = at_brush_size(torch.rand(1, 3, 300, 150), (120, 160), brush_size=brush_size)

    height, width = style.shape[-2:]
    assert height * width == pytest.approx(120 * 160 * brush_size**2, rel=0.02)
    assert height / width == pytest.approx(2, rel=0.02)


def test_a_style_too_large_for_memory_is_cropped_to_its_middle() -> None:
    picture = torch.zeros(1, 3, 100, 40)
    picture[..., 50, 20] = 1

    cropped = centre_crop(picture, most_pixels=1000)

    assert cropped.shape == (1, 3, 50, 20)
    assert cropped[..., 25, 10].eq(1).all()
    assert centre_crop(picture, most_pixels=4000).shape == picture.shape
