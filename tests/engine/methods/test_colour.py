"""Colours kept."""

import torch

from engine.methods.colour import RGB_TO_YIQ, with_colours_of, with_palette_of
from tests.engine.methods.conftest import hills, stripes

YIQ = torch.tensor(RGB_TO_YIQ)


def test_a_picture_in_its_own_colours_is_unchanged() -> None:
    picture = hills(20, 30)

    torch.testing.assert_close(with_colours_of(picture, picture), picture, atol=1e-5, rtol=0)


def test_a_painting_takes_hue_from_the_content_and_light_from_itself() -> None:
    content = 0.4 + 0.2 * hills(20, 30)  # far from black and white, so that nothing is clipped
    painted = stripes(20, 30).mean(dim=1, keepdim=True).expand(1, 3, 20, 30) * 0.2 + 0.4

    kept = torch.einsum("rc,bchw->brhw", YIQ, with_colours_of(painted, content))

    torch.testing.assert_close(kept[:, :1], painted[:, :1], atol=1e-4, rtol=0)
    torch.testing.assert_close(kept[:, 1:], torch.einsum("rc,bchw->brhw", YIQ, content)[:, 1:], atol=1e-4, rtol=0)


def test_a_recoloured_style_has_the_contents_mean_and_covariance() -> None:
    generator = torch.Generator().manual_seed(1)
    style = 0.3 + 0.1 * torch.rand(1, 3, 40, 40, generator=generator)
    mixing = torch.tensor([[0.2, 0.1, 0.0], [0.0, 0.2, 0.1], [0.1, 0.0, 0.1]])
    content = 0.4 + torch.einsum("rc,bchw->brhw", mixing, torch.rand(1, 3, 30, 50, generator=generator))

    recoloured = with_palette_of(content, style).flatten(start_dim=2)[0]

    torch.testing.assert_close(recoloured.mean(dim=1), content.mean(dim=(0, 2, 3)), atol=1e-4, rtol=0)
    torch.testing.assert_close(recoloured.cov(), content.flatten(start_dim=2)[0].cov(), atol=1e-4, rtol=0)


def test_a_grey_style_is_recoloured_without_overflowing() -> None:
    grey = torch.rand(1, 1, 30, 30, generator=torch.Generator().manual_seed(1)).expand(1, 3, 30, 30)

    recoloured = with_palette_of(hills(20, 30), grey)

    assert recoloured.isfinite().all()
    torch.testing.assert_close(recoloured.mean(dim=(0, 2, 3)), hills(20, 30).mean(dim=(0, 2, 3)), atol=0.1, rtol=0)
