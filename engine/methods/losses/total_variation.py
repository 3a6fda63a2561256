"""What any picture should be, as losses of its pixels: of small total variation, and of values within 0 to 1."""

from torch import Tensor


def total_variation(picture: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels of (…, h, w), over both directions; not negative.

    Rudin et al. 1992, with squares as in Mahendran & Vedaldi 2015 (beta = 2).
    """
    across = picture[..., :, 1:] - picture[..., :, :-1]
    down = picture[..., 1:, :] - picture[..., :-1, :]
    return sum((step.square().sum() / max(1, step.numel()) for step in (across, down)), picture.new_zeros(()))


def out_of_range(picture: Tensor) -> Tensor:
    """Mean squared distance from the values 0 to 1 that a picture can have."""
    return (picture - picture.clamp(0, 1)).square().mean()
