"""Colours kept and lent, in every space."""

import pytest
import torch

from engine.methods.colour.spaces import SPACES
from engine.methods.colour.transfer import luminance_only_transfer, match_colours
from engine.methods.optimise.settings import COLOUR_SPACES
from tests.engine.methods.conftest import hills, stripes

spaces = pytest.mark.parametrize("space", COLOUR_SPACES)


@spaces
def test_a_picture_in_its_own_colours_is_unchanged(space: str) -> None:
    picture = hills(20, 30)

    torch.testing.assert_close(luminance_only_transfer(picture, picture, space), picture, atol=1e-4, rtol=0)
    torch.testing.assert_close(match_colours(picture, picture, space), picture, atol=0.03, rtol=0)


@spaces
def test_a_painting_takes_hue_from_the_content_and_light_from_itself(space: str) -> None:
    content = 0.45 + 0.1 * hills(20, 30)  # far from black and white, so that nothing is clipped
    painted = stripes(20, 30).mean(dim=1, keepdim=True).expand(1, 3, 20, 30) * 0.1 + 0.45
    chosen = SPACES[space]
    light = torch.tensor(chosen.luminance_weights).view(1, 3, 1, 1)

    kept, before, photo = (
        chosen.from_srgb(each) for each in (luminance_only_transfer(painted, content, space), painted, content)
    )

    torch.testing.assert_close((light * kept).sum(dim=1), (light * before).sum(dim=1), atol=1e-3, rtol=0)
    hue, own_hue = (
        kept - torch.tensor(chosen.luminance_axis).view(1, 3, 1, 1) * (light * kept).sum(dim=1, keepdim=True),
        (photo - torch.tensor(chosen.luminance_axis).view(1, 3, 1, 1) * (light * photo).sum(dim=1, keepdim=True)),
    )
    torch.testing.assert_close(hue, own_hue, atol=1e-3, rtol=0)


@spaces
def test_a_recoloured_style_has_the_mean_and_covariance_of_the_content_in_its_space(space: str) -> None:
    generator = torch.Generator().manual_seed(1)
    style = 0.4 + 0.1 * torch.rand(1, 3, 40, 40, generator=generator)
    mixing = torch.tensor([[0.1, 0.05, 0.0], [0.0, 0.1, 0.05], [0.05, 0.0, 0.05]])
    content = 0.45 + torch.einsum("rc,bchw->brhw", mixing, torch.rand(1, 3, 30, 50, generator=generator))
    read = SPACES[space].from_srgb

    recoloured = read(match_colours(style, content, space)).flatten(start_dim=2)[0]

    torch.testing.assert_close(recoloured.mean(dim=1), read(content).mean(dim=(0, 2, 3)), atol=1e-3, rtol=0)
    torch.testing.assert_close(recoloured.cov(), read(content).flatten(start_dim=2)[0].cov(), atol=1e-4, rtol=0)


def test_a_mask_tells_whose_colours_count() -> None:
    """Of a picture whose left half is dark, and of a model whose left half is bright."""
    picture = torch.cat([0.2 + 0.1 * hills(20, 30), 0.6 + 0.1 * hills(20, 30)], dim=3)
    model = picture.flip(3)
    left = torch.cat([torch.ones(1, 1, 20, 30), torch.zeros(1, 1, 20, 30)], dim=3)

    of_left, to_left = (
        match_colours(picture, model, picture_mask=left),
        match_colours(picture, model, target_mask=left),
    )

    assert of_left[..., :30].mean().item() == pytest.approx(model.mean().item(), abs=0.02)
    assert to_left.mean().item() == pytest.approx(model[..., :30].mean().item(), abs=0.02)


def test_in_srgb_a_recoloured_style_is_as_it_always_was() -> None:
    generator = torch.Generator().manual_seed(1)
    style = 0.3 + 0.1 * torch.rand(1, 3, 40, 40, generator=generator)
    mixing = torch.tensor([[0.2, 0.1, 0.0], [0.0, 0.2, 0.1], [0.1, 0.0, 0.1]])
    content = 0.4 + torch.einsum("rc,bchw->brhw", mixing, torch.rand(1, 3, 30, 50, generator=generator))

    recoloured = match_colours(style, content).flatten(start_dim=2)[0]

    torch.testing.assert_close(recoloured.mean(dim=1), content.mean(dim=(0, 2, 3)), atol=1e-4, rtol=0)
    torch.testing.assert_close(recoloured.cov(), content.flatten(start_dim=2)[0].cov(), atol=1e-4, rtol=0)


def test_a_grey_style_is_recoloured_without_overflowing() -> None:
    grey = torch.rand(1, 1, 30, 30, generator=torch.Generator().manual_seed(1)).expand(1, 3, 30, 30)

    recoloured = match_colours(grey, hills(20, 30))

    assert recoloured.isfinite().all()
    torch.testing.assert_close(recoloured.mean(dim=(0, 2, 3)), hills(20, 30).mean(dim=(0, 2, 3)), atol=0.1, rtol=0)
